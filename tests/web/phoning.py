"""What our scripts on a phone send to the API's door, and what must stand in it."""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from audit_app.core.programme import Person

CLIENT = {"X-Client": "extra-eyes", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
"""What every request carries, whoever sends it."""


def headers_of(person: Person | None) -> dict[str, str]:
    """What stands above a request of this person's phone."""
    return CLIENT | ({"X-User": str(person.id)} if person else {})


def digest_header(data: bytes) -> str:
    """The Content-Digest of a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def packed(body: Any) -> bytes:
    """A body as it travels: JSON, or the bytes that it is already."""
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()


def frozen(
    visit: UUID, answers: dict[str, Any], photos: tuple[dict[str, str], ...] | None = (), **changed: Any
) -> bytes:
    """A finished visit as a phone packs it; `changed` replaces or adds, None leaves out."""
    body = {
        "visit": str(visit),
        "edition": "counter-visit.v1",
        "language": "en",
        "answers": answers,
        "photos": photos,
        "started_at": "2026-03-10T10:40:00.000+02:00",
        "finished_at": "2026-03-10T11:20:00.000+02:00",
        "zone": "Europe/Athens",
        "active_seconds": 1260,
    }
    return packed({name: value for name, value in {**body, **changed}.items() if value is not None})


def listed(photo_id: UUID, question: str, data: bytes) -> dict[str, str]:
    """A photo as a visit names it."""
    return {"id": str(photo_id), "question": question, "digest": hashlib.sha256(data).hexdigest()}


@dataclass(frozen=True)
class Phone:
    """Somebody's phone; further headers replace what it would send, None leaves one out."""

    client: FlaskClient
    person: Person | None

    def get(self, path: str, headers: dict[str, str | None] | None = None) -> Any:
        return self.client.get(path, headers=self._headers({}, headers or {}))

    def put(self, path: str, body: Any, headers: dict[str, str | None] | None = None) -> Any:
        data = packed(body)
        own = {"Content-Digest": digest_header(data), "Content-Type": "application/json"}
        return self.client.put(path, data=data, headers=self._headers(own, headers or {}))

    def _headers(self, own: dict[str, str], changed: dict[str, str | None]) -> dict[str, str]:
        return {
            name: value
            for name, value in {**headers_of(self.person), **own, **changed}.items()
            if value is not None
        }
