"""Sending a visit from the page that needs no script, once, and the receipt for it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from audit_app.core.answers import AnswerSheet, answered_only
from audit_app.core.programme import HeldFor, Person
from audit_app.core.questionnaire import Questionnaire
from audit_app.services import Rooms
from audit_app.services.arrivals import Arrived, written_here
from audit_app.services.drafts import is_complete, progress_of
from audit_app.services.editions import in_use
from audit_app.services.refusals import Refusal
from audit_app.services.submissions import arrived_again, code_of, take_in
from audit_app.services.visits import Visit, must_be_open, own_visit
from audit_app.services.weighing import content_of
from audit_app.storage import Scope, assignments, drafts, photos, sheets, submissions
from audit_app.translations import lazy_gettext as _l


class VisitIncomplete(Refusal):
    """The final check still finds something missing."""

    status = 409
    title = _l("Something is still missing")
    message = _l("Everything you filled in is saved. The final check lists what is missing.")


@dataclass(frozen=True)
class Receipt:
    """What came in and when (UTC); `code` is short enough to read out on the telephone.

    `is_held`: it waits for a person and does not count yet; where that is an editor, `is_to_read`.
    """

    code: str
    received_at: datetime
    answers: int
    photos: int
    is_late: bool
    is_held: bool = False
    is_to_read: bool = False


def send(rooms: Rooms, shopper: Person, visit_id: UUID, language: str, now: datetime) -> None:
    """Send what was last saved, exactly once: a visit that has been sent stays as it is.

    It takes the road of a visit from a phone: a late one is held for a person. Raises NotHere, VisitClosed,
    and VisitIncomplete while the final check finds something missing.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        assignments.locked(scope, visit_id)
        visit = own_visit(rooms, scope, shopper, visit_id, now)
        if visit.is_sent:
            return
        must_be_open(visit)
        take_in(scope, visit, shopper.id, _arrived(scope, visit, language, now), now)


def _arrived(scope: Scope, visit: Visit, language: str, now: datetime) -> Arrived:
    draft = drafts.get(scope, visit.id)
    answers, kept = draft.answers if draft else AnswerSheet(), photos.of_assignment(scope, visit.id)
    if not is_complete(visit.questionnaire, replace(answers, photos=photos.counts(scope, visit.id))):
        raise VisitIncomplete
    # The same id for the same turn: should two come at once in spite of the lock, one of them is known.
    turn = len(submissions.of_assignment(scope, visit.id))
    return written_here(uuid5(visit.id, f"page {turn}"), visit.assignment, answers, kept, language, now)


def receipt_of(rooms: Rooms, visit: Visit) -> Receipt | None:
    """The receipt of what was counted of a visit, else of what waits or has been decided, else None."""
    with rooms.store.reading(visit.assignment.organisation_id) as scope:
        return _of_sheet(scope, visit) or _of_held(scope, visit)


def _of_sheet(scope: Scope, visit: Visit) -> Receipt | None:
    sheet = sheets.of_assignment(scope, visit.id)
    if sheet is None or sheet.received_at is None:
        return None
    answers = replace(sheet.answers, photos=photos.counts(scope, visit.id))
    is_late = sheet.day > visit.assignment.due_on
    numbers = _numbers(in_use(scope, sheet.questionnaire) or visit.questionnaire, answers)
    return Receipt(code_of(visit.id), sheet.received_at, *numbers, is_late)


def _of_held(scope: Scope, visit: Visit) -> Receipt | None:
    came_in = submissions.of_assignment(scope, visit.id)
    own = [one for one in came_in if one.shopper_id == visit.assignment.shopper_id]
    waiting = [one for one in own if one.is_waiting] or (own if visit.assignment.submitted_at else [])
    if not waiting:
        return None
    last = waiting[-1]
    content = content_of(scope, arrived_again(last))
    numbers = _numbers(content.questionnaire or visit.questionnaire, content.sheet)
    is_late, is_to_read = HeldFor.LATE in last.held_for, HeldFor.REVIEW in last.held_for
    is_held = last.is_waiting
    return Receipt(code_of(visit.id), last.received_at, *numbers, is_late, is_held, is_held and is_to_read)


def _numbers(questionnaire: Questionnaire, sheet: AnswerSheet) -> tuple[int, int]:
    sent = answered_only(questionnaire, sheet)
    return progress_of(questionnaire.questions(), questionnaire, sent).answered, sum(sent.photos.values())
