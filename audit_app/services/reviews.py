"""The editors' queue, and one visit with all that an editor looks at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from audit_app.core.answers import Missing, missing_from
from audit_app.core.hints import Hint, hints
from audit_app.core.lifecycle import EventKind, VisitState
from audit_app.core.programme import Location, Person, Photo
from audit_app.core.questionnaire import View
from audit_app.core.reported import OtherText, Reported, texts_of
from audit_app.core.review import ReviewNote, SecondLook
from audit_app.core.visit_clocks import Clock, end_of, ends_at
from audit_app.services import Rooms
from audit_app.services.editions import in_use
from audit_app.services.evidence import picture_of
from audit_app.services.looks import thumbnail_of, twins_of
from audit_app.services.refusals import NotHere
from audit_app.services.review_frame import Review, review_of
from audit_app.storage import Scope, locations, people, reviews, sheets
from audit_app.storage import visit_log as logs
from audit_app.storage.photos import Twin

WAITS = (VisitState.SUBMITTED, VisitState.IN_REVIEW)
MOST_OTHERS, FURTHEST_BACK = 300, timedelta(days=365)
"""Other visits that a text is compared with: the newest ones of the same kind in a year."""


@dataclass(frozen=True)
class Waiting:
    """A visit in the queue: when it came in and until when it is to be taken (UTC).

    `editor` reads it now ("": nobody). `is_late`: the owners were told that nobody has taken it.
    """

    id: UUID
    location: Location
    programme: str
    came_at: datetime
    due_at: datetime
    state: VisitState
    editor: str
    is_mine: bool
    is_late: bool
    is_again: bool
    is_appeal: bool


@dataclass(frozen=True)
class Reading:
    """One visit as it is read; `hints` are worth a look and no verdicts, `twins` photos that look alike."""

    review: Review
    waiting: Waiting
    hints: tuple[Hint, ...]
    twins: Mapping[UUID, Sequence[Twin]]
    missing: tuple[Missing, ...]
    notes: tuple[ReviewNote, ...]
    second: SecondLook | None
    names: Mapping[UUID, str]

    @property
    def photos(self) -> tuple[Photo, ...]:
        """Those that it lists and that are here."""
        return self.review.content.photos


def queue(rooms: Rooms, reader: Person, now: datetime) -> list[Waiting]:
    """What waits for an editor or is being read, the one to be taken first comes first."""
    with rooms.store.reading(reader.organisation_id) as scope:
        names = people.names(scope)
        found = [review_of(rooms, scope, stage.visit_id, now) for stage in logs.standing_in(scope, WAITS)]
        listed = [_waiting(review, reader, names, now) for review in found]
    return sorted(listed, key=lambda one: (one.due_at, one.id))


def number_waiting(rooms: Rooms, organisation_id: UUID) -> int:
    """How many visits nobody has taken yet."""
    with rooms.store.reading(organisation_id) as scope:
        return len(logs.standing_in(scope, [VisitState.SUBMITTED]))


def _waiting(review: Review, reader: Person, names: Mapping[UUID, str], now: datetime) -> Waiting:
    came_at = review.moment_of(EventKind.SUBMIT, EventKind.RESUBMIT, EventKind.APPEAL)
    due_at = ends_at(Clock.REVIEW, came_at, review.location.zone)
    happened = {one.event for one in review.log}
    return Waiting(
        id=review.id,
        location=review.location,
        programme=review.programme.name,
        came_at=came_at,
        due_at=due_at,
        state=review.state,
        editor=names.get(review.editor_id, "") if review.editor_id else "",
        is_mine=review.editor_id == reader.id,
        is_late=review.editor_id is None and now >= due_at,
        is_again=EventKind.RESUBMIT in happened,
        is_appeal=EventKind.APPEAL in happened,
    )


def read(rooms: Rooms, reader: Person, visit_id: UUID, now: datetime) -> Reading:
    """One visit, in whatever state; raises NotHere."""
    with rooms.store.reading(reader.organisation_id) as scope:
        review, names = review_of(rooms, scope, visit_id, now), people.names(scope)
        return Reading(
            review=review,
            waiting=_waiting(review, reader, names, now),
            hints=hints(_reported(scope, review)),
            twins=twins_of(scope, visit_id),
            missing=missing_from(review.questionnaire, review.sheet),
            notes=last_notes(review),
            second=reviews.second_of(scope, visit_id),
            names=names,
        )


def last_notes(review: Review) -> tuple[ReviewNote, ...]:
    """What was asked when the visit was last sent back."""
    returns = [one for one in review.log if one.event is EventKind.RETURN]
    return tuple(ReviewNote(**note) for note in returns[-1].note["notes"]) if returns else ()


def _reported(scope: Scope, review: Review) -> Reported:
    """The visit as it came, for the hints; the form is begun at the visit, as far as is known."""
    zone, assignment = review.location.zone, review.visit.assignment
    first = review.came[0]
    return Reported(
        questionnaire=review.questionnaire,
        sheet=review.raw,
        language=review.arrived.language,
        active=review.last.active,
        skew=review.last.skew,
        opens_at=end_of(assignment.opens_on - timedelta(days=1), zone),
        closes_at=end_of(assignment.due_on, zone),
        visited_at=first.started_at,
        finished_at=first.finished_at,
        submit_within_hours=review.programme.submit_within_hours,
        others=tuple(_others(scope, review)),
    )


def _others(scope: Scope, review: Review) -> Iterator[OtherText]:
    places = [place.id for place in locations.every(scope)]
    last_day = review.visit.today
    found = sheets.sheets_between(
        scope, View.OBSERVED, places, last_day - FURTHEST_BACK, last_day, MOST_OTHERS
    )
    for other in found:
        asked = in_use(scope, other.questionnaire)
        if asked is None or other.assignment_id in (None, review.id):
            continue
        for question, text in texts_of(asked, other.answers).items():
            assert other.assignment_id is not None
            yield OtherText(other.assignment_id, question, text)


def photo(rooms: Rooms, reader: Person, visit_id: UUID, photo_id: UUID, now: datetime) -> bytes:
    """The JPEG bytes of a photo that a visit lists; raises NotHere."""
    return picture_of(rooms, _photo(rooms, reader, visit_id, photo_id, now))


def small_photo(rooms: Rooms, reader: Person, visit_id: UUID, photo_id: UUID, now: datetime) -> bytes:
    """The same photo, small; raises NotHere."""
    return thumbnail_of(rooms, _photo(rooms, reader, visit_id, photo_id, now))


def _photo(rooms: Rooms, reader: Person, visit_id: UUID, photo_id: UUID, now: datetime) -> Photo:
    with rooms.store.reading(reader.organisation_id) as scope:
        listed = {one.id: one for one in review_of(rooms, scope, visit_id, now).content.photos}
    if photo_id not in listed:
        raise NotHere
    return listed[photo_id]
