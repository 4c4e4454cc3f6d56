"""What a visit that came in holds, and why it may have to wait for a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import HeldFor, Photo
from audit_app.core.questionnaire import Kind, Questionnaire
from audit_app.services.answer_fields import Posted, read_answers
from audit_app.services.arrivals import Arrived
from audit_app.services.drafts import is_complete
from audit_app.services.editions import in_use
from audit_app.services.visit_moves import CAN_COME_IN
from audit_app.services.visits import Visit
from audit_app.storage import Scope, photos


@dataclass(frozen=True)
class Content:
    """What came in, read by its own edition; None and nothing read where that is not in use here.

    `sheet` has the number of photos beside each question, `photos` those of the listed ones that are here.
    """

    questionnaire: Questionnaire | None
    posted: Posted
    photos: tuple[Photo, ...]

    @property
    def sheet(self) -> AnswerSheet:
        """The answers with the number of photos beside each question."""
        return replace(self.posted.sheet, photos=Counter(photo.question for photo in self.photos))


def content_of(scope: Scope, arrived: Arrived) -> Content:
    """Read what came in by the edition it answers."""
    questionnaire = in_use(scope, arrived.edition)
    if questionnaire and questionnaire.kind is not Kind.AUDIT:
        questionnaire = None
    posted = read_answers(questionnaire, arrived.answers) if questionnaire else Posted()
    listed = {photo.id for photo in arrived.photos}
    here = photos.ever_of_assignment(scope, arrived.visit_id)
    return Content(questionnaire, posted, tuple(photo for photo in here if photo.id in listed))


def reasons(
    visit: Visit, arrived: Arrived, content: Content, day: date, *, is_theirs: bool
) -> Iterator[HeldFor]:
    """Every reason to hold a visit that was finished on the place's `day`; none: it can be counted at once.

    `is_theirs`: who sends it is the one it is given to. A visit of a programme always waits: for an editor,
    whatever else is to be said of it, as long as its shopper has it to send.
    """
    assignment, stage = visit.assignment, visit.stage
    is_same = bool(content.questionnaire) and arrived.edition == assignment.questionnaire
    is_over = stage in (VisitState.VOID, VisitState.ABANDONED)
    can_come_in = stage in CAN_COME_IN
    found = {
        HeldFor.REVIEW: can_come_in and is_theirs and is_same and not assignment.withdrawn_at,
        HeldFor.LATE: day > assignment.due_on,
        HeldFor.EARLY: day < assignment.opens_on,
        HeldFor.WITHDRAWN: assignment.withdrawn_at is not None or is_over,
        HeldFor.REASSIGNED: not is_theirs,
        HeldFor.DUPLICATE: assignment.submitted_at is not None
        or not (stage is None or can_come_in or is_over),
        HeldFor.OLD_EDITION: not is_same,
        HeldFor.INCOMPLETE: not (arrived.is_finished and _is_whole(arrived, content)),
        HeldFor.UNREADABLE: bool(content.posted.mistakes) or not arrived.is_clear,
    }
    return (reason for reason, holds in found.items() if holds)


def missing_photos(arrived: Arrived, content: Content) -> set[UUID]:
    """The listed photos that are not here."""
    return {photo.id for photo in arrived.photos} - {photo.id for photo in content.photos}


def _is_whole(arrived: Arrived, content: Content) -> bool:
    if missing_photos(arrived, content):
        return False
    return content.questionnaire is None or is_complete(content.questionnaire, content.sheet)
