"""Visits as they came in, each kept word for word; what was decided about them stands beside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from audit_app.core.programme import Decision, HeldFor
from audit_app.storage.records import Submission
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import submission

COLUMNS = columns_of(submission, Submission)
WAITING = submission.c.decision.is_(None)


def add(scope: Scope, arrived: Submission) -> bool:
    """Keep what came in; False where something is kept under its id, and then nothing is changed."""
    return bool(scope.insert_missing(submission, vars(arrived)))


def get(scope: Scope, submission_id: UUID) -> Submission | None:
    """What came in under this id, if it is the organisation's."""
    return scope.record(Submission, scope.select(*COLUMNS).where(submission.c.id == submission_id))


def of_assignment(scope: Scope, assignment_id: UUID) -> list[Submission]:
    """All that came in for a visit, the oldest first."""
    query = scope.select(*COLUMNS).where(submission.c.assignment_id == assignment_id)
    return scope.records(Submission, query.order_by(submission.c.received_at, submission.c.id))


def waiting(scope: Scope) -> list[Submission]:
    """What waits for the owner's decision, the oldest first; what an editor is to read does not."""
    query = scope.select(*COLUMNS).where(WAITING)
    found = scope.records(Submission, query.order_by(submission.c.received_at, submission.c.id))
    return [one for one in found if HeldFor.REVIEW not in one.held_for]


def number_waiting(scope: Scope) -> int:
    """How much waits for the owner's decision."""
    rows = scope.rows(scope.select(submission.c.held_for).where(WAITING))
    return sum(HeldFor.REVIEW not in row.held_for for row in rows)


def waiting_visits(scope: Scope, shopper_id: UUID) -> dict[UUID, datetime]:
    """The visits for which something of this shopper waits for a decision, and when the last of it came."""
    columns = submission.c.assignment_id, submission.c.received_at
    query = scope.select(*columns).where(WAITING, submission.c.shopper_id == shopper_id)
    return {row.assignment_id: row.received_at for row in scope.rows(query.order_by(columns[1]))}


def hold(scope: Scope, submission_id: UUID, reasons: Sequence[HeldFor]) -> None:
    """Take the decision back: it waits for a person, for these reasons."""
    undecided = {"decision": None, "decided_at": None, "decided_by": None}
    scope.update(submission, submission.c.id == submission_id, held_for=tuple(reasons), **undecided)


def decide(
    scope: Scope, submission_id: UUID, decision: Decision, decided_by: UUID | None, now: datetime
) -> None:
    """Write down what a person decided."""
    decided = {"decision": decision, "decided_at": now, "decided_by": decided_by}
    scope.update(submission, submission.c.id == submission_id, **decided)
