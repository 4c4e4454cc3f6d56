"""Openings and a visit's log, for whichever organisation."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from audit_app.core.visit_states import Actor, EventKind, VisitState
from audit_app.storage import Scope, visit_log
from audit_app.storage.visit_log import Logged
from tests.storage.making import NOW, id_of


def logged(organisation_id: UUID, name: str = "event", **changed: Any) -> Logged:
    """The publishing of a visit."""
    fact = Logged(
        id=id_of(name),
        organisation_id=organisation_id,
        visit_id=id_of("programme's visit"),
        number=1,
        event=EventKind.PUBLISH,
        actor=Actor.MANAGER,
        at=NOW,
        by=id_of("owner"),
        reason="",
        note={"told": "Γεια"},
    )
    return replace(fact, **changed)


def second(organisation_id: UUID) -> Logged:
    """The invitation that comes after."""
    at = NOW + timedelta(minutes=1)
    return logged(organisation_id, "second event", number=2, event=EventKind.INVITE, at=at)


def fill(scope: Scope) -> None:
    """Keep one of everything."""
    visit_log.append(scope, logged(scope.organisation_id), VisitState.OPEN)
