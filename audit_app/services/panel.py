"""The own panel: its shoppers, what is known of them, and forgetting in time."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from audit_app.core.panel import ShopperProfile
from audit_app.core.programme import Location, Person, Role
from audit_app.services import Rooms, invitations
from audit_app.services.invitations import Issued
from audit_app.services.locations import among
from audit_app.services.recruiting import KEPT_AFTER_DECISION, KEPT_UNDECIDED, About
from audit_app.services.refusals import NotHere
from audit_app.storage import Everywhere, Scope, locations, mails, panel, people


@dataclass(frozen=True)
class Member:
    """A shopper of the panel. `is_invited`: a personal link is out that has not been used."""

    person: Person
    profile: ShopperProfile
    conflicts: tuple[Location, ...]
    last_visit: datetime | None
    is_invited: bool


@dataclass(frozen=True)
class Details:
    """What an owner writes about a shopper to invite."""

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Forgotten:
    """How many rows were deleted because their time was over."""

    applications: int
    invitations: int


def invite(rooms: Rooms, organisation_id: UUID, details: Details, now: datetime) -> Issued | None:
    """Make a shopper of somebody who did not apply, with a personal link; None where the e-mail is taken."""
    nobodys = invitations.nobodys_password()
    person = Person(uuid4(), organisation_id, details.email, details.name, Role.SHOPPER, details.language)
    with rooms.store.writing(organisation_id) as scope:
        if not people.add(scope, person, nobodys):
            return None
        panel.add_profile(scope, ShopperProfile(person.id, organisation_id, (details.language,)))
        kept = people.get(scope, person.id) or person
        return invitations.issue(scope, kept, now)


def members(rooms: Rooms, organisation_id: UUID, now: datetime) -> list[Member]:
    """All shoppers by name; those with a conflict of interest that is new to the owner come first."""
    with rooms.store.reading(organisation_id) as scope:
        profiles, places = panel.profiles(scope), locations.every(scope)
        last, links = panel.last_visits(scope), panel.open_invitations(scope, now)
        found = [
            Member(person, profile, among(places, profile.conflicts), last.get(person.id), person.id in links)
            for person in people.every(scope, Role.SHOPPER)
            for profile in [profiles.get(person.id) or _empty(person)]
        ]
    return sorted(found, key=lambda one: not one.profile.has_new_conflict)


def profile_in(scope: Scope, person: Person) -> ShopperProfile:
    """A shopper's profile within a transaction; an empty one for a shopper who never filled it in."""
    return panel.profile(scope, person.id) or _empty(person)


def profile_of(rooms: Rooms, me: Person) -> ShopperProfile:
    """A shopper's own profile."""
    with rooms.store.reading(me.organisation_id) as scope:
        return profile_in(scope, me)


def _empty(person: Person) -> ShopperProfile:
    return ShopperProfile(person.id, person.organisation_id)


def change_profile(rooms: Rooms, me: Person, about: About, now: datetime) -> ShopperProfile:
    """Write what a shopper says of themselves; a new conflict of interest is shown to the owner."""
    with rooms.store.writing(me.organisation_id) as scope:
        panel.add_profile(scope, _empty(me))
        known = profile_in(scope, me)
        said = about.at(tuple(locations.every(scope)))
        changed = replace(known, **vars(said), conflicts_at=_new_conflict(known, said, now))
        panel.change_profile(scope, changed)
        return changed


def _new_conflict(known: ShopperProfile, said: About, now: datetime) -> datetime | None:
    is_new = set(said.conflicts) - set(known.conflicts)
    is_told = said.conflict_words and said.conflict_words != known.conflict_words
    return now if is_new or is_told else known.conflicts_at


def see_conflicts(rooms: Rooms, organisation_id: UUID, person_id: UUID, now: datetime) -> None:
    """The owner has looked at a shopper's conflicts of interest; raises NotHere."""
    with rooms.store.writing(organisation_id) as scope:
        if not panel.see_conflicts(scope, person_id, now):
            raise NotHere


# --- forgetting


def purge(rooms: Rooms, now: datetime) -> Forgotten:
    """Delete in all organisations what was promised to be forgotten.

    Applications 90 days after the decision (a shopper's profile stays), those nobody decided after a year,
    personal links 90 days after they stopped working, mails to people without an account after 90 days.
    """
    with rooms.store.writing_all() as everywhere:
        return _forget(everywhere, now)


def purge_in(rooms: Rooms, organisation_id: UUID, now: datetime) -> Forgotten:
    """The same in one organisation."""
    with rooms.store.writing(organisation_id) as scope:
        return _forget(scope, now)


def _forget(within: Everywhere, now: datetime) -> Forgotten:
    then = now - KEPT_AFTER_DECISION
    mails.forget_outsiders(within, then)
    return Forgotten(
        panel.forget_applications(within, then, now - KEPT_UNDECIDED), panel.forget_invitations(within, then)
    )
