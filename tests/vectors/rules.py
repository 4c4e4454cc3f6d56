"""Cases for the rules of a questionnaire, made by hand or thrown with dice: for Python and JavaScript."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from audit_app.core.answers import NUMERIC, AnswerSheet, AnswerState, Value, missing_from, state_of
from audit_app.core.questionnaire import (
    Band,
    Choice,
    Kind,
    Need,
    Operator,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    Section,
    ShowIf,
)

FILE = Path(__file__).with_suffix(".json")
LETTERS = {
    "a": AnswerState.ANSWERED,
    "n": AnswerState.NOT_APPLICABLE,
    "u": AnswerState.UNANSWERED,
    "h": AnswerState.HIDDEN,
}
WORDS = ("", " \n", "a word", "7", "yes", "\u0085", "\ufeff")


@dataclass(frozen=True)
class Case:
    """A questionnaire and a sheet, with a name to recognise them by."""

    name: str
    asked: Questionnaire
    sheet: AnswerSheet
    expected: dict[str, Any]


@cache
def made_by_hand() -> list[Case]:
    """The shared vectors."""
    text = json.loads(FILE.read_text())
    forms = {name: form_of(questions) for name, questions in text["forms"].items()}
    return [
        Case(each["name"], forms[each["form"]], _sheet(each), _expected(each, forms[each["form"]]))
        for each in text["cases"]
    ]


def _sheet(case: dict[str, Any]) -> AnswerSheet:
    values = {code: tuple(v) if isinstance(v, list) else v for code, v in case.get("values", {}).items()}
    return AnswerSheet(values, case.get("comments", {}), case.get("photos", {}))


def _expected(case: dict[str, Any], asked: Questionnaire) -> dict[str, Any]:
    codes = [question.code for question in asked.questions()]
    states = [LETTERS[letter].value for letter in case["states"]]
    assert len(codes) == len(states)
    assert [code for code, state in zip(codes, states, strict=True) if state != "hidden"] == case["shown"]
    missing = [line.split() for line in case["missing"]]
    return {"states": states, "shown": case["shown"], "missing": missing, "progress": case["progress"]}


def by_python(asked: Questionnaire, sheet: AnswerSheet) -> dict[str, Any]:
    """What the server finds."""
    states = {question.code: state_of(question, asked, sheet) for question in asked.questions()}
    shown = [code for code, state in states.items() if state is not AnswerState.HIDDEN]
    given = [code for code in shown if states[code] is not AnswerState.UNANSWERED]
    return {
        "states": [state.value for state in states.values()],
        "shown": shown,
        "missing": [[one.question.code, one.lack.value] for one in missing_from(asked, sheet)],
        "progress": [len(given), len(shown)],
    }


def form_of(questions: list[dict[str, Any]]) -> Questionnaire:
    """A questionnaire of one section, from as little as a vector says."""
    section = Section("all", {}, tuple(_question(**question) for question in questions))
    return Questionnaire("f", 1, Kind.AUDIT, {}, (section,))


def _question(
    code: str,
    type: str,  # noqa: A002 - as in a checklist
    choices: list[list[Any]] | None = None,
    bands: list[list[Any]] | None = None,
    show_if: list[Any] | None = None,
    required: bool = False,
    **needs: str,
) -> Question:
    return Question(
        code,
        QuestionType(type),
        {"en": code},
        scale=Scale("s", tuple(Choice(c, {"en": c}, points) for c, points in choices)) if choices else None,
        bands=tuple(Band(*band) for band in bands or ()),
        show_if=ShowIf(show_if[0], Operator(show_if[1]), show_if[2]) if show_if else None,
        required=required,
        comment=Need(needs.get("comment", "never")),
        photo=Need(needs.get("photo", "never")),
    )


# --- thrown with dice


def generated(number: int, seed: int = 20260310) -> Iterator[Case]:
    """Questionnaires of up to twelve questions, many behind skips, with sheets right and wrong."""
    dice = Random(seed)
    for index in range(number):
        questions: list[Question] = []
        for position in range(dice.randint(1, 12)):
            questions.append(_thrown_question(dice, f"q{position}", questions))
        asked = Questionnaire("f", 1, Kind.AUDIT, {}, (Section("all", {}, tuple(questions)),))
        sheet = _thrown_sheet(dice, questions)
        yield Case(f"dice {index}", asked, sheet, by_python(asked, sheet))


def _thrown_question(dice: Random, code: str, earlier: list[Question]) -> Question:
    kind = dice.choice(list(QuestionType))
    is_choice = kind in (QuestionType.CHOICE, QuestionType.MULTIPLE)
    is_banded = kind in (QuestionType.NUMBER, QuestionType.DURATION) and dice.random() < 0.6
    return Question(
        code,
        kind,
        {"en": code},
        scale=_thrown_scale(dice) if is_choice else None,
        bands=_thrown_bands(dice) if is_banded else (),
        required=dice.random() < 0.6,
        comment=dice.choice(list(Need)),
        photo=dice.choice(list(Need)),
        show_if=_thrown_rule(dice, earlier) if earlier and dice.random() < 0.6 else None,
    )


def _thrown_scale(dice: Random) -> Scale:
    points = dice.choice([(100, 0), (100, 50, 0, None), (0, 0), (100, None, None), (None, 0)])
    return Scale("s", tuple(Choice(f"c{i}", {"en": "c"}, earned) for i, earned in enumerate(points)))


def _thrown_bands(dice: Random) -> tuple[Band, ...]:
    borders = sorted(dice.sample(range(10), dice.randint(1, 3)))
    bands = [Band(border, dice.choice([0, 50, 100])) for border in borders]
    return (*bands, Band(None, dice.choice([0, 50]))) if dice.random() < 0.6 else tuple(bands)


def _thrown_rule(dice: Random, earlier: list[Question]) -> ShowIf:
    question = dice.choice(earlier)
    return ShowIf(question.code, dice.choice(list(Operator)), _thrown_wish(dice, question))


def _thrown_wish(dice: Random, question: Question) -> str | int | None:
    if question.type in NUMERIC:
        return dice.randint(0, 10)
    return dice.choice(["c0", "c1", "a word", "7", 7])


def _thrown_sheet(dice: Random, questions: list[Question]) -> AnswerSheet:
    values = {q.code: _thrown_value(dice, q) for q in questions if dice.random() < 0.8}
    comments = {q.code: dice.choice(WORDS) for q in questions if dice.random() < 0.5}
    photos = {q.code: dice.randint(0, 2) for q in questions if dice.random() < 0.5}
    return AnswerSheet(values, comments, photos)


def _thrown_value(dice: Random, question: Question) -> Value:
    if dice.random() < 0.15:
        return dice.choice([*WORDS, 0, 7, (), ("c0", "c0"), ("elsewhere",)])
    if question.type in NUMERIC:
        return dice.randint(0, 10)
    if question.type is QuestionType.CHOICE:
        return dice.choice(["c0", "c1", "c2"])
    if question.type is QuestionType.MULTIPLE:
        return tuple(dice.sample(["c0", "c1", "c2", "c3"], dice.randint(0, 4)))
    return dice.choice(WORDS)
