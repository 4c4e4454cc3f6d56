"""How views are compared: tallies into readings, gaps, verdicts and the big numbers.

    reading(view, Evidence({location: StandardTally}), thresholds) -> Reading
    compare_all({standard: {view: Evidence}}, thresholds) -> tuple[StandardComparison, ...]
    compare(standard, {view: Evidence}, thresholds, tests) -> StandardComparison
    standards_tested(comparisons) -> how many standards the level of the gaps is adjusted for
    enough_views(comparisons) -> views · common_standards(comparisons, views) -> comparisons
    overall(comparisons, views) -> {view: Reading}, the big numbers

The level of the gaps is `statistics.adjusted_confidence(thresholds.confidence, standards_tested(…))`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit_app.core.comparison import (
    Absence,
    Evidence,
    Gap,
    Reading,
    StandardComparison,
    Thresholds,
    Verdict,
)
from audit_app.core.estimate import Estimate, difference, estimate
from audit_app.core.questionnaire import View
from audit_app.core.statistics import Interval, adjusted_confidence
from audit_app.core.tally import shown_groups

PAIRS = ((View.STAFF, View.CUSTOMER), (View.OBSERVED, View.CUSTOMER), (View.STAFF, View.OBSERVED))
"""Which views are laid side by side, in the order in which a gap may be a standard's main one."""


def reading(view: View, evidence: Evidence, thresholds: Thresholds) -> Reading:
    """What one view says of one standard; a staff team under `least_team` is never in it."""
    return _see(view, evidence, thresholds).reading


@dataclass(frozen=True)
class _Seen:
    """A reading with the estimate behind it, from which an interval at any confidence can be made."""

    reading: Reading
    estimate: Estimate | None = None


def _see(view: View, evidence: Evidence, thresholds: Thresholds) -> _Seen:
    least = thresholds.least_team if view is View.STAFF else 1
    known = {place: tally for place, tally in evidence.tallies.items() if tally.n}
    shown = {} if evidence.hidden else shown_groups(known, least)
    figure = estimate(shown, evidence.weights)
    if figure is None:
        kept_back = evidence.hidden or bool(known)
        return _Seen(Reading(view, 0, absence=Absence.HIDDEN if kept_back else Absence.NOTHING))
    interval = figure.interval(thresholds.confidence)
    low, high = (interval.low * 100, interval.high * 100) if interval else (None, None)
    enough = interval is not None and figure.n >= thresholds.least_sheets[view]
    return _Seen(Reading(view, figure.n, figure.mean * 100, low, high, enough, absence=None), figure)


def compare_all(
    evidence: Mapping[str, Mapping[View, Evidence]], thresholds: Thresholds
) -> tuple[StandardComparison, ...]:
    """Every standard compared, in the order given; gaps at the level adjusted for testing them all."""
    seen = {
        standard: {view: _see(view, what, thresholds) for view, what in views.items()}
        for standard, views in evidence.items()
    }
    tests = sum(_is_tested(one.reading for one in views.values()) for views in seen.values())
    level = adjusted_confidence(thresholds.confidence, tests)
    return tuple(_compare(standard, views, thresholds, level) for standard, views in seen.items())


def compare(
    standard: str, views: Mapping[View, Evidence], thresholds: Thresholds, tests: int
) -> StandardComparison:
    """One of `tests` standards compared: its readings, the gaps between those that have a figure."""
    seen = {view: _see(view, what, thresholds) for view, what in views.items()}
    return _compare(standard, seen, thresholds, adjusted_confidence(thresholds.confidence, tests))


def _compare(
    standard: str, seen: Mapping[View, _Seen], thresholds: Thresholds, level: Fraction
) -> StandardComparison:
    readings = {view: one.reading for view, one in seen.items()}
    estimates = {view: one.estimate for view, one in seen.items() if one.estimate}
    gaps = tuple(
        _gap(
            readings[left], readings[right], difference(estimates[left], estimates[right], level), thresholds
        )
        for left, right in PAIRS
        if left in estimates and right in estimates
    )
    decided = (gap for gap in gaps if gap.verdict is not Verdict.TOO_FEW)
    return StandardComparison(standard, readings, gaps, main=next(decided, next(iter(gaps), None)))


def _gap(left: Reading, right: Reading, shares: Interval | None, thresholds: Thresholds) -> Gap:
    points = (left.points or Fraction()) - (right.points or Fraction())
    if shares is None or not (left.enough and right.enough):
        return Gap(left.view, right.view, Verdict.TOO_FEW, points)
    interval = Interval(shares.low * 100, shares.high * 100)
    return Gap(left.view, right.view, _verdict(points, interval, thresholds), points, *interval)


def _verdict(points: Fraction, interval: Interval, thresholds: Thresholds) -> Verdict:
    if abs(points) < thresholds.least_gap:
        return Verdict.AGREE
    if not interval.excludes_zero:
        return Verdict.UNCLEAR
    return Verdict.BLIND_SPOT if points > 0 else Verdict.HIDDEN_STRENGTH


def _is_tested(readings: Iterable[Reading]) -> bool:
    return sum(one.enough for one in readings) >= 2


def standards_tested(comparisons: Iterable[StandardComparison]) -> int:
    """On how many standards at least two views have enough: the number the level is adjusted for."""
    return sum(_is_tested(comparison.readings.values()) for comparison in comparisons)


def enough_views(comparisons: Iterable[StandardComparison]) -> tuple[View, ...]:
    """The views that have enough on any standard, in the order staff, observed, customer."""
    enough = {one.view for comparison in comparisons for one in comparison.readings.values() if one.enough}
    return tuple(view for view in View if view in enough)


def common_standards(
    comparisons: Iterable[StandardComparison], views: Sequence[View]
) -> tuple[StandardComparison, ...]:
    """The comparisons of the standards on which all these views have enough."""
    return tuple(c for c in comparisons if all(v in c.readings and c.readings[v].enough for v in views))


def overall(comparisons: Iterable[StandardComparison], views: Sequence[View]) -> dict[View, Reading]:
    """The big numbers: each view's mean over the standards on which all these views have enough.

    The interval runs from the mean of the lows to the mean of the highs: the widest there can be, as if
    a sheet's answers moved together. `n` is the smallest n of these standards. No common standard: absent.
    """
    common = common_standards(comparisons, views)
    return {view: _mean_reading(view, [comparison.readings[view] for comparison in common]) for view in views}


def _mean_reading(view: View, readings: Sequence[Reading]) -> Reading:
    if not readings:
        return Reading(view, 0)
    count = len(readings)
    points = sum((one.points or Fraction() for one in readings), Fraction()) / count
    low = sum(one.low or 0.0 for one in readings) / count
    high = sum(one.high or 0.0 for one in readings) / count
    return Reading(view, min(one.n for one in readings), points, low, high, enough=True, absence=None)
