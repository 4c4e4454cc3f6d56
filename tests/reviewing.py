"""A programme over the world of visits: its visit is given to the shopper, and an editor reads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from audit_app.core.lifecycle import Actor, EventKind, VisitState
from audit_app.core.programme import Person, Role
from audit_app.core.visits_programme import Programme
from audit_app.services import visit_log
from audit_app.services.accounts import hash_password
from audit_app.storage import assignments as kept_assignments
from audit_app.storage import people, programmes
from audit_app.storage import visit_log as logs
from tests.arriving import GOOD, arrived, receive
from tests.storage import making_programmes
from tests.visiting import CHECKLIST, NOW, PASSWORD, World


@dataclass(frozen=True)
class Desk:
    """The world with a programme and two editors."""

    world: World
    programme: Programme
    editor: Person
    other: Person


def build_desk(world: World, **rules: Any) -> Desk:
    """The world's visit belongs to a programme now, accepted by its shopper."""
    home = world.shopper.organisation_id
    made = making_programmes.programme(
        home, questionnaire=CHECKLIST.key, published_at=NOW, second_look_percent=0, level=0
    )
    programme = replace(made, **rules)
    editors = [Person(uuid4(), home, f"{name}@e.example", name, Role.EDITOR, "en") for name in ("ed", "to")]
    with world.rooms.store.writing(home) as scope:
        programmes.add(scope, programme)
        for person in editors:
            people.add(scope, person, hash_password(PASSWORD))
        _belongs(scope, world, programme)
    return Desk(world, programme, *editors)


def _belongs(scope: Any, world: World, programme: Programme) -> None:
    kept = kept_assignments.get(scope, world.visit_id)
    assert kept is not None
    table = kept_assignments.assignment
    scope.update(table, table.c.id == kept.id, programme_id=programme.id)
    for event, actor, by in (
        (EventKind.PUBLISH, Actor.MANAGER, world.owner),
        (EventKind.ACCEPT, Actor.SHOPPER, world.shopper),
    ):
        visit_log.record(scope, kept.id, event, actor, by.id, NOW)


def send(desk: Desk, answers: Mapping[str, object] = GOOD, now: datetime = NOW, **changed: Any) -> Any:
    """The shopper's phone sends the visit."""
    return receive(desk.world, arrived(desk.world, answers, sent_at=now, **changed), now)


def state(desk: Desk) -> VisitState | None:
    with desk.world.rooms.store.reading(desk.world.shopper.organisation_id) as scope:
        return visit_log.state_of(scope, desk.world.visit_id)


def events(desk: Desk) -> list[EventKind]:
    with desk.world.rooms.store.reading(desk.world.shopper.organisation_id) as scope:
        return [one.event for one in logs.entries(scope, desk.world.visit_id)]


def last_note(desk: Desk) -> Mapping[str, Any]:
    with desk.world.rooms.store.reading(desk.world.shopper.organisation_id) as scope:
        return logs.entries(scope, desk.world.visit_id)[-1].note
