"""A month's plan: what goes into it, what comes out, and how well it covers places, days and shoppers.

PlanRules, PlanPlace, PanelShopper → (planning.propose) → Plan; coverage_of(plan, rules) -> Coverage
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from audit_app.core.day_spans import Span
from audit_app.core.eligibility import Candidate, Outcome, TakingRules
from audit_app.core.panel import TimeBand, slot

ALL_BANDS = tuple(TimeBand)
SATURDAY = 5


def is_weekend(day: date) -> bool:
    """Whether the day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


@dataclass(frozen=True)
class PlanRules:
    """What the month is to bring: `per_place` visits at each place, in windows of at most `window_days`.

    `taking` holds gap and lock-outs. `most_per_shopper` counts what a shopper already has in the month. A day
    without bands (`weekend_bands` empty: no weekend) is never aimed at. Raises ValueError for a window or a
    number of visits below 1.
    """

    month: Span
    per_place: int
    taking: TakingRules
    window_days: int = 5
    most_per_shopper: int = 4
    weekday_bands: tuple[TimeBand, ...] = ALL_BANDS
    weekend_bands: tuple[TimeBand, ...] = ALL_BANDS

    def __post_init__(self) -> None:
        if min(self.per_place, self.window_days, self.most_per_shopper) < 1:
            raise ValueError("a plan needs at least one visit, one day and one visit for each shopper")

    def bands(self, day: date) -> tuple[TimeBand, ...]:
        """The parts of a day that visits are to be spread over."""
        return self.weekend_bands if is_weekend(day) else self.weekday_bands

    def is_early(self, day: date) -> bool:
        """Whether the day lies in the first half of the month; of 31 days the first 15 do."""
        return 2 * ((day - self.month.first).days + 1) <= self.month.length


@dataclass(frozen=True)
class PlanPlace:
    """A place to plan for. `closed`: weekdays (0 is Monday); `visits`: what it has already, done or ahead.

    Those of its visits that begin in the month count towards the month's number.
    """

    id: UUID
    brand: str = ""
    area: str = ""
    closed: frozenset[int] = frozenset()
    visits: tuple[Span, ...] = ()

    def missing(self, rules: PlanRules) -> int:
        """How many visits the month still lacks."""
        there = sum(rules.month.first <= visit.first <= rules.month.last for visit in self.visits)
        return max(0, rules.per_place - there)


@dataclass(frozen=True)
class PanelShopper:
    """A shopper to plan with; `availability` are slots as a profile keeps them, none means any time."""

    candidate: Candidate
    area: str = ""
    availability: frozenset[str] = frozenset()

    @property
    def id(self) -> UUID:
        """The person's id."""
        return self.candidate.id

    def is_free(self, day: date, band: TimeBand) -> bool:
        """Whether a day's part suits."""
        return not self.availability or slot(day.weekday(), band) in self.availability

    def is_away(self, place: PlanPlace) -> bool:
        """Whether the place lies in another area than home; not known unless both are named."""
        return bool(self.area and place.area) and self.area.casefold() != place.area.casefold()

    def days_given(self, month: Span) -> tuple[date, ...]:
        """The first days of the visits that the shopper made or was given in the month."""
        kept = (visit for visit in self.candidate.visits if visit.outcome is not Outcome.NOT_DONE)
        return tuple(visit.days.first for visit in kept if visit.days.touches(month))


class PassedOver(StrEnum):
    """Why a shopper was not proposed where nobody was."""

    NOT_ELIGIBLE = "not_eligible"
    FULL = "full"
    TOO_SOON = "too_soon"
    NOT_FREE = "not_free"


@dataclass(frozen=True)
class Proposal:
    """A proposed visit: made on some day of `window`, best on `day` in `band`.

    `shopper` None leaves it to the board; `passed_over` then counts the panel by what stood against it.
    """

    location: UUID
    window: Span
    day: date
    band: TimeBand
    shopper: UUID | None = None
    passed_over: tuple[tuple[PassedOver, int], ...] = ()


class WhyNot(StrEnum):
    """Why a visit could not be placed."""

    MONTH_OVER = "month_over"
    NO_ROOM = "no_room"
    CLOSED = "closed"


@dataclass(frozen=True)
class Unplaced:
    """How many of a place's visits could not be placed, for one reason.

    NO_ROOM: the gap to other visits leaves too few days. CLOSED: the days left are not open or have no band.
    """

    location: UUID
    why: WhyNot
    visits: int


@dataclass(frozen=True)
class Plan:
    """A month's proposals in order of day and place, and what could not be placed.

    `loads`: visits in the month, already given ones with them, of each shopper who could take any.
    """

    proposals: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    loads: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True)
class PlaceCoverage:
    """How one place is covered: proposed and missing visits, different weekdays and bands among them."""

    location: UUID
    placed: int
    missing: int
    weekdays: int
    bands: int


@dataclass(frozen=True)
class Coverage:
    """How a plan covers the month. `weekdays`: visits by weekday, Monday first; `bands`: weekend apart.

    `early`: visits aimed at the first half. `board`: left to the board. `spread`: the most visits of
    a shopper less the fewest, among those who could take any; None without shoppers.
    """

    weekdays: tuple[int, ...]
    weekday_bands: tuple[tuple[TimeBand, int], ...]
    weekend_bands: tuple[tuple[TimeBand, int], ...]
    places: tuple[PlaceCoverage, ...]
    early: int
    board: int
    spread: int | None


def coverage_of(plan: Plan, rules: PlanRules) -> Coverage:
    """The figures of a plan, also of one that was changed by hand.

    A Monday, a Tuesday and a Saturday visit: weekdays (1, 1, 0, 0, 0, 1, 0).
    """
    loads = [load for _, load in plan.loads]
    weekdays = Counter(one.day.weekday() for one in plan.proposals)
    return Coverage(
        weekdays=tuple(weekdays[weekday] for weekday in range(7)),
        weekday_bands=_bands(one for one in plan.proposals if not is_weekend(one.day)),
        weekend_bands=_bands(one for one in plan.proposals if is_weekend(one.day)),
        places=_places(plan),
        early=sum(rules.is_early(one.day) for one in plan.proposals),
        board=sum(one.shopper is None for one in plan.proposals),
        spread=max(loads) - min(loads) if loads else None,
    )


def _bands(proposals: Iterable[Proposal]) -> tuple[tuple[TimeBand, int], ...]:
    counts = Counter(one.band for one in proposals)
    return tuple((band, counts[band]) for band in TimeBand)


def _places(plan: Plan) -> tuple[PlaceCoverage, ...]:
    visits: dict[UUID, list[Proposal]] = {}
    missing = Counter[UUID]()
    for one in plan.proposals:
        visits.setdefault(one.location, []).append(one)
    for unplaced in plan.unplaced:
        missing[unplaced.location] += unplaced.visits
    return tuple(
        PlaceCoverage(
            location=place,
            placed=len(here := visits.get(place, [])),
            missing=missing[place],
            weekdays=len({one.day.weekday() for one in here}),
            bands=len({one.band for one in here}),
        )
        for place in sorted({*visits, *missing})
    )
