"""Accepting an answer sheet of any view: scored, kept and counted once, in the transaction it is handed."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audit_app.core.answer_tally import WRITTEN
from audit_app.core.answers import AnswerSheet, AnswerState, answered_only, state_of
from audit_app.core.plain_data import to_plain
from audit_app.core.programme import Channel
from audit_app.core.questionnaire import Question, Questionnaire, View
from audit_app.core.scoring import SCORING_EDITION, score_sheet
from audit_app.services import Rooms
from audit_app.services.editions import questionnaire_in_use
from audit_app.services.refusals import Conflict
from audit_app.storage import Scope, sheets
from audit_app.storage.records import (
    AcceptedSheet,
    AnswersOf,
    CountedAnswers,
    KeptScore,
    OtherVersion,
    SheetConflict,
)


@dataclass(frozen=True)
class Incoming:
    """A sheet as it came: its client-made id, the answers, and where and when it was filled in."""

    id: UUID
    sheet: AnswerSheet
    language: str
    channel: Channel
    day: date
    started_at: datetime | None = None
    import_key: str | None = None


@dataclass(frozen=True)
class Cause:
    """What a sheet answers: a visit, a survey's link, or a round of the team."""

    assignment_id: UUID | None = None
    survey_id: UUID | None = None
    wave_id: UUID | None = None


class CameSecond(Conflict):
    """Other answers are already kept in this sheet's place."""

    def __init__(self, sheet: AcceptedSheet) -> None:
        super().__init__()
        self.sheet = sheet


@contextmanager
def accepting(rooms: Rooms, organisation_id: UUID) -> Iterator[Scope]:
    """A transaction to accept sheets in; what comes second is set aside for a person after it was undone."""
    try:
        with rooms.store.writing(organisation_id) as scope:
            yield scope
    except CameSecond as late:
        if late.sheet.received_at:
            with rooms.store.writing(organisation_id) as scope:
                sheets.set_aside(scope, _other_version(late.sheet, late.sheet.received_at))
        raise


def _other_version(sheet: AcceptedSheet, received_at: datetime) -> OtherVersion:
    return OtherVersion(
        organisation_id=sheet.organisation_id,
        sheet_id=sheet.id,
        digest=sheet.digest,
        assignment_id=sheet.assignment_id,
        answers=sheet.answers,
        received_at=received_at,
    )


def accept_sheet(
    scope: Scope,
    questionnaire: Questionnaire,
    incoming: Incoming,
    cause: Cause,
    *,
    location_id: UUID,
    now: datetime,
) -> bool:
    """Score, keep and count a sheet; False where the very same one is already kept.

    Raises CameSecond where other answers are kept under its id, its visit or its import key.
    """
    ready = prepare(scope.organisation_id, questionnaire, incoming, cause, location_id, now)
    try:
        return sheets.accept(scope, ready, counted_answers(questionnaire, ready.answers))
    except SheetConflict:
        raise CameSecond(ready) from None


def prepare(
    organisation_id: UUID,
    questionnaire: Questionnaire,
    incoming: Incoming,
    cause: Cause,
    location_id: UUID,
    now: datetime,
) -> AcceptedSheet:
    """The record of a sheet, scored. A team's sheet carries no moment, whatever came with it."""
    sheet = answered_only(questionnaire, incoming.sheet)
    anonymous = questionnaire.view is View.STAFF
    return AcceptedSheet(
        id=incoming.id,
        organisation_id=organisation_id,
        location_id=location_id,
        view=questionnaire.view,
        channel=incoming.channel,
        questionnaire=questionnaire.key,
        day=incoming.day,
        language=incoming.language,
        answers=sheet,
        scores=KeptScore.of(score_sheet(questionnaire, sheet)),
        scoring_edition=SCORING_EDITION,
        digest=digest_of(sheet),
        received_at=None if anonymous else now,
        started_at=None if anonymous else incoming.started_at,
        assignment_id=cause.assignment_id,
        survey_id=cause.survey_id,
        wave_id=cause.wave_id,
        import_key=incoming.import_key,
    )


def digest_of(sheet: AnswerSheet) -> str:
    """SHA-256 (hex) of the answers in one canonical spelling."""
    return hashlib.sha256(json.dumps(to_plain(sheet), sort_keys=True).encode()).hexdigest()


def counted_answers(questionnaire: Questionnaire, sheet: AnswerSheet) -> CountedAnswers:
    """What a sheet adds to the tally of answers: each answer it gave, or left blank, by question."""
    return tuple(
        (question.code, value)
        for question in questionnaire.questions()
        for value in _counted(question, questionnaire, sheet)
    )


def answers_of(rooms: Rooms, scope: Scope) -> AnswersOf:
    """The rule for sheets of any edition; each edition is read once."""
    known: dict[str, Questionnaire] = {}

    def rule(sheet: AcceptedSheet) -> CountedAnswers:
        if sheet.questionnaire not in known:
            known[sheet.questionnaire] = questionnaire_in_use(rooms, scope, sheet.questionnaire)
        return counted_answers(known[sheet.questionnaire], sheet.answers)

    return rule


def _counted(question: Question, questionnaire: Questionnaire, sheet: AnswerSheet) -> Iterator[str]:
    state = state_of(question, questionnaire, sheet)
    if state is AnswerState.UNANSWERED:
        yield ""
    if state not in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE):
        return
    value = sheet.values[question.code]
    if question.type in WRITTEN or isinstance(value, tuple):
        # Words are not counted one by one, and several answers need the base beside their own numbers.
        yield "*"
    if question.type not in WRITTEN:
        yield from value if isinstance(value, tuple) else (str(value),)
