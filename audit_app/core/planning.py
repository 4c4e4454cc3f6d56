"""Proposes a month's visits: a window, a weekday, a part of the day and a shopper for each, one by one.

propose(rules, places, panel, today) -> Plan

First each place's month is cut into even legs, one for each visit, as far apart as the gap asks. Then, leg by
leg and the place with the fewest possible shoppers first, the cheapest day, band and shopper are taken, and
never changed again: simple to follow, and each choice can be explained by its costs. Nothing is drawn by lot
and ties go by day, band and id, so the same input gives the same plan.

Hard: conflicts, language, level, lock-outs (also of visits ahead and of this very plan) on every day of the
window, gap, closed days, availability on the day aimed at, the most visits of a shopper. Standing is not: the
plan is the manager's invitation.
Everything else is a cost (`plan_costs`), and the sum decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from audit_app.core.day_spans import Span, free_runs, legs, room
from audit_app.core.eligibility import VisitWindow, gap_locks, lasting_reasons
from audit_app.core.plan import PanelShopper, Plan, PlanPlace, PlanRules, Proposal, Unplaced, WhyNot
from audit_app.core.plan_costs import Cell, Ledger


@dataclass(frozen=True)
class _Task:
    """One visit to be placed: its leg of a free run, and how many visits follow in that run."""

    place: PlanPlace
    number: int
    run: Span
    leg: Span
    following: int


def propose(
    rules: PlanRules, places: Iterable[PlanPlace], panel: Iterable[PanelShopper], today: date
) -> Plan:
    """The month's plan, from `today` (the organisation's local day) on.

    Each place gets its missing visits, or is named with a reason. Neighbours whom nothing keeps from any
    visit, no lock-out either, end with loads that differ by 1 at most if they began so.
    """
    panel = sorted(panel, key=lambda shopper: shopper.id)
    places = sorted(places, key=lambda place: place.id)
    able = {place.id: _able(place, panel, rules) for place in places}
    ledger = Ledger(rules, panel)
    tasks, unplaced = _tasks(rules, places, today)
    proposals = []
    for task in sorted(tasks, key=lambda task: (task.number, len(able[task.place.id]), task.place.id)):
        reach = _reach(task, rules, ledger)
        if reach:
            cells = ledger.cells(task.place, reach)
            proposals.append(_place(task.place, cells, able[task.place.id], ledger))
        else:
            unplaced.append(Unplaced(task.place.id, WhyNot.CLOSED, 1))
    useful = {shopper.id for shoppers in able.values() for shopper in shoppers}
    return Plan(
        tuple(sorted(proposals, key=lambda one: (one.day, one.location))),
        _summed(unplaced),
        tuple((shopper.id, ledger.loads[shopper.id]) for shopper in panel if shopper.id in useful),
    )


def _able(place: PlanPlace, panel: Sequence[PanelShopper], rules: PlanRules) -> tuple[PanelShopper, ...]:
    """The shoppers against whom nothing lasting stands at a place."""
    window = VisitWindow(place.id, place.brand, rules.month)
    return tuple(
        shopper
        for shopper in panel
        if not any(lasting_reasons(shopper.candidate, window, rules.taking, invited=True))
    )


# --- where in the month


def _tasks(rules: PlanRules, places: Iterable[PlanPlace], today: date) -> tuple[list[_Task], list[Unplaced]]:
    tasks: list[_Task] = []
    unplaced: list[Unplaced] = []
    first = max(today, rules.month.first)
    for place in places:
        missing = place.missing(rules)
        if missing and first > rules.month.last:
            unplaced.append(Unplaced(place.id, WhyNot.MONTH_OVER, missing))
            continue
        found = _tasks_of(place, missing, Span(first, rules.month.last), rules) if missing else []
        tasks.extend(found)
        if missing > len(found):
            unplaced.append(Unplaced(place.id, WhyNot.NO_ROOM, missing - len(found)))
    return tasks, unplaced


def _tasks_of(place: PlanPlace, missing: int, month: Span, rules: PlanRules) -> list[_Task]:
    gap = rules.taking.gap_days
    runs = free_runs(month, [lock.days for lock in gap_locks(place.visits, gap)])
    tasks: list[_Task] = []
    for run, visits in zip(runs, _shares(runs, missing, gap), strict=True):
        for number, leg in enumerate(legs(run, visits, gap) if visits else ()):
            tasks.append(_Task(place, len(tasks), run, leg, visits - number - 1))
    return tasks


def _shares(runs: Sequence[Span], missing: int, gap_days: int) -> list[int]:
    """How many visits go to each free run: the next always to where most days are left for each."""
    shares = [0] * len(runs)
    for _ in range(missing):
        roomy = [number for number, run in enumerate(runs) if shares[number] < room(run, gap_days)]
        if not roomy:
            break
        shares[max(roomy, key=lambda number: (runs[number].length / (shares[number] + 1), -number))] += 1
    return shares


def _reach(task: _Task, rules: PlanRules, ledger: Ledger) -> Span | None:
    """The days the visit may take: its leg, or if that is closed all that the visits to follow can spare."""
    step = timedelta(days=max(rules.taking.gap_days, 1))
    before = [
        window.last + step for window in ledger.windows.get(task.place.id, ()) if window.touches(task.run)
    ]
    spared = Span(task.run.first, task.run.last - task.following * step)
    for days in (task.leg, spared):
        first = max([days.first, *before])
        if first <= days.last and ledger.is_open(task.place, Span(first, days.last)):
            return Span(first, days.last)
    return None


def _summed(unplaced: Iterable[Unplaced]) -> tuple[Unplaced, ...]:
    sums: dict[tuple[UUID, WhyNot], Unplaced] = {}
    for one in unplaced:
        before = sums.get((one.location, one.why))
        sums[one.location, one.why] = replace(one, visits=one.visits + before.visits) if before else one
    return tuple(sorted(sums.values(), key=lambda one: (one.location, one.why)))


# --- when exactly, and who


def _place(place: PlanPlace, cells: Sequence[Cell], able: Sequence[PanelShopper], ledger: Ledger) -> Proposal:
    chosen, shopper = _cheapest(place, cells, able, ledger)
    ledger.enter(place, chosen, shopper)
    if shopper:
        return Proposal(place.id, chosen.window, chosen.day, chosen.band, shopper.id)
    passed_over = ledger.passed_over(place, cells, able)
    return Proposal(place.id, chosen.window, chosen.day, chosen.band, None, passed_over)


def _cheapest(
    place: PlanPlace, cells: Sequence[Cell], able: Sequence[PanelShopper], ledger: Ledger
) -> tuple[Cell, PanelShopper | None]:
    """The day, band and shopper of the smallest sum; without a shopper, the cheapest day and band."""
    costs = [(ledger.shopper_cost(place, one), one) for one in able if not ledger.is_full(one)]
    best: tuple[int, Cell, PanelShopper] | None = None
    for cost, shopper in sorted(costs, key=lambda pair: (pair[0], pair[1].id)):
        if best and cost + cells[0].cost >= best[0]:
            break
        found = _cheapest_cell(place, cells, shopper, ledger)
        if found and (best is None or cost + found[0] < best[0]):
            best = (cost + found[0], found[1], shopper)
    return (best[1], best[2]) if best else (cells[0], None)


def _cheapest_cell(
    place: PlanPlace, cells: Sequence[Cell], shopper: PanelShopper, ledger: Ledger
) -> tuple[int, Cell] | None:
    closed = ledger.closed_days(place, shopper)
    possible = (
        (ledger.cell_cost(shopper, cell), cell)
        for cell in cells
        if shopper.is_free(cell.day, cell.band) and not any(days.touches(cell.window) for days in closed)
    )
    return min(possible, key=lambda pair: pair[0], default=None)
