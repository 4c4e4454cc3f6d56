"""Sheets counted: every sheet once, exact means and variances, merging in any order, small teams hidden."""

from fractions import Fraction
from statistics import mean, variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.scoring import Score
from audit_app.core.tally import StandardTally, shown_groups
from tests.core.making import tally

few = settings(max_examples=40, deadline=None)
scores = st.builds(Score, st.integers(0, 300), st.sampled_from([0, 100, 200, 300]))
tallies = st.lists(scores, max_size=6).map(StandardTally.of)


def test_every_sheet_counts_once_whatever_was_possible_on_it():
    """Shares 1 and 0: mean ½, though the longer sheet could earn nine times as much."""
    counted = StandardTally.of([Score(100, 100), Score(0, 900)])
    assert counted.mean == Fraction(1, 2)
    assert (counted.earned, counted.possible) == (100, 1000)


def test_a_sheet_on_which_nothing_was_possible_does_not_count():
    counted = StandardTally.of([Score(0, 0), Score(50, 0), Score(50, 100)])
    assert (counted.n, counted.mean, counted.earned, counted.possible) == (1, Fraction(1, 2), 50, 100)


def test_mean_and_variance_by_hand():
    """Shares ¾, ¾, ⅓, 1: mean 17/24; deviations 1/24, 1/24, −9/24, 7/24: 132/576 ÷ 3 = 11/144."""
    counted = StandardTally({(75, 100): 2, (100, 300): 1, (200, 200): 1})
    assert (counted.n, counted.mean, counted.variance) == (4, Fraction(17, 24), Fraction(11, 144))


@pytest.mark.parametrize(
    "empty", [StandardTally(), StandardTally({(0, 0): 5}), StandardTally({(100, 100): 0})]
)
def test_without_sheets_there_is_no_mean_and_no_variance(empty):
    assert (empty.n, empty.mean, empty.variance) == (0, None, None)


def test_one_sheet_has_a_mean_and_no_variance():
    assert (tally(75).mean, tally(75).variance) == (Fraction(3, 4), None)
    assert tally(75, 75).variance == 0


@few
@given(st.lists(scores, min_size=2, max_size=12))
def test_mean_and_variance_are_those_of_the_single_shares(sheets):
    counted = StandardTally.of(sheets)
    shares = [sheet.share for sheet in sheets if sheet.share is not None]
    assert counted.n == len(shares)
    assert counted.mean == (mean(shares) if shares else None)
    assert counted.variance == (variance(shares) if len(shares) > 1 else None)


@few
@given(tallies, tallies, tallies)
def test_tallies_merge_in_any_order(a, b, c):
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + StandardTally() == StandardTally(a.counts)
    assert (a + b).n == a.n + b.n
    assert (a + b).earned == a.earned + b.earned


def test_merging_leaves_what_was_merged_as_it_was():
    first, second = tally(100), tally(0)
    _ = first + second
    assert (first, second) == (tally(100), tally(0))


def test_a_group_below_the_least_is_left_out_before_anything_is_added_up():
    waves = {("athens", 1): tally(*[100] * 5), ("athens", 2): tally(*[0] * 4), ("izmir", 1): tally(*[50] * 6)}
    assert list(shown_groups(waves, least=5)) == [("athens", 1), ("izmir", 1)]


@few
@given(st.lists(tallies, min_size=1, max_size=5), st.integers(1, 6))
def test_no_two_totals_of_shown_groups_differ_by_a_hidden_one(groups, least):
    """Any total with one more group has either nothing more or at least `least` sheets more."""
    for last in range(len(groups)):
        fewer = shown_groups(dict(enumerate(groups[:last])), least)
        more = shown_groups(dict(enumerate(groups[: last + 1])), least)
        difference = sum(t.n for t in more.values()) - sum(t.n for t in fewer.values())
        assert difference == 0 or difference >= least
