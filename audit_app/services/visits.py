"""Visits as their shopper meets them: what there is to do, and the brief before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audit_app.core.lifecycle import VisitState
from audit_app.core.programme import Assignment, AssignmentState, Location, Person
from audit_app.core.questionnaire import Questionnaire
from audit_app.services import Rooms, editions
from audit_app.services.locations import here, local_day
from audit_app.services.refusals import NotHere, VisitClosed
from audit_app.storage import Scope, assignments, locations, submissions, visit_log

CLOSED = (AssignmentState.WITHDRAWN, AssignmentState.NOT_YET)


@dataclass(frozen=True)
class Visit:
    """One visit with its place and what is asked there; `today` is the place's local day.

    `held_at`: when (UTC) that came in which waits for a person, while nothing else of the visit was counted.
    `stage`: where a programme's visit stands in its log; None for one of no programme.
    """

    assignment: Assignment
    location: Location
    questionnaire: Questionnaire
    today: date
    held_at: datetime | None = None
    stage: VisitState | None = None

    @property
    def id(self) -> UUID:
        """The assignment's id, which is the id of its answer sheet too: so it can come in only once."""
        return self.assignment.id

    @property
    def state(self) -> AssignmentState:
        """Where the visit stands today."""
        return self.assignment.state(self.today)

    @property
    def is_held(self) -> bool:
        """Whether what its shopper sent waits for a person."""
        return self.held_at is not None

    @property
    def sent_at(self) -> datetime | None:
        """When the answers came in (UTC)."""
        return self.assignment.submitted_at or self.held_at

    @property
    def is_sent(self) -> bool:
        """Whether the answers have come in, be it that they wait for a person: for the shopper it is done."""
        return self.is_held or self.state is AssignmentState.SUBMITTED


@dataclass(frozen=True)
class VisitList:
    """A shopper's visits: open ones (the next due first), later ones, sent ones (the last sent first)."""

    to_do: tuple[Visit, ...]
    coming: tuple[Visit, ...]
    done: tuple[Visit, ...]


def visits_of(rooms: Rooms, shopper: Person, now: datetime) -> VisitList:
    """All visits of a shopper that were not withdrawn."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        waiting = submissions.waiting_visits(scope, shopper.id)
        listed = _with_words(rooms, scope, assignments.of_shopper(scope, shopper.id), waiting, now)
    done = [visit for visit in listed if visit.is_sent]
    return VisitList(
        to_do=tuple(visit for visit in listed if not visit.is_sent and visit.state not in CLOSED),
        coming=tuple(
            visit for visit in listed if not visit.is_sent and visit.state is AssignmentState.NOT_YET
        ),
        done=tuple(sorted(done, key=_sent_at, reverse=True)),
    )


def _sent_at(visit: Visit) -> datetime:
    return visit.sent_at or visit.assignment.created_at


def _with_words(
    rooms: Rooms, scope: Scope, listed: list[Assignment], waiting: Mapping[UUID, datetime], now: datetime
) -> list[Visit]:
    places = {location.id: location for location in locations.every(scope)}
    keys = {assignment.questionnaire for assignment in listed}
    asked = {key: editions.questionnaire_in_use(rooms, scope, key) for key in keys}
    stages = visit_log.stages(scope, [each.id for each in listed if each.programme_id])
    return [
        Visit(
            each,
            places[each.location_id],
            asked[each.questionnaire],
            local_day(places[each.location_id], now),
            _held_at(each, waiting),
            stages[each.id].state if each.id in stages else None,
        )
        for each in listed
    ]


def _held_at(assignment: Assignment, waiting: Mapping[UUID, datetime]) -> datetime | None:
    return None if assignment.submitted_at else waiting.get(assignment.id)


def visit_of(rooms: Rooms, shopper: Person, visit_id: UUID, now: datetime) -> Visit:
    """One visit; raises NotHere for an unknown one, another shopper's or another organisation's."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        return own_visit(rooms, scope, shopper, visit_id, now)


def own_visit(rooms: Rooms, scope: Scope, shopper: Person, visit_id: UUID, now: datetime) -> Visit:
    """The visit of this shopper with this id, as of this transaction; raises NotHere."""
    return _visit(rooms, scope, own_assignment(scope, shopper, visit_id), shopper.id, now)


def visit_to_send(rooms: Rooms, scope: Scope, shopper_id: UUID, visit_id: UUID, now: datetime) -> Visit:
    """The visit for which a shopper sends something, locked until the transaction ends.

    Also for whoever had it before it was given to somebody else. Raises NotHere for all others.
    """
    assignment = must_be_senders(scope, assignments.locked(scope, visit_id), shopper_id)
    return _visit(rooms, scope, assignment, shopper_id, now)


def visit_read(rooms: Rooms, scope: Scope, visit_id: UUID, now: datetime) -> Visit:
    """A visit as whoever reads it in the office sees it; raises NotHere."""
    assignment = assignments.get(scope, visit_id)
    if assignment is None:
        raise NotHere
    return _visit(rooms, scope, assignment, assignment.shopper_id, now)


def must_be_senders(scope: Scope, assignment: Assignment | None, shopper_id: UUID) -> Assignment:
    """The visit, if this shopper has it or once had it; raises NotHere."""
    if assignment is None:
        raise NotHere
    if assignment.shopper_id != shopper_id and not assignments.was_with(scope, assignment.id, shopper_id):
        raise NotHere
    return assignment


def _visit(rooms: Rooms, scope: Scope, assignment: Assignment, shopper_id: UUID, now: datetime) -> Visit:
    location = here(scope, assignment.location_id)
    questionnaire = editions.questionnaire_in_use(rooms, scope, assignment.questionnaire)
    held_at = _held_at(assignment, submissions.waiting_visits(scope, shopper_id))
    stage = visit_log.stage(scope, assignment.id) if assignment.programme_id else None
    today = local_day(location, now)
    return Visit(assignment, location, questionnaire, today, held_at, stage.state if stage else None)


def own_assignment(scope: Scope, shopper: Person, visit_id: UUID) -> Assignment:
    """The assignment of this shopper with this id; raises NotHere."""
    assignment = assignments.get(scope, visit_id)
    if assignment is None or assignment.shopper_id != shopper.id:
        raise NotHere
    return assignment


def must_be_open(visit: Visit) -> None:
    """Raise VisitClosed for a visit that was withdrawn or is still to come; a late one stays open."""
    if visit.state in CLOSED:
        raise VisitClosed


def must_not_be_withdrawn(visit: Visit) -> None:
    """Raise VisitClosed for a withdrawn visit: of one still to come, the brief can be read."""
    if visit.state is AssignmentState.WITHDRAWN:
        raise VisitClosed


def confirm_brief(rooms: Rooms, shopper: Person, visit_id: UUID, now: datetime) -> Visit:
    """The shopper has read the brief; twice is once. Raises NotHere, VisitClosed when withdrawn."""
    with rooms.store.writing(shopper.organisation_id) as scope:
        must_not_be_withdrawn(own_visit(rooms, scope, shopper, visit_id, now))
        assignments.confirm_brief(scope, visit_id, now)
        return own_visit(rooms, scope, shopper, visit_id, now)
