"""The places of an organisation: shops, phone lines, websites."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, available_timezones

from audit_app.core.programme import Location, PlaceKind
from audit_app.services import Rooms
from audit_app.services.refusals import NotHere
from audit_app.storage import Scope, locations


@dataclass(frozen=True)
class Details:
    """What an owner writes about a place; `zone` is an IANA name out of `zones()`."""

    name: str
    city: str
    country: str
    zone: str
    language: str
    kind: PlaceKind


@cache
def zones() -> tuple[str, ...]:
    """The IANA time zones that are named after a place, e.g. Europe/Athens, and UTC."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "US/")))
    return ("UTC", *sorted(named))


def local_day(location: Location, now: datetime) -> date:
    """Which day it is at the location."""
    return now.astimezone(ZoneInfo(location.zone)).date()


def latest_day(places: Iterable[Location], now: datetime) -> date:
    """Which day it is where the day began first; the UTC day where there is no place."""
    return max((local_day(place, now) for place in places), default=now.date())


def every(rooms: Rooms, organisation_id: UUID) -> list[Location]:
    """All places of an organisation by name."""
    with rooms.store.reading(organisation_id) as scope:
        return locations.every(scope)


def find(rooms: Rooms, organisation_id: UUID, location_id: UUID) -> Location:
    """One place; raises NotHere for an unknown one or another organisation's."""
    with rooms.store.reading(organisation_id) as scope:
        return here(scope, location_id)


def here(scope: Scope, location_id: UUID) -> Location:
    """One place within a transaction; raises NotHere."""
    location = locations.get(scope, location_id)
    if location is None:
        raise NotHere
    return location


def among(places: Iterable[Location], ids: Collection[UUID]) -> tuple[Location, ...]:
    """Those of the places that are named by id; an id of no place is passed over."""
    return tuple(place for place in places if place.id in ids)


def add(rooms: Rooms, organisation_id: UUID, details: Details) -> Location:
    """A new place."""
    location = Location(uuid4(), organisation_id, **vars(details))
    with rooms.store.writing(organisation_id) as scope:
        locations.add(scope, location)
    return location


def change(rooms: Rooms, organisation_id: UUID, location_id: UUID, details: Details) -> None:
    """Write a place's details anew; raises NotHere. Days that were already counted stay as they are."""
    with rooms.store.writing(organisation_id) as scope:
        if not locations.change(scope, Location(location_id, organisation_id, **vars(details))):
            raise NotHere
