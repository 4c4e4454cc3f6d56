"""Assignments: visits given to shoppers. Their state is derived from the moments kept here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func

from audit_app.core.programme import Assignment
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import assignment, former_shopper

COLUMNS = columns_of(assignment, Assignment)


def add(scope: Scope, new: Assignment) -> bool:
    """Write a new visit; False where its id is known already, and then nothing is changed."""
    return bool(scope.insert_missing(assignment, vars(new)))


def add_all(scope: Scope, new: Sequence[Assignment]) -> None:
    """Write many new visits at once."""
    scope.insert(assignment, *map(vars, new))


def get(scope: Scope, assignment_id: UUID) -> Assignment | None:
    """The visit with this id, if it is the organisation's."""
    return scope.record(Assignment, scope.select(*COLUMNS).where(_is(assignment_id)))


def locked(scope: Scope, assignment_id: UUID) -> Assignment | None:
    """The visit with this id, and until the transaction ends nobody else changes what belongs to it.

    Whoever writes to a visit's drafts, photos or submissions asks here first, so they come one by one.
    """
    query = scope.select(*COLUMNS).where(_is(assignment_id))
    return scope.record(Assignment, query.with_for_update(key_share=True))


def of_shopper(scope: Scope, shopper_id: UUID) -> list[Assignment]:
    """A shopper's visits that were not withdrawn, the next due first."""
    query = scope.select(*COLUMNS).where(assignment.c.shopper_id == shopper_id)
    query = query.where(assignment.c.withdrawn_at.is_(None))
    return scope.records(Assignment, query.order_by(assignment.c.due_on, assignment.c.id))


def ever_of_shopper(scope: Scope, shopper_id: UUID) -> list[Assignment]:
    """All visits of a shopper, withdrawn ones too, the first due first."""
    query = scope.select(*COLUMNS).where(assignment.c.shopper_id == shopper_id)
    return scope.records(Assignment, query.order_by(assignment.c.due_on, assignment.c.id))


def every(scope: Scope, limit: int | None = None) -> list[Assignment]:
    """All visits, withdrawn ones too, the last due first."""
    query = scope.select(*COLUMNS).order_by(assignment.c.due_on.desc(), assignment.c.id)
    return scope.records(Assignment, query.limit(limit))


def due_since(scope: Scope, day: date) -> list[Assignment]:
    """All visits that were not withdrawn and were, or will be, due on this day or later."""
    query = scope.select(*COLUMNS).where(assignment.c.due_on >= day, assignment.c.withdrawn_at.is_(None))
    return scope.records(Assignment, query.order_by(assignment.c.due_on, assignment.c.id))


def due_between(scope: Scope, locations: Collection[UUID], first_day: date, last_day: date) -> int:
    """How many visits that were not withdrawn were due in a period, both days included."""
    query = scope.select(func.count()).select_from(assignment).where(assignment.c.withdrawn_at.is_(None))
    query = query.where(assignment.c.location_id.in_(locations))
    return int(scope.rows(query.where(assignment.c.due_on.between(first_day, last_day)))[0][0])


def confirm_brief(scope: Scope, assignment_id: UUID, now: datetime) -> bool:
    """The shopper has read the brief; whether that was new."""
    unread = assignment.c.brief_read_at.is_(None)
    return scope.update(assignment, _is(assignment_id), unread, brief_read_at=now) == 1


def confirm_checklist(scope: Scope, assignment_id: UUID, now: datetime) -> bool:
    """The shopper has read the checklist too; whether that was new."""
    unread = assignment.c.checklist_read_at.is_(None)
    return scope.update(assignment, _is(assignment_id), unread, checklist_read_at=now) == 1


def start(scope: Scope, assignment_id: UUID, now: datetime) -> bool:
    """The first answer was saved; whether that was new."""
    unstarted = assignment.c.started_at.is_(None)
    return scope.update(assignment, _is(assignment_id), unstarted, started_at=now) == 1


def withdraw(scope: Scope, assignment_id: UUID, now: datetime) -> bool:
    """Take a visit back; False where it was already, or its audit has come in."""
    running = assignment.c.withdrawn_at.is_(None) & assignment.c.submitted_at.is_(None)
    return scope.update(assignment, _is(assignment_id), running, withdrawn_at=now) == 1


def hand_over(scope: Scope, visit: Assignment, shopper_id: UUID, now: datetime) -> None:
    """Give a visit to another shopper, who begins anew; who had it until now is remembered."""
    former = {"assignment_id": visit.id, "shopper_id": visit.shopper_id, "until": now}
    scope.put(former_shopper, former)
    afresh = {"brief_read_at": None, "checklist_read_at": None, "started_at": None}
    scope.update(assignment, _is(visit.id), shopper_id=shopper_id, **afresh)


def was_with(scope: Scope, assignment_id: UUID, shopper_id: UUID) -> bool:
    """Whether a shopper had this visit before it was given to somebody else."""
    query = scope.select(former_shopper.c.until).where(former_shopper.c.assignment_id == assignment_id)
    return scope.first(query.where(former_shopper.c.shopper_id == shopper_id)) is not None


def take_up(scope: Scope, assignment_id: UUID) -> bool:
    """A withdrawn visit is one again; whether it was withdrawn."""
    withdrawn = assignment.c.withdrawn_at.is_not(None)
    return scope.update(assignment, _is(assignment_id), withdrawn, withdrawn_at=None) == 1


def submit(scope: Scope, moments: Mapping[UUID, datetime]) -> None:
    """The audits of these visits came in at these moments; the first one of a visit stays."""
    for assignment_id, received_at in moments.items():
        unsubmitted = assignment.c.submitted_at.is_(None)
        scope.update(assignment, _is(assignment_id), unsubmitted, submitted_at=received_at)


def _is(assignment_id: UUID) -> ColumnElement[bool]:
    return assignment.c.id == assignment_id
