"""The clocks of a review, as jobs: an untaken visit is escalated, a return is reminded of and runs out.

Each job knows how long the log was when it was written: where something has happened since, it does nothing.
"""

from datetime import datetime
from uuid import UUID, uuid5

from audit_app.core.lifecycle import Actor, EventKind, VisitState
from audit_app.core.mails import MailKind
from audit_app.core.programme import Role
from audit_app.core.review import RejectReason
from audit_app.core.visit_clocks import Clock, ends_at
from audit_app.services import Rooms, mails
from audit_app.services.refusals import NotHere
from audit_app.services.review_frame import Review, move, review_of, tell
from audit_app.services.review_watch import KINDS
from audit_app.storage import Scope, assignments, people
from audit_app.storage.jobs import Job


def _unmoved(rooms: Rooms, scope: Scope, job: Job, state: VisitState, now: datetime) -> Review | None:
    """The visit, where nothing has happened to it since the job was written."""
    assignments.locked(scope, UUID(job.payload["visit"]))
    try:
        review = review_of(rooms, scope, UUID(job.payload["visit"]), now)
    except NotHere:
        return None
    is_same = len(review.log) == job.payload["number"] and review.state is state
    return review if is_same else None


def escalate(rooms: Rooms, job: Job, now: datetime) -> None:
    """Nobody has taken a visit in 72 hours: write to the owners."""
    with rooms.store.writing(job.organisation_id) as scope:
        review = _unmoved(rooms, scope, job, VisitState.SUBMITTED, now)
        if review is None:
            return
        words = {"programme": review.programme.name, "place": review.location.name}
        about = uuid5(review.id, f"late {len(review.log)}")
        for owner in people.every(scope, Role.OWNER):
            link = f"/editor/visits/{review.id}"
            mails.post(scope, MailKind.ESCALATION, owner, now, about=about, words=words, link=link)


def remind(rooms: Rooms, job: Job, now: datetime) -> None:
    """Half of the 24 hours are over: remind the shopper, once."""
    with rooms.store.writing(job.organisation_id) as scope:
        review = _unmoved(rooms, scope, job, VisitState.RETURNED, now)
        if review is None:
            return
        until = ends_at(Clock.RETURN, review.moment_of(EventKind.RETURN), review.location.zone)
        if now < until:
            words = {"due_at": until.isoformat()}
            tell(scope, review, MailKind.REMINDER, now, f"/visits/{review.id}/checklist", words)


def expire(rooms: Rooms, job: Job, now: datetime) -> None:
    """A returned visit was not sent again in time: it is not accepted, and its shopper can appeal."""
    with rooms.store.writing(job.organisation_id) as scope:
        review = _unmoved(rooms, scope, job, VisitState.RETURNED, now)
        if review is None:
            return
        reason = RejectReason.NOT_SENT_AGAIN
        move(scope, review, EventKind.EXPIRE_RETURN, Actor.CLOCK, None, now, reason)
        assignments.submit(scope, {review.id: review.came[0].received_at})
        tell(scope, review, MailKind.REJECTED, now, f"/visits/{review.id}/receipt", {})


HANDLERS = {
    KINDS[Clock.REVIEW]: escalate,
    KINDS[Clock.REMINDER]: remind,
    KINDS[Clock.RETURN]: expire,
}
"""What is done for each kind."""
