"""Several locations read together, against scipy and by hand."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.estimate import difference, estimate
from audit_app.core.quantiles import student_quantile
from audit_app.core.statistics import mean_interval, wilson
from audit_app.core.tally import StandardTally
from tests.core.making import tally

SURE = Fraction(95, 100)


def test_one_location_is_the_plain_mean_with_students_interval():
    sheets = tally(25, 50, 75, 100, 100)
    alone = estimate({"athens": sheets})
    assert (alone.mean, alone.n, alone.spread, alone.freedom) == (sheets.mean, 5, sheets.variance, 4)
    assert alone.interval(SURE) == mean_interval(sheets.mean, sheets.variance, 5, SURE)


def test_locations_count_the_same_however_many_sheets_they_have():
    """(1 + 0) / 2, though 99 of 100 sheets are at 1."""
    assert estimate({"busy": tally(*[100] * 99), "quiet": tally(0)}).mean == Fraction(1, 2)


def test_traffic_weighs_the_locations_where_it_is_asked_for():
    both = {"busy": tally(100, 100), "quiet": tally(0, 0)}
    assert estimate(both, {"busy": Fraction(3), "quiet": Fraction(1)}).mean == Fraction(3, 4)


@pytest.mark.parametrize("weight", [0, -1])
def test_a_location_without_weight_is_refused(weight):
    with pytest.raises(ValueError, match="above 0"):
        estimate({"a": tally(50, 60)}, {"a": Fraction(weight)})


def test_locations_without_sheets_are_left_out():
    known = {"a": tally(50, 60), "b": tally(70, 90)}
    assert estimate({**known, "c": StandardTally()}) == estimate(known)
    assert estimate({"c": StandardTally()}) is None
    assert estimate({}) is None


A, B = [80, 100, 90, 70], [40, 50, 60, 40, 80, 60]


def test_two_locations_have_welchs_degrees_of_freedom():
    """a: s² 1/60, n 4; b: s² 0.023, n 6. Parts ¼·s²/n: 1/960 and 0.023/24; their sum 1/500."""
    both = estimate({"a": tally(*A), "b": tally(*B)})
    first, second = Fraction(1, 960), Fraction(23, 24000)
    assert both.spread / both.effective == first + second == Fraction(1, 500)
    assert both.freedom == (first + second) ** 2 / (first**2 / 3 + second**2 / 5)


def test_a_location_with_one_sheet_borrows_the_others_variance():
    """a: 4 sheets, s² 1/60; b: 1 sheet, borrows 1/60: (1/240 + 1/60) / 4 = 1/192, on 3 degrees."""
    both = estimate({"a": tally(*A), "b": tally(50)})
    assert both.freedom == 3
    assert both.spread / both.effective == Fraction(1, 192)
    middle = (Fraction(85, 100) + Fraction(1, 2)) / 2
    reach = student_quantile(SURE, 3) * sqrt(1 / 192)
    assert both.interval(SURE) == pytest.approx((float(middle) - reach, float(middle) + reach))


def test_what_is_borrowed_is_pooled_by_degrees_of_freedom():
    """a: s² 1/50 on 1; b: s² 1/200 on 1 … pooled (1/50 + 1/200) / 2 = 1/80 for c."""
    three = estimate({"a": tally(60, 80), "b": tally(50, 60), "c": tally(10)})
    variance = (Fraction(1, 100) + Fraction(1, 400) + Fraction(1, 80)) / 9
    assert three.spread / three.effective == variance


def test_where_no_location_has_two_sheets_there_is_a_mean_and_no_interval():
    singles = estimate({"a": tally(40), "b": tally(80)})
    assert (singles.mean, singles.n, singles.spread, singles.freedom) == (Fraction(3, 5), 2, None, None)
    assert singles.interval(SURE) is None
    assert difference(singles, estimate({"a": tally(10, 20)}), SURE) is None


def test_sheets_that_are_all_alike_fall_back_on_wilson_with_the_sheets_that_count():
    """Even counts: all of them. 50 and 2 sheets: as sure as 1 / (¼/50 + ¼/2) = 100/13 evenly drawn ones."""
    even = estimate({"a": tally(*[100] * 5), "b": tally(*[100] * 5)})
    uneven = estimate({"a": tally(*[100] * 50), "b": tally(*[50] * 2)})
    assert even.interval(SURE) == wilson(10, 10, SURE)
    assert uneven.effective == Fraction(100, 13)
    assert uneven.interval(SURE) == wilson(Fraction(3, 4) * Fraction(100, 13), Fraction(100, 13), SURE)


points = st.lists(st.integers(0, 100), min_size=1, max_size=6).map(lambda values: tally(*values))
places = st.dictionaries(st.sampled_from("abcd"), points, min_size=1)
few = settings(max_examples=50, deadline=None)


@few
@given(places)
def test_an_estimate_lies_in_its_interval_and_more_confidence_widens_it(tallies):
    figure = estimate(tallies)
    if any(sheets.n > 1 for sheets in tallies.values()):
        less, more = figure.interval(SURE), figure.interval(Fraction(159, 160))
        assert 0 <= more.low <= less.low <= figure.mean <= less.high <= more.high <= 1
        assert less.low < less.high
    else:
        assert figure.interval(SURE) is None


@few
@given(places, st.fractions(Fraction(1, 9), 9))
def test_weights_are_relative_and_even_weights_are_none(tallies, weight):
    assert estimate(tallies, dict.fromkeys(tallies, weight)) == estimate(tallies)


@few
@given(places, places)
def test_a_difference_turned_round_is_its_negative(one, other):
    left, right = estimate(one), estimate(other)
    forth, back = difference(left, right, SURE), difference(right, left, SURE)
    assert (forth is None) is (back is None)
    if forth and back:
        assert back == pytest.approx((-forth.high, -forth.low), abs=1e-12)
