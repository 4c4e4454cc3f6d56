"""The demonstration organisation: six shops, a year of answers, the same on every machine and each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID, uuid5

from audit_app.core.programme import Location, Organisation, Person, Role
from audit_app.services import Rooms
from audit_app.services.accounts import hash_password
from audit_app.services.demo.filling import Filling, Place
from audit_app.services.demo.openings import open_visits
from audit_app.services.demo.panel import recruit
from audit_app.services.demo.programme import lay_down, offer
from audit_app.services.demo.reading import send_visits
from audit_app.services.demo.stories import SHOPS
from audit_app.storage import Scope, locations, organisations, people

NAME = "Alkyon Home"
HOME = UUID("0a1c70e5-e7e5-4d3a-8a11-000000000001")
SEED = "extra-eyes"
STAFF = (
    ("owner@alkyon.example", "Iris Alkyon", Role.OWNER, "en"),
    ("hr@alkyon.example", "Henna Salo", Role.HR, "en"),
)


@dataclass(frozen=True)
class SignInNote:
    """How somebody of the demonstration signs in."""

    role: Role
    name: str
    email: str


@dataclass(frozen=True)
class Summary:
    """What to tell whoever started it: accounts, and links of a customer, the team and an applicant."""

    sign_ins: tuple[SignInNote, ...]
    customer_link: str
    team_link: str
    join_link: str


def exists(rooms: Rooms) -> bool:
    """Whether the demonstration has been made here."""
    with rooms.store.reading_all() as everywhere:
        return any(one.id == HOME for one in organisations.every(everywhere))


def make(rooms: Rooms, password: str, now: datetime) -> Summary:
    """Found the organisation and fill it with the year up to `now`, all or nothing."""
    dice = Random(SEED)  # noqa: S311 - the same dice each time is the point
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, Organisation(HOME, NAME, "en"))
    with rooms.store.writing(HOME) as scope:
        hashed = hash_password(password)
        owner = [_add_person(scope, hashed, *one) for one in STAFF]
        places = list(_open_shops(scope, hashed))
        filling = Filling(rooms, scope, dice, now)
        filling.freeze_editions()
        for place in places:
            filling.fill(place)
        programme = lay_down(rooms, scope, [place.location for place in places], now)
        offer(scope, programme, places[0].location, places[0].shopper, now)
        open_visits(scope, programme, places, owner[0], now)
        send_visits(rooms, scope, programme, places, owner[0], now)
        links = (*filling.open_doors(places), recruit(scope, places, now))
    notes = tuple(SignInNote(one.role, one.name, one.email) for one in (*owner, *_shoppers(places)))
    return Summary(notes, *links)


def _add_person(scope: Scope, hashed: str, email: str, name: str, role: Role, language: str) -> Person:
    person = Person(uuid5(HOME, email), HOME, email, name, role, language)
    people.add(scope, person, hashed)
    return person


SHOPPERS = ("Danae", "Petros", "Aino", "Nare", "Deniz", "Oliver")


def _open_shops(scope: Scope, hashed: str) -> Iterator[Place]:
    for shop, name in zip(SHOPS, SHOPPERS, strict=True):
        location = Location(
            id=uuid5(HOME, shop.name),
            organisation_id=HOME,
            name=f"{shop.city} {shop.name}",
            city=shop.city,
            country=shop.country,
            zone=shop.zone,
            language=shop.language,
        )
        locations.add(scope, location)
        email = f"{name.casefold()}@shoppers.example"
        yield Place(shop, location, _add_person(scope, hashed, email, name, Role.SHOPPER, shop.language))


def _shoppers(places: list[Place]) -> Iterator[Person]:
    return (place.shopper for place in places)
