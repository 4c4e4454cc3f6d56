"""Believable answers to any questionnaire, thrown with dice around what is true of a place."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from audit_app.core.answers import AnswerSheet, Value, is_best, is_shown
from audit_app.core.questionnaire import (
    Choice,
    Need,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
)
from audit_app.services.demo import words

MOOD, NOISE = 8, 17
"""Standard deviations in points: how people differ, and how one person's answers do."""
SELDOM = {"liked": 0.45, "improve": 0.3, "praise": 0.12, "stops_us": 0.5}
POOLS = {
    "liked": words.LIKED,
    "improve": words.IMPROVE,
    "praise": words.PRAISE,
    "stops_us": words.STOPS_US,
}


@dataclass(frozen=True)
class Truth:
    """What an answer is thrown around: the level of each standard, the language, what fails on purpose."""

    level: Callable[[str | None], int]
    language: str
    failing: str = ""


def answer(questionnaire: Questionnaire, truth: Truth, dice: Random) -> AnswerSheet:
    """One person's answers, complete as the final check wants them."""
    mood = dice.gauss(0, MOOD)
    values: dict[str, Value] = {}
    comments: dict[str, str] = {}
    photos: dict[str, int] = {}
    for question in questionnaire.questions():
        if not is_shown(question.show_if, questionnaire, AnswerSheet(values)):
            continue
        felt = truth.level(question.standard or "overall") + mood + dice.gauss(0, NOISE)
        value = _value(question, truth, min(100, max(0, felt)), dice)
        if value in (None, "", ()):
            continue
        values[question.code] = value
        best = is_best(question, value)
        if _wanted(question.comment, best=best):
            comments[question.code] = _comment(question, truth, dice)
        if _wanted(question.photo, best=best):
            photos[question.code] = 1
    return AnswerSheet(values, comments, photos)


def _wanted(need: Need, *, best: bool) -> bool:
    return need is Need.ALWAYS or (need is Need.BELOW_BEST and not best)


def _comment(question: Question, truth: Truth, dice: Random) -> str:
    if question.code == truth.failing:
        return words.BLOCKED[truth.language]
    return dice.choice(words.HAPPENED[truth.language])


def _value(question: Question, truth: Truth, felt: float, dice: Random) -> Value | None:
    if question.type in (QuestionType.TEXT, QuestionType.PRAISE):
        return _text(question, truth, dice)
    if question.type is QuestionType.RECOMMEND:
        return min(10, max(0, int(felt / 10 + dice.gauss(0.9, 1.4))))
    if question.type in (QuestionType.NUMBER, QuestionType.DURATION):
        return _number(question, felt, dice)
    if question.scale is None:
        return None
    if question.type is QuestionType.MULTIPLE:
        return _several(question.scale, felt, dice)
    return _one(question, question.scale, truth, felt, dice).code


def _text(question: Question, truth: Truth, dice: Random) -> str:
    pool = POOLS.get(question.code, words.SUMMARY)[truth.language]
    often = 1.0 if question.required else SELDOM.get(question.code, 0.5)
    return dice.choice(pool) if dice.random() < often else ""


def _number(question: Question, felt: float, dice: Random) -> int:
    low = question.minimum or 0
    if not question.bands:
        return low + int(abs(dice.gauss(0, 2)))
    nearest = min(question.bands, key=lambda band: abs(band.points - felt))
    index = question.bands.index(nearest)
    start = (question.bands[index - 1].up_to or low) + 1 if index else low
    end = nearest.up_to if nearest.up_to is not None else start * 2
    return dice.randint(start, min(max(end, start), question.maximum or end + start))


def _several(scale: Scale, felt: float, dice: Random) -> tuple[str, ...]:
    chosen = tuple(c.code for c in scale.choices if c.points and dice.random() * 100 < felt)
    nothing = tuple(c.code for c in scale.choices if c.points == 0)
    return chosen or nothing[:1]


def _one(question: Question, scale: Scale, truth: Truth, felt: float, dice: Random) -> Choice:
    scored = [choice for choice in scale.choices if choice.points is not None]
    if question.critical:
        return scored[-1] if question.code == truth.failing else scored[0]
    if not any(choice.points for choice in scored):
        return dice.choices(scale.choices, [3] + [1] * (len(scale.choices) - 1))[0]
    if len(scored) < len(scale.choices) and dice.random() < 0.05:
        return next(choice for choice in scale.choices if choice.is_not_applicable)
    if len(scored) == 2:
        return scored[0] if dice.random() * 100 < felt else scored[1]
    return min(scored, key=lambda choice: abs((choice.points or 0) - felt))
