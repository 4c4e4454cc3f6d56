"""What a report concludes: what has changed, and the one sentence it starts with.

change(standard, before, after) -> Change | None
choose_headline(comparisons) -> Headline
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from audit_app.core.comparison import Reading, StandardComparison, Verdict
from audit_app.core.questionnaire import View
from audit_app.core.report import Change, Headline, HeadlineKind
from audit_app.core.statistics import Interval, difference_interval


def change(standard: str, before: Reading, after: Reading) -> Change | None:
    """A view's figure now less its figure before, None unless both have enough.

    The interval (points) is made from the two readings' own, at their confidence and not adjusted;
    `verdict` is "better" or "worse" where it excludes 0, else "none".
    """
    was, now = _interval(before), _interval(after)
    if before.points is None or after.points is None or was is None or now is None:
        return None
    interval = difference_interval(after.points, now, before.points, was)
    return Change(
        view=after.view,
        standard=standard,
        before=before,
        after=after,
        points=after.points - before.points,
        low=interval.low,
        high=interval.high,
        verdict=_direction(interval),
    )


def _interval(reading: Reading) -> Interval | None:
    if not reading.enough or reading.low is None or reading.high is None:
        return None
    return Interval(reading.low, reading.high)


def _direction(interval: Interval) -> str:
    if not interval.excludes_zero:
        return "none"
    return "better" if interval.low > 0 else "worse"


def choose_headline(comparisons: Sequence[StandardComparison]) -> Headline:
    """The answer first: the biggest blind spot, else the biggest hidden strength, else what can be said.

    Then: where shoppers and customers differ most (no staff view there), the biggest difference that is
    too uncertain to call, that all agree, that there is one view only, too few answers, or nothing.
    """
    for choose in (_blind_spot, _hidden_strength, _observed_apart, _unclear, _agreement):
        headline = choose(comparisons)
        if headline:
            return headline
    return _nothing_compared(comparisons)


def _biggest(
    comparisons: Iterable[StandardComparison], verdicts: Iterable[Verdict], views: Iterable[View]
) -> StandardComparison | None:
    fitting = [c for c in comparisons if c.main and c.main.verdict in verdicts and c.main.left in views]
    return max(fitting, key=_size, default=None)


def _size(comparison: StandardComparison) -> Fraction:
    return abs(comparison.main.points or Fraction()) if comparison.main else Fraction()


def _about(kind: HeadlineKind, comparison: StandardComparison | None) -> Headline | None:
    if comparison is None or comparison.main is None:
        return None
    gap = comparison.main
    return Headline(kind, comparison.standard, gap.points, gap.left, gap.right)


def _blind_spot(comparisons: Sequence[StandardComparison]) -> Headline | None:
    found = _biggest(comparisons, [Verdict.BLIND_SPOT], [View.STAFF])
    confirmed = found is not None and _is_confirmed(found)
    return _about(HeadlineKind.BLIND_SPOT_CONFIRMED if confirmed else HeadlineKind.BLIND_SPOT, found)


def _is_confirmed(comparison: StandardComparison) -> bool:
    """Whether what shoppers observed is nearer to the customers' view than to the team's."""
    points = {view: one.points for view, one in comparison.readings.items() if one.enough}
    staff, observed, customer = (points.get(view) for view in View)
    if staff is None or observed is None or customer is None:
        return False
    return abs(observed - customer) < abs(observed - staff)


def _hidden_strength(comparisons: Sequence[StandardComparison]) -> Headline | None:
    found = _biggest(comparisons, [Verdict.HIDDEN_STRENGTH], [View.STAFF])
    return _about(HeadlineKind.HIDDEN_STRENGTH, found)


def _observed_apart(comparisons: Sequence[StandardComparison]) -> Headline | None:
    found = _biggest(comparisons, [Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH], [View.OBSERVED])
    higher = found is not None and found.main is not None and (found.main.points or 0) > 0
    return _about(HeadlineKind.OBSERVED_HIGHER if higher else HeadlineKind.OBSERVED_LOWER, found)


def _unclear(comparisons: Sequence[StandardComparison]) -> Headline | None:
    return _about(HeadlineKind.UNCLEAR, _biggest(comparisons, [Verdict.UNCLEAR], View))


def _agreement(comparisons: Sequence[StandardComparison]) -> Headline | None:
    agreed = [c.main for c in comparisons if c.main and c.main.verdict is Verdict.AGREE]
    return Headline(HeadlineKind.AGREE, left=agreed[0].left, right=agreed[0].right) if agreed else None


def _nothing_compared(comparisons: Sequence[StandardComparison]) -> Headline:
    known = [one for c in comparisons for one in c.readings.values() if one.points is not None]
    if not known:
        return Headline(HeadlineKind.NOTHING)
    if len({one.view for one in known}) == 1 and any(one.enough for one in known):
        return Headline(HeadlineKind.ONE_VIEW, left=known[0].view)
    return Headline(HeadlineKind.TOO_FEW)
