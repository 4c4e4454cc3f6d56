"""What came back: an answer sheet. Unanswered, not applicable and answered are three things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from audit_app.core.questionnaire import (
    Choice,
    Need,
    Operator,
    Question,
    Questionnaire,
    QuestionType,
    ShowIf,
)

NUMERIC = (QuestionType.RECOMMEND, QuestionType.NUMBER, QuestionType.DURATION)
"""Types that are answered by a whole number."""

Value = str | int | tuple[str, ...]
"""A choice's code or a text · a number (0–10, a count, seconds) · several choice codes."""


class AnswerState(StrEnum):
    """The three things an answer can be, and the fourth: never asked."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    HIDDEN = "hidden"


OPEN_ENDED = (QuestionType.MULTIPLE, QuestionType.TEXT, QuestionType.PRAISE)
"""Types to which nothing at all may be the true answer."""
TAKEN_UP = (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE)


class Lack(StrEnum):
    """What the final check can find missing beside a question."""

    ANSWER = "answer"
    COMMENT = "comment"
    PHOTO = "photo"


@dataclass(frozen=True)
class Missing:
    """One thing the final check found missing."""

    question: Question
    lack: Lack


@dataclass(frozen=True)
class AnswerSheet:
    """Answers as given, by question code; comments and number of photos beside them."""

    values: Mapping[str, Value] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, int] = field(default_factory=dict)


def is_shown(rule: ShowIf | None, questionnaire: Questionnaire, sheet: AnswerSheet) -> bool:
    """Whether a question with this skip rule is asked, given the answers so far."""
    if rule is None:
        return True
    earlier = questionnaire.by_code[rule.question]
    if not is_shown(earlier.show_if, questionnaire, sheet):
        return False
    return _holds(rule, sheet.values.get(rule.question))


def _holds(rule: ShowIf, value: Value | None) -> bool:
    if value is None or _is_blank(value):
        return rule.operator is Operator.IS_NOT
    if rule.operator is Operator.ANSWERED:
        return True
    if rule.operator in (Operator.IS, Operator.IS_NOT):
        given = rule.value in value if isinstance(value, tuple) else value == rule.value
        return given is (rule.operator is Operator.IS)
    if not isinstance(value, int) or not isinstance(rule.value, int):
        return False
    return value >= rule.value if rule.operator is Operator.AT_LEAST else value <= rule.value


def state_of(question: Question, questionnaire: Questionnaire, sheet: AnswerSheet) -> AnswerState:
    """Which of the four states the answer to `question` is in."""
    if not is_shown(question.show_if, questionnaire, sheet):
        return AnswerState.HIDDEN
    value = sheet.values.get(question.code)
    if value is None or _is_blank(value) or not _is_offered(question, value):
        return AnswerState.UNANSWERED
    return AnswerState.NOT_APPLICABLE if _opts_out(question, value) else AnswerState.ANSWERED


def _is_blank(value: Value) -> bool:
    return value == () or (isinstance(value, str) and not value.strip())


def _is_offered(question: Question, value: Value) -> bool:
    """Whether the question could be answered so: a code it never offered is no answer and earns no zero."""
    if question.type in NUMERIC:
        return isinstance(value, int)
    return question.scale is None or bool(_chosen(question, value))


def _opts_out(question: Question, value: Value) -> bool:
    chosen = _chosen(question, value)
    return bool(chosen) and all(choice.is_not_applicable for choice in chosen)


def _chosen(question: Question, value: Value) -> tuple[Choice, ...]:
    """The choices that were given, each once however often it was."""
    codes = value if isinstance(value, tuple) else (value,)
    return (
        tuple(choice for choice in question.scale.choices if choice.code in codes) if question.scale else ()
    )


def points_of(question: Question, value: Value) -> int:
    """Points 0–100 (several answers: their sum) that a value earns before weighting."""
    if question.bands and isinstance(value, int):
        return next((b.points for b in question.bands if b.up_to is None or value <= b.up_to), 0)
    return sum(choice.points or 0 for choice in _chosen(question, value))


def is_best(question: Question, value: Value) -> bool:
    """Whether nothing better could have been answered; unscored answers are all best."""
    return points_of(question, value) >= question.best_points


def missing_from(questionnaire: Questionnaire, sheet: AnswerSheet) -> tuple[Missing, ...]:
    """Everything the final check finds missing, in the order of the questionnaire."""
    return tuple(
        Missing(question, lack)
        for question in questionnaire.questions()
        for lack in _lacks(question, questionnaire, sheet)
    )


def _lacks(question: Question, questionnaire: Questionnaire, sheet: AnswerSheet) -> list[Lack]:
    state = state_of(question, questionnaire, sheet)
    if state is AnswerState.UNANSWERED:
        return [Lack.ANSWER] if question.required else []
    if state is not AnswerState.ANSWERED:
        return []
    best = is_best(question, sheet.values[question.code])
    lacks = []
    if _wanted(question.comment, best=best) and not sheet.comments.get(question.code, "").strip():
        lacks.append(Lack.COMMENT)
    if _wanted(question.photo, best=best) and not sheet.photos.get(question.code):
        lacks.append(Lack.PHOTO)
    return lacks


def completeness(questionnaire: Questionnaire, sheet: AnswerSheet) -> Fraction:
    """Points 0–100: how much of what was to be filled in is there, answers asked for and comments wanted.

    Where nothing need be ticked or written, nothing is missed. With 3 of 4 questions answered, one of them
    with the comment that it wants: (3 + 1) / (4 + 1) = 80. A sheet that asks for nothing is complete.
    """
    due = [question for question in questionnaire.questions() if not _may_stay_empty(question)]
    states = [(question, state_of(question, questionnaire, sheet)) for question in due]
    asked = [question for question, state in states if state is not AnswerState.HIDDEN]
    answered = [question for question, state in states if state in TAKEN_UP]
    wanted = [question for question, state in states if _wants_comment(question, state, sheet)]
    commented = [question for question in wanted if sheet.comments.get(question.code, "").strip()]
    whole = len(asked) + len(wanted)
    return Fraction(100 * (len(answered) + len(commented)), whole) if whole else Fraction(100)


def _may_stay_empty(question: Question) -> bool:
    return not question.required and question.type in OPEN_ENDED


def _wants_comment(question: Question, state: AnswerState, sheet: AnswerSheet) -> bool:
    if state is not AnswerState.ANSWERED:
        return False
    return _wanted(question.comment, best=is_best(question, sheet.values[question.code]))


def _wanted(need: Need, *, best: bool) -> bool:
    return need is Need.ALWAYS or (need is Need.BELOW_BEST and not best)


def answered_only(questionnaire: Questionnaire, sheet: AnswerSheet) -> AnswerSheet:
    """The sheet without answers to questions that a skip rule hid after all."""
    shown = {q.code for q in questionnaire.questions() if is_shown(q.show_if, questionnaire, sheet)}
    return AnswerSheet(
        values={code: value for code, value in sheet.values.items() if code in shown},
        comments={code: text for code, text in sheet.comments.items() if code in shown},
        photos={code: count for code, count in sheet.photos.items() if code in shown},
    )
