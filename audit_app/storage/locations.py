"""Locations: shops, phone lines, websites."""

from uuid import UUID

from audit_app.core.programme import Location
from audit_app.storage.scope import Scope, columns_of
from audit_app.storage.tables import location

COLUMNS = columns_of(location, Location)


def add(scope: Scope, new: Location) -> None:
    """Write a new location."""
    scope.insert(location, vars(new))


def get(scope: Scope, location_id: UUID) -> Location | None:
    """The location with this id, if it is the organisation's."""
    return scope.record(Location, scope.select(*COLUMNS).where(location.c.id == location_id))


def every(scope: Scope) -> list[Location]:
    """All locations by name."""
    return scope.records(Location, scope.select(*COLUMNS).order_by(location.c.name, location.c.id))


def change(scope: Scope, changed: Location) -> bool:
    """Write everything anew but its id; whether there is such a location."""
    return scope.update(location, location.c.id == changed.id, **vars(changed)) == 1
