"""What an editor changes in the answers of a visit: each change is kept with what stood there before."""

from datetime import datetime
from uuid import UUID, uuid4

from audit_app.core.programme import Person
from audit_app.core.review import AnswerEdit, GivenAnswer, given_at
from audit_app.services import Rooms
from audit_app.services.answer_fields import Fields, read_answers
from audit_app.services.refusals import NotHere
from audit_app.services.review_frame import Review, changing, must_be_reading
from audit_app.services.review_refusals import NotAnAnswerHere, ReasonNeeded
from audit_app.storage import Scope, reviews

LONGEST_WHY = 500


def edit(
    rooms: Rooms, editor: Person, visit_id: UUID, question: str, fields: Fields, why: str, now: datetime
) -> bool:
    """Change one answer, its comment, or both; False where they say what stands there already.

    Raises NotHere, NotAnAnswerHere, ReasonNeeded, StandsElsewhere, WithAnotherEditor.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        must_be_reading(review, editor)
        given = given_in(review, question, fields)
        return keep(scope, review, editor, question, given, why, now)


def given_in(review: Review, question: str, fields: Fields) -> GivenAnswer:
    """What some fields say about a question; raises NotHere and NotAnAnswerHere."""
    if question not in review.questionnaire.by_code:
        raise NotHere
    posted = read_answers(review.questionnaire, fields)
    if question in posted.mistakes:
        raise NotAnAnswerHere
    return given_at(posted.sheet, question)


def keep(
    scope: Scope, review: Review, who: Person, question: str, given: GivenAnswer, why: str, now: datetime
) -> bool:
    """Write a change down; False, and nothing written, where nothing changes."""
    before = given_at(review.sheet, question)
    if before == given:
        return False
    if not why.strip():
        raise ReasonNeeded
    said = why.strip()[:LONGEST_WHY]
    ids = uuid4(), who.organisation_id, review.id, review.last.id
    return reviews.keep_edit(scope, AnswerEdit(*ids, question, before, given, said, who.id, now))
