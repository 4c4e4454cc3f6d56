"""What every door needs at hand: the rooms, the clock, who is signed in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from flask import current_app
from flask_login import current_user

from audit_app.core.programme import Person
from audit_app.services import Rooms
from audit_app.services.refusals import NotHere


def rooms() -> Rooms:
    """The rooms of this process."""
    return cast(Rooms, current_app.extensions["rooms"])


def now() -> datetime:
    """This moment in UTC; a test may set the clock."""
    clock: Callable[[], datetime] | None = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(UTC)


def me() -> Person:
    """The signed-in person."""
    return cast(Person, current_user.person)


def as_uuid(text: str) -> UUID:
    """An id from an address or a form; anything else is not here."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotHere from error
