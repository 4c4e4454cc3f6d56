"""A rescue file: what a phone could not send, brought in by an editor for the shopper it names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from audit_app.core.programme import Person
from audit_app.services import Rooms
from audit_app.services.refusals import Refusal
from audit_app.services.submissions import SubmissionReceipt
from audit_app.translations import lazy_gettext as _l


@dataclass(frozen=True)
class RescuedPhoto:
    """One picture out of a rescue file, `digest` (SHA-256, hex) as the phone had it."""

    id: UUID
    question: str
    taken_at: datetime | None
    digest: str
    data: bytes


@dataclass(frozen=True)
class RescuedVisit:
    """One visit out of a rescue file: its frozen body and its pictures."""

    id: UUID
    body: bytes
    digest: str
    photos: tuple[RescuedPhoto, ...]
    is_finished: bool = True


@dataclass(frozen=True)
class Rescued:
    """A whole rescue file; `user` is the id of the person on whose phone it was made."""

    user: UUID
    made_at: datetime | None
    visits: tuple[RescuedVisit, ...]


class Result(StrEnum):
    """What became of one visit of a rescue file."""

    ACCEPTED = "accepted"
    HELD = "held"
    THERE_ALREADY = "there_already"
    OTHER_BODY = "other_body"
    DRAFT_SAVED = "draft_saved"
    DAMAGED = "damaged"
    PHOTOS_MISSING = "photos_missing"
    NOT_HERE = "not_here"


@dataclass(frozen=True)
class Outcome:
    """What became of one visit; `place` is empty where the visit is not known.

    `photos` were kept, `lost_photos` could not be; `conflicts` are field names of an unfinished draft whose
    other value on the server stays.
    """

    id: UUID
    result: Result
    place: str = ""
    photos: int = 0
    lost_photos: int = 0
    receipt: SubmissionReceipt | None = None
    conflicts: tuple[str, ...] = ()


class NotARescueFile(Refusal):
    """The file cannot be read as one that a phone saved."""

    status = 422
    title = _l("This is not a rescue file")
    message = _l("Choose the file that was saved on the phone, as it is.")


class UnknownPhone(Refusal):
    """The file comes from the phone of somebody who is no shopper here."""

    status = 404
    title = _l("Nobody here saved this file")
    message = _l("It was saved on the phone of somebody who is not a shopper of your organisation.")


def read_file(data: bytes) -> Rescued:
    """Read a rescue file; raises NotARescueFile. Pictures that cannot be read have no bytes."""
    raise NotImplementedError


def bring_in(rooms: Rooms, manager: Person, rescued: Rescued, now: datetime) -> tuple[Outcome, ...]:
    """Take each visit of the file as if its phone had sent it; raises UnknownPhone. Twice is once."""
    raise NotImplementedError
