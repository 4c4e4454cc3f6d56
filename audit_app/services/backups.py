"""The backup of a draft: what a phone changed goes up, what another one changed comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from audit_app.core.programme import Person, Photo
from audit_app.services import Rooms
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l


class DraftState(StrEnum):
    """What can still become of a draft; answers are taken while it is open or withdrawn."""

    OPEN = "open"
    SENT = "sent"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    REASSIGNED = "reassigned"


@dataclass(frozen=True)
class Backup:
    """What a phone brings: its edition, the revision it last saw, and what was changed on it since.

    `changes` by field name (`q.CODE`, `c.CODE`), an empty list for an emptied field.
    """

    edition: str
    base: int
    changes: Mapping[str, list[str]] = field(default_factory=dict)
    removed: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Synced:
    """What a phone gets back.

    `changes` are fields that were changed elsewhere since its base (an empty list: emptied), `conflicts`
    those of its own changes that were not taken, with what stands there. A conflict sent again with the new
    revision as its base overwrites. `unreadable` are names whose values are no answers.
    """

    revision: int
    state: DraftState
    changes: Mapping[str, list[str]]
    conflicts: Mapping[str, list[str]]
    unreadable: tuple[str, ...]
    photos: tuple[Photo, ...]


class OtherEdition(Refusal):
    """The visit asks by another edition than the draft answers."""

    status = 409
    title = _l("This visit has another checklist now")
    message = _l("What is on the phone stays there and can still be sent.")


def sync(rooms: Rooms, shopper: Person, visit_id: UUID, backup: Backup, now: datetime) -> Synced:
    """Take a phone's changes and tell it the others'; raises NotHere and OtherEdition.

    A change is taken unless its field was changed after `backup.base` to another value.
    """
    raise NotImplementedError
