"""Whether the tallies still say what the sheets say."""

from uuid import UUID

from audit_app.services import Rooms
from audit_app.services.sheets import answers_of
from audit_app.storage import organisations, tallies
from audit_app.storage.records import TallyDifference


def verify(rooms: Rooms) -> dict[UUID, list[TallyDifference]]:
    """Recount every organisation's sheets; organisation id → what its tallies have otherwise."""
    with rooms.store.reading_all() as everywhere:
        known = organisations.every(everywhere)
    found = {}
    for organisation in known:
        with rooms.store.reading(organisation.id) as scope:
            found[organisation.id] = tallies.recount(scope, answers_of(rooms, scope))
    return found
