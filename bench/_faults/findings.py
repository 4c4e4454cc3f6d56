"""What is there in the end, from the database and the files, against what the phones were told."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from audit_app.files import clean_picture
from audit_app.services import Rooms, counting
from audit_app.storage import Scope, sheets
from audit_app.storage.records import AcceptedSheet
from audit_app.storage.tables import other_version, photo, submission
from bench._faults.run import Outcome
from bench._visits import FilledVisit, TakenPhoto


@dataclass(frozen=True)
class Findings:
    """One sentence for each thing that is lost, there twice, or there only in part."""

    lost: tuple[str, ...]
    twice: tuple[str, ...]
    half: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """All rows that the visits left, and the pictures' files."""

    rooms: Rooms
    organisation: UUID
    submissions: dict[UUID, Any]
    photos: dict[UUID, Any]
    sheets: list[AcceptedSheet]
    other_versions: Sequence[Any]


def examine(rooms: Rooms, outcome: Outcome) -> Findings:
    """Look at everything."""
    home = outcome.world.organisation
    with rooms.store.reading(home) as scope:
        rows = {table: _rows(scope, table) for table in (submission, photo, other_version)}
        kept = Kept(
            rooms,
            home,
            {row.id: row for row in rows[submission]},
            {row.id: row for row in rows[photo]},
            list(sheets.every(scope)),
            rows[other_version],
        )
    return Findings(tuple(_lost(kept, outcome)), tuple(_twice(kept, outcome)), tuple(_half(kept, outcome)))


def _rows(scope: Scope, table: Table) -> Sequence[Any]:
    return scope.rows(scope.select(*table.columns))


def _lost(kept: Kept, outcome: Outcome) -> Iterator[str]:
    """What a phone was told is safe, and is not."""
    photos = {each.id: each for visit in outcome.world.visits for each in visit.photos}
    for log in outcome.logs:
        for visit_id, receipt in log.receipts.items():
            row = kept.submissions.get(visit_id)
            if row is None or _sha256(row.body.encode()) != receipt["digest"]:
                yield f"visit {visit_id} is not there as it was sent"
        for photo_id in log.photos:
            if not _is_whole(kept, photos[photo_id]):
                yield f"photo {photo_id} is not there as it was sent"


def _is_whole(kept: Kept, taken: TakenPhoto) -> bool:
    """Whether the row names the bytes that were sent, and the file shows the picture they were."""
    row = kept.photos.get(taken.id)
    if row is None or (row.sent_digest, row.question) != (taken.digest, taken.question):
        return False
    try:
        found = kept.rooms.photos.take(kept.organisation, row.digest)
    except FileNotFoundError:
        return False
    digest: str = row.digest
    return _sha256(found) == digest == clean_picture(taken.data).digest


def _twice(kept: Kept, outcome: Outcome) -> Iterator[str]:
    """Whatever is there more than once, was counted more than once, or nobody ever sent."""
    visits = outcome.world.visits
    sent = Counter(row.assignment_id for row in kept.submissions.values())
    counted = Counter(each.assignment_id for each in kept.sheets)
    for visit in visits:
        if sent[visit.visit_id] > 1 or counted[visit.visit_id] > 1:
            yield f"visit {visit.visit_id} is there twice"
    yield from (
        f"visit {strange} was never sent" for strange in kept.submissions.keys() - {v.id for v in visits}
    )
    known = {each.id for visit in visits for each in visit.photos}
    yield from (f"photo {strange} was never sent" for strange in kept.photos.keys() - known)
    yield from (f"another version of {row.sheet_id} was set aside" for row in kept.other_versions)
    for differences in counting.verify(kept.rooms).values():
        yield from (f"counted otherwise than once: {difference}" for difference in differences)


def _half(kept: Kept, outcome: Outcome) -> Iterator[str]:
    """Visits that are counted but not whole, and visits that are in but not counted."""
    counted = {each.assignment_id: each for each in kept.sheets}
    for visit in outcome.world.visits:
        sheet, is_in = counted.get(visit.visit_id), visit.id in kept.submissions
        if is_in != (sheet is not None):
            yield f"visit {visit.visit_id} is {'in' if is_in else 'counted'} without the other"
        elif sheet:
            yield from _missing_of(kept, visit, sheet)


def _missing_of(kept: Kept, visit: FilledVisit, sheet: AcceptedSheet) -> Iterator[str]:
    answers = sheet.answers.values, sheet.answers.comments
    if answers != (visit.sheet.values, visit.sheet.comments):
        yield f"visit {visit.visit_id} is counted with other answers"
    for taken in visit.photos:
        row = kept.photos.get(taken.id)
        if row is None or row.removed_at or row.assignment_id != visit.visit_id:
            yield f"visit {visit.visit_id} is counted without its photo {taken.id}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
