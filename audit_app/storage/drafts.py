"""Drafts: a visit's answers so far. The last saving counts."""

from uuid import UUID

from audit_app.storage.records import Draft
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import draft


def save(scope: Scope, saved: Draft) -> None:
    """Keep the answers in place of what was saved before."""
    scope.put(draft, vars(saved))


def get(scope: Scope, assignment_id: UUID) -> Draft | None:
    """What was last saved for a visit."""
    query = scope.select(*columns_of(draft, Draft)).where(draft.c.assignment_id == assignment_id)
    return scope.record(Draft, query)


def drop(scope: Scope, assignment_id: UUID) -> bool:
    """Delete a visit's draft; whether there was one."""
    return scope.delete(draft, draft.c.assignment_id == assignment_id) == 1
