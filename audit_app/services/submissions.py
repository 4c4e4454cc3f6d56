"""A visit that comes in: kept once and whole, counted at once or held for a person, never refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from audit_app.core.programme import Channel, Decision, HeldFor, Person, Via
from audit_app.services import Rooms
from audit_app.services.arrivals import Arrived, BadBody, ListedPhoto, read
from audit_app.services.clocks import corrected, skew_of
from audit_app.services.locations import local_day
from audit_app.services.refusals import NotHere, OtherBody, Refusal
from audit_app.services.sheets import CameSecond, Cause, Incoming, accept_sheet
from audit_app.services.visit_moves import arrive
from audit_app.services.visits import Visit, visit_to_send
from audit_app.services.weighing import Content, content_of, missing_photos, reasons
from audit_app.storage import Scope, drafts, photos, submissions
from audit_app.storage.records import Submission
from audit_app.translations import lazy_gettext as _l

__all__ = [
    "Arrived", "BadBody", "ListedPhoto", "OtherBody", "PhotosMissing", "SubmissionReceipt",
    "accept", "arrived_again", "code_of", "read", "receipt_of", "receive", "take_in",
]  # fmt: skip


@dataclass(frozen=True)
class SubmissionReceipt:
    """What came in and when (UTC); `held_for` is empty where it was counted.

    `code` is short enough to read out, and the same for all that comes in for a visit. `photos` maps the id
    of each photo it lists to the digest of the bytes as they came.
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


def code_of(visit_id: UUID) -> str:
    """A visit's id, short enough to read out on the telephone."""
    return f"{visit_id.hex[:4]}-{visit_id.hex[4:8]}".upper()


def receive(rooms: Rooms, shopper: Person, arrived: Arrived, now: datetime) -> SubmissionReceipt:
    """Keep a visit once, however often and by however many at once it is sent.

    Raises NotHere for a visit that never was this shopper's, PhotosMissing, and OtherBody where another
    body came under this id before: then both are kept, this one for a person to see.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        visit = visit_to_send(rooms, scope, shopper.id, arrived.visit_id, now)
        receipt = take_in(scope, visit, shopper.id, arrived, now)
    if receipt.id != arrived.id:
        raise OtherBody
    return receipt


def take_in(
    scope: Scope, visit: Visit, sender_id: UUID, arrived: Arrived, now: datetime
) -> SubmissionReceipt:
    """Keep what came in for a locked visit; another body under a known id is kept under an id of its own."""
    content = content_of(scope, arrived)
    record = _weighed(visit, sender_id, arrived, content, now)
    if not submissions.add(scope, record):
        return _again(scope, record)
    # What a rescue file has lost does not come any more: then the rest of it waits for a person.
    if arrived.via is not Via.RESCUE and (missing := missing_photos(arrived, content)):
        raise PhotosMissing(tuple(missing))
    if HeldFor.REVIEW in record.held_for:
        arrive(scope, visit.assignment, sender_id, now)
    if not record.held_for and not accept(scope, visit, record, arrived, content):
        record = replace(record, held_for=(HeldFor.DUPLICATE,))
        submissions.hold(scope, record.id, record.held_for)
    return _receipt(scope, record, is_new=True)


def _weighed(visit: Visit, sender_id: UUID, arrived: Arrived, content: Content, now: datetime) -> Submission:
    """What is kept of it; without a reason to hold it, it is counted now."""
    finished_at = corrected(arrived.finished_at, arrived.sent_at, now)
    day = local_day(visit.location, finished_at)
    is_theirs = visit.assignment.shopper_id == sender_id
    held_for = tuple(reasons(visit, arrived, content, day, is_theirs=is_theirs))
    return Submission(
        id=arrived.id,
        organisation_id=visit.assignment.organisation_id,
        assignment_id=visit.id,
        shopper_id=sender_id,
        edition=arrived.edition,
        digest=arrived.digest,
        body=arrived.raw.decode(),
        received_at=now,
        finished_at=finished_at,
        via=arrived.via,
        sent_at=arrived.sent_at,
        started_at=arrived.started_at and corrected(arrived.started_at, arrived.sent_at, now),
        skew=skew_of(arrived.sent_at, now),
        active=arrived.active_seconds,
        held_for=held_for,
        decision=None if held_for else Decision.COUNTED,
        decided_at=None if held_for else now,
    )


def _again(scope: Scope, record: Submission) -> SubmissionReceipt:
    """Something is kept under this id: the very same, or another body, which is kept beside it."""
    first = submissions.get(scope, record.id)
    if first is None or first.shopper_id != record.shopper_id:
        raise NotHere
    if (first.digest, first.assignment_id) == (record.digest, record.assignment_id):
        return _receipt(scope, first, is_new=False)
    found = {*record.held_for, HeldFor.DUPLICATE} - {HeldFor.REVIEW}
    why = tuple(reason for reason in HeldFor if reason in found)
    own_id = uuid5(record.id, f"{record.assignment_id} {record.digest}")
    other = replace(record, id=own_id, held_for=why, decision=None, decided_at=None)
    return _receipt(scope, other, is_new=submissions.add(scope, other))


def accept(scope: Scope, visit: Visit, record: Submission, arrived: Arrived, content: Content) -> bool:
    """Score and count what came in as the visit's one audit; False where the visit has one already."""
    assert content.questionnaire is not None
    try:
        is_first = accept_sheet(
            scope,
            content.questionnaire,
            _incoming(visit, record, arrived, content),
            Cause(assignment_id=visit.id),
            location_id=visit.location.id,
            now=record.received_at,
        )
    except CameSecond:
        return False
    if is_first:
        _settle(scope, visit, record, [photo.id for photo in content.photos])
    return is_first


def _incoming(visit: Visit, record: Submission, arrived: Arrived, content: Content) -> Incoming:
    return Incoming(
        id=visit.id,
        sheet=content.sheet,
        language=arrived.language,
        channel=Channel.VISIT,
        day=local_day(visit.location, record.finished_at),
        started_at=record.started_at,
    )


def _settle(scope: Scope, visit: Visit, record: Submission, photo_ids: Sequence[UUID]) -> None:
    """What was sent takes the draft's place; a draft of somebody who has the visit now stays."""
    photos.keep_only(scope, visit.id, photo_ids, record.received_at)
    if record.shopper_id == visit.assignment.shopper_id:
        drafts.drop(scope, visit.id)


def receipt_of(rooms: Rooms, shopper: Person, submission_id: UUID) -> SubmissionReceipt:
    """The receipt of what this shopper sent under an id; raises NotHere."""
    with rooms.store.reading(shopper.organisation_id) as scope:
        kept = submissions.get(scope, submission_id)
        if kept is None or kept.shopper_id != shopper.id:
            raise NotHere
        return _receipt(scope, kept, is_new=False)


def _receipt(scope: Scope, kept: Submission, *, is_new: bool) -> SubmissionReceipt:
    listed = {photo.id for photo in arrived_again(kept).photos}
    here = photos.ever_of_assignment(scope, kept.assignment_id)
    return SubmissionReceipt(
        id=kept.id,
        digest=kept.digest,
        code=code_of(kept.assignment_id),
        received_at=kept.received_at,
        held_for=() if kept.decision is Decision.COUNTED else kept.held_for,
        photos={photo.id: photo.sent_digest or photo.digest for photo in here if photo.id in listed},
        is_new=is_new,
    )


def arrived_again(kept: Submission) -> Arrived:
    """What was kept, as it came in."""
    return read(kept.id, kept.body.encode(), kept.sent_at, kept.via)
