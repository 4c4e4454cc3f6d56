"""The views laid side by side: comparisons now and before, the rows of the gap map, the big numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import UUID

from audit_app.core.compare import common_standards, compare_all, enough_views, overall, reading
from audit_app.core.comparison import (
    Absence,
    Evidence,
    Reading,
    StandardComparison,
    Thresholds,
    Verdict,
)
from audit_app.core.conclusions import change, choose_headline
from audit_app.core.programme import Location
from audit_app.core.questionnaire import View, text_in
from audit_app.core.report import Change, Headline, HeadlineKind, Overall, PlaceRow, StandardRow, Standout
from audit_app.core.statistics import adjusted_confidence
from audit_app.services.reporting.evidence import evidence_of
from audit_app.services.reporting.gathering import Gathered

Evidences = Mapping[str, Mapping[View, Evidence]]


@dataclass(frozen=True)
class Laid:
    """All standards compared in the period, and what the views had of them in it and before it."""

    now: tuple[StandardComparison, ...]
    before: Mapping[str, StandardComparison]
    changes: Mapping[str, tuple[Change, ...]]


def lay(gathered: Gathered, place: UUID | None = None) -> Laid:
    """Compare all standards, at all places asked about or at one of them."""
    thresholds = gathered.thresholds
    after, before = (
        evidence_of(counted, gathered.standards, thresholds.least_team, place)
        for counted in (gathered.now, gathered.before)
    )
    return Laid(
        now=compare_all(after, thresholds),
        before={one.standard: one for one in compare_all(before, thresholds)},
        changes=_changes(before, after, thresholds, 1 if place is None else len(gathered.asked.places)),
    )


def _changes(
    before: Evidences, after: Evidences, thresholds: Thresholds, families: int
) -> dict[str, tuple[Change, ...]]:
    """Standard → the views whose figure moved by the least gap or more, beyond doubt.

    So many figures are tested at once that some would seem to move by chance alone: the level is adjusted
    for all of them, at all `families` places that are looked at in the same way.
    """
    pairs = [(code, view) for code, views in after.items() for view in views if view in before.get(code, {})]
    level = adjusted_confidence(thresholds.confidence, len(pairs) * families)
    strict = replace(thresholds, confidence=level)
    found: dict[str, tuple[Change, ...]] = {}
    for code, view in pairs:
        was, is_now = before[code][view], after[code][view]
        moved = change(code, reading(view, was, strict), reading(view, is_now, strict))
        if moved and moved.verdict != "none" and abs(moved.points) >= thresholds.least_gap:
            found[code] = (*found.get(code, ()), _at_usual_level(moved, was, is_now, thresholds))
    return found


def _at_usual_level(moved: Change, was: Evidence, is_now: Evidence, thresholds: Thresholds) -> Change:
    """The change with its two figures as they stand elsewhere in the report."""
    view = moved.view
    return replace(moved, before=reading(view, was, thresholds), after=reading(view, is_now, thresholds))


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
            changes=laid.changes.get(one.standard, ()),
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


def lay_places(gathered: Gathered) -> tuple[tuple[Location, Laid], ...]:
    """Each place laid on its own, where several are read together."""
    places = gathered.asked.places
    return tuple((place, lay(gathered, place.id)) for place in places) if len(places) > 1 else ()


def place_rows(gathered: Gathered, places: Iterable[tuple[Location, Laid]]) -> tuple[PlaceRow, ...]:
    """What is printed of each place."""
    rows = []
    for place, laid in places:
        readings = {view: one.reading for view, one in big_numbers(laid).items()}
        rows.append(PlaceRow(place.name, place.city, readings, _standouts(gathered, laid)))
    return tuple(rows)


TELLING = (HeadlineKind.BLIND_SPOT_CONFIRMED, HeadlineKind.BLIND_SPOT, HeadlineKind.HIDDEN_STRENGTH)


def headline_of(gathered: Gathered, laid: Laid, places: Iterable[tuple[Location, Laid]]) -> Headline:
    """The one sentence: of all places together, else of the one place where the views part most."""
    headline = choose_headline(laid.now)
    if headline.kind not in TELLING:
        apart = [replace(choose_headline(part.now), place=place.name) for place, part in places]
        telling = [one for one in apart if one.kind in TELLING]
        headline = min(telling, key=_urgency, default=headline)
    return replace(headline, standard=headline.standard and name_of(gathered, headline.standard))


def _urgency(headline: Headline) -> tuple[bool, Fraction]:
    return headline.kind is HeadlineKind.HIDDEN_STRENGTH, -abs(headline.points or Fraction())


def _standouts(gathered: Gathered, laid: Laid) -> tuple[Standout, ...]:
    found = []
    for one in laid.now:
        name = name_of(gathered, one.standard)
        main = one.main
        if main and main.points and main.verdict in (Verdict.BLIND_SPOT, Verdict.HIDDEN_STRENGTH):
            found.append(Standout(name, main.verdict, main.points))
        found.extend(
            Standout(name, None, moved.points, f"{moved.view}:{moved.verdict}")
            for moved in laid.changes.get(one.standard, ())
        )
    return tuple(sorted(found, key=lambda standout: -abs(standout.points)))[:4]
