"""Visits that came in but wait for a person: counted or left out, and never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audit_app.core.answers import AnswerSheet, Missing, missing_from
from audit_app.core.programme import Assignment, Decision, HeldFor, Location, Person, Photo, Via
from audit_app.core.questionnaire import Questionnaire
from audit_app.services import Rooms
from audit_app.services.drafts import Progress, progress_of
from audit_app.services.evidence import picture_of
from audit_app.services.locations import here, local_day
from audit_app.services.refusals import NotHere, Refusal
from audit_app.services.submissions import accept, arrived_again
from audit_app.services.visit_moves import CAN_COME_IN, arrive
from audit_app.services.visits import Visit, visit_to_send
from audit_app.services.weighing import Content, content_of, missing_photos
from audit_app.storage import Scope, assignments, people, submissions
from audit_app.storage.records import Submission
from audit_app.translations import lazy_gettext as _l


@dataclass(frozen=True)
class HeldVisit:
    """A visit that was held, as an owner sees it. Moments in UTC, `day` the place's own.

    `skew` is by how many seconds the phone's clock was behind ours (None: not known). `questionnaire` None:
    its edition is not in use here, so it cannot be counted and has no progress. `is_counted`: the visit has a
    counted audit.
    """

    id: UUID
    assignment: Assignment
    location: Location
    shopper: str
    questionnaire: Questionnaire | None
    edition: str
    held_for: tuple[HeldFor, ...]
    via: Via
    received_at: datetime
    started_at: datetime | None
    finished_at: datetime
    day: date
    skew: float | None
    active_seconds: int | None
    is_counted: bool
    progress: Progress | None
    decision: Decision | None = None
    decided_at: datetime | None = None

    @property
    def can_be_counted(self) -> bool:
        """Whether a person may still count it."""
        return not self.is_counted and self.questionnaire is not None


@dataclass(frozen=True)
class HeldContent:
    """All that a held visit brought.

    `mistakes` and `typed` say by question code what could not be read, and what stood there; `missing` is
    what the final check misses, `lost_photos` how many it names that never came. `fields` and `photos` alone
    are not empty where the edition is not known.
    """

    visit: HeldVisit
    sheet: AnswerSheet
    missing: tuple[Missing, ...]
    mistakes: Mapping[str, str]
    typed: Mapping[str, str]
    fields: Mapping[str, list[str]]
    photos: tuple[Photo, ...]
    lost_photos: int


class VisitHasSheet(Refusal):
    """Another audit of the same visit counts already."""

    status = 409
    title = _l("Another audit of this visit counts already")
    message = _l("A visit counts once. You can leave this one out; it is kept all the same.")


class EditionNotInUse(Refusal):
    """Nobody here ever answered by this edition of a checklist: there is nothing to score it by."""

    status = 409
    title = _l("This checklist is not in use here")
    message = _l("It cannot be scored, so it cannot be counted. It is kept as it came.")


class UnderReview(Refusal):
    """An editor decides about it."""

    status = 409
    title = _l("An editor reads this visit")
    message = _l("It is in the editors’ queue, where it is approved or sent back.")


def waiting(rooms: Rooms, organisation_id: UUID) -> list[HeldVisit]:
    """What waits for a decision, the oldest first."""
    with rooms.store.reading(organisation_id) as scope:
        names = people.names(scope)
        return [_content(scope, kept, names).visit for kept in submissions.waiting(scope)]


def number_waiting(rooms: Rooms, organisation_id: UUID) -> int:
    """How many wait for a decision."""
    with rooms.store.reading(organisation_id) as scope:
        return submissions.number_waiting(scope)


def one(rooms: Rooms, organisation_id: UUID, submission_id: UUID) -> HeldContent:
    """One that was held, decided or not, with all it brought; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        return _content(scope, _kept(scope, submission_id), people.names(scope))


def photo(rooms: Rooms, organisation_id: UUID, submission_id: UUID, photo_id: UUID) -> bytes:
    """The JPEG bytes of a photo that a held visit lists; raises NotHere."""
    with rooms.store.reading(organisation_id) as scope:
        content = content_of(scope, arrived_again(_kept(scope, submission_id)))
    listed = {photo.id: photo for photo in content.photos}
    if photo_id not in listed:
        raise NotHere
    return picture_of(rooms, listed[photo_id])


def _kept(scope: Scope, submission_id: UUID) -> Submission:
    kept = submissions.get(scope, submission_id)
    if kept is None or not kept.held_for:
        raise NotHere
    return kept


def _content(scope: Scope, kept: Submission, names: Mapping[UUID, str]) -> HeldContent:
    arrived = arrived_again(kept)
    content = content_of(scope, arrived)
    asked, sheet = content.questionnaire, content.sheet
    return HeldContent(
        visit=_visit(scope, kept, content, names),
        sheet=sheet,
        missing=missing_from(asked, sheet) if asked else (),
        mistakes=content.posted.mistakes,
        typed=content.posted.typed,
        fields=arrived.answers,
        photos=content.photos,
        lost_photos=len(missing_photos(arrived, content)),
    )


def _visit(scope: Scope, kept: Submission, content: Content, names: Mapping[UUID, str]) -> HeldVisit:
    assignment = assignments.get(scope, kept.assignment_id)
    assert assignment is not None
    location = here(scope, assignment.location_id)
    asked = content.questionnaire
    return HeldVisit(
        id=kept.id,
        assignment=assignment,
        location=location,
        shopper=names[kept.shopper_id],
        questionnaire=asked,
        edition=kept.edition,
        held_for=kept.held_for,
        via=kept.via,
        received_at=kept.received_at,
        started_at=kept.started_at,
        finished_at=kept.finished_at,
        day=local_day(location, kept.finished_at),
        skew=kept.skew,
        active_seconds=kept.active,
        is_counted=assignment.submitted_at is not None,
        progress=progress_of(asked.questions(), asked, content.sheet) if asked else None,
        decision=kept.decision,
        decided_at=kept.decided_at,
    )


def count(rooms: Rooms, manager: Person, submission_id: UUID, now: datetime) -> None:
    """Count a held visit after all, even one left out before; twice is once.

    One of a programme goes to the editors first. Raises NotHere, VisitHasSheet, EditionNotInUse, UnderReview.
    """
    with rooms.store.writing(manager.organisation_id) as scope:
        kept, visit = _to_decide(rooms, scope, submission_id, now)
        if kept.decision is Decision.COUNTED:
            return
        content = content_of(scope, arrived_again(kept))
        if content.questionnaire is None:
            raise EditionNotInUse
        if visit.stage is None:
            _count(scope, visit, kept, content, manager, now)
        else:
            _to_the_editors(scope, kept, visit, now)


def _count(
    scope: Scope, visit: Visit, kept: Submission, content: Content, manager: Person, now: datetime
) -> None:
    if not accept(scope, visit, kept, arrived_again(kept), content):
        raise VisitHasSheet
    assignments.take_up(scope, visit.id)
    submissions.decide(scope, kept.id, Decision.COUNTED, manager.id, now)


def leave_out(rooms: Rooms, manager: Person, submission_id: UUID, now: datetime) -> None:
    """Decide that a held visit does not count; it is kept. Twice is once.

    Raises NotHere, VisitHasSheet for one that was counted, and UnderReview.
    """
    with rooms.store.writing(manager.organisation_id) as scope:
        kept, _visit_then = _to_decide(rooms, scope, submission_id, now)
        if kept.decision is Decision.COUNTED:
            raise VisitHasSheet
        if kept.decision is None:
            submissions.decide(scope, kept.id, Decision.LEFT_OUT, manager.id, now)


def _to_decide(rooms: Rooms, scope: Scope, submission_id: UUID, now: datetime) -> tuple[Submission, Visit]:
    """What was held and its visit, locked; read again under the lock, since somebody may have decided."""
    found = _kept(scope, submission_id)
    visit = visit_to_send(rooms, scope, found.shopper_id, found.assignment_id, now)
    kept = _kept(scope, submission_id)
    if HeldFor.REVIEW in kept.held_for:
        raise UnderReview
    return kept, visit


def _to_the_editors(scope: Scope, kept: Submission, visit: Visit, now: datetime) -> None:
    """Have it read; raises VisitHasSheet where something of the visit is being read or was decided."""
    if visit.stage not in CAN_COME_IN:
        raise VisitHasSheet
    assignments.take_up(scope, visit.id)
    submissions.hold(scope, kept.id, (HeldFor.REVIEW, *kept.held_for))
    arrive(scope, visit.assignment, kept.shopper_id, now)
