"""What several locations' tallies say together: a mean share and how sure it is.

estimate({location: StandardTally}, weights=None) -> Estimate | None; .interval(confidence)
difference(left, right, confidence) -> Interval | None
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from audit_app.core.quantiles import Number
from audit_app.core.statistics import Interval, difference_interval, mean_interval
from audit_app.core.tally import StandardTally


@dataclass(frozen=True)
class Estimate:
    """A mean share and how sure it is.

    `n` sheets; `spread` is the sheets' variance and `effective` the number of sheets which, drawn evenly,
    would be as sure: the mean's own variance is spread ÷ effective. `freedom`: Welch and Satterthwaite's
    degrees. `spread` and `freedom` are None where no location has two sheets: then there is no interval.
    """

    mean: Fraction
    n: int
    effective: Fraction
    spread: Fraction | None = None
    freedom: Fraction | None = None

    def interval(self, confidence: Number) -> Interval | None:
        """The interval of the mean (shares) at any confidence, None where it cannot be known."""
        if self.spread is None:
            return None
        return mean_interval(self.mean, self.spread, self.effective, confidence, self.freedom)


def estimate(
    tallies: Mapping[str, StandardTally], weights: Mapping[str, Fraction] | None = None
) -> Estimate | None:
    """The mean of the locations' means, each location counting the same unless `weights` (traffic) say not.

    Locations without a sheet are left out; None where all are. Variance Σ w²·s²/n, degrees of freedom by
    Satterthwaite (1946) and Welch (1947). A location with one sheet borrows the variance pooled within
    the others. Means 0.9 (s² 0.02, n 4) and 0.6 (s² 0.04, n 8): mean 0.75, variance ¼·0.005 + ¼·0.005 =
    0.0025, degrees 0.0025² / (0.00125²/3 + 0.00125²/7) = 8.4. Raises ValueError for a weight ≤ 0.
    """
    counted = {location: tally for location, tally in tallies.items() if tally.n}
    if not counted:
        return None
    shares = _normalised({location: weights[location] if weights else 1 for location in counted})
    mean = sum((shares[location] * (tally.mean or 0) for location, tally in counted.items()), Fraction())
    n = sum(tally.n for tally in counted.values())
    effective = 1 / sum((shares[location] ** 2 / tally.n for location, tally in counted.items()), Fraction())
    variance, freedom = _variance_of_mean(counted, shares)
    return Estimate(mean, n, effective, None if variance is None else variance * effective, freedom)


def _normalised(weights: Mapping[str, Fraction | int]) -> dict[str, Fraction]:
    if any(weight <= 0 for weight in weights.values()):
        raise ValueError("a location's weight must be above 0")
    total = Fraction(sum(weights.values()))
    return {location: weight / total for location, weight in weights.items()}


def _variance_of_mean(
    tallies: Mapping[str, StandardTally], shares: Mapping[str, Fraction]
) -> tuple[Fraction | None, Fraction | None]:
    """Variance of the weighted mean and its degrees of freedom, or None twice."""
    spreads = {
        location: (tally.variance, tally.n)
        for location, tally in tallies.items()
        if tally.variance is not None
    }
    if not spreads:
        return None, None
    freedom = sum(n - 1 for _, n in spreads.values())
    # The pooled variance is itself a weighted sum of the others', so all ends as one Σ factor · s².
    alone = sum((shares[location] ** 2 for location in tallies if location not in spreads), Fraction())
    parts = [
        ((shares[location] ** 2 / n + alone * Fraction(n - 1, freedom)) * variance, n - 1)
        for location, (variance, n) in spreads.items()
    ]
    total = sum((part for part, _ in parts), Fraction())
    doubt = sum((part**2 / degrees for part, degrees in parts), Fraction())
    return total, (total**2 / doubt if doubt else Fraction(freedom))


def difference(left: Estimate, right: Estimate, confidence: Number) -> Interval | None:
    """The interval of left − right (shares), None where one of them has none."""
    left_interval, right_interval = left.interval(confidence), right.interval(confidence)
    if left_interval is None or right_interval is None:
        return None
    return difference_interval(left.mean, left_interval, right.mean, right_interval)
