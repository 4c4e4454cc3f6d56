"""Stretches of days: what is left of one when others are taken out, and how visits are laid along it.

Span(first, last) · free_runs(window, taken) · room(run, gap_days) · legs(run, visits, gap_days)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both counted. Raises ValueError where it would be empty."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a stretch of days ends before it begins")

    @property
    def length(self) -> int:
        """How many days, at least 1."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it, in order."""
        return tuple(self.first + timedelta(days=number) for number in range(self.length))

    def touches(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def widened(self, days: int) -> "Span":
        """The same with `days` more at either end."""
        more = timedelta(days=days)
        return Span(self.first - more, self.last + more)


def span_of(first: date, last: date) -> tuple[Span, ...]:
    """The stretch, or nothing where it would be empty."""
    return (Span(first, last),) if first <= last else ()


def free_runs(window: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of `window` without the days of `taken`, as unbroken stretches in order.

    >>> day = date(2026, 3, 1).replace
    >>> [(run.first.day, run.last.day) for run in free_runs(Span(day(), day(day=9)), [Span(day(), day(day=2)),
    ...     Span(day(day=5), day(day=6))])]
    [(3, 4), (7, 9)]
    """
    one, first, runs = timedelta(days=1), window.first, list[Span]()
    for span in sorted(taken, key=lambda span: span.first):
        if span.touches(window):
            runs.extend(span_of(first, span.first - one))
            first = max(first, span.last + one)
    return (*runs, *span_of(first, window.last))


def room(run: Span, gap_days: int) -> int:
    """How many visits find room in `run`, one a day at most: 30 days at a gap of 9: days 1, 10, 19, 28.

    >>> room(Span(date(2026, 4, 1), date(2026, 4, 30)), 9)
    4
    """
    step = max(gap_days, 1)
    return (run.length - 1) // step + 1


def legs(run: Span, visits: int, gap_days: int) -> tuple[Span, ...]:
    """`run` cut into a leg for each visit, as long and even as the gap allows.

    Whatever days are taken in two legs, they are at least `gap_days` apart: three visits in 30 days at a gap
    of 7 leave 6 idle days twice and 18 to share. Raises ValueError where `room` is less than `visits`.

    >>> april = Span(date(2026, 4, 1), date(2026, 4, 30))
    >>> [(leg.first.day, leg.last.day) for leg in legs(april, 3, 7)]
    [(1, 6), (13, 18), (25, 30)]
    """
    idle = max(gap_days, 1) - 1
    usable = run.length - (visits - 1) * idle
    if visits > usable:
        raise ValueError("no room for so many visits at this gap")
    starts = [number * usable // visits + number * idle for number in range(visits)]
    ends = [(number + 1) * usable // visits + number * idle - 1 for number in range(visits)]
    return tuple(
        Span(run.first + timedelta(days=start), run.first + timedelta(days=end))
        for start, end in zip(starts, ends, strict=True)
    )
