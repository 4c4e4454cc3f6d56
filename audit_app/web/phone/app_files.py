"""What makes an app of these pages: the worker, the manifest, the page that is shown without a network."""

import json
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.translations import gettext as _
from audit_app.web.access import public
from audit_app.web.assets import Assets, known_assets, terse

door = Blueprint("phone", __name__)
GROUND, BRAND = "#f5f6f8", "#0f4c5c"
"""The colours of `--ground` and `--brand` in app.css: what a phone paints before it has read a stylesheet."""
ALWAYS_ASK = {"Cache-Control": "no-cache"}


@door.get("/sw.js")
@public
def worker() -> Response:
    """The service worker, at the root because it answers for every page.

    What it imports comes from the address that names its content, so a new release is a new worker.
    """
    assets = known_assets()
    places = {'"./lib/': f'"{assets.address}/js/lib/', '"./files"': f'"{_list_of(assets)}"'}
    script = terse(_script()).decode()
    for written, meant in places.items():
        script = script.replace(written, meant)
    return Response(script, mimetype="text/javascript", headers=ALWAYS_ASK)


def _list_of(assets: Assets) -> str:
    return url_for("phone.files", version=assets.digest)


def _script() -> bytes:
    return (Path(str(current_app.static_folder)) / "js" / "sw.js").read_bytes()


@door.get("/files/v-<version>")
@public
def files(version: str) -> ResponseReturnValue:
    """What the worker of a release fetches when it is installed."""
    assets = known_assets()
    if version != assets.digest:
        abort(404)
    return Response(
        json.dumps({"digest": assets.digest, "urls": assets.phone_urls()}),
        mimetype="application/json",
        headers=ALWAYS_ASK,
    )


@door.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """What a phone needs to put the app on its home screen; browsers ask without a cookie: `?lang=` tells."""
    described = {
        "id": "/visits",
        "name": "Extra Eyes",
        "short_name": "Extra Eyes",
        "description": _("Visits to fill in on the phone, with and without a network."),
        "lang": g.language,
        "start_url": "/visits",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": BRAND,
        "icons": [_icon("192", 192), _icon("512", 512), _icon("maskable", 512, "maskable")],
        "shortcuts": [_shortcut(_("My visits"), "/visits"), _shortcut(_("On this phone"), "/offline")],
    }
    return Response(json.dumps(described), mimetype="application/manifest+json", headers=ALWAYS_ASK)


def _icon(name: str, width: int, purpose: str = "any") -> dict[str, str]:
    source = url_for("static", filename=f"icons/{name}.png")
    return {"src": source, "sizes": f"{width}x{width}", "type": "image/png", "purpose": purpose}


def _shortcut(name: str, url: str) -> dict[str, object]:
    return {"name": name, "url": url, "icons": [_icon("192", 192)]}


@door.get("/offline")
@public
def offline() -> ResponseReturnValue:
    """What this phone keeps. All phones get the same page: no name stands in it, nor a form's token."""
    return render_template("phone/offline.html", person=None, shopper=None, navigation=[])
