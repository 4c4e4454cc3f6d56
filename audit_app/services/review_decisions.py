"""What an editor decides about a visit: back to its shopper, counted, left out, not accepted, or void."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from audit_app.core.lifecycle import Actor, EventKind, VisitState, VoidReason, payment_due
from audit_app.core.mails import MailKind
from audit_app.core.pay import Owed
from audit_app.core.programme import Decision, Person
from audit_app.core.review import RejectReason, ReviewNote, SecondLook, is_sampled
from audit_app.core.visit_clocks import Clock, ends_at
from audit_app.services import Rooms, pay
from audit_app.services.drafts import revised
from audit_app.services.review_frame import (
    Review,
    as_first_sent,
    changing,
    move,
    must_be_reading,
    tell,
)
from audit_app.services.review_refusals import NotesNeeded, ReasonNeeded, WithAnotherEditor
from audit_app.services.review_watch import watch
from audit_app.services.submissions import accept
from audit_app.storage import Scope, assignments, drafts, photos, reviews, submissions

LONGEST_TEXT = 2_000


def take(rooms: Rooms, editor: Person, visit_id: UUID, now: datetime) -> None:
    """An editor begins to read; of two at once one gets it. Twice is once for the same editor.

    Raises NotHere, WithAnotherEditor, StandsElsewhere.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        if review.state is VisitState.IN_REVIEW:
            if review.editor_id not in (None, editor.id):
                raise WithAnotherEditor
            return
        move(scope, review, EventKind.TAKE, Actor.EDITOR, editor, now)


def send_back(
    rooms: Rooms, editor: Person, visit_id: UUID, notes: Sequence[ReviewNote], now: datetime
) -> None:
    """Ask the shopper to go on, within 24 hours; the draft is as it was sent. One reminder after 12.

    Raises NotHere, NotesNeeded without a note at a question that is asked or about the whole visit,
    StandsElsewhere, WithAnotherEditor.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        must_be_reading(review, editor)
        codes = {"", *review.questionnaire.by_code}
        said = [vars(one) for one in notes if one.question in codes and (one.text.strip() or one.canned)]
        if not said:
            raise NotesNeeded
        move(scope, review, EventKind.RETURN, Actor.EDITOR, editor, now, notes=said)
        submissions.decide(scope, review.last.id, Decision.RETURNED, editor.id, now)
        _restore_draft(scope, review, now)
        until = ends_at(Clock.RETURN, now, review.location.zone)
        link = f"/visits/{review.id}/checklist"
        tell(scope, review, MailKind.RETURNED, now, link, {"due_at": until.isoformat()})
        for clock in (Clock.REMINDER, Clock.RETURN):
            watch(scope, review.id, clock, now)


def _restore_draft(scope: Scope, review: Review, now: datetime) -> None:
    """What was sent is the draft again, with its photos: as it came, not as an editor changed it."""
    photos.keep_only(scope, review.id, [photo.id for photo in review.content.photos], now)
    stored = drafts.get(scope, review.id)
    answers = replace(review.raw, photos={})
    drafts.save(scope, revised(stored, review.visit.assignment, answers, now))


def approve(rooms: Rooms, editor: Person, visit_id: UUID, now: datetime, expenses: int = 0) -> None:
    """Count the visit with what was changed in it; its pay becomes due, `expenses` in cents as proved.

    Raises NotHere, StandsElsewhere, WithAnotherEditor.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        must_be_reading(review, editor)
        move(scope, review, EventKind.APPROVE, Actor.EDITOR, editor, now)
        content = replace(review.content, posted=replace(review.content.posted, sheet=review.sheet))
        is_counted = accept(scope, review.visit, as_first_sent(review), review.arrived, content)
        assert is_counted, "a visit in review has no sheet"
        submissions.decide(scope, review.last.id, Decision.COUNTED, editor.id, now)
        if is_sampled(review.id, review.programme.second_look_percent):
            reviews.ask_second(scope, SecondLook(review.id, editor.organisation_id, editor.id, now))
        _owe(scope, review, expenses, now)
        tell(scope, review, MailKind.APPROVED, now, f"/visits/{review.id}/receipt", {})


def exclude(rooms: Rooms, editor: Person, visit_id: UUID, why: str, now: datetime, expenses: int = 0) -> None:
    """Approve a visit that is paid and never counted.

    Raises NotHere, ReasonNeeded, StandsElsewhere, WithAnotherEditor.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        must_be_reading(review, editor)
        move(scope, review, EventKind.APPROVE_EXCLUDED, Actor.EDITOR, editor, now, _said(why))
        _leave_out(scope, review, editor, now)
        _owe(scope, review, expenses, now)
        tell(scope, review, MailKind.APPROVED, now, f"/visits/{review.id}/receipt", {})


def reject(
    rooms: Rooms, editor: Person, visit_id: UUID, reason: RejectReason, why: str, now: datetime
) -> None:
    """Do not accept a visit; its shopper is told why and can appeal once.

    Raises NotHere, ReasonNeeded, StandsElsewhere, WithAnotherEditor.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        must_be_reading(review, editor)
        move(scope, review, EventKind.REJECT, Actor.EDITOR, editor, now, reason, text=_said(why))
        _leave_out(scope, review, editor, now)
        tell(scope, review, MailKind.REJECTED, now, f"/visits/{review.id}/receipt", {"reason": why})


def void(rooms: Rooms, editor: Person, visit_id: UUID, reason: VoidReason, why: str, now: datetime) -> None:
    """Take a visit out that says nothing about its place; paid where that is no fault of the shopper's.

    Raises NotHere, ReasonNeeded, StandsElsewhere, WithAnotherEditor.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        if review.state is VisitState.IN_REVIEW:
            must_be_reading(review, editor)
        move(scope, review, EventKind.VOID, Actor.EDITOR, editor, now, reason, text=_said(why))
        _leave_out(scope, review, editor, now)
        if payment_due(VisitState.VOID, reason, went=True):
            _owe(scope, review, 0, now)


def _said(why: str) -> str:
    if not why.strip():
        raise ReasonNeeded
    return why.strip()[:LONGEST_TEXT]


def _leave_out(scope: Scope, review: Review, editor: Person, now: datetime) -> None:
    """It came in and is not counted: for its shopper it is done."""
    submissions.decide(scope, review.last.id, Decision.LEFT_OUT, editor.id, now)
    assignments.submit(scope, {review.id: review.came[0].received_at})


def _owe(scope: Scope, review: Review, expenses: int, now: datetime) -> None:
    paid = review.programme
    owed = Owed(paid.fee, expenses if paid.wants_receipt else 0, paid.expenses_cap, paid.currency)
    pay.owe(scope, review.visit.assignment, review.last.shopper_id, owed, now)
