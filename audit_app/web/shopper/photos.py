"""A photo, for the shopper who took it."""

from flask.typing import ResponseReturnValue

from audit_app.core.programme import Role
from audit_app.services import evidence
from audit_app.web.access import allow
from audit_app.web.desk import as_uuid, me, rooms
from audit_app.web.pictures import as_picture
from audit_app.web.shopper.entrance import door


@door.get("/<visit_id>/photos/<photo_id>")
@allow(Role.SHOPPER)
def photo(visit_id: str, photo_id: str) -> ResponseReturnValue:
    """The picture."""
    return as_picture(evidence.photo_of(rooms(), me(), as_uuid(visit_id), as_uuid(photo_id)))
