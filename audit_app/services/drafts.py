"""What is filled in so far: a visit's saved answers, how a page is merged into them, how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from audit_app.core.answers import AnswerSheet, AnswerState, missing_from, state_of
from audit_app.core.programme import Assignment, Photo
from audit_app.core.questionnaire import Question, Questionnaire
from audit_app.services import Rooms
from audit_app.services.answer_fields import fields_of
from audit_app.services.sheets import digest_of
from audit_app.services.visit_moves import begin
from audit_app.services.visits import Visit
from audit_app.storage import assignments, drafts, photos
from audit_app.storage.records import Draft

GIVEN = (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE)


@dataclass(frozen=True)
class Work:
    """What is filled in so far. `version` names exactly these answers; `saved_at` None: nothing saved yet."""

    sheet: AnswerSheet
    photos: tuple[Photo, ...]
    version: str
    saved_at: datetime | None


@dataclass(frozen=True)
class Changes:
    """What a checklist page brings back.

    `known` is the version of the answers that the page was made from, `unusable` the codes of questions
    whose new value cannot be read.
    """

    sheet: AnswerSheet
    known: str
    unusable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Progress:
    """How many of the questions asked so far are answered ("not applicable" is an answer)."""

    answered: int
    asked: int


def work_on(rooms: Rooms, visit: Visit) -> Work:
    """What has been saved of a visit, with the number of photos beside each question."""
    with rooms.store.reading(visit.assignment.organisation_id) as scope:
        draft = drafts.get(scope, visit.id)
        kept = tuple(photos.of_assignment(scope, visit.id))
        counts = photos.counts(scope, visit.id)
    answers = draft.answers if draft else AnswerSheet()
    saved_at = draft.updated_at if draft else None
    return Work(replace(answers, photos=counts), kept, digest_of(answers), saved_at)


def save(rooms: Rooms, visit: Visit, changes: Changes, now: datetime) -> bool:
    """Keep a page's answers; whether that was still possible: what has been sent does not change.

    A withdrawn visit's answers are kept too: whoever withdrew it may be wrong, and nothing is lost.
    """
    with rooms.store.writing(visit.assignment.organisation_id) as scope:
        assignment = assignments.locked(scope, visit.id)
        if assignment is None or assignment.submitted_at:
            return False
        if assignment.shopper_id != visit.assignment.shopper_id:
            return False
        stored = drafts.get(scope, visit.id)
        answers = merged(stored.answers if stored else AnswerSheet(), changes)
        drafts.save(scope, revised(stored, assignment, answers, now))
        if assignments.start(scope, visit.id, now):
            begin(scope, assignment, now)
    return True


def revised(stored: Draft | None, visit: Assignment, answers: AnswerSheet, now: datetime) -> Draft:
    """The draft with other answers: a new revision, with which every field that changed is stamped."""
    before, after = fields_of(stored.answers) if stored else {}, fields_of(answers)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if stored is None:
        return Draft(visit.organisation_id, visit.id, answers, now, 1, dict.fromkeys(changed, 1))
    revision = stored.revision + bool(changed)
    stamps = {**stored.stamps, **dict.fromkeys(changed, revision)}
    return replace(stored, answers=answers, updated_at=now, revision=revision, stamps=stamps)


def merged(stored: AnswerSheet, changes: Changes) -> AnswerSheet:
    """The answers after a page came back.

    A page made from the stored answers replaces them, so that an emptied field becomes empty. A page that
    does not know them (the other phone, Back) adds and changes but never empties: it may not have had them.
    An answer whose new value cannot be read is gone either way, since the shopper no longer stands by it.
    """
    if changes.known == digest_of(stored):
        return changes.sheet
    values = {**stored.values, **changes.sheet.values}
    return AnswerSheet(
        values={code: value for code, value in values.items() if code not in changes.unusable},
        comments={**stored.comments, **changes.sheet.comments},
    )


def progress_of(questions: Iterable[Question], questionnaire: Questionnaire, sheet: AnswerSheet) -> Progress:
    """How far these questions are answered; those that a skip rule hides are not counted."""
    states = [state_of(question, questionnaire, sheet) for question in questions]
    asked = [state for state in states if state is not AnswerState.HIDDEN]
    return Progress(sum(state in GIVEN for state in asked), len(asked))


def is_complete(questionnaire: Questionnaire, sheet: AnswerSheet) -> bool:
    """Whether a visit can be sent: nothing is missing, and it is not blank."""
    given = progress_of(questionnaire.questions(), questionnaire, sheet).answered
    return given > 0 and not missing_from(questionnaire, sheet)
