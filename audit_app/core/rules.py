"""The rules of a questionnaire as plain data: skips, what is needed beside an answer, points.

    rules_of(questionnaire) -> one dict for each question, in the order they are asked; JSON-ready

The phone shows, misses and counts by this data (`static/js/lib/rules.js`) what `answers` shows, misses and
counts by the questionnaire; `tests/vectors/rules.json` and generated cases hold the two together.
"""

from collections.abc import Mapping

from audit_app.core.answers import NUMERIC
from audit_app.core.questionnaire import Question, Questionnaire, QuestionType, ShowIf

LARGEST_NUMBER = 1_000_000
MOST_RECOMMENDING = 10

Rule = Mapping[str, object]
"""What the rules say of one question."""


def rules_of(questionnaire: Questionnaire) -> list[Rule]:
    """The rules of every question: codes, choices as [code, points], bands as [up to, points]."""
    return [_rule(question) for question in questionnaire.questions()]


def limits_of(question: Question) -> tuple[int, int]:
    """The least and the largest whole number that can be an answer."""
    if question.type is QuestionType.RECOMMEND:
        return 0, MOST_RECOMMENDING
    return question.minimum or 0, LARGEST_NUMBER if question.maximum is None else question.maximum


def _rule(question: Question) -> Rule:
    least, largest = limits_of(question)
    scale = question.scale
    return {
        "code": question.code,
        "type": question.type.value,
        "is_number": question.type in NUMERIC,
        "min": least,
        "max": largest,
        "required": question.required,
        "comment": question.comment.value,
        "photo": question.photo.value,
        "choices": [[choice.code, choice.points] for choice in scale.choices] if scale else None,
        "bands": [[band.up_to, band.points] for band in question.bands],
        "best": question.best_points,
        "show_if": _skip(question.show_if),
    }


def _skip(rule: ShowIf | None) -> list[object] | None:
    return [rule.question, rule.operator.value, rule.value] if rule else None
