"""A visit as it is read: what came in, what editors changed, its log; and who may decide about it now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from audit_app.core.answers import AnswerSheet, answered_only
from audit_app.core.lifecycle import Actor, EventKind, VisitState
from audit_app.core.mails import MailKind
from audit_app.core.programme import HeldFor, Location, Person, Role
from audit_app.core.questionnaire import Questionnaire
from audit_app.core.review import AnswerEdit, edited
from audit_app.core.scoring import Score, score_sheet
from audit_app.core.visits_programme import Programme
from audit_app.services import Rooms, mails, visit_log
from audit_app.services.arrivals import Arrived
from audit_app.services.refusals import NotHere
from audit_app.services.review_refusals import StandsElsewhere, WithAnotherEditor, said_kindly
from audit_app.services.submissions import arrived_again
from audit_app.services.visits import Visit, visit_read
from audit_app.services.weighing import Content, content_of
from audit_app.storage import Scope, assignments, people, programmes, reviews, submissions
from audit_app.storage import visit_log as logs
from audit_app.storage.records import Submission
from audit_app.storage.visit_log import Logged

READ_BY = (EventKind.TAKE, EventKind.APPEAL)
"""After which of these came last: one editor reads it, or whoever comes."""


@dataclass(frozen=True)
class Review:
    """All there is to a visit that an editor reads. `came` is what was sent, the last of it last.

    `edits` are the changes of what came last.
    """

    visit: Visit
    programme: Programme
    came: tuple[Submission, ...]
    content: Content
    arrived: Arrived
    edits: tuple[AnswerEdit, ...]
    log: tuple[Logged, ...]

    @property
    def id(self) -> UUID:
        """The visit's id."""
        return self.visit.id

    @property
    def location(self) -> Location:
        """The place that was visited."""
        return self.visit.location

    @property
    def last(self) -> Submission:
        """What is read: the last that came in."""
        return self.came[-1]

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""
        assert self.content.questionnaire is not None
        return self.content.questionnaire

    @property
    def state(self) -> VisitState:
        """Where the visit stands."""
        assert self.visit.stage is not None
        return self.visit.stage

    @property
    def raw(self) -> AnswerSheet:
        """The answers as they came."""
        return self.content.sheet

    @property
    def sheet(self) -> AnswerSheet:
        """The answers with what editors changed."""
        return edited(self.raw, self.edits)

    @property
    def scores(self) -> tuple[Score, Score]:
        """As it came, and as it is now."""
        return score_of(self.questionnaire, self.raw), score_of(self.questionnaire, self.sheet)

    @property
    def editor_id(self) -> UUID | None:
        """Who is reading it; None where nobody has taken it, or it is to be read again by whoever comes."""
        turns = [one for one in self.log if one.event in READ_BY]
        is_taken = self.state is VisitState.IN_REVIEW and turns and turns[-1].event is EventKind.TAKE
        return turns[-1].by if is_taken else None

    def moment_of(self, *events: EventKind) -> datetime:
        """When one of these events happened last."""
        return next(one.at for one in reversed(self.log) if one.event in events)

    def note(self, **more: Any) -> dict[str, Any]:
        """What is kept with an event: what was read, and its score before and after, earned and possible."""
        before, after = self.scores
        pairs = {"before": [before.earned, before.possible], "after": [after.earned, after.possible]}
        return {"submission": str(self.last.id), **pairs} | more


def score_of(questionnaire: Questionnaire, sheet: AnswerSheet) -> Score:
    """What a sheet earned in all."""
    return score_sheet(questionnaire, answered_only(questionnaire, sheet)).total


def came_for_review(scope: Scope, visit_id: UUID) -> tuple[Submission, ...]:
    """What came in of a visit for editors to read; raises NotHere where there is nothing."""
    found = submissions.of_assignment(scope, visit_id)
    came = tuple(one for one in found if HeldFor.REVIEW in one.held_for)
    if not came:
        raise NotHere
    return came


def review_of(rooms: Rooms, scope: Scope, visit_id: UUID, now: datetime) -> Review:
    """A visit as it is read; raises NotHere."""
    came, visit = came_for_review(scope, visit_id), visit_read(rooms, scope, visit_id, now)
    programme = programmes.get(scope, visit.assignment.programme_id or visit_id)
    if programme is None:
        raise NotHere
    arrived = arrived_again(came[-1])
    edits = [one for one in reviews.edits_of(scope, visit_id) if one.submission_id == came[-1].id]
    log = tuple(logs.entries(scope, visit_id))
    return Review(visit, programme, came, content_of(scope, arrived), arrived, tuple(edits), log)


@contextmanager
def changing(rooms: Rooms, who: Person, visit_id: UUID, now: datetime) -> Iterator[tuple[Scope, Review]]:
    """A transaction in which one person changes a visit; raises NotHere, and what a move is refused for."""
    with said_kindly(), rooms.store.writing(who.organisation_id) as scope:
        # One after the other: what is read here is what the one before has left.
        assignments.locked(scope, visit_id)
        yield scope, review_of(rooms, scope, visit_id, now)


def must_be_reading(review: Review, editor: Person) -> None:
    """Raise StandsElsewhere where nobody reads the visit, WithAnotherEditor where somebody else does."""
    if review.state is not VisitState.IN_REVIEW:
        raise StandsElsewhere(review.state)
    if review.editor_id not in (None, editor.id) and editor.role is not Role.OWNER:
        raise WithAnotherEditor


def move(
    scope: Scope,
    review: Review,
    event: EventKind,
    actor: Actor,
    by: Person | None,
    now: datetime,
    reason: str = "",
    **more: Any,
) -> None:
    """Let something happen to the visit, with what was read and its scores."""
    note = review.note(**more)
    visit_log.record(scope, review.id, event, actor, by.id if by else None, now, reason, note)


def tell(
    scope: Scope, review: Review, kind: MailKind, now: datetime, link: str, words: Mapping[str, str]
) -> None:
    """Write to the visit's shopper, once for each time that this happens to the visit."""
    shopper = people.get(scope, review.last.shopper_id)
    assert shopper is not None
    about = uuid5(review.id, f"{kind} {len(review.log)}")
    facts = {"programme": review.programme.name, "place": review.location.name, **words}
    mails.post(scope, kind, shopper, now, about=about, words=facts, link=link)


def as_first_sent(review: Review) -> Submission:
    """What came last, with the moments of the first time: the visit is of the day on which it was made."""
    first = review.came[0]
    return replace(
        review.last,
        received_at=first.received_at,
        started_at=first.started_at,
        finished_at=first.finished_at,
    )
