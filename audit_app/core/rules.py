"""The rules of a questionnaire as plain data: skips, what is needed beside an answer, points.

    rules_of(questionnaire) -> one dict for each question, in the order they are asked; JSON-ready

    code      always there; whatever else a question does not have is left out
    show_if   [code of an earlier question, operator, value]
    required  true where an answer must be given
    comment, photo   "optional", "below_best" or "always"
    choices   [code, points or null for "not applicable"] for each offered answer
    bands     [up to, points]; null is without an end
    best      the most points an answer can earn
    min, max  the limits of a number, and only of numbers

The phone shows, misses and counts by this data (`static/js/lib/rules.js`) what `answers` shows, misses and
counts by the questionnaire; `tests/vectors/rules.json` and generated cases hold the two together.
"""

from collections.abc import Mapping

from audit_app.core.answers import NUMERIC
from audit_app.core.questionnaire import Need, Question, Questionnaire, QuestionType, ShowIf

LARGEST_NUMBER = 1_000_000
MOST_RECOMMENDING = 10

Rule = Mapping[str, object]
"""What the rules say of one question."""


def rules_of(questionnaire: Questionnaire) -> list[Rule]:
    """The rules of every question, as said above."""
    return [_rule(question) for question in questionnaire.questions()]


def limits_of(question: Question) -> tuple[int, int]:
    """The least and the largest whole number that can be an answer."""
    if question.type is QuestionType.RECOMMEND:
        return 0, MOST_RECOMMENDING
    return question.minimum or 0, LARGEST_NUMBER if question.maximum is None else question.maximum


def _rule(question: Question) -> Rule:
    said = {
        "code": question.code,
        "show_if": _skip(question.show_if),
        "required": question.required,
        "comment": _need(question.comment),
        "photo": _need(question.photo),
        "choices": [[choice.code, choice.points] for choice in question.scale.choices]
        if question.scale
        else [],
        "bands": [[band.up_to, band.points] for band in question.bands],
        "best": question.best_points,
    }
    limits = dict(zip(("min", "max"), limits_of(question), strict=True)) if question.type in NUMERIC else {}
    return {name: value for name, value in said.items() if value} | limits


def _need(need: Need) -> str:
    return "" if need is Need.NEVER else need.value


def _skip(rule: ShowIf | None) -> list[object]:
    return [rule.question, rule.operator.value, rule.value] if rule else []
