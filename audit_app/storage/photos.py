"""Photos beside the questions of a visit. The picture itself is a file under its digest."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from audit_app.core.programme import Photo
from audit_app.storage.records import PhotoConflict
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import photo

COLUMNS = columns_of(photo, Photo)


def add(scope: Scope, new: Photo) -> bool:
    """Keep a photo under the id its phone gave it; whether it was new.

    Raises PhotoConflict where another picture, visit or question is kept under the same id.
    """
    if scope.insert_missing(photo, vars(new)):
        return True
    kept = scope.record(Photo, scope.select(*COLUMNS).where(photo.c.id == new.id))
    if kept is None or _identity(kept) != _identity(new):
        raise PhotoConflict(new.id)
    return False


def _identity(one: Photo) -> tuple[UUID, str, str]:
    return (one.assignment_id, one.question, one.digest)


def get(scope: Scope, photo_id: UUID) -> Photo | None:
    """The photo with this id, unless it was removed."""
    query = scope.select(*COLUMNS).where(photo.c.id == photo_id, photo.c.removed_at.is_(None))
    return scope.record(Photo, query)


def of_assignment(scope: Scope, assignment_id: UUID) -> list[Photo]:
    """A visit's photos that were not removed, the oldest first."""
    query = scope.select(*COLUMNS).where(photo.c.assignment_id == assignment_id, photo.c.removed_at.is_(None))
    return scope.records(Photo, query.order_by(photo.c.uploaded_at, photo.c.id))


def counts(scope: Scope, assignment_id: UUID) -> dict[str, int]:
    """How many photos stand beside each question of a visit: question → number."""
    return dict(Counter(kept.question for kept in of_assignment(scope, assignment_id)))


def remove(scope: Scope, photo_id: UUID, now: datetime) -> bool:
    """Take a photo out of its visit; whether it was there."""
    return scope.update(photo, photo.c.id == photo_id, photo.c.removed_at.is_(None), removed_at=now) == 1
