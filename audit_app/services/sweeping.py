"""What happens to visits because time has passed: derived from what is kept, so that twice is once."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.lifecycle import MoveRefused, VisitState
from audit_app.core.visit_clocks import dates_of
from audit_app.core.visit_states import Actor
from audit_app.services import Rooms, taking
from audit_app.services.assigning import AuditIsIn
from audit_app.services.openings import here
from audit_app.services.refusals import NotHere
from audit_app.storage import (
    Scope,
    assignments,
    locations,
    openings,
    organisations,
    programmes,
    submissions,
    visit_log,
)
from audit_app.storage.jobs import Job

log = logging.getLogger(__name__)
TAKEN = (VisitState.ASSIGNED, VisitState.IN_PROGRESS)


@dataclass(frozen=True)
class Swept:
    """How many offers lapsed, and how many visits were not handed in when they had to be."""

    lapsed: int = 0
    abandoned: int = 0


def sweep(rooms: Rooms, now: datetime) -> Swept:
    """Do what is due in every organisation; each visit in a transaction of its own, judged there anew."""
    with rooms.store.reading_all() as everywhere:
        firms = [one.id for one in organisations.every(everywhere)]
    swept = [sweep_one(rooms, firm, now) for firm in firms]
    return Swept(sum(one.lapsed for one in swept), sum(one.abandoned for one in swept))


def sweep_one(rooms: Rooms, organisation_id: UUID, now: datetime) -> Swept:
    """The same in one organisation."""
    with rooms.store.reading(organisation_id) as scope:
        over, late = _lapsing(scope, now), _overdue(scope, now)
    return Swept(
        lapsed=_each(rooms, organisation_id, over, lambda scope, one: _lapse(scope, one, now)),
        abandoned=_each(rooms, organisation_id, late, lambda scope, one: _abandon(scope, one, now)),
    )


def when_due(rooms: Rooms, job: Job, now: datetime) -> None:
    """A window has ended: look what that has done; the handler of `openings.SWEEP`."""
    sweep_one(rooms, job.organisation_id, now)


def _lapsing(scope: Scope, now: datetime) -> list[UUID]:
    return [
        one.id
        for one in openings.on_offer(scope)
        if one.offered_until is not None and one.offered_until <= now
    ]


def _overdue(scope: Scope, now: datetime) -> list[UUID]:
    """Visits taken and not handed in, though the hours after their last day are over."""
    hours = {one.id: one.submit_within_hours for one in programmes.every(scope)}
    zones = {place.id: place.zone for place in locations.every(scope)}
    late = []
    for stage in visit_log.standing_in(scope, TAKEN):
        visit = assignments.get(scope, stage.visit_id)
        if visit is None or visit.programme_id is None or visit.submitted_at:
            continue
        dates = dates_of(visit.opens_on, visit.due_on, hours[visit.programme_id], zones[visit.location_id])
        if dates.submit_by <= now and not submissions.of_assignment(scope, visit.id):
            late.append(visit.id)
    return late


def _each(
    rooms: Rooms, organisation_id: UUID, visits: Iterable[UUID], act: Callable[[Scope, UUID], None]
) -> int:
    done = 0
    for visit_id in visits:
        try:
            with rooms.store.writing(organisation_id) as scope:
                act(scope, visit_id)
            done += 1
        except (MoveRefused, AuditIsIn, NotHere):
            log.info("visit %s moved on by itself", visit_id)
    return done


def _lapse(scope: Scope, opening_id: UUID, now: datetime) -> None:
    opening = here(scope, opening_id)
    if opening.offered_until is None or opening.offered_until > now:
        raise NotHere
    taking.lapse(scope, opening, now)


def _abandon(scope: Scope, visit_id: UUID, now: datetime) -> None:
    taking.give_back(scope, visit_id, Actor.CLOCK, None, now)
