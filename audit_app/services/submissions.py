"""A visit that comes in from a phone: kept once and whole, counted at once or held for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit_app.core.programme import HeldFor, Person, Via
from audit_app.services import Rooms
from audit_app.services.refusals import Refusal
from audit_app.translations import lazy_gettext as _l


@dataclass(frozen=True)
class ListedPhoto:
    """A photo that a visit names as its own; `digest` (SHA-256, hex) of the bytes as the phone sent them."""

    id: UUID
    question: str
    digest: str


@dataclass(frozen=True)
class Arrived:
    """A finished visit as it came in.

    `answers` by field name (`q.CODE`, `c.CODE`), `raw` the frozen JSON with its SHA-256 (hex) in `digest`.
    Moments as the phone's clock had them, aware; `sent_at` None where the clock cannot be compared with
    ours; `active_seconds` in front of the page. `is_finished` False: a draft that somebody brought in.
    """

    id: UUID
    visit_id: UUID
    edition: str
    language: str
    answers: Mapping[str, list[str]]
    photos: tuple[ListedPhoto, ...]
    started_at: datetime | None
    finished_at: datetime
    sent_at: datetime | None
    active_seconds: int | None
    raw: bytes
    digest: str
    via: Via
    is_finished: bool = True


@dataclass(frozen=True)
class SubmissionReceipt:
    """What came in and when (UTC); `held_for` is empty where it was counted.

    `photos` maps the id of each photo of the visit to the digest of the bytes as they came.
    """

    id: UUID
    digest: str
    code: str
    received_at: datetime
    held_for: tuple[HeldFor, ...]
    photos: Mapping[UUID, str]
    is_new: bool


class PhotosMissing(Refusal):
    """Photos that a visit lists are not on the server yet: send them, then the visit again."""

    status = 422
    title = _l("Some photos have not arrived yet")
    message = _l("The photos are sent first, then the visit.")

    def __init__(self, missing: tuple[UUID, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


class BadBody(Refusal):
    """What came is no visit of ours; the text of the error says what is wrong with it."""

    status = 400
    title = _l("This cannot be read as a visit")
    message = _l("Nothing was stored. The visit is still on the phone.")


def read(submission_id: UUID, raw: bytes, sent_at: datetime | None, via: Via) -> Arrived:
    """The frozen JSON of a phone, read; raises BadBody."""
    raise NotImplementedError


def receive(rooms: Rooms, shopper: Person, arrived: Arrived, now: datetime) -> SubmissionReceipt:
    """Keep a visit once, however often and by however many at once it is sent.

    Raises NotHere for a visit that never was this shopper's, PhotosMissing, and OtherBody where another
    body came under this id before: then both are kept.
    """
    raise NotImplementedError


def receipt_of(rooms: Rooms, shopper: Person, submission_id: UUID) -> SubmissionReceipt:
    """The receipt of what this shopper sent under an id; raises NotHere."""
    raise NotImplementedError
