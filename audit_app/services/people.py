"""Who may sign in: people are added with a first password, may get a new one, and lose access again."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from audit_app.core.programme import Person, Role
from audit_app.services import Rooms
from audit_app.services.accounts import hash_password
from audit_app.services.refusals import NotHere, Refusal
from audit_app.storage import people, sign_ins
from audit_app.translations import lazy_gettext as _l

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs that nobody mistakes for another one when a password is read out."""


@dataclass(frozen=True)
class Details:
    """What an owner writes about somebody new."""

    email: str
    name: str
    role: Role
    language: str


@dataclass(frozen=True)
class Access:
    """A person and the password that is shown this once: only its hash is stored."""

    person: Person
    password: str


class OwnAccess(Refusal):
    """Nobody locks the door behind which they stand: an organisation keeps an owner."""

    status = 409
    title = _l("This is your own account")
    message = _l("Another owner can end your access; you cannot do it yourself.")


def every(rooms: Rooms, organisation_id: UUID, role: Role | None = None) -> list[Person]:
    """Everybody who may sign in, or those with one role, by name."""
    with rooms.store.reading(organisation_id) as scope:
        return people.every(scope, role)


def add(rooms: Rooms, organisation_id: UUID, details: Details) -> Access | None:
    """Let somebody in; None where the e-mail address is taken."""
    person = Person(uuid4(), organisation_id, **vars(details))
    password = _new_password()
    password_hash = hash_password(password)
    with rooms.store.writing(organisation_id) as scope:
        added = people.add(scope, person, password_hash)
    return Access(person, password) if added else None


def renew_password(rooms: Rooms, organisation_id: UUID, person_id: UUID, now: datetime) -> Access:
    """Give somebody a new password and end their sign-ins; raises NotHere."""
    password = _new_password()
    password_hash = hash_password(password)
    with rooms.store.writing(organisation_id) as scope:
        person = people.get(scope, person_id)
        if person is None or not people.set_password(scope, person_id, password_hash):
            raise NotHere
        sign_ins.end_all_of(scope, person_id, now)
    return Access(person, password)


def disable(rooms: Rooms, me: Person, person_id: UUID, now: datetime) -> None:
    """End somebody's access at once; raises NotHere, and OwnAccess for one's own."""
    if person_id == me.id:
        raise OwnAccess
    with rooms.store.writing(me.organisation_id) as scope:
        if people.get(scope, person_id) is None:
            raise NotHere
        people.disable(scope, person_id, now)
        sign_ins.end_all_of(scope, person_id, now)


def _new_password() -> str:
    """Twelve of 31 signs in groups of four: 59 bits, easy to read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
