"""A small programme with two places and two shoppers, in an organisation of its own."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from audit_app.core.panel import ShopperProfile
from audit_app.core.programme import Location, Organisation, Person, PlaceKind, Role
from audit_app.core.visits_programme import CheckIn, ProgrammeDetails, Purpose
from audit_app.services import Rooms, briefs, locations, people, programmes
from audit_app.services.briefs import Words
from audit_app.services.locations import Details
from audit_app.services.openings import Wish, draft, publish_one
from audit_app.storage import organisations, panel
from audit_app.storage.openings import Opening
from tests.web.firms import AUDIT, NOW, TODAY

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Recruited:
    """Who and what there is; `other` shops as well."""

    rooms: Rooms
    organisation_id: UUID
    programme_id: UUID
    ermou: Location
    plaka: Location
    owner: Person
    shopper: Person
    other: Person

    def draft(self, place: Location | None = None, **wish: Any) -> Opening:
        """A draft for this week, for nobody."""
        known: dict[str, Any] = {"starts_on": TODAY, "due_on": TODAY + A_WEEK, **wish}
        place_id = (place or self.ermou).id
        wished = Wish(self.programme_id, place_id, **known)
        return draft(self.rooms, self.organisation_id, uuid4(), wished, NOW)

    def published(self, place: Location | None = None, **wish: Any) -> UUID:
        """The same, published: on the board or offered."""
        made = self.draft(place, **wish)
        publish_one(self.rooms, self.owner, made.id, NOW)
        return made.id


def details(**changed: Any) -> ProgrammeDetails:
    """A visit at each place in a month, open to everybody."""
    usual = ProgrammeDetails(
        name="Spring",
        questionnaire=AUDIT,
        kind=PlaceKind.SHOP,
        opens_on=date(2026, 3, 1),
        closes_on=None,
        purpose=Purpose.IMPROVEMENT,
        per_month=1,
        gap_days=0,
        place_lockout_days=60,
        brand_lockout_days=0,
        submit_within_hours=24,
        self_assign=True,
        standing_needed=None,
        second_look_percent=0,
        fee=2500,
        currency="EUR",
        expenses_cap=0,
        wants_receipt=False,
        check_in=CheckIn.OFF,
        recording_allowed=False,
        legal_basis="",
        staff_told_on=None,
        level=0,
        pass_percent=80,
    )
    return replace(usual, **changed)


def recruit(rooms: Rooms, **rules: Any) -> Recruited:
    """Found it all, the programme published."""
    home = uuid4()
    with rooms.store.writing_all() as everywhere:
        organisations.found(everywhere, Organisation(home, "Kiosk", "en"))
    places = [
        locations.add(rooms, home, Details(name, "Athens", "Greece", "Europe/Athens", "el", PlaceKind.SHOP))
        for name in ("Ermou", "Plaka")
    ]
    owner, *shoppers = (let_in(rooms, home, role) for role in (Role.OWNER, Role.SHOPPER, Role.SHOPPER))
    with rooms.store.writing(home) as scope:
        for one in shoppers:
            panel.add_profile(scope, ShopperProfile(one.id, home, ("en",), "Athens"))
    programme = programmes.create(
        rooms, home, uuid4(), details(**rules), [place.id for place in places], NOW
    ).id
    briefs.write(rooms, home, programme, "en", Words("Buy one thing.", ("A present",), ""), NOW)
    programmes.publish(rooms, home, programme, NOW)
    return Recruited(rooms, home, programme, *places, owner, *shoppers)


def let_in(rooms: Rooms, home: UUID, role: Role) -> Person:
    """Somebody new."""
    access = people.add(rooms, home, people.Details(f"{uuid4()}@kiosk.example", role.title(), role, "en"))
    assert access
    return access.person
