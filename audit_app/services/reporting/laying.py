"""The views laid side by side: comparisons now and before, the rows of the gap map, the big numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from audit_app.core.compare import common_standards, compare_all, enough_views, overall
from audit_app.core.comparison import Absence, Reading, StandardComparison, Verdict
from audit_app.core.conclusions import change
from audit_app.core.questionnaire import View, text_in
from audit_app.core.report import Change, Overall, PlaceRow, Standout, StandardRow
from audit_app.services.reporting.evidence import evidence_of
from audit_app.services.reporting.gathering import Counted, Gathered


@dataclass(frozen=True)
class Laid:
    """All standards compared in the period and in the one before, at some places."""

    now: tuple[StandardComparison, ...]
    before: dict[str, StandardComparison]

    def changes(self, comparison: StandardComparison) -> tuple[Change, ...]:
        """What has changed for each view on one standard, better or worse beyond doubt."""
        before = self.before.get(comparison.standard)
        if before is None:
            return ()
        made = (
            change(comparison.standard, before.readings[view], reading)
            for view, reading in comparison.readings.items()
            if view in before.readings
        )
        return tuple(one for one in made if one and one.verdict != "none")


def lay(gathered: Gathered, place: UUID | None = None) -> Laid:
    """Compare all standards, at all places asked about or at one of them."""
    now, before = (_compared(gathered, counted, place) for counted in (gathered.now, gathered.before))
    return Laid(now, {comparison.standard: comparison for comparison in before})


def _compared(gathered: Gathered, counted: Counted, place: UUID | None) -> tuple[StandardComparison, ...]:
    evidence = evidence_of(counted, gathered.standards, gathered.thresholds.least_team, place)
    return compare_all(evidence, gathered.thresholds)


def name_of(gathered: Gathered, standard: str) -> str:
    """A standard's name in the report's language; its code where the standard is gone."""
    known = gathered.standards.get(standard)
    return text_in(known.names, gathered.asked.language) if known else standard


def rows_of(gathered: Gathered, laid: Laid) -> tuple[StandardRow, ...]:
    """The gap map, the team's overestimates first; standards without a gap stand last."""
    rows = [
        StandardRow(
            code=one.standard,
            name=name_of(gathered, one.standard),
            readings=one.readings,
            gaps=one.gaps,
            main=one.main,
            changes=laid.changes(one),
        )
        for one in laid.now
    ]
    return tuple(sorted(rows, key=_place_in_map))


def _place_in_map(row: StandardRow) -> tuple[int, float]:
    if row.main is None or row.main.points is None:
        return 2, 0.0
    return int(row.main.verdict is Verdict.TOO_FEW), -float(row.main.points)


def big_numbers(laid: Laid) -> dict[View, Overall]:
    """The three numbers; a view that cannot be set beside the others says why it is not there."""
    views = enough_views(laid.now)
    shown = overall(laid.now, views)
    return {
        view: Overall(shown[view], _overall_change(laid, view, views, shown[view]))
        if view in shown and shown[view].points is not None
        else Overall(_absent(laid.now, view), None)
        for view in View
    }


def _overall_change(laid: Laid, view: View, views: Sequence[View], now: Reading) -> Change | None:
    standards = [one.standard for one in common_standards(laid.now, views)]
    before = [laid.before[code] for code in standards if code in laid.before]
    if len(common_standards(before, [view])) < len(standards):
        return None
    return change("", overall(before, [view])[view], now)


def _absent(comparisons: Sequence[StandardComparison], view: View) -> Reading:
    readings = [one.readings[view] for one in comparisons if view in one.readings]
    n = max((one.n for one in readings), default=0)
    hidden = any(one.absence is Absence.HIDDEN for one in readings)
    absence = None if n else Absence.HIDDEN if hidden else Absence.NOTHING
    return Reading(view, n, absence=absence)


def place_rows(gathered: Gathered) -> tuple[PlaceRow, ...]:
    """Each place on its own, where several are read together; the place that stands out most first."""
    if len(gathered.asked.places) < 2:
        return ()
    rows = []
    for place in gathered.asked.places:
        laid = lay(gathered, place.id)
        readings = {view: one.reading for view, one in big_numbers(laid).items()}
        rows.append(PlaceRow(place.name, place.city, readings, _standouts(gathered, laid)))
    return tuple(rows)


def _standouts(gathered: Gathered, laid: Laid) -> tuple[Standout, ...]:
    found = []
    for one in laid.now:
        name = name_of(gathered, one.standard)
        main = one.main
        if main and main.points and main.verdict in (Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH):
            found.append(Standout(name, main.verdict, main.points))
        found.extend(
            Standout(name, None, change.points, f"{change.view}:{change.verdict}")
            for change in laid.changes(one)
        )
    return tuple(sorted(found, key=lambda standout: -abs(standout.points)))[:4]
