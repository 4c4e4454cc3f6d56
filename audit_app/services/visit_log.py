"""What happens to a visit of a programme: judged by the table of moves, then written down for good.

A visit has one id from its publishing on: the opening's, which its assignment keeps.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from audit_app.core import lifecycle
from audit_app.core.lifecycle import Actor, EventKind, VisitState
from audit_app.storage import Scope, visit_log
from audit_app.storage.visit_log import Logged


def record(  # noqa: PLR0913, PLR0917 - one for each part of the sentence that is written down
    scope: Scope,
    visit_id: UUID,
    event: EventKind,
    actor: Actor,
    by: UUID | None,
    now: datetime,
    reason: str = "",
    note: Mapping[str, Any] | None = None,
) -> VisitState:
    """Let something happen to a visit, in the caller's transaction; the state that it leads to.

    `by` is the person who acted, None for the clock alone. `note` is data kept with the event. Of two who act
    at once the second is judged by what the first one left. Raises WrongState, NotAllowed, OnlyOnce or
    ReasonMissing, and then nothing was written.
    """
    while True:
        known = visit_log.entries(scope, visit_id)
        fact = Logged(
            id=uuid4(),
            organisation_id=scope.organisation_id,
            visit_id=visit_id,
            number=len(known) + 1,
            event=event,
            actor=actor,
            at=now,
            by=by,
            reason=reason,
            note=dict(note or {}),
        )
        log = lifecycle.add(tuple(one.fact for one in known), fact.fact, actor)
        state = lifecycle.state_of(log)
        assert state is not None
        if visit_log.append(scope, fact, state):
            return state


def state_of(scope: Scope, visit_id: UUID) -> VisitState | None:
    """Where a visit stands; None before it is published, and for one of no programme."""
    stage = visit_log.stage(scope, visit_id)
    return stage.state if stage else None
