"""Intervals against other people's software and printed examples; and what must hold for all of them."""

from fractions import Fraction

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.core.statistics import (
    Effort,
    Interval,
    adjusted_confidence,
    difference_interval,
    effort,
    maximum_distortion,
    mean_interval,
    median,
    normal_quantile,
    recommend_score,
    student_quantile,
    wilson,
)

SURE = Fraction(95, 100)
LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.99375, 0.999, 0.99999)
FREEDOMS = (0.7, 1, 1.5, 2, 3, 4.2, 9, 30, 84.3, 500, 999.9, 1000, 1000.1, 5e4, 1e7)
few = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("level", LEVELS)
def test_student_and_normal_quantiles_are_those_of_scipy(level):
    upper = 1 - (1 - level) / 2
    assert normal_quantile(level) == pytest.approx(scipy.stats.norm.ppf(upper), rel=1e-12)
    ours = [student_quantile(level, freedom) for freedom in FREEDOMS]
    assert ours == pytest.approx(list(scipy.stats.t.ppf(upper, FREEDOMS)), rel=1e-9)


def test_there_is_no_quantile_without_freedom():
    with pytest.raises(ValueError, match="0 degrees"):
        student_quantile(SURE, 0)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("successes", "base"), [(0, 1), (1, 1), (0, 10), (3, 10), (82, 100), (1000, 1000)])
def test_wilson_is_that_of_scipy(successes, base, level):
    theirs = scipy.stats.binomtest(successes, base).proportion_ci(level, method="wilson")
    assert wilson(successes, base, level) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


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


SAMPLES = ([0.25, 0.5, 0.75, 1.0], [0.0, 0.5], [0.4, 0.45, 0.5, 0.5, 0.55, 0.6])


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_mean_has_the_interval_of_scipy_clipped_to_a_share(sample):
    shares = [Fraction(share) for share in sample]
    mean = sum(shares) / len(shares)
    variance = sum((share - mean) ** 2 for share in shares) / (len(shares) - 1)
    theirs = scipy.stats.ttest_1samp(sample, 0).confidence_interval(0.95)
    clipped = (max(theirs.low, 0), min(theirs.high, 1))
    assert mean_interval(mean, variance, len(shares), SURE) == pytest.approx(clipped, abs=1e-9)


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
levels = st.sampled_from([Fraction(1, 2), Fraction(9, 10), SURE, Fraction(159, 160), Fraction(999, 1000)])


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
