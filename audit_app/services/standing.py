"""How a shopper stands, from what is known of their visits: when, how full, given back or not, as marked.

A visit counts once it is decided about. Its marks: completeness of what was sent last, before any editor
changed it; punctuality by the day on which the checklist was first finished, so that a phone without signal
makes nobody late; and 100 for having been kept. What an editor marked is in the note of the decision,
`{"marks": {"brief": 0–100, "language": 0–100}}`; a part that nobody marked has no data, never a zero.
A void visit says nothing. An offer that was declined is no cancellation: nothing had been promised.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from audit_app.core.answers import completeness
from audit_app.core.lifecycle import EventKind, VisitState
from audit_app.core.programme import Assignment, Decision, HeldFor, Location, Person
from audit_app.core.standing import LAST_VISITS, Part, PastVisit, Standing, cancelled, standing
from audit_app.services import Rooms
from audit_app.services.locations import local_day
from audit_app.services.submissions import arrived_again
from audit_app.services.weighing import content_of
from audit_app.storage import Scope, assignments, locations, submissions, visit_log
from audit_app.storage.records import Submission
from audit_app.storage.visit_log import Stage

DECIDED = (EventKind.APPROVE, EventKind.APPROVE_EXCLUDED, EventKind.REJECT)
MARKED = (Part.BRIEF, Part.LANGUAGE)
SAYS_NOTHING = (VisitState.ABANDONED, VisitState.VOID)
Visits = Sequence[Assignment]
Stages = Mapping[UUID, Stage]
Places = Mapping[UUID, Location]


def standing_of(scope: Scope, person_id: UUID, now: datetime) -> int | None:
    """The whole points 0–100 that a shopper has reached; None with too few visits to say."""
    return full_standing(scope, person_id, now).reached


def own_standing(rooms: Rooms, shopper: Person, now: datetime) -> Standing:
    """How a shopper stands, part by part."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        return full_standing(scope, shopper.id, now)


def full_standing(scope: Scope, person_id: UUID, now: datetime) -> Standing:
    """The same within a transaction, as of a moment."""
    visits = assignments.ever_of_shopper(scope, person_id)
    places = {place.id: place for place in locations.every(scope)}
    stages = visit_log.stages(scope, [visit.id for visit in visits if visit.programme_id])
    past = [*_given_back(visits, stages, places), *_handed_in(scope, visits, stages, places, now)]
    return standing(one for one in past if one.ended_at <= now)


def _given_back(visits: Visits, stages: Stages, places: Places) -> Iterator[PastVisit]:
    for visit in visits:
        stage = stages.get(visit.id)
        if stage is not None and stage.state is VisitState.ABANDONED:
            day = local_day(places[visit.location_id], stage.since)
            yield cancelled(stage.since, day, visit.due_on)


def _handed_in(
    scope: Scope, visits: Visits, stages: Stages, places: Places, now: datetime
) -> Iterator[PastVisit]:
    """The last ten, for each has a mark: those before them cannot count."""
    over = {visit_id for visit_id, stage in stages.items() if stage.state in SAYS_NOTHING}
    done = [
        (visit.submitted_at, visit)
        for visit in visits
        if visit.submitted_at and visit.submitted_at <= now and visit.id not in over
    ]
    for moment, visit in sorted(done, key=lambda one: one[0])[-LAST_VISITS:]:
        yield PastVisit(moment, _marks(scope, visit, places[visit.location_id]))


def _marks(scope: Scope, visit: Assignment, place: Location) -> Mapping[Part, Fraction | int]:
    came = [one for one in submissions.of_assignment(scope, visit.id) if _is_theirs(one, visit)]
    finished_at = came[0].finished_at if came else visit.submitted_at
    assert finished_at is not None
    on_time = local_day(place, finished_at) <= visit.due_on
    known = {Part.PUNCTUALITY: 100 * on_time, Part.CANCELLATIONS: 100}
    return {**known, **_completeness(scope, came), **_marked(scope, visit)}


def _is_theirs(one: Submission, visit: Assignment) -> bool:
    """What the visit's shopper sent for it and a person or the program took as its audit."""
    is_taken = one.decision is Decision.COUNTED or HeldFor.REVIEW in one.held_for
    return is_taken and one.shopper_id == visit.shopper_id


def _completeness(scope: Scope, came: Sequence[Submission]) -> Mapping[Part, Fraction]:
    content = content_of(scope, arrived_again(came[-1])) if came else None
    if content is None or content.questionnaire is None:
        return {}
    return {Part.COMPLETENESS: completeness(content.questionnaire, content.sheet)}


def _marked(scope: Scope, visit: Assignment) -> Mapping[Part, int]:
    log = visit_log.entries(scope, visit.id) if visit.programme_id else []
    notes = [one.note for one in log if one.event in DECIDED]
    marks: Mapping[str, int] = notes[-1].get("marks", {}) if notes else {}
    return {part: marks[part] for part in MARKED if part in marks}
