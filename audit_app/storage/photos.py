"""Photos beside the questions of a visit. The picture itself is a file under its digest."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from audit_app.core.programme import Photo
from audit_app.storage.records import PhotoConflict
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import photo

COLUMNS = columns_of(photo, Photo)


def add(scope: Scope, new: Photo, removed_at: datetime | None = None) -> bool:
    """Keep a photo under the id its phone gave it; whether it was new. With `removed_at` it is kept apart.

    Raises PhotoConflict where another picture, visit or question is kept under the same id.
    """
    if scope.insert_missing(photo, {**vars(new), "removed_at": removed_at}):
        return True
    kept = find(scope, new.id)
    if kept is None or _identity(kept) != _identity(new):
        raise PhotoConflict(new.id)
    return False


def _identity(one: Photo) -> tuple[UUID, str, str]:
    return (one.assignment_id, one.question, one.sent_digest or one.digest)


def find(scope: Scope, photo_id: UUID) -> Photo | None:
    """The photo with this id, removed or not."""
    return scope.record(Photo, scope.select(*COLUMNS).where(photo.c.id == photo_id))


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


def ever_of_assignment(scope: Scope, assignment_id: UUID) -> list[Photo]:
    """A visit's photos, removed ones too, the oldest first."""
    query = scope.select(*COLUMNS).where(photo.c.assignment_id == assignment_id)
    return scope.records(Photo, query.order_by(photo.c.uploaded_at, photo.c.id))


def keep_only(scope: Scope, assignment_id: UUID, photo_ids: Collection[UUID], now: datetime) -> None:
    """Make these the photos of a visit: removed ones among them come back, all others are removed."""
    of_visit, chosen = photo.c.assignment_id == assignment_id, photo.c.id.in_(photo_ids)
    scope.update(photo, of_visit, chosen, removed_at=None)
    scope.update(photo, of_visit, ~chosen, photo.c.removed_at.is_(None), removed_at=now)
