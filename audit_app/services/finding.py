"""Finding an organisation or a location by what a person would type: its name or its id."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol, TypeVar
from uuid import UUID

from audit_app.core.programme import Location, Organisation
from audit_app.services import Rooms
from audit_app.services.refusals import Refusal
from audit_app.storage import locations, organisations
from audit_app.translations import gettext as _


class Named(Protocol):
    """Anything with an id and a name."""

    @property
    def id(self) -> UUID: ...

    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


class NoSuchName(Refusal):
    """Nothing has this name; the message says which names there are."""

    status = 404

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        super().__init__(wanted)
        names = list(known)
        near = get_close_matches(wanted, names, n=3, cutoff=0.4) or names[:10]
        self.message = _("“%(wanted)s” is not known. Known: %(names)s.", wanted=wanted, names=", ".join(near))


def organisation(rooms: Rooms, wanted: str | None) -> Organisation:
    """The organisation with this name or id; the only one where none is named. Raises NoSuchName."""
    with rooms.store.reading_all() as everywhere:
        known = organisations.every(everywhere)
    if wanted is None and len(known) == 1:
        return known[0]
    return _find(wanted or "", known)


def location(rooms: Rooms, organisation_id: UUID, wanted: str) -> Location:
    """The organisation's location with this name or id. Raises NoSuchName."""
    with rooms.store.reading(organisation_id) as scope:
        return _find(wanted, locations.every(scope))


def _find(wanted: str, known: list[Thing]) -> Thing:
    for one in known:
        if wanted.casefold() == one.name.casefold() or wanted == str(one.id):
            return one
    raise NoSuchName(wanted, (one.name for one in known))
