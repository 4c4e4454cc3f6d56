"""Answers into scores, each case worked by hand; the first is the one that is wrong everywhere else."""

from fractions import Fraction

import pytest

from audit_app.core.questionnaire import CriticalMode, Operator, ShowIf
from audit_app.core.scoring import Outcome, Score, score_question, score_sheet, total_of
from tests.core.making import critical, form, question, sections_of, several, sheet, timed, written, yes_no


def test_not_applicable_is_no_zero():
    """Excellent and not applicable: 100 of 100, not 100 of 200."""
    scores = score_sheet(form(question("a"), question("b")), sheet(a="excellent", b="na"))
    assert scores.questions["b"] == Score(0, 0)
    assert scores.total.share == 1


@pytest.mark.parametrize(
    ("asked", "value", "score"),
    [
        (question(weight=3), "good", Score(225, 300)),
        (question(weight=3), "poor", Score(0, 300)),
        (question(weight=3), "na", Score(0, 0)),
        (question(weight=3), None, Score(0, 0)),
        (question(weight=3), "never offered", Score(0, 0)),
        (question(weight=0), "good", Score(0, 0)),
        (question(bonus=True, weight=2), "good", Score(150, 0)),
        (question(bonus=True), "na", Score(0, 0)),
        (several(weight=2), ("smile", "eyes"), Score(300, 500)),
        (several(), ("smile", "smile"), Score(100, 250)),
        (several(), ("none",), Score(0, 0)),
        (timed(weight=2), 60, Score(200, 200)),
        (timed(weight=2), 61, Score(100, 200)),
        (timed(weight=2), 3600, Score(0, 200)),
        (written(), "much to say", Score(0, 0)),
    ],
)
def test_a_question_earns_weight_times_points_of_weight_times_best(asked, value, score):
    given = sheet() if value is None else sheet(q=value)
    assert score_question(asked, form(asked), given) == score


def test_a_hidden_question_earns_nothing_of_nothing_whatever_was_answered():
    second = yes_no("b", show_if=ShowIf("a", Operator.IS, "yes"))
    asked = form(yes_no("a"), second)
    assert score_question(second, asked, sheet(a="no", b="no")) == Score(0, 0)
    assert score_sheet(asked, sheet(a="yes", b="no")).total == Score(100, 200)


def test_scores_add_up_and_nothing_possible_is_no_share():
    assert total_of([Score(25, 100), Score(150, 200), Score()]) == Score(175, 300)
    assert total_of([]) == Score(0, 0)
    assert Score(175, 300).points == Fraction(175, 3)
    assert Score(0, 100).share == 0
    assert Score().share is None
    assert Score().points is None


def test_a_section_is_a_sum_and_not_a_mean_of_its_questions():
    """(3·100 + 1·0) of (3·100 + 1·100) = 300 of 400; the mean of the two shares would be 50 %."""
    scores = score_sheet(form(yes_no("a", weight=3), yes_no("b")), sheet(a="yes", b="no"))
    assert scores.sections["s1"].points == 75


def test_a_section_on_which_nothing_was_possible_has_no_share():
    scores = score_sheet(sections_of((yes_no("a"),), (yes_no("b"),)), sheet(a="yes", b="na"))
    assert scores.sections["s2"].share is None
    assert scores.total == Score(100, 100)


def test_a_standard_gathers_its_questions_from_all_sections():
    asked = sections_of(
        (yes_no("a", standard="greeting"), yes_no("b", standard="advice")),
        (yes_no("c", standard="greeting", weight=3), yes_no("d", standard=None)),
    )
    scores = score_sheet(asked, sheet(a="no", b="yes", c="yes", d="no"))
    assert scores.standards == {"greeting": Score(300, 400), "advice": Score(100, 100)}
    assert scores.total == Score(400, 600)


BONUS = form(yes_no("a"), yes_no("b"), question("extra", bonus=True))


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({"a": "yes", "b": "no", "extra": "fair"}, Score(125, 200)),
        ({"a": "yes", "b": "yes", "extra": "fair"}, Score(200, 200)),
        ({"a": "na", "b": "na", "extra": "fair"}, Score(0, 0)),
    ],
)
def test_a_bonus_only_earns_and_is_capped_everywhere(answers, total):
    scores = score_sheet(BONUS, sheet(**answers))
    assert scores.total == scores.sections["s1"] == scores.standards["greeting"] == total


def test_a_bonus_may_exceed_where_the_questionnaire_lets_it():
    asked = form(yes_no("a"), question("extra", bonus=True), cap_bonus=False)
    scores = score_sheet(asked, sheet(a="yes", extra="fair"))
    assert scores.total == scores.sections["s1"] == scores.standards["greeting"] == Score(125, 100)


def test_a_bonus_in_one_section_makes_up_for_another_in_the_total():
    asked = sections_of((yes_no("a"), yes_no("extra", bonus=True)), (yes_no("b"),))
    scores = score_sheet(asked, sheet(a="yes", extra="yes", b="no"))
    assert scores.sections == {"s1": Score(100, 100), "s2": Score(0, 100)}
    assert scores.total == Score(200, 200)
    assert scores.judged == 100


def judged(mode: CriticalMode, value: str | None, **rest):
    """Section 1: a critical and a plain question; section 2: a plain one; all others answered yes."""
    asked = sections_of((yes_no("a", critical=critical(mode, cap=40)), yes_no("b")), (yes_no("c"),), **rest)
    return score_sheet(asked, sheet(b="yes", c="yes", **({"a": value} if value else {})))


@pytest.mark.parametrize(
    ("mode", "pass_mark", "points", "outcome"),
    [
        (CriticalMode.FLAG, 60, Fraction(200, 3), Outcome.PASS),
        (CriticalMode.FLAG, 67, Fraction(200, 3), Outcome.FAIL),
        (CriticalMode.FLAG, None, Fraction(200, 3), Outcome.PASS),
        (CriticalMode.SECTION_ZERO, 33, Fraction(100, 3), Outcome.PASS),
        (CriticalMode.SECTION_ZERO, 34, Fraction(100, 3), Outcome.FAIL),
        (CriticalMode.CAP, 40, Fraction(40), Outcome.PASS),
        (CriticalMode.CAP, 41, Fraction(40), Outcome.FAIL),
        (CriticalMode.FAIL, 0, Fraction(200, 3), Outcome.CRITICAL_FAIL),
        (CriticalMode.FAIL, None, Fraction(200, 3), Outcome.CRITICAL_FAIL),
    ],
)
def test_failing_a_critical_question_judges_and_leaves_the_score(mode, pass_mark, points, outcome):
    scores = judged(mode, "no", pass_mark=pass_mark)
    assert scores.failed == ("a",)
    assert (scores.judged, scores.outcome) == (points, outcome)
    assert scores.total == Score(200, 300)
    assert scores.sections == {"s1": Score(100, 200), "s2": Score(100, 100)}


@pytest.mark.parametrize("mode", CriticalMode)
@pytest.mark.parametrize("value", ["yes", "na", None, "never offered"])
def test_a_critical_question_fails_only_when_it_is_answered_badly(mode, value):
    scores = judged(mode, value)
    assert scores.failed == ()
    assert (scores.judged, scores.outcome) == (100, Outcome.PASS)


@pytest.mark.parametrize(
    ("value", "fails"), [("excellent", False), ("average", False), ("fair", True), ("poor", True)]
)
def test_a_critical_question_fails_at_its_points_or_below(value, fails):
    asked = form(question(critical=critical(CriticalMode.FAIL, fails_at=25)))
    assert score_sheet(asked, sheet(q=value)).failed == (("q",) if fails else ())


def test_a_critical_question_that_is_skipped_does_not_fail():
    hidden = yes_no("b", critical=critical(CriticalMode.FAIL), show_if=ShowIf("a", Operator.IS, "yes"))
    assert score_sheet(form(yes_no("a"), hidden), sheet(a="no", b="no")).failed == ()


def test_a_critical_question_without_weight_still_fails():
    asked = form(yes_no("a", weight=0, critical=critical(CriticalMode.FAIL)), yes_no("b"))
    scores = score_sheet(asked, sheet(a="no", b="yes"))
    assert (scores.total, scores.outcome) == (Score(100, 100), Outcome.CRITICAL_FAIL)


def test_the_lowest_cap_holds_and_a_cap_above_the_score_does_nothing():
    low = yes_no("a", critical=critical(CriticalMode.CAP, cap=50))
    lower = yes_no("b", critical=critical(CriticalMode.CAP, cap=30))
    asked = form(low, lower, yes_no("c", weight=8))
    assert score_sheet(asked, sheet(a="no", b="no", c="yes")).judged == 30
    assert score_sheet(asked, sheet(a="no", b="no", c="no")).judged == 0


@pytest.mark.parametrize(
    ("pass_mark", "outcome"), [(None, None), (0, Outcome.PASS), (75, Outcome.PASS), (76, Outcome.FAIL)]
)
def test_a_pass_mark_is_reached_exactly(pass_mark, outcome):
    scores = score_sheet(form(question(), pass_mark=pass_mark), sheet(q="good"))
    assert (scores.judged, scores.outcome) == (75, outcome)


def test_where_nothing_was_possible_nothing_is_judged():
    scores = score_sheet(form(yes_no(), pass_mark=50), sheet(q="na"))
    assert (scores.total.share, scores.judged, scores.outcome) == (None, None, None)


@pytest.mark.parametrize(
    ("answers", "coverage"),
    [
        ({"a": "no", "b": "yes"}, Fraction(1)),
        ({"a": "yes", "b": "na"}, Fraction(3, 4)),
        ({"b": "yes"}, Fraction(1, 4)),
        ({}, Fraction(0)),
        ({"a": "yes", "extra": "yes"}, Fraction(3, 4)),
    ],
)
def test_coverage_is_what_was_possible_of_what_the_form_could_give(answers, coverage):
    asked = form(yes_no("a", weight=3), yes_no("b"), yes_no("extra", bonus=True), written("w"))
    assert score_sheet(asked, sheet(**answers)).coverage == coverage


def test_a_questionnaire_without_scored_questions_has_no_coverage():
    assert score_sheet(form(written("w")), sheet(w="words")).coverage is None
