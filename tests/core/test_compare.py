"""Views laid side by side: readings, gaps, verdicts, what is hidden, and the level the gaps are held to."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.compare import compare, compare_all, reading, standards_tested
from audit_app.core.comparison import Absence, Evidence, Reading, Thresholds, Verdict
from audit_app.core.estimate import difference, estimate
from audit_app.core.questionnaire import View
from audit_app.core.statistics import adjusted_confidence
from audit_app.core.tally import StandardTally
from tests.core.making import tally

STAFF, OBSERVED, CUSTOMER = View
RULES = Thresholds()
NONE = Evidence()


def shop(*points: int) -> Evidence:
    """Sheets of one location."""
    return Evidence({"shop": tally(*points)})


def views(staff=NONE, observed=NONE, customer=NONE):
    return {STAFF: staff, OBSERVED: observed, CUSTOMER: customer}


HIGH, LOW = shop(*[90, 100] * 10), shop(*[20, 30] * 10)
MIDDLE = shop(*[55, 65] * 10)


def test_a_reading_is_the_mean_in_points_with_its_interval():
    """25, 75, 100: 200/3; s² = 1458⅓; half width 4.3027 · √(1458⅓ / 3) = 94.9, clipped to 0…100."""
    seen = reading(OBSERVED, shop(25, 75, 100), RULES)
    assert seen == Reading(OBSERVED, 3, Fraction(200, 3), 0.0, 100.0, enough=True, absence=None)


@pytest.mark.parametrize(
    ("view", "n", "enough"),
    [(STAFF, 5, True), (OBSERVED, 2, False), (OBSERVED, 3, True), (CUSTOMER, 9, False), (CUSTOMER, 10, True)],
)
def test_enough_is_a_matter_of_the_view(view, n, enough):
    seen = reading(view, shop(*range(40, 40 + n)), RULES)
    assert (seen.n, seen.enough, seen.absence) == (n, enough, None)
    assert seen.low < seen.points < seen.high


def test_one_sheet_has_a_figure_and_no_interval():
    assert reading(CUSTOMER, shop(75), RULES) == Reading(CUSTOMER, 1, Fraction(75), absence=None)


def test_many_locations_with_one_sheet_each_are_not_enough_because_nothing_says_how_sure_they_are():
    each = Evidence({f"shop {i}": tally(i) for i in range(40)})
    seen = reading(CUSTOMER, each, RULES)
    assert (seen.n, seen.low, seen.enough) == (40, None, False)


def test_nothing_is_no_zero():
    assert reading(CUSTOMER, NONE, RULES) == Reading(CUSTOMER, 0, None, absence=Absence.NOTHING)
    blank = Evidence({"shop": StandardTally({(0, 0): 7})})
    assert reading(CUSTOMER, blank, RULES) == Reading(CUSTOMER, 0, None, absence=Absence.NOTHING)


@pytest.mark.parametrize("evidence", [shop(*[50] * 4), Evidence(hidden=True), replace(HIGH, hidden=True)])
def test_a_small_team_shows_neither_its_points_nor_its_number(evidence):
    assert reading(STAFF, evidence, RULES) == Reading(STAFF, 0, None, absence=Absence.HIDDEN)


def test_a_small_team_is_not_in_the_mean_of_several_either():
    teams = Evidence({"athens": tally(*[80, 90] * 3), "izmir": tally(0, 0, 0, 0)})
    assert reading(STAFF, teams, RULES) == reading(STAFF, Evidence({"athens": tally(*[80, 90] * 3)}), RULES)


def test_small_numbers_of_customers_are_shown_with_their_n():
    assert reading(CUSTOMER, shop(50, 60), RULES).points == 55


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (HIGH, LOW, Verdict.BLIND_SPOT),
        (LOW, HIGH, Verdict.HIDDEN_STRENGTH),
        (HIGH, HIGH, Verdict.AGREE),
        (shop(*[80] * 10), shop(*[70, 71] * 10), Verdict.AGREE),
        (shop(0, 100, 100, 100, 100), shop(*[60, 50] * 5), Verdict.UNCLEAR),
        (shop(0, 100, 100, 100, 100), shop(*[80, 85] * 5), Verdict.AGREE),
        (HIGH, shop(*[0] * 9), Verdict.TOO_FEW),
    ],
)
def test_the_verdict_on_a_gap(left, right, verdict):
    compared = compare("greeting", views(staff=left, customer=right), RULES, tests=1)
    assert compared.main.verdict is verdict


@pytest.mark.parametrize(("customers", "verdict"), [(851, Verdict.AGREE), (850, Verdict.BLIND_SPOT)])
def test_a_gap_of_exactly_the_least_is_flagged(customers, verdict):
    """95.0 − 85.0 = 10.0 points; 95.0 − 85.1 = 9.9."""
    staff = Evidence({"shop": StandardTally({(949, 1000): 50, (951, 1000): 50})})
    customer = Evidence({"shop": StandardTally({(customers - 1, 1000): 50, (customers + 1, 1000): 50})})
    assert compare("greeting", views(staff=staff, customer=customer), RULES, tests=8).main.verdict is verdict


def test_a_gap_without_enough_has_points_and_no_interval():
    gap = compare("greeting", views(staff=HIGH, customer=shop(20, 30)), RULES, tests=1).main
    assert (gap.points, gap.low, gap.high) == (70, None, None)


def test_a_gap_has_the_interval_of_the_difference_at_the_adjusted_level():
    gap = compare("greeting", views(staff=HIGH, customer=LOW), RULES, tests=8).main
    level = adjusted_confidence(RULES.confidence, 8)
    shares = difference(estimate(HIGH.tallies), estimate(LOW.tallies), level)
    assert gap.points == 70
    assert (gap.low, gap.high) == pytest.approx((shares.low * 100, shares.high * 100))
    assert compare("greeting", views(staff=HIGH, customer=LOW), RULES, tests=1).main.low > gap.low


@pytest.mark.parametrize(
    ("known", "main", "gaps"),
    [
        (views(HIGH, MIDDLE, LOW), (STAFF, CUSTOMER), 3),
        (views(observed=MIDDLE, customer=LOW), (OBSERVED, CUSTOMER), 1),
        (views(shop(1, 2, 3, 4), MIDDLE, LOW), (OBSERVED, CUSTOMER), 1),
        (views(HIGH, MIDDLE), (STAFF, OBSERVED), 1),
        (views(HIGH, MIDDLE, shop(20, 30)), (STAFF, OBSERVED), 3),
        (views(HIGH, shop(50), shop(20, 30)), (STAFF, CUSTOMER), 3),
        (views(customer=LOW), None, 0),
        (views(), None, 0),
    ],
)
def test_the_main_gap_is_the_teams_with_the_customers_else_the_first_that_can_be_judged(known, main, gaps):
    compared = compare("greeting", known, RULES, tests=1)
    assert len(compared.gaps) == gaps
    assert (compared.main and (compared.main.left, compared.main.right)) == main
    assert list(compared.readings) == [STAFF, OBSERVED, CUSTOMER]


def test_a_team_with_too_few_answers_to_judge_gives_way_to_what_was_observed():
    rules = replace(RULES, least_sheets={STAFF: 8, OBSERVED: 3, CUSTOMER: 10})
    compared = compare("greeting", views(shop(*[90, 95] * 3), MIDDLE, LOW), rules, tests=1)
    assert (compared.main.left, compared.main.verdict) == (OBSERVED, Verdict.BLIND_SPOT)


def test_only_standards_with_two_views_that_have_enough_are_tested():
    everything = {
        "greeting": views(HIGH, MIDDLE, LOW),
        "knowledge": views(observed=MIDDLE, customer=LOW),
        "advice": views(HIGH, shop(50), shop(20)),
        "courtesy": views(customer=LOW),
        "answers": views(),
    }
    compared = compare_all(everything, RULES)
    assert [one.standard for one in compared] == list(everything)
    assert standards_tested(compared) == 2
    assert compared[0] == compare("greeting", everything["greeting"], RULES, tests=2)


def test_testing_more_standards_makes_each_verdict_more_careful():
    """57.0 against 46.0 of 20 sheets each: clear alone, too uncertain among eight."""
    close = views(staff=shop(*[42, 72] * 10), customer=shop(*[31, 61] * 10))
    assert compare("greeting", close, RULES, tests=1).main.verdict is Verdict.BLIND_SPOT
    assert compare("greeting", close, RULES, tests=8).main.verdict is Verdict.UNCLEAR


sheets = st.lists(st.integers(0, 100), min_size=5, max_size=20).map(lambda points: shop(*points))
TURNED = {Verdict.BLIND_SPOT: Verdict.HIDDEN_STRENGTH, Verdict.HIDDEN_STRENGTH: Verdict.BLIND_SPOT}


@settings(max_examples=50, deadline=None)
@given(sheets, sheets)
def test_a_comparison_turned_round_says_the_opposite(one, other):
    rules = Thresholds(least_sheets={STAFF: 5, OBSERVED: 3, CUSTOMER: 5})
    forth = compare("greeting", views(staff=one, customer=other), rules, tests=3).main
    back = compare("greeting", views(staff=other, customer=one), rules, tests=3).main
    assert back.points == -forth.points
    assert (back.low, back.high) == pytest.approx((-forth.high, -forth.low))
    assert back.verdict is TURNED.get(forth.verdict, forth.verdict)


@settings(max_examples=50, deadline=None)
@given(sheets, sheets, st.integers(1, 40))
def test_a_flagged_gap_is_large_and_beyond_doubt(one, other, tests):
    gap = compare("greeting", views(observed=one, customer=other), RULES, tests).main
    if gap.verdict in TURNED:
        assert abs(gap.points) >= RULES.least_gap
        assert gap.low > 0 or gap.high < 0
    if gap.verdict is Verdict.AGREE:
        assert abs(gap.points) < RULES.least_gap
