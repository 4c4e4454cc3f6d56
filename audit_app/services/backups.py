"""The backup of a draft: what a phone changed goes up, what another one changed comes back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from audit_app.core.answers import AnswerSheet
from audit_app.core.programme import Person, Photo
from audit_app.services import Rooms
from audit_app.services.drafts import revised
from audit_app.services.merging import Backup, merge, overlaid
from audit_app.services.refusals import Refusal
from audit_app.services.visit_moves import begin
from audit_app.services.visits import Visit, visit_to_send
from audit_app.storage import Scope, assignments, drafts, photos
from audit_app.translations import lazy_gettext as _l


class DraftState(StrEnum):
    """What can still become of a draft; answers are taken while it is open or withdrawn."""

    OPEN = "open"
    SENT = "sent"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    REASSIGNED = "reassigned"


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


__all__ = ["Backup", "DraftState", "OtherEdition", "Synced", "sync"]

TAKING = (DraftState.OPEN, DraftState.WITHDRAWN)


class OtherEdition(Refusal):
    """The visit asks by another edition than the draft answers."""

    status = 409
    title = _l("This visit has another checklist now")
    message = _l("What is on the phone stays there and can still be sent.")


def sync(rooms: Rooms, shopper: Person, visit_id: UUID, backup: Backup, now: datetime) -> Synced:
    """Take a phone's changes and tell it the others'; raises NotHere and OtherEdition.

    A change is taken unless its field was changed after `backup.base` to another value.
    """
    with rooms.store.writing(shopper.organisation_id) as scope:
        visit = visit_to_send(rooms, scope, shopper.id, visit_id, now)
        state = state_of(visit, shopper.id)
        if state not in TAKING:
            return _closed(scope, visit, state)
        if visit.assignment.questionnaire != backup.edition:
            raise OtherEdition
        stored = drafts.get(scope, visit.id)
        merger = merge(visit.questionnaire, stored, backup)
        if merger.taken:
            answers = overlaid(stored.answers if stored else AnswerSheet(), merger)
            stored = revised(stored, visit.assignment, answers, now)
            drafts.save(scope, stored)
            if assignments.start(scope, visit.id, now):
                begin(scope, visit.assignment, now)
        _remove(scope, visit, backup.removed, now)
        kept = tuple(photos.of_assignment(scope, visit.id))
    revision = stored.revision if stored else 0
    return Synced(revision, state, merger.elsewhere, merger.conflicts, merger.unreadable, kept)


def state_of(visit: Visit, shopper_id: UUID) -> DraftState:
    """What can still become of this shopper's draft of the visit."""
    if visit.assignment.shopper_id != shopper_id:
        return DraftState.REASSIGNED
    if visit.assignment.submitted_at:
        return DraftState.SENT
    if visit.is_held:
        return DraftState.HELD
    return DraftState.WITHDRAWN if visit.assignment.withdrawn_at else DraftState.OPEN


def _closed(scope: Scope, visit: Visit, state: DraftState) -> Synced:
    """Nothing is taken, and nothing is told of a draft that may be somebody else's by now."""
    stored = drafts.get(scope, visit.id) if state is DraftState.HELD else None
    return Synced(stored.revision if stored else 0, state, {}, {}, (), ())


def _remove(scope: Scope, visit: Visit, photo_ids: Collection[UUID], now: datetime) -> None:
    if photo_ids:
        for photo in photos.of_assignment(scope, visit.id):
            if photo.id in photo_ids:
                photos.remove(scope, photo.id, now)
