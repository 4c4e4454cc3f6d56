"""Statistics of shares and means: each function with its source and a worked number.

Shares and means are 0–1 and exact (Fraction) as long as no root is taken; ends of intervals are floats.
A confidence is a share, e.g. Fraction(95, 100).

    wilson(successes, base, confidence) -> Interval           mean_interval(mean, variance, n, confidence)
    difference_interval(left, left_interval, right, right_interval) -> Interval
    adjusted_confidence(confidence, tests)                    recommend_score(promoters, passives, detractors)
    effort(counts, best) -> Effort                            median(counts)      maximum_distortion(n)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from audit_app.core.quantiles import Number, normal_quantile, student_quantile


class Interval(NamedTuple):
    """Both ends of a confidence interval, in the unit of what it was made from."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the sign of what lies inside is beyond doubt."""
        return self.low > 0 or self.high < 0


def adjusted_confidence(confidence: Fraction, tests: int) -> Fraction:
    """The level at which each of several tests is made so that all together keep `confidence`.

    Bonferroni: 1 − (1 − c) / m. Eight standards at 95 %: 1 − 0.05 / 8 = 99.375 %.

    >>> adjusted_confidence(Fraction(95, 100), 8)
    Fraction(159, 160)
    """
    return 1 - (1 - Fraction(confidence)) / max(tests, 1)


def wilson(successes: Number, base: Number, confidence: Number) -> Interval:
    """The Wilson score interval of a share; both counts may be fractional.

    Wilson (1927), as in Newcombe (1998a), method 3: the centre (p + z²/2n) / (1 + z²/n), to either side
    z·√(p(1−p)/n + z²/4n²) / (1 + z²/n). 81 of 263 at 95 %: 0.2553 to 0.3662 (Newcombe's own example).
    Raises ValueError unless 0 ≤ successes ≤ base and base > 0.

    >>> [round(end, 4) for end in wilson(81, 263, Fraction(95, 100))]
    [0.2553, 0.3662]
    """
    if not 0 <= successes <= base or base == 0:
        raise ValueError(f"{successes} of {base} is no share")
    n, share, z = float(base), float(successes / Fraction(base)), normal_quantile(confidence)
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    spread = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - reach) / spread
    high = 1.0 if successes == base else (centre + reach) / spread
    return Interval(low, high)


def mean_interval(
    mean: Fraction, variance: Fraction, n: Number, confidence: Number, freedom: Number | None = None
) -> Interval:
    """The interval of a mean share: Student's t (Gosset 1908), clipped to what a share can be.

    `variance` is the sample's (n − 1 below); `freedom` is n − 1 unless given. Mean 0.75, variance 0.05,
    10 sheets, 95 %: 0.75 ± 2.2622 · √(0.05 / 10) = 0.5900 to 0.9100.
    Where all sheets are alike (variance 0) the spread is not known to be none: then Wilson's interval
    with mean · n successes, because no share varies more than yes and no do. 5 of 5 sheets at 1: 0.5655 to 1.
    A mean above 1 (uncapped bonus) stays inside its interval. Raises ValueError for freedom ≤ 0.

    >>> [round(end, 4) for end in mean_interval(Fraction(3, 4), Fraction(1, 20), 10, Fraction(95, 100))]
    [0.59, 0.91]
    >>> [round(end, 4) for end in mean_interval(Fraction(1), Fraction(0), 5, Fraction(95, 100))]
    [0.5655, 1.0]
    """
    if variance == 0:
        low, high = wilson(min(mean, Fraction(1)) * Fraction(n), n, confidence)
        return Interval(low, max(high, float(mean)))
    reach = student_quantile(confidence, n - 1 if freedom is None else freedom) * sqrt(variance / n)
    ceiling = max(1.0, float(mean))
    return Interval(max(0.0, float(mean) - reach), min(ceiling, float(mean) + reach))


def difference_interval(
    left: Number, left_interval: Interval, right: Number, right_interval: Interval
) -> Interval:
    """The interval of left − right from the two intervals (MOVER), at their confidence.

    Newcombe (1998b), method 10; Zou & Donner (2008): from d = l − r down √((l − l₁)² + (r₂ − r)²), up
    √((l₂ − l)² + (r − r₁)²). 56 of 70 against 48 of 80 at 95 %: 0.0524 to 0.3339 (Newcombe's own example).

    >>> left, right = (wilson(a, n, Fraction(95, 100)) for a, n in ((56, 70), (48, 80)))
    >>> [round(end, 4) for end in difference_interval(0.8, left, 0.6, right)]
    [0.0524, 0.3339]
    """
    difference = float(left - right)
    down = sqrt(float(left - left_interval.low) ** 2 + float(right_interval.high - right) ** 2)
    up = sqrt(float(left_interval.high - left) ** 2 + float(right - right_interval.low) ** 2)
    return Interval(difference - down, difference + up)


@dataclass(frozen=True)
class RecommendScore:
    """A Net Promoter Score: `points` −100 to 100, its standard error and its interval in points."""

    points: Fraction
    error: float
    interval: Interval


def recommend_score(
    promoters: int, passives: int, detractors: int, confidence: Number = Fraction(95, 100)
) -> RecommendScore | None:
    """The Net Promoter Score over those who answered, None where nobody did.

    Reichheld (2003): promoters (9–10) − detractors (0–6) in percent of the answers. Standard error
    √((P + D − (P − D)²) / n) · 100 with shares P and D (Rocks 2016), interval ± z errors inside −100…100.
    50, 30 and 20 of 100: 30, error 7.81, interval 14.69 to 45.31. Where all answered alike the error
    is 0 and says nothing: then Wilson of the answers as shares (detractor 0, passive ½, promoter 1).

    >>> score = recommend_score(50, 30, 20)
    >>> score.points, round(score.error, 2), [round(end, 2) for end in score.interval]
    (Fraction(30, 1), 7.81, [14.69, 45.31])
    """
    n = promoters + passives + detractors
    if not n:
        return None
    net = Fraction(promoters - detractors, n)
    error = sqrt((Fraction(promoters + detractors, n) - net**2) / n)
    reach = normal_quantile(confidence) * error
    interval = Interval(max(-1.0, float(net) - reach), min(1.0, float(net) + reach))
    if not error:
        low, high = wilson((net + 1) / 2 * n, n, confidence)
        interval = Interval(2 * low - 1, 2 * high - 1)
    return RecommendScore(net * 100, error * 100, Interval(interval.low * 100, interval.high * 100))


@dataclass(frozen=True)
class Effort:
    """A Customer Effort Score: the mean answer and the share of the two best answers."""

    mean: Fraction
    top_two: Fraction


def effort(counts: Mapping[int, int], best: int = 7) -> Effort | None:
    """The Customer Effort Score of answers 1…`best` (best: least effort), None without answers.

    Dixon, Freeman & Toman (2010); mean and top-two box. 7, 7, 6, 4, 1: mean 5, top two 3 of 5.

    >>> effort({7: 2, 6: 1, 4: 1, 1: 1})
    Effort(mean=Fraction(5, 1), top_two=Fraction(3, 5))
    """
    n = sum(counts.values())
    if not n:
        return None
    top_two = sum(count for value, count in counts.items() if value >= best - 1)
    return Effort(Fraction(sum(value * count for value, count in counts.items()), n), Fraction(top_two, n))


def median(counts: Mapping[int, int]) -> Fraction | None:
    """The exact median of a histogram, the middle of the middle two where n is even; None of nothing.

    >>> median({30: 2, 60: 1, 200: 1})
    Fraction(45, 1)
    """
    n = sum(counts.values())
    return Fraction(_ranked(counts, (n - 1) // 2) + _ranked(counts, n // 2), 2) if n else None


def _ranked(counts: Mapping[int, int], rank: int) -> int:
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > rank:
            return value
    raise ValueError(f"no value of rank {rank}")


def maximum_distortion(n: int) -> Fraction | None:
    """The share of a location's figure that one untypical visit can move: 1 / n, None without visits.

    Kinesis (2015): 1 visit 100 %, 2 visits 50 %, 3 visits 33 %.

    >>> maximum_distortion(3)
    Fraction(1, 3)
    """
    return Fraction(1, n) if n else None
