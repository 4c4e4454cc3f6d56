"""A shopper's standing: points 0–100 from their last ten visits, part by part, and what to improve.

A mark is 0–100 points for one part of one visit; a part that nobody judged has none, which is never a zero. A
part's figure is the mean of its marks; the standing is the mean of the figures by weight, exact (Fraction).

Where the weights come from. Ten last visits and the five parts are HGEM's shopper score. The usual grade of a
report out of ten weighs the first three: 6 for following instructions, 3 for the narrative, the rest for
language (guidemesherlock.com). The other two weights are ours: punctuality weighs like the narrative, for at
crg lateness alone makes a grade poor; a cancellation within ten days of the last date (HGEM) weighs 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction


class Part(StrEnum):
    """What is judged; also the code of what to improve."""

    BRIEF = "brief"
    COMPLETENESS = "completeness"
    LANGUAGE = "language"
    PUNCTUALITY = "punctuality"
    CANCELLATIONS = "cancellations"


WEIGHTS = {
    Part.BRIEF: 6,
    Part.COMPLETENESS: 3,
    Part.LANGUAGE: 1,
    Part.PUNCTUALITY: 3,
    Part.CANCELLATIONS: 2,
}

LAST_VISITS = 10
LEAST_VISITS = 3
SHORT_NOTICE_DAYS = 10
GOOD_ENOUGH = 80
"""A part below these points is one to improve; a proposal, like the line below which an item is re-worded."""


@dataclass(frozen=True)
class PastVisit:
    """A visit that has ended, with its marks: 0–100 for each part judged. Raises ValueError outside."""

    ended_at: datetime
    marks: Mapping[Part, Fraction | int]

    def __post_init__(self) -> None:
        if not all(0 <= mark <= 100 for mark in self.marks.values()):
            raise ValueError("a mark is 0 to 100 points")


@dataclass(frozen=True)
class Standing:
    """How a shopper stands; `points` is None with fewer than three visits.

    `parts` has each part that was judged, `improve` those below 80 points, the one that costs most first.
    """

    visits: int
    points: Fraction | None
    parts: Mapping[Part, Fraction]
    improve: tuple[Part, ...]

    @property
    def too_few(self) -> bool:
        """Whether there are too few visits to say."""
        return self.points is None

    @property
    def reached(self) -> int | None:
        """The whole points reached, rounded down: what is shown, and held against what a programme asks.

        Where 80 are asked, 79 3/4 are not enough, and must not look as if they were.
        """
        return None if self.points is None else int(self.points)


def handed_in(
    ended_at: datetime,
    *,
    brief: Fraction | int,
    completeness: Fraction | int,
    language: Fraction | int,
    on_time: bool,
) -> PastVisit:
    """A visit that was reported, as its editor judged it."""
    marks = {Part.BRIEF: brief, Part.COMPLETENESS: completeness, Part.LANGUAGE: language}
    return PastVisit(ended_at, marks | {Part.PUNCTUALITY: 100 * on_time, Part.CANCELLATIONS: 100})


def cancelled(ended_at: datetime, on: date, due_on: date) -> PastVisit:
    """A visit given back on a local day: without a mark in good time, else a zero for keeping one's word."""
    short = (due_on - on).days <= SHORT_NOTICE_DAYS
    return PastVisit(ended_at, {Part.CANCELLATIONS: 0} if short else {})


def standing(visits: Iterable[PastVisit]) -> Standing:
    """The standing from the last ten visits that were judged, in whatever order they come.

    Brief 100, completeness 50, language 100, late, kept: (6·100 + 3·50 + 1·100 + 3·0 + 2·100) / 15 = 70.

    >>> moment = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
    >>> late = handed_in(moment, brief=100, completeness=50, language=100, on_time=False)
    >>> standing([late] * 3).points, standing([late] * 3).improve
    (Fraction(70, 1), (<Part.PUNCTUALITY: 'punctuality'>, <Part.COMPLETENESS: 'completeness'>))
    """
    known = sorted((visit for visit in visits if visit.marks), key=lambda visit: visit.ended_at)
    judged = known[-LAST_VISITS:]
    parts = {part: figure for part in Part if (figure := _figure(part, judged)) is not None}
    points = _mean_by_weight(parts) if len(judged) >= LEAST_VISITS else None
    return Standing(len(judged), points, parts, _to_improve(parts))


def _figure(part: Part, visits: list[PastVisit]) -> Fraction | None:
    marks = [visit.marks[part] for visit in visits if part in visit.marks]
    return Fraction(sum(marks)) / len(marks) if marks else None


def _mean_by_weight(parts: Mapping[Part, Fraction]) -> Fraction:
    weighed = sum((WEIGHTS[part] * figure for part, figure in parts.items()), Fraction(0))
    return weighed / sum(WEIGHTS[part] for part in parts)


def _to_improve(parts: Mapping[Part, Fraction]) -> tuple[Part, ...]:
    low = [part for part, figure in parts.items() if figure < GOOD_ENOUGH]
    return tuple(sorted(low, key=lambda part: WEIGHTS[part] * (parts[part] - 100)))
