"""A month's plan: proposed by the rules as drafts, edited row by row, and published all at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from audit_app.core.day_spans import Span, span_of
from audit_app.core.eligibility import Outcome, ShopperVisit
from audit_app.core.panel import TimeBand
from audit_app.core.plan import (
    PanelShopper,
    Plan,
    PlanPlace,
    PlanRules,
    Proposal,
    coverage_of,
)
from audit_app.core.planning import propose as proposed_by_rules
from audit_app.core.programme import Location, Person
from audit_app.core.visit_states import VisitState
from audit_app.core.visits_programme import Programme
from audit_app.services import Rooms, eligible, openings
from audit_app.services.eligible import Known
from audit_app.services.month_records import Month, NotPlaced, Published, Row
from audit_app.services.opening_refusals import NotInMonth, TooManyVisits
from audit_app.services.programmes import changing, here, running
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, assignments, briefs, programmes, visit_log
from audit_app.storage import openings as kept
from audit_app.storage.openings import Opening
from audit_app.storage.visit_log import Stage

MOST_VISITS = 2_000
GONE = (VisitState.VOID, VisitState.ABANDONED)


def days_of(programme: Programme, month: date) -> Span:
    """The days of a month on which a programme runs; raises NotInMonth where there is none."""
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = span_of(max(first, programme.opens_on), min(last, programme.closes_on or last))
    if not found:
        raise NotInMonth
    return found[0]


def month_of(rooms: Rooms, organisation_id: UUID, programme_id: UUID, month: date, now: datetime) -> Month:
    """A programme's month as it stands. Raises NotHere, NotInMonth."""
    with rooms.store.reading(organisation_id) as scope:
        return _month(scope, here(scope, programme_id), month, now)


def _month(scope: Scope, programme: Programme, month: date, now: datetime) -> Month:
    days, known = days_of(programme, month), eligible.known(scope, now)
    rows, rules = _rows(scope, known, programme, days), _rules(known, programme, days)
    more = _proposed(scope, known, programme, rows, rules)
    aims = tuple(_aim(row) for row in rows if row.opening.band)
    return Month(
        programme=programme,
        days=days,
        rows=rows,
        coverage=coverage_of(Plan(aims, more.unplaced, more.loads), rules),
        places=tuple(_places(scope, known, programme)),
        shoppers=tuple(sorted(known.shoppers.values(), key=lambda one: one.name)),
        not_placed=_not_placed(known, more),
        missing=len(more.proposals),
    )


def row_of(rooms: Rooms, organisation_id: UUID, opening_id: UUID, now: datetime) -> Row:
    """One visit as the plan shows it; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        opening = kept.get(scope, opening_id)
        if opening is None:
            raise NotHere
        return _row(scope, eligible.known(scope, now), opening, visit_log.stage(scope, opening_id))


def _row(scope: Scope, known: Known, opening: Opening, stage: Stage | None) -> Row:
    shopper_id = _shopper_of(scope, opening)
    shopper = known.shoppers.get(shopper_id) if shopper_id else None
    return Row(opening, known.places[opening.location_id], shopper, stage.state if stage else None)


def _not_placed(known: Known, plan: Plan) -> tuple[NotPlaced, ...]:
    found = (NotPlaced(known.places[one.location], one.why, one.visits) for one in plan.unplaced)
    return tuple(sorted(found, key=lambda one: one.place.name))


def _rows(scope: Scope, known: Known, programme: Programme, days: Span) -> tuple[Row, ...]:
    """The month's visits but those given up, in the order of their days."""
    found = kept.between(scope, programme.id, days)
    stages = visit_log.stages(scope, [one.id for one in found])
    rows = [_row(scope, known, one, stages.get(one.id)) for one in found]
    shown = [row for row in rows if row.state not in GONE]
    return tuple(
        sorted(shown, key=lambda row: (row.opening.aimed_at or row.opening.starts_on, row.place.name))
    )


def _shopper_of(scope: Scope, opening: Opening) -> UUID | None:
    if opening.taken_as is None:
        return opening.offered_to
    taken = assignments.get(scope, opening.taken_as)
    return taken.shopper_id if taken else None


def _aim(row: Row) -> Proposal:
    day = row.opening.aimed_at or row.opening.starts_on
    band = row.opening.band or TimeBand.MORNING
    return Proposal(row.place.id, row.opening.days, day, band, row.shopper.id if row.shopper else None)


def _places(scope: Scope, known: Known, programme: Programme) -> list[Location]:
    ids = programmes.places(scope).get(programme.id, frozenset())
    return sorted((known.places[one] for one in ids), key=lambda place: place.name)


def _rules(known: Known, programme: Programme, days: Span) -> PlanRules:
    return PlanRules(days, programme.per_month, known.rules(programme))


def _proposed(
    scope: Scope, known: Known, programme: Programme, rows: Sequence[Row], rules: PlanRules
) -> Plan:
    """What the month still lacks, with everything that is in it already taken for a visit."""
    places = [
        PlanPlace(
            place.id,
            known.brand,
            place.city,
            visits=tuple(row.opening.days for row in rows if row.place.id == place.id),
        )
        for place in _places(scope, known, programme)
    ]
    panel = [_panel_shopper(known, programme, shopper, rows) for shopper in known.shoppers.values()]
    today = min((known.today(place.id) for place in places), default=known.now.date())
    return proposed_by_rules(rules, places, panel, today)


def _panel_shopper(known: Known, programme: Programme, shopper: Person, rows: Sequence[Row]) -> PanelShopper:
    """A shopper, for whom what is meant for or offered to them is as good as promised."""
    candidate, profile = known.candidate(shopper, programme), known.profiles.get(shopper.id)
    meant = tuple(
        ShopperVisit(row.place.id, known.brand, row.opening.days, Outcome.AHEAD)
        for row in rows
        if row.opening.offered_to == shopper.id and row.opening.taken_as is None
    )
    return PanelShopper(
        replace(candidate, visits=(*candidate.visits, *meant)),
        profile.area if profile else "",
        frozenset(profile.availability if profile else ()),
    )


def propose(rooms: Rooms, organisation_id: UUID, programme_id: UUID, month: date, now: datetime) -> int:
    """Draft the visits that a month lacks; how many. What is there stays, so that twice is once.

    Raises NotHere, NotPublished, HasEnded, NotInMonth, TooManyVisits.
    """
    with rooms.store.writing(organisation_id) as scope:
        programme = changing(scope, running(scope, programme_id).id)
        days, known = days_of(programme, month), eligible.known(scope, now)
        rows = _rows(scope, known, programme, days)
        found = _proposed(scope, known, programme, rows, _rules(known, programme, days)).proposals
        if len(rows) + len(found) > MOST_VISITS:
            raise TooManyVisits
        played: list[UUID | None] = [one.id for one in briefs.scenarios(scope, programme.id)]
        played = played or [None]
        for number, proposal in enumerate(found, len(rows)):
            kept.add(scope, _draft(programme, proposal, played[number % len(played)], now))
        return len(found)


def _draft(programme: Programme, proposal: Proposal, scenario_id: UUID | None, now: datetime) -> Opening:
    return Opening(
        id=uuid4(),
        organisation_id=programme.organisation_id,
        programme_id=programme.id,
        location_id=proposal.location,
        starts_on=proposal.window.first,
        due_on=proposal.window.last,
        created_at=now,
        aimed_at=proposal.day,
        band=proposal.band,
        scenario_id=scenario_id,
        offered_to=proposal.shopper,
    )


def publish_all(rooms: Rooms, owner: Person, programme_id: UUID, month: date, now: datetime) -> Published:
    """Publish a month's drafts: offered to whom they are meant for, if the rules allow, else on the board.

    Raises NotHere, NotPublished, HasEnded, NotInMonth.
    """
    with rooms.store.writing(owner.organisation_id) as scope:
        programme = changing(scope, running(scope, programme_id).id)
        known = eligible.known(scope, now)
        drafts = [
            one
            for one in kept.between(scope, programme.id, days_of(programme, month))
            if not one.published_at
        ]
        judged = [openings.publish(scope, openings.here(scope, one.id), owner, known) for one in drafts]
    offered = sum(one is not None and one.allowed for one in judged)
    refused = sum(one is not None and not one.allowed for one in judged)
    return Published(offered, len(judged) - offered, refused)
