"""Questionnaires and tallies in one line, so that a test shows only what it is about."""

from fractions import Fraction
from typing import Any

from audit_app.core.answers import AnswerSheet
from audit_app.core.comparison import Reading
from audit_app.core.questionnaire import (
    Band,
    Choice,
    Critical,
    CriticalMode,
    Kind,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    Section,
    View,
)
from audit_app.core.tally import StandardTally


def scale(**points: int | None) -> Scale:
    """A scale from code=points, best first; None means "not applicable"."""
    return Scale("scale", tuple(Choice(code, {"en": code}, earned) for code, earned in points.items()))


QUALITY = scale(excellent=100, good=75, average=50, fair=25, poor=0, na=None)
YES_NO = scale(yes=100, no=0, na=None)
EXTRAS = scale(smile=100, name=100, eyes=50, none=None)
SECONDS = (Band(60, 100), Band(180, 50), Band(None, 0))


def question(code: str = "q", **rest: Any) -> Question:
    """A choice on the quality scale unless told otherwise."""
    given = {"type": QuestionType.CHOICE, "texts": {"en": code}, "scale": QUALITY, "standard": "greeting"}
    return Question(code, **(given | rest))


def yes_no(code: str = "q", **rest: Any) -> Question:
    return question(code, scale=YES_NO, **rest)


def several(code: str = "q", **rest: Any) -> Question:
    return question(code, type=QuestionType.MULTIPLE, scale=EXTRAS, **rest)


def timed(code: str = "q", **rest: Any) -> Question:
    return question(code, **({"type": QuestionType.DURATION, "scale": None, "bands": SECONDS} | rest))


def written(code: str = "q", **rest: Any) -> Question:
    return question(code, type=QuestionType.TEXT, scale=None, standard=None, **rest)


def recommend(code: str = "q", **rest: Any) -> Question:
    return question(code, type=QuestionType.RECOMMEND, scale=None, standard=None, **rest)


def critical(mode: CriticalMode, fails_at: int = 0, cap: int = 100) -> Critical:
    return Critical(mode, fails_at, cap)


def form(*questions: Question, **rest: Any) -> Questionnaire:
    """A questionnaire of one section."""
    return sections_of(questions, **rest)


def sections_of(*groups: tuple[Question, ...], **rest: Any) -> Questionnaire:
    """A questionnaire with a section s1, s2, … for each group."""
    sections = tuple(Section(f"s{i}", {"en": f"s{i}"}, group) for i, group in enumerate(groups, start=1))
    return Questionnaire(
        **({"code": "f", "edition": 1, "kind": Kind.AUDIT, "titles": {}} | rest), sections=sections
    )


def sheet(**values: Any) -> AnswerSheet:
    return AnswerSheet(values)


def tally(*points: int) -> StandardTally:
    """One sheet for each number of points out of 100."""
    return sum((StandardTally({(earned, 100): 1}) for earned in points), StandardTally())


def read(view: View, points: int, low: float, high: float, n: int = 50, *, enough: bool = True) -> Reading:
    """A reading made by hand."""
    return Reading(view, n, Fraction(points), low, high, enough, absence=None)
