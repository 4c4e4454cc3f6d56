"""Photos beside the questions of a visit. The picture itself is a file under its digest."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column

from audit_app.core.programme import Photo
from audit_app.storage.records import PhotoConflict
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import photo

COLUMNS = columns_of(photo, Photo)
BANDS = (photo.c.look_0, photo.c.look_1, photo.c.look_2, photo.c.look_3)
BAND_BITS = 16
NEAR = 6
"""Of 64 bits, how many may differ between two pictures of the same thing."""


@dataclass(frozen=True)
class Twin:
    """A photo that looks like another one: by how many of 64 bits the two differ."""

    photo: Photo
    distance: int


def add(scope: Scope, new: Photo, removed_at: datetime | None = None) -> bool:
    """Keep a photo under the id its phone gave it; whether it was new. With `removed_at` it is kept apart.

    Raises PhotoConflict where another picture, visit or question is kept under the same id.
    """
    if scope.insert_missing(photo, {**vars(new), **_bands(new.look), "removed_at": removed_at}):
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


def alike(scope: Scope, one: Photo, distance: int = NEAR) -> list[Twin]:
    """Photos of other visits that look like this one, the most alike first; those removed are passed over.

    A look is kept in four bands of 16 bits with an index each. Where at most 7 of 64 bits differ, at least
    one band differs in at most one bit: 4 bands × 17 values find every candidate, and the rest is counting.
    Of 100 000 photos these are about 100 000 × 68 / 65 536 = 104. Raises ValueError beyond 7 bits.
    """
    if distance > 7:
        raise ValueError(distance)
    if one.look is None:
        return []
    found = {other.id: other for column in BANDS for other in _near_in(scope, column, one)}
    twins = [Twin(other, _differing(one.look, other.look)) for other in found.values() if other.look]
    near = [twin for twin in twins if twin.distance <= distance]
    return sorted(near, key=lambda twin: (twin.distance, twin.photo.uploaded_at, twin.photo.id))


def _near_in(scope: Scope, band: Column[Any], one: Photo) -> list[Photo]:
    """Candidates by one band, asked for by itself: an OR of four would make SQLite read every photo."""
    close = band.in_(_close_to(_bands(one.look)[band.name]))
    query = scope.select(*COLUMNS).where(close, photo.c.assignment_id != one.assignment_id)
    return scope.records(Photo, query.where(photo.c.removed_at.is_(None)))


def _bands(look: str | None) -> dict[str, int]:
    """The four quarters of a look, by column."""
    if look is None:
        return {}
    return {column.name: int(look[place * 4 : place * 4 + 4], 16) for place, column in enumerate(BANDS)}


def _close_to(band: int) -> list[int]:
    """The band, and all that differ from it in one bit."""
    return [band, *(band ^ (1 << bit) for bit in range(BAND_BITS))]


def _differing(one: str, other: str) -> int:
    """In how many bits two looks differ (the Hamming distance)."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
