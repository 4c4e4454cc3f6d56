"""Programmes and the places they visit."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from audit_app.core.visits_programme import Programme
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import programme, programme_location

COLUMNS = columns_of(programme, Programme)


def add(scope: Scope, new: Programme) -> bool:
    """Write a new programme; False where its id is known already, and then nothing is changed."""
    return bool(scope.insert_missing(programme, vars(new)))


def get(scope: Scope, programme_id: UUID) -> Programme | None:
    """The programme with this id, if it is the organisation's."""
    return scope.record(Programme, scope.select(*COLUMNS).where(programme.c.id == programme_id))


def locked(scope: Scope, programme_id: UUID) -> Programme | None:
    """The programme with this id, and until the transaction ends nobody else changes what belongs to it."""
    query = scope.select(*COLUMNS).where(programme.c.id == programme_id)
    return scope.record(Programme, query.with_for_update(key_share=True))


def every(scope: Scope) -> list[Programme]:
    """All programmes, the newest first."""
    query = scope.select(*COLUMNS).order_by(programme.c.created_at.desc(), programme.c.id)
    return scope.records(Programme, query)


def change(scope: Scope, changed: Programme) -> bool:
    """Write everything anew but its id; whether there is such a programme."""
    return scope.update(programme, programme.c.id == changed.id, **vars(changed)) == 1


def publish(scope: Scope, draft: Programme, now: datetime) -> None:
    """From now on the programme takes visits."""
    change(scope, replace(draft, published_at=now))


def end(scope: Scope, running: Programme, now: datetime) -> None:
    """From now on the programme takes no more visits."""
    change(scope, replace(running, ended_at=now))


def place(scope: Scope, programme_id: UUID, location_ids: Collection[UUID]) -> None:
    """Make these the places that the programme visits."""
    scope.delete(programme_location, programme_location.c.programme_id == programme_id)
    rows = [{"programme_id": programme_id, "location_id": one} for one in sorted(set(location_ids))]
    scope.insert(programme_location, *rows)


def places(scope: Scope) -> dict[UUID, frozenset[UUID]]:
    """Which places each programme visits: programme id → location ids; those without any are left out."""
    query = scope.select(programme_location.c.programme_id, programme_location.c.location_id)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in scope.rows(query):
        found[row[0]].add(row[1])
    return {programme_id: frozenset(ids) for programme_id, ids in found.items()}
