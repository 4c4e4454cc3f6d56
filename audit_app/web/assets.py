"""Stylesheets, scripts and icons under one address that names their content: any change is a new address."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import rjsmin
from flask import Flask, Response, current_app, request

STYLES = ("tokens", "pieces", "screen")
"""What pages share with print; they stand in the folder of reports."""
COMPRESSED = ("static", "account.styles", "shopper.phone", "phone.offline", "phone.worker")
"""No page with a form's token or with what a visitor typed: compressing those together betrays the token."""
TEXT = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
SCRIPT = ("text/javascript", "application/javascript")
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Assets:
    """Everything under `static/` and the shared styles, named by the digest of it all."""

    digest: str
    files: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where the files are served, e.g. `/static/v-1f2e3d4c5b6a`."""
        return f"/static/v-{self.digest}"

    def phone_urls(self) -> list[str]:
        """What a phone needs to show a checklist without a network."""
        own = [name for name in self.files if name.endswith((".js", ".css", ".svg", ".png"))]
        wanted = [name for name in own if name != "js/sw.js"]
        return [*(f"{self.address}/{name}" for name in wanted), f"/styles/v-{self.digest}/tokens.css"]


def assets_in(static: Path, reports: Path) -> Assets:
    """The assets as they stand in their folders now."""
    own = sorted(path for path in static.rglob("*") if path.is_file())
    everything = [*own, *(reports / f"{name}.css" for name in STYLES)]
    names = tuple(path.relative_to(static).as_posix() for path in own)
    return Assets(_digest_of(everything), names)


def _digest_of(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def known_assets() -> Assets:
    """The assets of the running app."""
    return cast(Assets, current_app.extensions["assets"])


def serve_assets(app: Flask) -> None:
    """Let files whose address names their content be kept for ever, and send text compressed."""

    @app.url_defaults
    def _current(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "account.styles":
            values.setdefault("version", known_assets().digest)

    @app.after_request
    def _finish(response: Response) -> Response:
        if request.endpoint in ("static", "account.styles") and response.status_code == 200:
            response.headers["Cache-Control"] = FOR_EVER
            _without_comments(response)
        return _compressed(response) if _may_be_compressed(response) else response


def _without_comments(response: Response) -> None:
    """Serve a script as the browser needs it: what explains it to its next author is a third of its bytes."""
    if response.mimetype in SCRIPT:
        response.direct_passthrough = False
        response.set_data(terse(response.get_data()))
        response.headers.pop("ETag", None)


@lru_cache(maxsize=256)
def terse(script: bytes) -> bytes:
    """A script without comments and needless blanks, in the same words."""
    return str(rjsmin.jsmin(script.decode())).encode()


def _may_be_compressed(response: Response) -> bool:
    asked = request.endpoint in COMPRESSED and request.accept_encodings.quality("gzip") > 0
    is_text = str(response.mimetype).startswith(TEXT)
    return asked and is_text and response.status_code == 200 and not response.content_encoding


def _compressed(response: Response) -> Response:
    response.direct_passthrough = False
    response.set_data(_gzip(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    if not response.get_etag()[1]:  # a weak one names what is said, however it is packed
        response.headers.pop("ETag", None)
    return response


@lru_cache(maxsize=256)
def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
