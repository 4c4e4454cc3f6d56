"""What a request brings, read once: no more than was allowed, and exactly the bytes that were sent."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from typing import Any

from flask import request
from werkzeug.exceptions import ClientDisconnected

from audit_app.web.api.answers import NotTaken

MEGABYTE = 1024 * 1024
DEEPEST = 8
THIS_CENTURY = range(2001, 2100)
SHA_256 = re.compile(r"\s*sha-256=:([A-Za-z0-9+/=]+):\s*")


def read_whole(largest: int, *, must_be_proved: bool = True) -> bytes:
    """The body, of at most `largest` bytes, which its Content-Digest (RFC 9530) must fit.

    Without `must_be_proved` the header may be missing. Raises NotTaken where it does not fit or is missing,
    and RequestEntityTooLarge, before more than that has been read.
    """
    request.max_content_length = largest
    try:
        data = request.get_data(cache=False)
    except ClientDisconnected as error:
        raise NotTaken("digest") from error
    given = request.headers.get("Content-Digest")
    if (given or must_be_proved) and not _fits(data, given or ""):
        raise NotTaken("digest")
    return data


def _fits(data: bytes, header: str) -> bool:
    members = filter(None, map(SHA_256.fullmatch, header.split(",")))
    given = [_decoded(member[1]) for member in members]
    return len(given) == 1 and hmac.compare_digest(given[0], hashlib.sha256(data).digest())


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def read_object(data: bytes) -> dict[str, Any]:
    """The JSON object that the bytes are; raises NotTaken for anything else, and for what is nested too deep.

    Every name stands once, every number is finite, and no text holds what no text can hold.
    """
    try:
        found = json.loads(data.decode(), object_pairs_hook=_once_each, parse_constant=_no_number)
        is_flat = _depth(found) <= DEEPEST
    except (ValueError, RecursionError) as error:
        raise NotTaken("body") from error
    if not isinstance(found, dict) or not is_flat:
        raise NotTaken("body")
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {whole_text(name): _whole(value) for name, value in pairs}
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return whole_text(value) if isinstance(value, str) else value


def whole_text(text: str) -> str:
    """The text without the signs that no database keeps: half a letter, and the one that ends it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def moment_in(text: object) -> datetime | None:
    """The moment (UTC) that an ISO text with an offset names; None for all else and for other centuries."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    is_one = moment is not None and moment.tzinfo is not None and moment.year in THIS_CENTURY
    return moment.astimezone(UTC) if moment and is_one else None
