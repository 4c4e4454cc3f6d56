"""Visits that came in but wait for a person: counted or left out, and never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet, Missing
from audit_app.core.programme import Assignment, Decision, HeldFor, Location, Person, Photo, Via
from audit_app.core.questionnaire import Questionnaire
from audit_app.services import Rooms
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l


@dataclass(frozen=True)
class HeldVisit:
    """A visit that was held, as an owner sees it. Moments in UTC, `day` the place's own.

    `skew` is by how many seconds the phone's clock was behind ours (None: not known). `questionnaire` None:
    its edition is not in use here, so it cannot be counted. `is_counted`: the visit has a counted audit.
    """

    id: UUID
    assignment: Assignment
    location: Location
    shopper: str
    questionnaire: Questionnaire | None
    edition: str
    held_for: tuple[HeldFor, ...]
    via: Via
    received_at: datetime
    started_at: datetime | None
    finished_at: datetime
    day: date
    skew: float | None
    active_seconds: int | None
    is_counted: bool
    decision: Decision | None = None
    decided_at: datetime | None = None

    @property
    def can_be_counted(self) -> bool:
        """Whether a person may still count it."""
        return not self.is_counted and self.questionnaire is not None


@dataclass(frozen=True)
class HeldContent:
    """All that a held visit brought.

    `mistakes` and `typed` say by question code what could not be read, and what stood there; `missing` is
    what the final check misses. All empty but `fields` and `photos` where the edition is not known.
    """

    visit: HeldVisit
    sheet: AnswerSheet
    missing: tuple[Missing, ...]
    mistakes: Mapping[str, str]
    typed: Mapping[str, str]
    fields: Mapping[str, list[str]]
    photos: tuple[Photo, ...]


class VisitHasSheet(Refusal):
    """Another audit of the same visit counts already."""

    status = 409
    title = _l("Another audit of this visit counts already")
    message = _l("A visit counts once. You can leave this one out; it is kept all the same.")


class EditionNotInUse(Refusal):
    """Nobody here ever answered by this edition of a checklist: there is nothing to score it by."""

    status = 409
    title = _l("This checklist is not in use here")
    message = _l("It cannot be scored, so it cannot be counted. It is kept as it came.")


def waiting(rooms: Rooms, organisation_id: UUID) -> list[HeldVisit]:
    """What waits for a decision, the oldest first."""
    raise NotImplementedError


def number_waiting(rooms: Rooms, organisation_id: UUID) -> int:
    """How many wait for a decision."""
    raise NotImplementedError


def one(rooms: Rooms, organisation_id: UUID, submission_id: UUID) -> HeldContent:
    """One that was held, decided or not, with all it brought; raises NotHere."""
    raise NotImplementedError


def photo(rooms: Rooms, organisation_id: UUID, submission_id: UUID, photo_id: UUID) -> bytes:
    """The JPEG bytes of a photo that a held visit lists; raises NotHere."""
    raise NotImplementedError


def count(rooms: Rooms, manager: Person, submission_id: UUID, now: datetime) -> None:
    """Count a held visit after all, even one left out before; twice is once.

    Raises NotHere, VisitHasSheet, EditionNotInUse.
    """
    raise NotImplementedError


def leave_out(rooms: Rooms, manager: Person, submission_id: UUID, now: datetime) -> None:
    """Decide that a held visit does not count; it is kept. Twice is once.

    Raises NotHere, and VisitHasSheet for one that was counted.
    """
    raise NotImplementedError
