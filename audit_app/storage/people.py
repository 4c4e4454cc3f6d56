"""People who sign in. E-mail addresses are kept and compared without regard to case and outer blanks."""

from dataclasses import replace
from datetime import datetime
from unicodedata import normalize
from uuid import UUID

from audit_app.core.programme import Person, Role
from audit_app.storage.records import Account
from audit_app.storage.scope import Everywhere, Scope, columns_of
from audit_app.storage.tables import person

COLUMNS = columns_of(person, Person)


def add(scope: Scope, new: Person, password_hash: str) -> bool:
    """Write a new person; False where the e-mail address is taken, in whichever organisation."""
    row = vars(replace(new, email=normalised(new.email)))
    return bool(scope.insert_missing(person, {**row, "password_hash": password_hash}))


def get(scope: Scope, person_id: UUID) -> Person | None:
    """The person with this id, if the organisation's."""
    return scope.record(Person, scope.select(*COLUMNS).where(person.c.id == person_id))


def every(scope: Scope, role: Role | None = None) -> list[Person]:
    """All people who may sign in, or those with one role, by name."""
    query = scope.select(*COLUMNS).where(person.c.disabled_at.is_(None))
    query = query.where(person.c.role == role) if role else query
    return scope.records(Person, query.order_by(person.c.name, person.c.id))


def names(scope: Scope) -> dict[UUID, str]:
    """Everybody's name by id, disabled people too."""
    return {row.id: row.name for row in scope.rows(scope.select(person.c.id, person.c.name))}


def account(everywhere: Everywhere, email: str) -> Account | None:
    """Who signs in with this e-mail address, and what to check the password against."""
    query = everywhere.select(*COLUMNS, person.c.password_hash, person.c.disabled_at)
    row = everywhere.first(query.where(person.c.email == normalised(email)))
    if row is None:
        return None
    return Account(Person(*row[: len(COLUMNS)]), row.password_hash, row.disabled_at)


def set_password(scope: Scope, person_id: UUID, password_hash: str) -> bool:
    """Write a new password hash; whether there is such a person."""
    return scope.update(person, person.c.id == person_id, password_hash=password_hash) == 1


def set_language(scope: Scope, person_id: UUID, language: str) -> bool:
    """Write the language a person reads; whether there is such a person."""
    return scope.update(person, person.c.id == person_id, language=language) == 1


def disable(scope: Scope, person_id: UUID, now: datetime) -> bool:
    """Keep a person from signing in; running sign-ins stop being found. Whether it was new."""
    return (
        scope.update(person, person.c.id == person_id, person.c.disabled_at.is_(None), disabled_at=now) == 1
    )


def normalised(email: str) -> str:
    """The one spelling of an address, without case; a Turkish phone's İ for i folds to an i and a dot."""
    return normalize("NFKC", email).strip().casefold().replace("i\u0307", "i")
