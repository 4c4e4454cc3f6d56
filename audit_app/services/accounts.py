"""Signing in and out. A sign-in is a row in storage: the cookie's token only points to it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from audit_app.core.programme import Person, Role
from audit_app.services import Rooms
from audit_app.services.refusals import TooManyTries
from audit_app.storage import attempts, people, sign_ins
from audit_app.storage.records import SignIn

# OWASP's lightest advised setting: 19 MiB and two passes, so that ten sign-ins at once fit a small machine.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
LONGEST_EMAIL = 254
TRIES, TRIES_PER = 10, timedelta(minutes=10)
"""Of one account. A whole office may come in from one address of the network."""
TRIES_FROM_AN_ADDRESS = 100
OFFICE_IDLE, OFFICE_LONGEST = timedelta(hours=12), timedelta(days=7)
IDLE = {**dict.fromkeys(Role, OFFICE_IDLE), Role.SHOPPER: timedelta(days=30)}
LONGEST = {**dict.fromkeys(Role, OFFICE_LONGEST), Role.SHOPPER: timedelta(days=90)}
"""However busy somebody is, after this time the password is asked for again."""
SEEN_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Entered:
    """A fresh sign-in: who, and the token that the browser keeps."""

    person: Person
    token: str


def hash_password(password: str) -> str:
    """The argon2id hash that is stored."""
    return HASHER.hash(password)


def sign_in(rooms: Rooms, email: str, password: str, address: str, now: datetime) -> Entered | None:
    """Sign somebody in; None when e-mail and password do not belong together, TooManyTries when hammered.

    An unknown e-mail takes as long as a wrong password, so that time does not tell who has an account.
    """
    email = email if _can_be_an_email(email) else ""
    _count_the_try(rooms, email, address, now)
    with rooms.store.reading_all() as desk:
        account = people.account(desk, email)
    known = account is not None and account.disabled_at is None
    fits = _fits(account.password_hash if known and account else _decoy(), password)
    if account is None or not known or not fits:
        return None
    return enter(rooms, account.person, now)


def _count_the_try(rooms: Rooms, email: str, address: str, now: datetime) -> None:
    # However it is spelled, an address is one account.
    limits = ((f"account {people.normalised(email)}", TRIES), (f"from {address}", TRIES_FROM_AN_ADDRESS))
    with rooms.store.writing_all() as desk:
        for key, tries in limits:
            if not attempts.take(desk, f"sign-in:{_digest(key)}", tries, TRIES_PER, now):
                raise TooManyTries


def _can_be_an_email(text: str) -> bool:
    return len(text) <= LONGEST_EMAIL and "\x00" not in text


def enter(rooms: Rooms, person: Person, now: datetime) -> Entered:
    """Start a sign-in of somebody who has just been recognised."""
    token = secrets.token_urlsafe(32)
    ends_at = _end_of(person.role, started_at=now, now=now)
    row = SignIn(_digest(token), person.organisation_id, person.id, now, now, ends_at, None)
    with rooms.store.writing_all() as desk:
        sign_ins.start(desk, row)
    return Entered(person, token)


def person_of(rooms: Rooms, token: str, now: datetime) -> Person | None:
    """Who a sign-in's token stands for; None once it ended, was idle too long or too old, or was cut off."""
    with rooms.store.reading_all() as desk:
        found = sign_ins.find(desk, _digest(token))
    if found is None or found.row.ended_at is not None or found.row.ends_at <= now:
        return None
    if now - found.row.last_seen_at > SEEN_AGAIN_AFTER:
        ends_at = _end_of(found.person.role, found.row.created_at, now)
        with rooms.store.writing_all() as desk:
            sign_ins.seen(desk, found.row.id, now, ends_at)
    return found.person


def _end_of(role: Role, started_at: datetime, now: datetime) -> datetime:
    return min(now + IDLE[role], started_at + LONGEST[role])


def sign_out(rooms: Rooms, token: str, now: datetime) -> None:
    """End a sign-in for good."""
    with rooms.store.writing_all() as desk:
        sign_ins.end(desk, _digest(token), now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _decoy() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))


def _fits(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False
