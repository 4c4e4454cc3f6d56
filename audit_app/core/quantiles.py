"""How many standard errors an interval reaches to either side, for the normal and for Student's distribution.

normal_quantile(confidence)      student_quantile(confidence, freedom)
"""

from fractions import Fraction
from functools import lru_cache
from math import exp, lgamma, log, log1p, pi
from statistics import NormalDist

Number = Fraction | float
"""An exact number or a float; an int is both."""


def normal_quantile(confidence: Number) -> float:
    """How many standard errors to either side a normal interval reaches: 95 % → 1.959964.

    >>> round(normal_quantile(Fraction(95, 100)), 6)
    1.959964
    """
    return -NormalDist().inv_cdf(float(1 - confidence) / 2)


def student_quantile(confidence: Number, freedom: Number) -> float:
    """How many standard errors to either side Student's interval reaches: 95 %, 9 degrees → 2.262157.

    From 1,000 degrees on by Fisher and Cornish's expansion (Abramowitz & Stegun 26.7.5), below by
    inverting the exact tail. Degrees of freedom may be fractional, above 0; else ValueError.

    >>> round(student_quantile(Fraction(95, 100), 9), 6)
    2.262157
    """
    if freedom <= 0:
        raise ValueError(f"{freedom} degrees of freedom")
    return _student_quantile(float(1 - confidence), float(freedom))


@lru_cache(maxsize=4096)
def _student_quantile(outside: float, freedom: float) -> float:
    start = -NormalDist().inv_cdf(outside / 2)
    return _expanded(start, freedom) if freedom >= 1000 else _inverted(start, outside, freedom)


def _expanded(z: float, freedom: float) -> float:
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))


def _inverted(start: float, outside: float, freedom: float) -> float:
    # The tail is convex and the normal quantile lies left of the root: Newton only ever walks right.
    t = start
    for _ in range(200):
        step = (_student_tails(t, freedom) - outside) / (2 * _student_density(t, freedom))
        t += step
        if abs(step) <= 1e-13 * t:
            break
    return t


def _student_density(t: float, freedom: float) -> float:
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2
    return exp(scale - (freedom + 1) / 2 * log1p(t * t / freedom))


def _student_tails(t: float, freedom: float) -> float:
    return _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def _incomplete_beta(a: float, b: float, x: float) -> float:
    # Abramowitz & Stegun 26.5.2: the fraction converges fast on one side only, the other mirrors it.
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a if x else 0.0
    return front / _beta_fraction(a, b, x)


def _beta_fraction(a: float, b: float, x: float) -> float:
    # Abramowitz & Stegun 26.5.8, summed from its end; 400 terms are ample below 1,000 degrees.
    value = 1.0
    for m in range(200, 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        value = 1 + odd / (1 + even / value)
    return value
