"""Openings and a visit's log, for whichever organisation."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from audit_app.core.panel import TimeBand
from audit_app.core.visit_states import Actor, EventKind, VisitState
from audit_app.storage import Scope, openings, visit_log
from audit_app.storage.openings import Opening
from audit_app.storage.visit_log import Logged
from tests.storage.making import NOW, TODAY, id_of


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


def opening(organisation_id: UUID, name: str = "opening", **changed: Any) -> Opening:
    """A draft for the shopper."""
    made = Opening(
        id=id_of(name),
        organisation_id=organisation_id,
        programme_id=id_of("programme"),
        location_id=id_of("Athens"),
        starts_on=TODAY,
        due_on=TODAY + timedelta(days=6),
        created_at=NOW,
        aimed_at=TODAY + timedelta(days=1),
        band=TimeBand.EVENING,
        scenario_id=id_of("scenario"),
        offered_to=id_of("shopper"),
    )
    return replace(made, **changed)


def fill(scope: Scope) -> None:
    """Keep one of everything: an opening that was taken, one on the board, and a draft."""
    whose = scope.organisation_id
    visit = id_of("programme's visit")
    openings.add(scope, opening(whose, "programme's visit", published_at=NOW, taken_as=visit))
    openings.add(scope, opening(whose, "opening on the board", published_at=NOW, offered_to=None))
    openings.add(scope, opening(whose))
    on_board = logged(whose, "published", visit_id=id_of("opening on the board"))
    visit_log.append(scope, on_board, VisitState.OPEN)
    visit_log.append(scope, logged(whose), VisitState.OPEN)
