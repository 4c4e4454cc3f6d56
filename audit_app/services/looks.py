"""How photos are looked at: small, and beside those of other visits that look the same."""

from uuid import UUID

from audit_app.core.programme import Photo
from audit_app.services import Rooms
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, photos
from audit_app.storage.photos import Twin


def thumbnail_of(rooms: Rooms, photo: Photo) -> bytes:
    """The bytes of a photo's small JPEG; raises NotHere where the file is gone."""
    try:
        return rooms.photos.take_small(photo.organisation_id, photo.digest)
    except FileNotFoundError:
        raise NotHere from None


def twins_of(scope: Scope, assignment_id: UUID) -> dict[UUID, list[Twin]]:
    """Photos of other visits that look like a visit's own, by the own photo's id; none for those without."""
    found = {own.id: photos.alike(scope, own) for own in photos.of_assignment(scope, assignment_id)}
    return {photo_id: twins for photo_id, twins in found.items() if twins}
