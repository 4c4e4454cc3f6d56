"""The demonstration's visits that wait for an editor: one since this morning, one since yesterday."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import uuid5

from audit_app.core.lifecycle import Actor, EventKind
from audit_app.core.programme import Assignment, Person
from audit_app.core.visits_programme import Programme
from audit_app.services import Rooms
from audit_app.services.arrivals import written_here
from audit_app.services.demo.answering import Truth, answer
from audit_app.services.demo.filling import Place
from audit_app.services.editions import questionnaire_in_use
from audit_app.services.submissions import take_in
from audit_app.services.visit_log import record
from audit_app.services.visits import visit_to_send
from audit_app.storage import Scope, assignments, briefs

AGO = (timedelta(hours=3), timedelta(hours=30))
TOOK = timedelta(minutes=18)
LEVEL = 78
"""Points that the shops are thought to be worth: good, with something to read."""


def send_visits(
    rooms: Rooms, scope: Scope, programme: Programme, places: Sequence[Place], owner: Person, now: datetime
) -> None:
    """Let shoppers of two places send a visit of the programme each."""
    for place, ago in zip(places[2:4], AGO, strict=True):
        visit = _promised(scope, programme, place, owner, now - ago)
        _send(rooms, scope, visit, place, now - ago)


def _promised(
    scope: Scope, programme: Programme, place: Place, owner: Person, sent_at: datetime
) -> Assignment:
    agreed = sent_at - timedelta(days=6)
    visit = Assignment(
        id=uuid5(programme.id, f"sent from {place.location.name}"),
        organisation_id=scope.organisation_id,
        location_id=place.location.id,
        shopper_id=place.shopper.id,
        questionnaire=programme.questionnaire,
        opens_on=sent_at.date() - timedelta(days=4),
        due_on=sent_at.date() + timedelta(days=3),
        created_at=agreed,
        brief_read_at=agreed,
        started_at=sent_at - TOOK,
        programme_id=programme.id,
        scenario_id=briefs.scenarios(scope, programme.id)[0].id,
        checklist_read_at=agreed,
    )
    assignments.add(scope, visit)
    record(scope, visit.id, EventKind.PUBLISH, Actor.MANAGER, owner.id, agreed)
    record(scope, visit.id, EventKind.ACCEPT, Actor.SHOPPER, place.shopper.id, agreed)
    return visit


def _send(rooms: Rooms, scope: Scope, visit: Assignment, place: Place, sent_at: datetime) -> None:
    asked = questionnaire_in_use(rooms, scope, visit.questionnaire)
    truth = Truth(lambda _standard: LEVEL, place.shop.language)
    sheet = answer(asked, truth, Random(place.location.name))  # noqa: S311 - the same dice each time
    arrived = written_here(uuid5(visit.id, "sent"), visit, sheet, (), place.shop.language, sent_at)
    take_in(
        scope,
        visit_to_send(rooms, scope, place.shopper.id, visit.id, sent_at),
        place.shopper.id,
        arrived,
        sent_at,
    )
