"""Accepting an answer sheet of any view: scored, kept and counted once, in the transaction it is handed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet, AnswerState, answered_only, state_of
from audit_app.core.plain_data import to_plain
from audit_app.core.programme import Channel
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType, View
from audit_app.core.scoring import SCORING_EDITION, SheetScore, score_sheet
from audit_app.services.refusals import Conflict
from audit_app.storage import Scope, sheets
from audit_app.storage.records import AcceptedSheet, Contributions, KeptScore, SheetConflict

WRITTEN = (QuestionType.TEXT, QuestionType.PRAISE)


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


def accept_sheet(
    scope: Scope,
    questionnaire: Questionnaire,
    incoming: Incoming,
    *,
    location_id: UUID,
    now: datetime,
    assignment_id: UUID | None = None,
    survey_id: UUID | None = None,
    wave_id: UUID | None = None,
) -> bool:
    """Score, keep and count a sheet; False where the very same one is already kept.

    Raises Conflict where other answers are kept under its id, its visit or its import key; what came
    second is kept too, for a person to look at.
    """
    cause = Cause(assignment_id, survey_id, wave_id)
    ready = prepare(scope.organisation_id, questionnaire, incoming, cause, location_id, now)
    try:
        return sheets.accept(scope, ready, contributions_of(questionnaire, ready.answers))
    except SheetConflict:
        raise Conflict from None


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


def contributions_of(questionnaire: Questionnaire, sheet: AnswerSheet) -> Contributions:
    """What a sheet adds to the tallies: each standard it answered, each answer it gave or left blank."""
    return contributions(questionnaire, sheet, score_sheet(questionnaire, sheet))


def contributions(questionnaire: Questionnaire, sheet: AnswerSheet, score: SheetScore) -> Contributions:
    """The same, from a score already made."""
    standards = tuple(
        (code, part.earned, part.possible) for code, part in score.standards.items() if part.possible
    )
    answers = tuple(
        (question.code, value)
        for question in questionnaire.questions()
        for value in _counted(question, questionnaire, sheet)
    )
    return Contributions(standards, answers)


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
