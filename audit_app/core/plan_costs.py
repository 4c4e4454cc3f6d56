"""What a choice costs while a month is planned, and the book in which the choices made so far are kept.

Ledger(rules, panel): .cells(place, reach) · .shopper_cost(place, shopper) · .cell_cost(shopper, cell)

The costs, in points; the plan takes the smallest sum:

* of a day and band: SAME_WEEKDAY, SAME_BAND for each visit that the place has on that weekday, in that band
  (SAME_PART_BAND more where both fall on weekdays, or both at the weekend); UNEVEN for each visit by which
  the weekday or the band is ahead over the whole plan and UNEVEN_HALF for the half of the month, where it
  is a choice, up to MOST_UNEVEN visits each;
* of a shopper: LOAD for each visit in the month, AWAY outside the home area, RETURN where they were before,
  LOPSIDED for a visit in that half of the month in which they have more already.

LOAD is more than RETURN and LOPSIDED together, so among equally able neighbours whoever has fewer visits
comes first; AWAY lets a neighbour have three more. Not to repeat weekday and band (130) is worth a load.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from audit_app.core.day_spans import Span
from audit_app.core.eligibility import Outcome, ShopperVisit, VisitWindow, shopper_locks
from audit_app.core.panel import TimeBand
from audit_app.core.plan import PanelShopper, PassedOver, PlanPlace, PlanRules, is_weekend

SAME_WEEKDAY, SAME_BAND, SAME_PART_BAND = 60, 50, 20
UNEVEN, UNEVEN_HALF, MOST_UNEVEN = 2, 30, 5
LOAD, AWAY, RETURN, LOPSIDED = 100, 300, 60, 20


@dataclass(frozen=True)
class Cell:
    """A day and band that a visit could be aimed at, the window around the day, and what that costs.

    `may_choose_half`: the visit may fall into either half of the month, so that the halves can be evened out.
    """

    cost: int
    day: date
    band: TimeBand
    window: Span
    may_choose_half: bool


def _ahead(visits: int) -> int:
    return min(max(visits, 0), MOST_UNEVEN)


class Ledger:
    """The choices made so far in one plan: counted by place, by weekday and band, and by shopper."""

    def __init__(self, rules: PlanRules, panel: Iterable[PanelShopper]) -> None:
        self.rules = rules
        self.windows: dict[UUID, list[Span]] = {}
        self.visits: dict[UUID, list[ShopperVisit]] = {}
        self.loads: dict[UUID, int] = {}
        self._leaning: dict[UUID, int] = {}
        self._counts = Counter[tuple[object, ...]]()
        for shopper in panel:
            self._open_account(shopper)

    def _open_account(self, shopper: PanelShopper) -> None:
        given = shopper.days_given(self.rules.month)
        kept = [visit for visit in shopper.candidate.visits if visit.outcome is not Outcome.NOT_DONE]
        self.visits[shopper.id] = kept
        self.loads[shopper.id] = len(given)
        self._leaning[shopper.id] = sum(1 if self.rules.is_early(day) else -1 for day in given)

    def is_open(self, place: PlanPlace, reach: Span) -> bool:
        """Whether any day of `reach` can be aimed at."""
        return any(self._open_days(place, reach))

    def _open_days(self, place: PlanPlace, reach: Span) -> Iterator[date]:
        return (day for day in reach.days if day.weekday() not in place.closed and self.rules.bands(day))

    def cells(self, place: PlanPlace, reach: Span) -> tuple[Cell, ...]:
        """Every day and band within `reach`, cheapest first; ties by how few aim at the day, then by day."""
        either = self.rules.is_early(reach.first) and not self.rules.is_early(reach.last)
        cells = [
            Cell(self._cost(place, day, band, either), day, band, self._window(day, reach), either)
            for day in self._open_days(place, reach)
            for band in self.rules.bands(day)
        ]
        return tuple(sorted(cells, key=self._rank))

    def _rank(self, cell: Cell) -> tuple[int, int, date, int]:
        return cell.cost, self._counts["day", cell.day], cell.day, list(TimeBand).index(cell.band)

    def _window(self, day: date, reach: Span) -> Span:
        """At most `window_days` of `reach`, with `day` as near to the middle as that allows."""
        days = timedelta(days=min(self.rules.window_days, reach.length) - 1)
        first = min(max(day - days // 2, reach.first), reach.last - days)
        return Span(first, first + days)

    def _cost(self, place: PlanPlace, day: date, band: TimeBand, may_choose_half: bool) -> int:
        counts, weekend, early = self._counts, is_weekend(day), self.rules.is_early(day)
        here = (
            SAME_WEEKDAY * counts[place.id, day.weekday()]
            + SAME_BAND * counts[place.id, band]
            + SAME_PART_BAND * counts[place.id, weekend, band]
        )
        weekday = counts["weekday", day.weekday()] - min(counts["weekday", each] for each in range(7))
        part = counts["band", weekend, band] - min(counts["band", weekend, b] for b in self.rules.bands(day))
        half = counts["early", early] - counts["early", not early]
        return here + UNEVEN * (_ahead(weekday) + _ahead(part)) + UNEVEN_HALF * may_choose_half * _ahead(half)

    def enter(self, place: PlanPlace, cell: Cell, shopper: PanelShopper | None) -> None:
        """Keep a choice."""
        day, band, weekend = cell.day, cell.band, is_weekend(cell.day)
        early = self.rules.is_early(day)
        self.windows.setdefault(place.id, []).append(cell.window)
        self._counts.update([(place.id, day.weekday()), (place.id, band), (place.id, weekend, band)])
        self._counts.update([("weekday", day.weekday()), ("band", weekend, band), ("day", day)])
        self._counts["early", early] += cell.may_choose_half
        if shopper:
            self.visits[shopper.id].append(ShopperVisit(place.id, place.brand, cell.window, Outcome.AHEAD))
            self.loads[shopper.id] += 1
            self._leaning[shopper.id] += 1 if early else -1

    def is_full(self, shopper: PanelShopper) -> bool:
        """Whether the shopper has as many visits in the month as one may have."""
        return self.loads[shopper.id] >= self.rules.most_per_shopper

    def shopper_cost(self, place: PlanPlace, shopper: PanelShopper) -> int:
        """What the shopper costs at the place on any day."""
        returns = any(visit.location == place.id for visit in self.visits[shopper.id])
        return LOAD * self.loads[shopper.id] + AWAY * shopper.is_away(place) + RETURN * returns

    def cell_cost(self, shopper: PanelShopper, cell: Cell) -> int:
        """What the day and band cost with this shopper; never less than the cell alone."""
        leaning = self._leaning[shopper.id]
        lopsided = leaning > 0 if self.rules.is_early(cell.day) else leaning < 0
        return cell.cost + LOPSIDED * lopsided

    def closed_days(self, place: PlanPlace, shopper: PanelShopper) -> tuple[Span, ...]:
        """The days on which lock-outs keep the shopper from the place."""
        window = VisitWindow(place.id, place.brand, self.rules.month)
        locks = shopper_locks(self.visits[shopper.id], window, self.rules.taking)
        return tuple(lock.days for lock in locks)

    def passed_over(
        self, place: PlanPlace, cells: Sequence[Cell], able: Sequence[PanelShopper]
    ) -> tuple[tuple[PassedOver, int], ...]:
        """The panel counted by what kept each from the visit, where it kept all of them."""
        counts = Counter({PassedOver.NOT_ELIGIBLE: len(self.loads) - len(able)})
        counts.update(self._obstacle(place, cells, shopper) for shopper in able)
        return tuple((why, counts[why]) for why in PassedOver if counts[why])

    def _obstacle(self, place: PlanPlace, cells: Sequence[Cell], shopper: PanelShopper) -> PassedOver:
        if self.is_full(shopper):
            return PassedOver.FULL
        closed = self.closed_days(place, shopper)
        if all(any(days.touches(cell.window) for days in closed) for cell in cells):
            return PassedOver.TOO_SOON
        return PassedOver.NOT_FREE
