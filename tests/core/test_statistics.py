"""Intervals against printed examples, and what must hold for all; against other software in tests/cases."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.quantiles import normal_quantile, student_quantile
from audit_app.core.statistics import (
    Effort,
    Interval,
    adjusted_confidence,
    difference_interval,
    effort,
    maximum_distortion,
    mean_interval,
    median,
    recommend_score,
    wilson,
)

SURE = Fraction(95, 100)
levels = st.sampled_from([Fraction(1, 2), Fraction(9, 10), SURE, Fraction(159, 160), Fraction(999, 1000)])
few = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (9, 2.2622), (30, 2.0423), (120, 1.9799), (1e6, 1.9600)],
)
def test_student_gives_the_printed_table(freedom, quantile):
    """Gosset's table at 95 %, as printed in every textbook; more digits in tests/cases."""
    assert student_quantile(SURE, freedom) == pytest.approx(quantile, abs=5e-5)


@few
@given(st.floats(0.3, 999.9), levels)
def test_student_is_continuous_falls_with_freedom_and_ends_at_the_normal(freedom, level):
    here, further = student_quantile(level, freedom), student_quantile(level, freedom * 1.01)
    assert here > further > normal_quantile(level)
    assert student_quantile(level, 999.999999) == pytest.approx(student_quantile(level, 1000), rel=1e-9)


def test_there_is_no_quantile_without_freedom():
    with pytest.raises(ValueError, match="0 degrees"):
        student_quantile(SURE, 0)


@few
@given(st.integers(0, 50), st.integers(1, 50), levels)
def test_wilsons_ends_are_the_shares_that_lie_just_z_errors_off(successes, more, level):
    base = successes + more
    for end in wilson(successes, base, level):
        off = normal_quantile(level) * sqrt(end * (1 - end) / base)
        assert abs(successes / base - end) == pytest.approx(off, abs=1e-9)


@pytest.mark.parametrize(("successes", "base"), [(81, 263), (15, 148), (0, 20), (1, 29)])
def test_wilson_gives_newcombes_printed_examples(successes, base):
    """Newcombe (1998a), table I, method 3."""
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    assert wilson(successes, base, SURE) == pytest.approx(printed[successes, base], abs=5e-5)


@pytest.mark.parametrize(("successes", "base"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(successes, base):
    with pytest.raises(ValueError, match="is no share"):
        wilson(successes, base, SURE)


@pytest.mark.parametrize(
    ("left", "right", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_gives_newcombes_printed_examples(left, right, low, high):
    """Newcombe (1998b), table II, method 10."""
    shares = [Fraction(*pair) for pair in (left, right)]
    interval = difference_interval(shares[0], wilson(*left, SURE), shares[1], wilson(*right, SURE))
    assert interval == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("mean", "variance", "n", "low", "high"),
    [
        (Fraction(3, 4), Fraction(1, 20), 10, 0.5900, 0.9100),
        (Fraction(5, 8), Fraction(5, 48), 4, 0.1114, 1.0),
        (Fraction(1, 4), Fraction(1, 8), 2, 0.0, 1.0),
    ],
)
def test_a_mean_has_students_interval_clipped_to_a_share(mean, variance, n, low, high):
    """0.75 ± 2.2622·√0.005; 0.625 ± 3.1824·√(0.1042/4) = 0.1114 to 1.1386; 0.25 ± 12.7062·0.25."""
    assert mean_interval(mean, variance, n, SURE) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("mean", "low", "high"), [(0, 0, 0.4345), (Fraction(1, 2), 0.1704, 0.8296), (1, 0.5655, 1)]
)
def test_five_sheets_that_are_all_alike_are_still_unsure(mean, low, high):
    """Wilson for 0, 2.5 and 5 of 5: the middle one is ½ ± 1.96 · √(0.25/5 + 3.84/100) / (1 + 3.84/5)."""
    interval = mean_interval(Fraction(mean), Fraction(0), 5, SURE)
    assert interval == pytest.approx((low, high), abs=5e-5)


def test_a_mean_above_one_lies_in_its_interval():
    for variance in (Fraction(0), Fraction(1, 100)):
        low, high = mean_interval(Fraction(11, 10), variance, 10, SURE)
        assert low < 1.1 <= high


shares = st.fractions(0, 1, max_denominator=400)
means = st.tuples(shares, st.fractions(0, Fraction(1, 4), max_denominator=400), st.integers(2, 400))


@few
@given(means, levels, levels)
def test_more_confidence_is_a_wider_interval_around_the_mean(sample, one, other):
    less, more = (mean_interval(*sample, level) for level in sorted([one, other]))
    assert 0 <= more.low <= less.low <= float(sample[0]) <= less.high <= more.high <= 1


@few
@given(means, means, levels)
def test_a_difference_turned_round_is_its_negative(one, other, level):
    left, right = mean_interval(*one, level), mean_interval(*other, level)
    forth = difference_interval(one[0], left, other[0], right)
    back = difference_interval(other[0], right, one[0], left)
    assert back == pytest.approx((-forth.high, -forth.low), abs=1e-12)
    assert forth.low <= one[0] - other[0] <= forth.high


@pytest.mark.parametrize(
    ("interval", "excludes"),
    [((1, 2), True), ((-2, -1), True), ((-1, 1), False), ((0, 1), False), ((-1, 0), False)],
)
def test_an_interval_that_touches_zero_does_not_exclude_it(interval, excludes):
    assert Interval(*interval).excludes_zero is excludes


@pytest.mark.parametrize(
    ("tests", "level"), [(0, SURE), (1, SURE), (2, Fraction(39, 40)), (8, Fraction(159, 160))]
)
def test_the_level_is_shared_among_the_tests(tests, level):
    assert adjusted_confidence(SURE, tests) == level


@pytest.mark.parametrize(
    ("groups", "points", "error", "low", "high"),
    [
        ((50, 30, 20), 30, 7.8102, 14.6922, 45.3078),
        ((1, 1, 1), 0, 47.1405, -92.3936, 92.3936),
        ((1, 0, 1), 0, 70.7107, -100, 100),
        ((5, 0, 0), 100, 0, 13.1036, 100),
        ((0, 5, 0), 0, 0, -65.9153, 65.9153),
    ],
)
def test_the_recommend_score_with_its_error(groups, points, error, low, high):
    score = recommend_score(*groups, SURE)
    assert score.points == points
    assert (score.error, *score.interval) == pytest.approx((error, low, high), abs=5e-4)


def test_nobody_who_answered_gives_no_score():
    assert recommend_score(0, 0, 0) is None
    assert effort({}) is None
    assert median({}) is None
    assert maximum_distortion(0) is None


def test_effort_is_a_mean_and_the_share_of_the_two_best():
    assert effort({7: 2, 6: 1, 4: 1, 1: 1}) == Effort(Fraction(5), Fraction(3, 5))
    assert effort({5: 1, 4: 1, 3: 2}, best=5) == Effort(Fraction(15, 4), Fraction(1, 2))


@few
@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
def test_the_median_has_as_many_below_as_above(values):
    counts = {value: values.count(value) for value in values}
    middle = median(counts)
    assert sum(value < middle for value in values) <= len(values) / 2
    assert sum(value > middle for value in values) <= len(values) / 2


@pytest.mark.parametrize(
    ("counts", "middle"), [({3: 1}, 3), ({1: 1, 2: 1}, Fraction(3, 2)), ({9: 1, 1: 2}, 1)]
)
def test_medians_by_hand(counts, middle):
    assert median(counts) == middle


@pytest.mark.parametrize(("n", "most"), [(1, 1), (2, Fraction(1, 2)), (3, Fraction(1, 3))])
def test_one_untypical_visit_moves_a_figure_by_one_nth(n, most):
    assert maximum_distortion(n) == most
