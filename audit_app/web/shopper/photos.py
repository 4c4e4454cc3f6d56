"""A photo, for the shopper who took it."""

from flask import Response
from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import evidence
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, rooms
from audit_app.web.shopper.entrance import door

HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Disposition": "inline; filename=photo.jpg",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""The bytes came from outside: whatever they are, they are shown as a picture and nothing else."""


@door.get("/<visit_id>/photos/<photo_id>")
@allow(Role.SHOPPER)
def photo(visit_id: str, photo_id: str) -> ResponseReturnValue:
    """The picture."""
    data = evidence.photo_of(rooms(), me(), as_uuid(visit_id), as_uuid(photo_id))
    return Response(data, mimetype="image/jpeg", headers=HEADERS)
