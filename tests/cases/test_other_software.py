"""Our intervals are those of scipy and statsmodels."""

from fractions import Fraction
from statistics import mean, variance

import pytest
import scipy.stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audit_app.core.estimate import estimate
from audit_app.core.quantiles import normal_quantile, student_quantile
from audit_app.core.statistics import (
    difference_interval,
    mean_interval,
    wilson,
)
from audit_app.core.tally import StandardTally

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.99375, 0.999, 0.99999)
FREEDOMS = (0.7, 1, 1.5, 2, 3, 4.2, 9, 30, 84.3, 500, 999.9, 1000, 1000.1, 5e4, 1e7)


@pytest.mark.parametrize("level", LEVELS)
def test_quantiles_of_student_and_of_the_normal(level):
    upper = 1 - (1 - level) / 2
    assert normal_quantile(level) == pytest.approx(scipy.stats.norm.ppf(upper), rel=1e-12)
    ours = [student_quantile(level, freedom) for freedom in FREEDOMS]
    assert ours == pytest.approx(list(scipy.stats.t.ppf(upper, FREEDOMS)), rel=1e-9)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("successes", "base"), [(0, 1), (1, 1), (0, 10), (3, 10), (82, 100), (1000, 1000)])
def test_wilson(successes, base, level):
    theirs = proportion_confint(successes, base, 1 - level, method="wilson")
    assert wilson(successes, base, level) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(("left", "right"), [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((5, 56), (0, 29))])
def test_the_difference_of_two_shares(left, right):
    theirs = confint_proportions_2indep(*left, *right, method="newcomb", compare="diff")
    ours = difference_interval(Fraction(*left), wilson(*left, 0.95), Fraction(*right), wilson(*right, 0.95))
    assert ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("sample", [(0.25, 0.5, 0.75, 1.0), (0.0, 0.5), (0.4, 0.45, 0.5, 0.5, 0.55, 0.6)])
def test_the_mean_of_a_sample_clipped_to_a_share(sample):
    shares = [Fraction(share) for share in sample]
    theirs = scipy.stats.ttest_1samp(sample, 0).confidence_interval(0.95)
    ours = mean_interval(mean(shares), variance(shares), len(shares), Fraction(95, 100))
    assert ours == pytest.approx((max(theirs.low, 0), min(theirs.high, 1)), abs=1e-9)


def test_two_locations_are_as_sure_as_welchs_difference():
    """Half the sum has the degrees of freedom of the difference and half its standard error."""
    a, b = [80, 100, 90, 70], [40, 50, 60, 40, 80, 60]
    both = estimate(
        {name: StandardTally({(p, 100): ps.count(p) for p in ps}) for name, ps in {"a": a, "b": b}.items()}
    )
    welch = scipy.stats.ttest_ind(a, b, equal_var=False)
    low, high = welch.confidence_interval(0.95)
    ours = both.interval(Fraction(95, 100))
    assert float(both.freedom) == pytest.approx(welch.df, rel=1e-12)
    assert ours.high - ours.low == pytest.approx((high - low) / 200, rel=1e-9)
