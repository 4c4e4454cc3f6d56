"""A rescue file: what a phone could not send, brought in by an editor for the shopper it names."""

import hashlib
import json
from base64 import b64decode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from audit_app.core.programme import Person, Role, Via
from audit_app.files import NotAPhoto, TooLarge
from audit_app.services import Rooms
from audit_app.services.answer_fields import whole
from audit_app.services.arrivals import Arrived, BadBody, read
from audit_app.services.backups import Backup, DraftState, OtherEdition, sync
from audit_app.services.evidence import PhotoIn, receive_photo
from audit_app.services.locations import here
from audit_app.services.refusals import NotHere, OtherBody, Refusal
from audit_app.services.submissions import SubmissionReceipt, receive
from audit_app.services.visits import must_be_senders
from audit_app.storage import assignments, people
from audit_app.translations import lazy_gettext as _l

FORMAT, VERSION = "extra-eyes-rescue", 1


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
    visits: tuple[RescuedVisit, ...]


class Result(StrEnum):
    """What became of one visit of a rescue file."""

    ACCEPTED = "accepted"
    HELD = "held"
    THERE_ALREADY = "there_already"
    OTHER_BODY = "other_body"
    DRAFT_SAVED = "draft_saved"
    DAMAGED = "damaged"
    NOT_HERE = "not_here"


@dataclass(frozen=True)
class Outcome:
    """What became of one visit; `place` is empty where the visit is not known.

    `photos` were kept, `lost_photos` could not be; `conflicts` are field names of an unfinished draft whose
    value was not taken: another one stands on the server, or it is no answer.
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
    """Read a rescue file; raises NotARescueFile. A picture that cannot be read has no bytes."""
    try:
        found = json.loads(data.decode())
        if (found["format"], found["version"]) != (FORMAT, VERSION):
            raise NotARescueFile
        return Rescued(UUID(found["user"]), tuple(_visit(visit) for visit in found["visits"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotARescueFile from error


def _visit(found: Any) -> RescuedVisit:
    return RescuedVisit(
        id=UUID(found["id"]),
        body=found["body"].encode(errors="replace"),
        digest=found["digest"],
        photos=tuple(_photo(photo) for photo in found["photos"]),
        is_finished=not found.get("unfinished", False),
    )


def _photo(found: Any) -> RescuedPhoto:
    return RescuedPhoto(
        id=UUID(found["id"]),
        question=whole(found["question"]),
        taken_at=_moment(found.get("taken")),
        digest=str(found["digest"]),
        data=_picture(found["jpeg"]),
    )


def _picture(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None


def bring_in(rooms: Rooms, manager: Person, rescued: Rescued, now: datetime) -> tuple[Outcome, ...]:
    """Take each visit of the file as if its phone had sent it; raises UnknownPhone. Twice is once.

    An unfinished one fills what its draft on the server does not have yet; where that visit is over, it is
    held.
    """
    with rooms.store.reading(manager.organisation_id) as scope:
        shopper = people.get(scope, rescued.user)
    if shopper is None or shopper.role is not Role.SHOPPER:
        raise UnknownPhone
    return tuple(_bring_in(rooms, shopper, visit, now) for visit in rescued.visits)


def _bring_in(rooms: Rooms, shopper: Person, visit: RescuedVisit, now: datetime) -> Outcome:
    """One visit. The phone's clock stays uncorrected: nobody knows when the file was saved by ours."""
    try:
        arrived = read(visit.id, visit.body, None, Via.RESCUE, is_finished=visit.is_finished)
    except BadBody:
        return Outcome(visit.id, Result.DAMAGED)
    if arrived.digest != visit.digest:
        return Outcome(visit.id, Result.DAMAGED)
    try:
        place = _place(rooms, shopper, arrived.visit_id)
    except NotHere:
        return Outcome(visit.id, Result.NOT_HERE)
    kept = [_keep(rooms, shopper, arrived.visit_id, photo, now) for photo in visit.photos]
    outcome = _take(rooms, shopper, arrived, now)
    return replace(outcome, place=place, photos=sum(kept), lost_photos=len(kept) - sum(kept))


def _place(rooms: Rooms, shopper: Person, visit_id: UUID) -> str:
    with rooms.store.reading(shopper.organisation_id) as scope:
        visit = must_be_senders(scope, assignments.get(scope, visit_id), shopper.id)
        return here(scope, visit.location_id).name


def _keep(rooms: Rooms, shopper: Person, visit_id: UUID, photo: RescuedPhoto, now: datetime) -> bool:
    if hashlib.sha256(photo.data).hexdigest() != photo.digest:
        return False
    given = PhotoIn(photo.id, visit_id, photo.question, photo.taken_at, photo.data, photo.digest)
    try:
        receive_photo(rooms, shopper, given, now)
    except (NotAPhoto, TooLarge, Refusal):
        return False
    return True


def _take(rooms: Rooms, shopper: Person, arrived: Arrived, now: datetime) -> Outcome:
    try:
        if not arrived.is_finished and (draft := _fill(rooms, shopper, arrived, now)):
            return draft
        receipt = receive(rooms, shopper, arrived, now)
    except OtherBody:
        return Outcome(arrived.id, Result.OTHER_BODY)
    result = Result.HELD if receipt.held_for else Result.ACCEPTED
    return Outcome(arrived.id, result if receipt.is_new else Result.THERE_ALREADY, receipt=receipt)


def _fill(rooms: Rooms, shopper: Person, arrived: Arrived, now: datetime) -> Outcome | None:
    """Add to the draft on the server what it does not have; None where the visit is over."""
    try:
        synced = sync(rooms, shopper, arrived.visit_id, Backup(arrived.edition, 0, arrived.answers), now)
    except OtherEdition:
        return None
    if synced.state is not DraftState.OPEN:
        return None
    left = {*synced.conflicts, *synced.unreadable}
    return Outcome(arrived.id, Result.DRAFT_SAVED, conflicts=tuple(sorted(left)))
