"""Visits: an owner gives a shopper a checklist, a place and a window of days, and may take it back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from audit_app.core.answers import AnswerSheet
from audit_app.core.lifecycle import Actor, EventKind, VisitState, VoidReason
from audit_app.core.programme import Assignment, AssignmentState, Location, Role
from audit_app.core.questionnaire import Kind, Questionnaire
from audit_app.services import Rooms, editions
from audit_app.services.arrivals import written_here
from audit_app.services.locations import here, local_day
from audit_app.services.refusals import NotHere, Refusal, VisitClosed
from audit_app.services.submissions import take_in
from audit_app.services.visit_log import record, state_of
from audit_app.services.visits import visit_to_send
from audit_app.storage import Scope, assignments, drafts, locations, people, photos, submissions
from audit_app.translations import lazy_gettext as _l

MOST_LISTED = 200


@dataclass(frozen=True)
class Wish:
    """Who shall visit which place with which checklist, on local days; `due_on` not before `opens_on`.

    `id` was made with the form, so that sending it twice gives one visit.
    """

    id: UUID
    questionnaire: str
    location_id: UUID
    shopper_id: UUID
    opens_on: date
    due_on: date


@dataclass(frozen=True)
class Visit:
    """One visit as an owner sees it."""

    assignment: Assignment
    state: AssignmentState
    location: Location
    shopper: str
    questionnaire: Questionnaire

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether there is still something to take back."""
        return self.state not in (AssignmentState.WITHDRAWN, AssignmentState.SUBMITTED)


class AuditIsIn(Refusal):
    """The shopper was quicker: what was sent stays."""

    status = 409
    title = _l("This audit has already come in")
    message = _l("A visit can be withdrawn only until its audit has been sent.")


def assign(rooms: Rooms, organisation_id: UUID, wish: Wish, now: datetime) -> Assignment:
    """Give a shopper a visit; raises NotHere for a place, shopper or checklist that is not there."""
    assignment = Assignment(organisation_id=organisation_id, created_at=now, **vars(wish))
    with rooms.store.writing(organisation_id) as scope:
        here(scope, wish.location_id)
        if not _is_shopper(scope, wish.shopper_id):
            raise NotHere
        if editions.freeze(rooms, scope, wish.questionnaire, now).kind is not Kind.AUDIT:
            raise NotHere
        if assignments.add(scope, assignment):
            return assignment
        return assignments.get(scope, wish.id) or assignment


def visits(rooms: Rooms, organisation_id: UUID, now: datetime) -> list[Visit]:
    """The latest visits of an organisation, the last due first."""
    with rooms.store.reading(organisation_id) as scope:
        listed = assignments.every(scope, MOST_LISTED)
        return _with_words(rooms, scope, listed, now)


def _with_words(rooms: Rooms, scope: Scope, listed: list[Assignment], now: datetime) -> list[Visit]:
    places = {location.id: location for location in locations.every(scope)}
    names = people.names(scope)
    keys = {assignment.questionnaire for assignment in listed}
    asked = {key: editions.questionnaire_in_use(rooms, scope, key) for key in keys}
    return [
        Visit(
            assignment=each,
            state=each.state(local_day(places[each.location_id], now)),
            location=places[each.location_id],
            shopper=names[each.shopper_id],
            questionnaire=asked[each.questionnaire],
        )
        for each in listed
    ]


def withdraw(
    rooms: Rooms, organisation_id: UUID, assignment_id: UUID, now: datetime, by: UUID | None = None
) -> None:
    """Take a visit back; twice is once. One of a programme is void from now on, and its log says `by` whom.

    Raises NotHere, and AuditIsIn where the audit has been sent.
    """
    with rooms.store.writing(organisation_id) as scope:
        if assignments.withdraw(scope, assignment_id, now):
            _make_void(scope, assignment_id, by, now)
        kept = assignments.get(scope, assignment_id)
    if kept is None:
        raise NotHere
    if kept.submitted_at:
        raise AuditIsIn


def _make_void(scope: Scope, visit_id: UUID, by: UUID | None, now: datetime) -> None:
    state = state_of(scope, visit_id)
    if state is None:
        return
    if state not in (VisitState.ASSIGNED, VisitState.IN_PROGRESS):
        raise AuditIsIn
    reason = VoidReason.WITHDRAWN.value
    record(scope, visit_id, EventKind.VOID, Actor.EDITOR, by, now, reason)


def reassign(
    rooms: Rooms, organisation_id: UUID, assignment_id: UUID, shopper_id: UUID, now: datetime
) -> None:
    """Give a visit to another shopper; to the same one changes nothing.

    What the former one had saved becomes a held visit, and what still comes from that phone will be held.
    Raises NotHere for a visit or shopper that is not there, VisitClosed, and AuditIsIn once it was sent.
    """
    with rooms.store.writing(organisation_id) as scope:
        visit = assignments.locked(scope, assignment_id)
        if visit is None or not _is_shopper(scope, shopper_id):
            raise NotHere
        if visit.submitted_at:
            raise AuditIsIn
        if visit.withdrawn_at:
            raise VisitClosed
        if visit.shopper_id == shopper_id:
            return
        assignments.hand_over(scope, visit, shopper_id, now)
        _hold_draft(rooms, scope, visit, now)


def _is_shopper(scope: Scope, shopper_id: UUID) -> bool:
    return shopper_id in {shopper.id for shopper in people.every(scope, Role.SHOPPER)}


def _hold_draft(rooms: Rooms, scope: Scope, before: Assignment, now: datetime) -> None:
    """What had been filled in waits for a person, as it stood; the next shopper begins with an empty page."""
    draft, pictures = drafts.get(scope, before.id), photos.of_assignment(scope, before.id)
    drafts.drop(scope, before.id)
    photos.keep_only(scope, before.id, (), now)
    answers = draft.answers if draft else AnswerSheet()
    moments = [picture.uploaded_at for picture in pictures]
    if draft and answers != AnswerSheet():
        moments.append(draft.updated_at)
    if not moments or _sent_since(scope, before, max(moments)):
        return
    former = people.get(scope, before.shopper_id)
    assert former is not None
    arrived = written_here(
        uuid4(), before, answers, pictures, former.language, max(moments), is_finished=False
    )
    take_in(scope, visit_to_send(rooms, scope, former.id, before.id, now), former.id, arrived, now)


def _sent_since(scope: Scope, visit: Assignment, moment: datetime) -> bool:
    """Whether the visit's shopper sent it after all was filled in: then a draft adds nothing."""
    came_in = submissions.of_assignment(scope, visit.id)
    return any(one.shopper_id == visit.shopper_id and one.received_at >= moment for one in came_in)
