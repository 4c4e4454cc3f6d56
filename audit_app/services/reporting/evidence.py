"""Counts into what each view has of each standard; teams by whole rounds large enough to be shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from audit_app.core.comparison import Evidence
from audit_app.core.questionnaire import View
from audit_app.core.tally import StandardTally, shown_groups
from audit_app.services.reporting.gathering import Counted
from audit_app.storage.records import StaffCell, StandardCount

OfStandard = Mapping[View, Evidence]


def evidence_of(
    counted: Counted, standards: Iterable[str], least_team: int, place: UUID | None = None
) -> dict[str, OfStandard]:
    """Standard → view → evidence, of all places or of one; standards nobody was asked about are left out."""
    others = _by_view([one for one in counted.standards if place in (None, one.location_id)])
    teams = _by_team([one for one in counted.cells if place in (None, one.location_id)])
    found: dict[str, OfStandard] = {}
    for standard in standards:
        views = {view: tallies for (view, code), tallies in others.items() if code == standard}
        cells = teams.get(standard, {})
        if views or cells:
            found[standard] = {View.STAFF: _staff(cells, least_team), **_evidence(views)}
    return found


def _evidence(views: Mapping[View, Mapping[str, StandardTally]]) -> dict[View, Evidence]:
    return {view: Evidence(views.get(view, {})) for view in (View.OBSERVED, View.CUSTOMER)}


def _by_view(counts: Iterable[StandardCount]) -> dict[tuple[View, str], dict[str, StandardTally]]:
    histograms: dict[tuple[View, str], dict[str, Counter[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for one in counts:
        histograms[one.view, one.standard][str(one.location_id)][one.earned, one.possible] += one.n
    return {
        key: {place: StandardTally(counts) for place, counts in places.items()}
        for key, places in histograms.items()
    }


Team = tuple[str, UUID]


def _by_team(cells: Iterable[StaffCell]) -> dict[str, dict[Team, StandardTally]]:
    histograms: dict[str, dict[Team, Counter[tuple[int, int]]]] = defaultdict(lambda: defaultdict(Counter))
    for cell in cells:
        histograms[cell.standard][str(cell.location_id), cell.wave_id][cell.earned, cell.possible] += cell.n
    return {
        standard: {team: StandardTally(counts) for team, counts in teams.items()}
        for standard, teams in histograms.items()
    }


def _staff(teams: Mapping[Team, StandardTally], least_team: int) -> Evidence:
    tallies: dict[str, StandardTally] = {}
    for (place, _wave), tally in shown_groups(teams, least_team).items():
        tallies[place] = tallies.get(place, StandardTally()) + tally
    return Evidence(tallies, hidden=bool(teams) and not tallies)
