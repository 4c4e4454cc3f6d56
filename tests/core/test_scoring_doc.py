"""docs/scoring.md is true: every row of every table is worked out with the code."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from audit_app.core.answer_tally import tally_answers, top_two
from audit_app.core.answers import AnswerSheet, points_of
from audit_app.core.compare import compare, overall, reading
from audit_app.core.comparison import Absence, Evidence, Reading, StandardComparison, Thresholds, Verdict
from audit_app.core.conclusions import change
from audit_app.core.estimate import estimate
from audit_app.core.questionnaire import CriticalMode, Operator, ShowIf, View
from audit_app.core.scoring import Score, score_question
from audit_app.core.statistics import adjusted_confidence, effort, maximum_distortion, recommend_score, wilson
from audit_app.core.tally import StandardTally
from audit_app.formatting import round_half_up
from tests.core.making import critical, form, question, several, timed, yes_no
from tests.core.scoring_document import (
    ANSWERS,
    DOCUMENT,
    Row,
    here,
    is_printed,
    number,
    places,
    questions,
    read_cell,
    readings,
    scored,
    tables,
)

RULES = Thresholds()
SURE = RULES.confidence
STAFF, OBSERVED, CUSTOMER = View
CASES = [(heading.removeprefix("Cases: "), row) for heading, rows in tables() for row in rows]


def check_question(row: Row) -> None:
    hidden = row["answer"] == "hidden"
    asked = question(
        "q", weight=int(row["weight"]), show_if=ShowIf("first", Operator.IS, "yes") if hidden else None
    )
    given = AnswerSheet({"first": "no", "q": ANSWERS["good" if hidden else row["answer"]]})
    score = score_question(asked, form(yes_no("first"), asked), given)
    assert score == Score(int(row["earned"]), int(row["possible"]))


def check_several_answers(row: Row) -> None:
    asked = several(weight=int(row["weight"]))
    chosen = tuple(ANSWERS[code.strip()] for code in row["chosen"].split(","))
    score = score_question(asked, form(asked), AnswerSheet({"q": chosen}))
    assert score == Score(int(row["earned"]), int(row["possible"]))


def check_bands(row: Row) -> None:
    assert points_of(timed(), int(row["seconds"])) == int(row["points"])


def check_section(row: Row) -> None:
    score = scored(questions(row["answers"], "a")).sections["s1"]
    assert score == Score(int(row["earned"]), int(row["possible"]))
    assert is_printed(score.points, row["points"])


def check_sheet(row: Row) -> None:
    scores = scored(questions(row["first section"], "a"), questions(row["second section"], "b"))
    assert is_printed(scores.sections["s1"].points, row["first points"])
    assert is_printed(scores.sections["s2"].points, row["second points"])
    assert is_printed(scores.total.points, row["sheet points"])


def check_bonus(row: Row) -> None:
    extra = (question("extra", bonus=True), ANSWERS[row["bonus"]])
    scores = scored(
        [*questions(row["answers"], "a"), extra], cap_bonus={"true": True, "false": False}[row["cap_bonus"]]
    )
    assert scores.total == scores.sections["s1"] == scores.standards["greeting"]
    assert scores.total == Score(int(row["earned"]), int(row["possible"]))
    assert is_printed(scores.total.points, row["points"])


def check_coverage(row: Row) -> None:
    coverage = scored(questions(row["answers"], "a")).coverage
    assert is_printed(coverage, row["coverage"])
    assert (coverage * 100 < RULES.least_coverage) is (row["warning"] == "yes")


def check_critical(row: Row) -> None:
    mode = row["mode"]
    item = None if mode == "none" else critical(CriticalMode(mode), cap=40)
    first = [(yes_no("a", critical=item), ANSWERS[row["critical answer"]])]
    pass_mark = None if row["pass_mark"] == "none" else int(row["pass_mark"])
    scores = scored(first + questions("1 × yes", "b"), questions("1 × yes", "c"), pass_mark=pass_mark)
    assert is_printed(scores.total.points, row["score"])
    assert is_printed(scores.judged, row["judged"])
    assert (scores.outcome or "none") == row["outcome"]


def check_location(row: Row) -> None:
    pairs = [cell.split("/") for cell in row["sheets (earned/possible)"].split(",")]
    counted = StandardTally.of(Score(int(earned), int(possible)) for earned, possible in pairs)
    assert counted.n == int(row["n"])
    assert is_printed(counted.mean and counted.mean * 100, row["points"]) or row["points"] == str(
        counted.mean
    )


def check_distortion(row: Row) -> None:
    assert is_printed(maximum_distortion(int(row["audits"])), row["distortion"])


def check_interval(row: Row) -> None:
    seen = reading(CUSTOMER, here(row["sheets"]), RULES)
    assert seen.n == int(row["n"])
    assert is_printed(seen.points, row["points"])
    assert is_printed(seen.low, row["low"])
    assert is_printed(seen.high, row["high"])


def check_interval_of_several_locations(row: Row) -> None:
    check_interval(row)
    figure = estimate(places(row["sheets"]))
    assert is_printed(figure.effective, row["effective"])
    assert is_printed(figure.freedom, row["degrees"])


def check_locations(row: Row) -> None:
    tallies = places(row["sheets"])
    weights = None if row["weights"] == "equal" else map(Fraction, row["weights"].split(";"))
    figure = estimate(tallies, weights and dict(zip(tallies, weights, strict=True)))
    assert is_printed(figure.mean * 100, row["points"])


def check_hidden(row: Row) -> None:
    teams = [int(n) for n in row["answers of each team"].split(",")]
    tallies = {f"team {i}": StandardTally({(80, 100): n}) for i, n in enumerate(teams)}
    seen = reading(STAFF, Evidence(tallies), RULES)
    absences = {"shown": None, "hidden": Absence.HIDDEN, "nothing": Absence.NOTHING}
    assert (seen.n, seen.absence) == (int(row["n shown"]), absences[row["reading"]])
    assert (seen.points is None) is (row["reading"] != "shown")


def check_enough(row: Row) -> None:
    assert reading(View(row["view"]), here(row["sheets"]), RULES).enough is (row["enough"] == "yes")


def check_csat(row: Row) -> None:
    asked = question()
    given = [code for name, code in ANSWERS.items() for _ in range(int(row.get(name, 0)))]
    counts = tally_answers(asked, form(asked), [AnswerSheet({"q": answer}) for answer in given])
    assert counts.answered == int(row["base"])
    satisfied, base = top_two(asked, counts), counts.answered
    assert is_printed(Fraction(satisfied, base) if base else None, row["CSAT"])
    low, high = wilson(satisfied, base, SURE) if base else (None, None)
    assert is_printed(low, row["low"])
    assert is_printed(high, row["high"])


def check_nps(row: Row) -> None:
    score = recommend_score(*(int(row[group]) for group in ("promoters", "passives", "detractors")), SURE)
    figures = (score.points, score.error, *score.interval) if score else (None,) * 4
    for figure, column in zip(figures, ("NPS", "error", "low", "high"), strict=True):
        assert is_printed(figure, row[column])


def check_ces(row: Row) -> None:
    answers = [int(answer) for answer in row["answers"].split(",")]
    score = effort({answer: answers.count(answer) for answer in answers})
    assert is_printed(score.mean, row["mean"])
    assert is_printed(score.top_two, row["top two"])


def check_adjusted_confidence(row: Row) -> None:
    assert adjusted_confidence(SURE, int(row["standards tested"])) == number(row["confidence"])


def check_gap(row: Row) -> None:
    views = {STAFF: here(row["staff"]), CUSTOMER: here(row["customers"])}
    gap = compare("greeting", views, RULES, int(row["standards"])).main
    assert (gap.verdict if gap else "none") == row["verdict"]
    for name, column in (("points", "gap"), ("low", "low"), ("high", "high")):
        assert is_printed(gap and getattr(gap, name), row[column])


def check_main_gap(row: Row) -> None:
    views = {View(name.strip()): here("70 × 6, 80 × 6") for name in row["enough of"].split(",")}
    few = {view: here("70 × 5, 80 × 2") for view in View if view in row["too few of"]}
    rules = Thresholds(least_sheets=dict.fromkeys(View, 10))
    main = compare("greeting", views | few, rules, tests=1).main
    assert (f"{main.left} − {main.right}" if main else "none") == row["main gap"]


def check_overall(row: Row) -> None:
    pairs = zip(readings(STAFF, row["staff"]), readings(CUSTOMER, row["customer"]), strict=True)
    compared = [StandardComparison("x", {STAFF: one, CUSTOMER: other}, (), None) for one, other in pairs]
    for view, seen in overall(compared, [STAFF, CUSTOMER]).items():
        cell = row[f"{view} overall"]
        wanted = Reading(view, 0) if cell == "n/a" else read_cell(view, cell)
        assert (seen.points, seen.low, seen.high) == (wanted.points, wanted.low, wanted.high)


def check_change(row: Row) -> None:
    moved = change("greeting", read_cell(OBSERVED, row["before"]), read_cell(OBSERVED, row["after"]))
    assert (moved.verdict if moved else "n/a") == row["verdict"]
    for name, column in (("points", "change"), ("low", "low"), ("high", "high")):
        assert is_printed(moved and getattr(moved, name), row[column])


def check_rounding(row: Row) -> None:
    exact = Fraction(row["exact"].replace("−", "-"))
    assert str(round_half_up(exact, int(row["places"]))) == row["printed"].replace("−", "-")


CHECKS: dict[str, Callable[[Row], None]] = {
    name.removeprefix("check_").replace("_", " "): check
    for name, check in list(globals().items())
    if name.startswith("check_")
}


@pytest.mark.parametrize(("kind", "row"), CASES)
def test_a_row_is_what_the_code_gives(kind, row):
    CHECKS[kind.lower()](row)


def test_every_table_is_checked_and_every_check_has_a_table():
    headings = [heading for heading, _ in tables()]
    assert all(heading.startswith("Cases: ") for heading in headings)
    assert sorted(heading.removeprefix("Cases: ").lower() for heading in headings) == sorted(CHECKS)
    assert len(CASES) > 100


def test_the_numbers_in_the_prose_are_the_shipped_thresholds():
    assert (RULES.least_team, RULES.least_gap, RULES.least_coverage) == (5, 10, 70)
    assert RULES.least_sheets == {STAFF: 5, OBSERVED: 3, CUSTOMER: 10}
    assert all(
        f"*{verdict.value.replace('_', ' ')}*" in DOCUMENT.read_text(encoding="utf-8") for verdict in Verdict
    )
