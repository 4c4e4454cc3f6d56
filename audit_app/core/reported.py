"""A visit as it came in, with all that can be compared with it: what hints for an editor are drawn from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet, AnswerState, state_of
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class OtherText:
    """What was written beside a question of another visit."""

    assignment_id: UUID
    question: str
    text: str


@dataclass(frozen=True)
class CheckIn:
    """Where the phone said it was, and the place as we know it; `accuracy` in metres as the phone claims."""

    point: Point
    accuracy: float
    place: Point


@dataclass(frozen=True)
class Reported:
    """A visit as it came in. Moments in UTC; None: not known, and then nothing is said about it.

    `active` seconds spent in the form; `skew` seconds by which the phone's clock was behind ours; the window
    from `opens_at` up to, not including, `closes_at`; `others` what was written in other visits.
    """

    questionnaire: Questionnaire
    sheet: AnswerSheet
    language: str
    active: float | None = None
    skew: float | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    visited_at: datetime | None = None
    finished_at: datetime | None = None
    submit_within_hours: int | None = None
    check_in: CheckIn | None = None
    others: Sequence[OtherText] = ()


def answered(visit: Reported) -> Iterator[Question]:
    """The questions that were answered, in the order they are asked."""
    for question in visit.questionnaire.questions():
        if state_of(question, visit.questionnaire, visit.sheet) is AnswerState.ANSWERED:
            yield question


def texts_of(questionnaire: Questionnaire, sheet: AnswerSheet) -> dict[str, str]:
    """What was written in own words, by question: comments, and answers that are a text."""
    written: dict[str, str] = {}
    for question in questionnaire.questions():
        value = sheet.values.get(question.code)
        is_text = question.type in (QuestionType.TEXT, QuestionType.PRAISE) and isinstance(value, str)
        parts = [str(value) if is_text else "", sheet.comments.get(question.code, "")]
        if text := " ".join(part.strip() for part in parts if part.strip()):
            written[question.code] = text
    return written
