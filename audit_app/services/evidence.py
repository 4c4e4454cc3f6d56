"""Evidence beside the questions of a visit: its photos, cleaned and kept one by one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import IO
from uuid import UUID, uuid5

from audit_app.core.programme import Assignment, Person, Photo
from audit_app.files import NotAPhoto, Picture, TooLarge
from audit_app.files.pictures import LARGEST_BYTES
from audit_app.services import Rooms
from audit_app.services.arrivals import LONGEST_KEY
from audit_app.services.backups import DraftState, state_of
from audit_app.services.clocks import corrected
from audit_app.services.refusals import NotHere, OtherBody, Refusal
from audit_app.services.visits import must_be_senders, own_assignment, visit_to_send
from audit_app.storage import Scope, assignments, photos
from audit_app.storage.records import PhotoConflict
from audit_app.translations import lazy_gettext as _l

MOST_PHOTOS = 10
"""Photos beside one question, of those that a page brings."""
MOST_IN_VISIT = 100
"""Photos of a visit in all, removed ones too: that much one visit may take on the disk."""


class Fault(StrEnum):
    """Why a photo was not kept."""

    NOT_A_PHOTO = "not_a_photo"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Upload:
    """One file as it came from a phone, beside a question; `name` is what the phone calls it.

    It is read when its turn comes, and never further than the largest photo.
    """

    question: str
    name: str
    file: IO[bytes]


@dataclass(frozen=True)
class RefusedPhoto:
    """A file that was not kept."""

    question: str
    name: str
    fault: Fault


@dataclass(frozen=True)
class PhotoIn:
    """A photo under the id its phone gave it; `digest` (SHA-256, hex) of `data`, the bytes as they came.

    `taken_at` and `sent_at` by the phone's clock: with both, the first can be corrected by ours. Whether the
    programme wants to know where the camera says it was taken: `wants_place`.
    """

    id: UUID
    visit_id: UUID
    question: str
    taken_at: datetime | None
    data: bytes
    digest: str
    sent_at: datetime | None = None
    wants_place: bool = False


@dataclass(frozen=True)
class ReceivedPhoto:
    """What a phone is told: the digest of the bytes as they came, when (UTC), and whether that was new."""

    id: UUID
    digest: str
    received_at: datetime
    is_new: bool


class TooManyPhotos(Refusal):
    """A visit has as many photos as it can have."""

    status = 409
    title = _l("This visit has too many photos")
    message = _l("A visit can have up to 100 photos.")


def receive_photo(rooms: Rooms, shopper: Person, photo: PhotoIn, now: datetime) -> ReceivedPhoto:
    """Keep a phone's photo once under its id, whatever became of its visit meanwhile.

    Beside a visit that was sent, withdrawn or given to somebody else it is kept apart from what counts.
    Raises NotHere, NotAPhoto, TooLarge, TooManyPhotos, and OtherBody where the id has another picture.
    """
    photo = replace(photo, question=photo.question[:LONGEST_KEY])
    with rooms.store.reading(shopper.organisation_id) as scope:
        must_be_senders(scope, assignments.get(scope, photo.visit_id), shopper.id)
        if known := _known(scope, photo):
            return known
    picture = rooms.photos.keep(shopper.organisation_id, photo.data, with_origin=photo.wants_place)
    with rooms.store.writing(shopper.organisation_id) as scope:
        visit = visit_to_send(rooms, scope, shopper.id, photo.visit_id, now)
        if known := _known(scope, photo):
            return known
        is_open = state_of(visit, shopper.id) is DraftState.OPEN
        return _receive(scope, photo, picture, now, removed_at=None if is_open else now)


def _known(scope: Scope, photo: PhotoIn) -> ReceivedPhoto | None:
    """The photo, where it is kept already; raises OtherBody and TooManyPhotos."""
    kept = photos.find(scope, photo.id)
    if kept is None:
        if len(photos.ever_of_assignment(scope, photo.visit_id)) >= MOST_IN_VISIT:
            raise TooManyPhotos
        return None
    if (kept.assignment_id, kept.question, kept.sent_digest) != (
        photo.visit_id,
        photo.question,
        photo.digest,
    ):
        raise OtherBody
    return ReceivedPhoto(kept.id, photo.digest, kept.uploaded_at, is_new=False)


def _receive(
    scope: Scope, photo: PhotoIn, picture: Picture, now: datetime, removed_at: datetime | None
) -> ReceivedPhoto:
    new = Photo(
        id=photo.id,
        organisation_id=scope.organisation_id,
        assignment_id=photo.visit_id,
        question=photo.question,
        digest=picture.digest,
        width=picture.width,
        height=picture.height,
        uploaded_at=now,
        taken_at=_taken_at(photo, picture, now),
        sent_digest=photo.digest,
        look=picture.look,
        latitude=picture.origin.latitude,
        longitude=picture.origin.longitude,
    )
    try:
        photos.add(scope, new, removed_at)
    except PhotoConflict:
        raise OtherBody from None
    return ReceivedPhoto(photo.id, photo.digest, now, is_new=True)


def _taken_at(photo: PhotoIn, picture: Picture, now: datetime) -> datetime | None:
    """By the camera where that is known with its zone, else by the phone, corrected by our clock."""
    if picture.origin.taken_at:
        return picture.origin.taken_at
    return photo.taken_at and corrected(photo.taken_at, photo.sent_at, now)


def add(
    rooms: Rooms, assignment: Assignment, uploads: Iterable[Upload], now: datetime
) -> tuple[RefusedPhoto, ...]:
    """Keep each photo that can be kept; the others, with what is wrong with them.

    The same picture sent again beside the same question is one photo.
    """
    tried = [(upload, _keep(rooms, assignment, upload, now)) for upload in uploads]
    return tuple(RefusedPhoto(upload.question, upload.name, fault) for upload, fault in tried if fault)


def _keep(rooms: Rooms, assignment: Assignment, upload: Upload, now: datetime) -> Fault | None:
    try:
        picture = rooms.photos.keep(assignment.organisation_id, upload.file.read(LARGEST_BYTES + 1))
    except TooLarge:
        return Fault.TOO_LARGE
    except NotAPhoto:
        return Fault.NOT_A_PHOTO
    with rooms.store.writing(assignment.organisation_id) as scope:
        return _record(scope, assignment, upload.question, picture, now)


def _record(
    scope: Scope, assignment: Assignment, question: str, picture: Picture, now: datetime
) -> Fault | None:
    current = assignments.locked(scope, assignment.id)
    if current is None or current.submitted_at:
        return None
    beside = [kept for kept in photos.of_assignment(scope, assignment.id) if kept.question == question]
    if any(kept.digest == picture.digest for kept in beside):
        return None
    if len(beside) >= MOST_PHOTOS:
        return Fault.TOO_MANY
    _add_once(scope, assignment, question, picture, now)
    return None


def _add_once(scope: Scope, assignment: Assignment, question: str, picture: Picture, now: datetime) -> None:
    # The id follows from the picture, so that a double tap is one photo; one that was removed keeps its
    # id, so that the same picture chosen again is the next copy.
    for copy in count():
        photo_id = uuid5(assignment.id, f"{question}/{picture.digest}/{copy}")
        size = (picture.width, picture.height)
        whose = (assignment.organisation_id, assignment.id)
        new = Photo(photo_id, *whose, question, picture.digest, *size, now, look=picture.look)
        if photos.add(scope, new) or photos.get(scope, photo_id):
            return


def remove(rooms: Rooms, assignment: Assignment, photo_ids: Collection[UUID], now: datetime) -> None:
    """Take photos out of a visit that has not been sent; ids that are not its own are passed over."""
    if not photo_ids:
        return
    with rooms.store.writing(assignment.organisation_id) as scope:
        current = assignments.locked(scope, assignment.id)
        if current is None or current.submitted_at:
            return
        for kept in photos.of_assignment(scope, assignment.id):
            if kept.id in photo_ids:
                photos.remove(scope, kept.id, now)


def photo_of(rooms: Rooms, shopper: Person, visit_id: UUID, photo_id: UUID) -> bytes:
    """The JPEG bytes of a photo, for the shopper who took it; raises NotHere for everybody else."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        own_assignment(scope, shopper, visit_id)
        kept = photos.get(scope, photo_id)
    if kept is None or kept.assignment_id != visit_id:
        raise NotHere
    return picture_of(rooms, kept)


def picture_of(rooms: Rooms, photo: Photo) -> bytes:
    """The JPEG bytes of a photo; raises NotHere where the file is gone."""
    try:
        return rooms.photos.take(photo.organisation_id, photo.digest)
    except FileNotFoundError:
        raise NotHere from None
