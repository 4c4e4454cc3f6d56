"""What a shopper's own work moves in a visit of a programme: it is begun, it comes in, it comes in again."""

from datetime import datetime
from uuid import UUID

from audit_app.core.lifecycle import Actor, EventKind, VisitState
from audit_app.core.programme import Assignment
from audit_app.core.visit_clocks import Clock
from audit_app.services.review_watch import watch
from audit_app.services.visit_log import record, state_of
from audit_app.storage import Scope

CAN_COME_IN = frozenset({VisitState.ASSIGNED, VisitState.IN_PROGRESS, VisitState.RETURNED})
"""The states from which what a shopper sends goes to an editor."""


def begin(scope: Scope, assignment: Assignment, now: datetime) -> None:
    """The first answer of a visit was saved; nothing happens to one of no programme, or begun before."""
    if assignment.programme_id and state_of(scope, assignment.id) is VisitState.ASSIGNED:
        record(scope, assignment.id, EventKind.START, Actor.SHOPPER, assignment.shopper_id, now)


def arrive(scope: Scope, assignment: Assignment, sender_id: UUID, now: datetime) -> None:
    """A visit came in for an editor to read, the first time or after a return; raises WrongState."""
    begin(scope, assignment, now)
    is_returned = state_of(scope, assignment.id) is VisitState.RETURNED
    event = EventKind.RESUBMIT if is_returned else EventKind.SUBMIT
    record(scope, assignment.id, event, Actor.SHOPPER, sender_id, now)
    watch(scope, assignment.id, Clock.REVIEW, now)
