"""Sending a visit, once, and the receipt for it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet, answered_only
from audit_app.core.programme import Channel, Person
from audit_app.services import Rooms
from audit_app.services.drafts import is_complete, progress_of
from audit_app.services.refusals import Refusal
from audit_app.services.sheets import Cause, Incoming, accept_sheet, accepting
from audit_app.services.visits import Visit, must_be_open, own_visit
from audit_app.storage import Scope, drafts, photos, sheets
from audit_app.translations import lazy_gettext as _l


class VisitIncomplete(Refusal):
    """The final check still finds something missing."""

    status = 409
    title = _l("Something is still missing")
    message = _l("Everything you filled in is saved. The final check lists what is missing.")


@dataclass(frozen=True)
class Receipt:
    """What came in and when (UTC); `code` is short enough to read out on the telephone."""

    code: str
    received_at: datetime
    answers: int
    photos: int
    is_late: bool


def send(rooms: Rooms, shopper: Person, visit_id: UUID, language: str, now: datetime) -> None:
    """Send what was last saved, exactly once: a visit that has been sent stays as it is.

    Raises NotHere, VisitClosed, and VisitIncomplete while the final check finds something missing.
    """
    with accepting(rooms, shopper.organisation_id) as scope:
        # The draft first: where a second sender finds it gone, the visit is marked as sent already.
        draft = drafts.get(scope, visit_id)
        visit = own_visit(rooms, scope, shopper, visit_id, now)
        if visit.is_sent:
            return
        must_be_open(visit)
        sheet = replace(draft.answers if draft else AnswerSheet(), photos=photos.counts(scope, visit_id))
        if not is_complete(visit.questionnaire, sheet):
            raise VisitIncomplete
        _accept(scope, visit, sheet, language, now)
        drafts.drop(scope, visit_id)


def _accept(scope: Scope, visit: Visit, sheet: AnswerSheet, language: str, now: datetime) -> None:
    started_at = visit.assignment.started_at
    incoming = Incoming(visit.id, sheet, language, Channel.VISIT, visit.today, started_at)
    accept_sheet(
        scope,
        visit.questionnaire,
        incoming,
        Cause(assignment_id=visit.id),
        location_id=visit.location.id,
        now=now,
    )


def receipt_of(rooms: Rooms, visit: Visit) -> Receipt | None:
    """The receipt of a visit that has been sent, else None."""
    with rooms.store.reading(visit.assignment.organisation_id) as scope:
        sheet = sheets.of_assignment(scope, visit.id)
        counts = photos.counts(scope, visit.id)
    if sheet is None or sheet.received_at is None:
        return None
    sent = answered_only(visit.questionnaire, replace(sheet.answers, photos=counts))
    answers = progress_of(visit.questionnaire.questions(), visit.questionnaire, sent).answered
    is_late = sheet.day > visit.assignment.due_on
    return Receipt(_short(sheet.id), sheet.received_at, answers, sum(sent.photos.values()), is_late)


def _short(sheet_id: UUID) -> str:
    return f"{sheet_id.hex[:4]}-{sheet_id.hex[4:8]}".upper()
