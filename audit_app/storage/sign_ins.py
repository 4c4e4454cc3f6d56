"""Sign-ins: one row each, so that they can be seen, listed and ended. Found by the token's digest."""

from datetime import datetime
from uuid import UUID

from audit_app.core.programme import Person
from audit_app.storage.records import FoundSignIn, SignIn
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import person, sign_in

COLUMNS = columns_of(sign_in, SignIn)


def start(everywhere: Everywhere, new: SignIn) -> None:
    """Write a fresh sign-in."""
    everywhere.insert(sign_in, vars(new))


def find(everywhere: Everywhere, digest: str) -> FoundSignIn | None:
    """The sign-in with this digest, ended or not, and its person; None where the person was disabled."""
    row = everywhere.record(SignIn, everywhere.select(*COLUMNS).where(sign_in.c.id == digest))
    if row is None:
        return None
    who = everywhere.select(*columns_of(person, Person)).where(person.c.id == row.person_id)
    who = who.where(person.c.organisation_id == row.organisation_id, person.c.disabled_at.is_(None))
    found = everywhere.record(Person, who)
    return FoundSignIn(row, found) if found else None


def seen(everywhere: Everywhere, digest: str, now: datetime, ends_at: datetime) -> None:
    """Move the moments of last use and of the end."""
    everywhere.update(sign_in, sign_in.c.id == digest, last_seen_at=now, ends_at=ends_at)


def end(everywhere: Everywhere, digest: str, now: datetime) -> bool:
    """End a sign-in for good; whether it was still running."""
    return everywhere.update(sign_in, sign_in.c.id == digest, sign_in.c.ended_at.is_(None), ended_at=now) == 1


def end_all_of(scope: Scope, person_id: UUID, now: datetime) -> int:
    """End every running sign-in of a person; how many there were."""
    return scope.update(sign_in, sign_in.c.person_id == person_id, sign_in.c.ended_at.is_(None), ended_at=now)


def running_of(scope: Scope, person_id: UUID, now: datetime) -> list[SignIn]:
    """A person's sign-ins that have not ended, the last used first."""
    query = scope.select(*COLUMNS).where(sign_in.c.person_id == person_id, sign_in.c.ended_at.is_(None))
    return scope.records(SignIn, query.where(sign_in.c.ends_at > now).order_by(sign_in.c.last_seen_at.desc()))
