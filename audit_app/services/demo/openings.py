"""The demonstration's visits on offer: four on the board, and one offered to a shopper with a certificate."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid5

from audit_app.core.panel import TimeBand
from audit_app.core.programme import Person
from audit_app.core.visits_programme import Certificate, Programme
from audit_app.services import eligible
from audit_app.services.demo.filling import Place
from audit_app.services.openings import publish
from audit_app.storage import Scope, briefs, openings, quizzes
from audit_app.storage.openings import Opening

FIRST_DAY, DAYS = timedelta(days=42), timedelta(days=6)
"""Six weeks from now: past the visits that everybody has, and the lock-out after them."""


def open_visits(
    scope: Scope, programme: Programme, places: Sequence[Place], owner: Person, now: datetime
) -> None:
    """Publish a visit for all places but the first, the last of them for the second place's shopper."""
    asked = places[1].shopper
    certified = Certificate(uuid5(programme.id, asked.email), scope.organisation_id, asked.id,
                            programme.category, programme.level, now, granted_by=owner.id)  # fmt: skip
    quizzes.grant(scope, certified)
    known = eligible.known(scope, now)
    played = briefs.scenarios(scope, programme.id)
    for number, place in enumerate(places[1:]):
        first = now.date() + FIRST_DAY + timedelta(days=number)
        made = Opening(
            id=uuid5(programme.id, f"opening {place.location.name}"),
            organisation_id=scope.organisation_id,
            programme_id=programme.id,
            location_id=place.location.id,
            starts_on=first,
            due_on=first + DAYS,
            created_at=now,
            aimed_at=first + timedelta(days=2),
            band=tuple(TimeBand)[number % len(TimeBand)],
            scenario_id=played[number % len(played)].id,
            offered_to=asked.id if place is places[-1] else None,
        )
        openings.add(scope, made)
        publish(scope, made, owner, known)
