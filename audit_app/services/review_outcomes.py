"""What a shopper is told about a visit that was read: notes to answer, or why it was not accepted."""

from dataclasses import dataclass
from datetime import date, datetime

from audit_app.core.lifecycle import EventKind, VisitState
from audit_app.core.review import RejectReason, ReviewNote
from audit_app.core.visit_clocks import Clock, ends_at, is_over, last_day
from audit_app.services import Rooms
from audit_app.services.visits import Visit
from audit_app.storage import visit_log
from audit_app.storage.visit_log import Logged

REJECTING = (EventKind.REJECT, EventKind.EXPIRE_RETURN)


@dataclass(frozen=True)
class Returned:
    """What an editor asks, by question ("": the whole visit), and until when (UTC) to send it again."""

    notes: tuple[ReviewNote, ...]
    until: datetime

    def at(self, question: str) -> tuple[ReviewNote, ...]:
        """The notes beside one question."""
        return tuple(note for note in self.notes if note.question == question)


@dataclass(frozen=True)
class NotAccepted:
    """Why a visit was not accepted, in the editor's words too, and the last local day for an appeal.

    `appealed` is what the shopper has written. `is_last`: there is no appeal any more.
    """

    reason: RejectReason
    text: str
    until: date
    appealed: str
    is_last: bool


def returned(rooms: Rooms, visit: Visit) -> Returned | None:
    """What is asked of a visit that was sent back; None for any other."""
    if visit.stage is not VisitState.RETURNED:
        return None
    event = _last(_log(rooms, visit), EventKind.RETURN)
    assert event is not None
    notes = tuple(ReviewNote(**note) for note in event.note["notes"])
    return Returned(notes, ends_at(Clock.RETURN, event.at, visit.location.zone))


def not_accepted(rooms: Rooms, visit: Visit, now: datetime) -> NotAccepted | None:
    """Why a visit was not accepted, also while an appeal is read; None for any other."""
    log = _log(rooms, visit) if visit.stage in (VisitState.REJECTED, VisitState.IN_REVIEW) else []
    event, appeal = _last(log, *REJECTING), _last(log, EventKind.APPEAL)
    if event is None:
        return None
    zone = visit.location.zone
    is_last = appeal is not None or is_over(Clock.APPEAL, event.at, zone, now)
    until = last_day(Clock.APPEAL, event.at, zone)
    text = event.note.get("text", "")
    return NotAccepted(RejectReason(event.reason), text, until, appeal.reason if appeal else "", is_last)


def _log(rooms: Rooms, visit: Visit) -> list[Logged]:
    with rooms.store.reading(visit.assignment.organisation_id) as scope:
        return visit_log.entries(scope, visit.id)


def _last(log: list[Logged], *events: EventKind) -> Logged | None:
    return next((one for one in reversed(log) if one.event in events), None)
