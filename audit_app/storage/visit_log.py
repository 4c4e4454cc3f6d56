"""The log of each visit, which is only ever lengthened, and the state that it comes to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func

from audit_app.core.lifecycle import VisitEvent
from audit_app.core.visit_states import Actor, EventKind, VisitState
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import visit_event, visit_stage


@dataclass(frozen=True)
class Logged:
    """A fact as it is kept: the `number`th of a visit, from 1; `note` is data for whoever reads it later."""

    id: UUID
    organisation_id: UUID
    visit_id: UUID
    number: int
    event: EventKind
    actor: Actor
    at: datetime
    by: UUID | None
    reason: str
    note: Mapping[str, Any]

    @property
    def fact(self) -> VisitEvent:
        """As the rules read it."""
        return VisitEvent(self.id, self.visit_id, self.event, self.at, self.by, self.reason or None)


@dataclass(frozen=True)
class Stage:
    """Where a visit stands, and since when."""

    visit_id: UUID
    state: VisitState
    since: datetime


LOGGED = columns_of(visit_event, Logged)
STAGE = columns_of(visit_stage, Stage)


def entries(scope: Scope, visit_id: UUID) -> list[Logged]:
    """The log of a visit, oldest first; empty before it is published."""
    query = scope.select(*LOGGED).where(visit_event.c.visit_id == visit_id)
    return scope.records(Logged, query.order_by(visit_event.c.number))


def append(scope: Scope, fact: Logged, state: VisitState) -> bool:
    """Write a fact with the state it leads to; False, and nothing written, where its number is taken."""
    if not scope.insert_missing(visit_event, vars(fact)):
        return False
    scope.put(visit_stage, {"visit_id": fact.visit_id, "state": state, "since": fact.at})
    return True


def stage(scope: Scope, visit_id: UUID) -> Stage | None:
    """Where a visit stands; None before it is published."""
    return scope.record(Stage, scope.select(*STAGE).where(visit_stage.c.visit_id == visit_id))


def stages(scope: Scope, visits: Collection[UUID] | None = None) -> dict[UUID, Stage]:
    """Where these visits stand, or all; those not published are left out."""
    query = scope.select(*STAGE)
    if visits is not None:
        query = query.where(visit_stage.c.visit_id.in_(visits))
    return {one.visit_id: one for one in scope.records(Stage, query)}


def standing_in(scope: Scope, states: Collection[VisitState]) -> list[Stage]:
    """The visits that stand in one of these states, the longest first."""
    query = scope.select(*STAGE).where(visit_stage.c.state.in_(states))
    return scope.records(Stage, query.order_by(visit_stage.c.since, visit_stage.c.visit_id))


def first_moments(scope: Scope, event: EventKind) -> dict[UUID, datetime]:
    """When an event first happened to each visit: visit → moment."""
    query = scope.select(visit_event.c.visit_id, func.min(visit_event.c.at))
    query = query.where(visit_event.c.event == event).group_by(visit_event.c.visit_id)
    return {row[0]: row[1] for row in scope.rows(query)}
