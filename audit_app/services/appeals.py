"""Objections from both sides: a shopper appeals, a location objects to single answers, an editor decides."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from audit_app.core.answers import answered_only
from audit_app.core.lifecycle import Actor, EventKind, VisitState
from audit_app.core.programme import Person
from audit_app.core.review import AnswerEdit
from audit_app.core.scoring import SCORING_EDITION, score_sheet
from audit_app.core.visit_clocks import Clock, is_over
from audit_app.services import Rooms
from audit_app.services.answer_fields import Fields
from audit_app.services.refusals import NotHere
from audit_app.services.review_edits import given_in, keep
from audit_app.services.review_frame import Review, changing, move, review_of, score_of
from audit_app.services.review_outcomes import REJECTING
from audit_app.services.review_refusals import ReasonNeeded, StandsElsewhere, TooLate
from audit_app.services.review_watch import watch
from audit_app.services.sheets import counted_answers, digest_of
from audit_app.storage import Scope, reviews, sheets
from audit_app.storage import visit_log as logs
from audit_app.storage.records import AcceptedSheet, KeptScore

LONGEST_TEXT = 2_000
SHOWN = (VisitState.APPROVED, VisitState.PUBLISHED, VisitState.DISPUTED, VisitState.LOCKED)


@dataclass(frozen=True)
class Audit:
    """An approved audit as its location may see it: `evidence` by question, of its objection."""

    review: Review
    sheet: AcceptedSheet
    evidence: Mapping[str, str]


def appeal(rooms: Rooms, shopper: Person, visit_id: UUID, text: str, now: datetime) -> None:
    """The shopper of a visit that was not accepted says why it should be; once, within 7 days.

    Raises NotHere for somebody else's, ReasonNeeded, TooLate, StandsElsewhere, DoneOnce.
    """
    with changing(rooms, shopper, visit_id, now) as (scope, review):
        if review.last.shopper_id != shopper.id:
            raise NotHere
        if not text.strip():
            raise ReasonNeeded
        if review.state is VisitState.REJECTED:
            since = review.moment_of(*REJECTING)
            if is_over(Clock.APPEAL, since, review.location.zone, now):
                raise TooLate
        move(scope, review, EventKind.APPEAL, Actor.SHOPPER, shopper, now, text.strip()[:LONGEST_TEXT])
        watch(scope, review.id, Clock.REVIEW, now)


def publish(rooms: Rooms, manager: Person, visit_id: UUID, now: datetime) -> None:
    """Show an approved audit to its location, which may object now; raises NotHere, StandsElsewhere."""
    with changing(rooms, manager, visit_id, now) as (scope, review):
        move(scope, review, EventKind.PUBLISH_RESULT, Actor.MANAGER, manager, now)


def object_to(
    rooms: Rooms, approver: Person, visit_id: UUID, evidence: Mapping[str, str], now: datetime
) -> None:
    """A location's approver objects to single answers, each with what speaks against it, within 7 days.

    Raises NotHere, ReasonNeeded without evidence, TooLate, StandsElsewhere.
    """
    with changing(rooms, approver, visit_id, now) as (scope, review):
        asked = review.questionnaire.by_code
        said = {
            code: text.strip()[:LONGEST_TEXT]
            for code, text in evidence.items()
            if code in asked and text.strip()
        }
        if not said:
            raise ReasonNeeded
        if review.state is VisitState.PUBLISHED:
            since = review.moment_of(EventKind.PUBLISH_RESULT)
            if is_over(Clock.OBJECTION, since, review.location.zone, now):
                raise TooLate
        reason = "\n".join(said.values())
        move(scope, review, EventKind.DISPUTE, Actor.APPROVER, approver, now, reason, evidence=said)


def decide(
    rooms: Rooms,
    editor: Person,
    visit_id: UUID,
    changed: Mapping[str, Fields],
    reason: str,
    now: datetime,
) -> None:
    """Decide about an objection: answers that were objected to are changed, or stay; the figures follow.

    What counts is exchanged in the same transaction. Raises NotHere (also for a question nobody objected to),
    NotAnAnswerHere, ReasonNeeded, StandsElsewhere.
    """
    with changing(rooms, editor, visit_id, now) as (scope, review):
        if review.state is not VisitState.DISPUTED:
            raise StandsElsewhere(review.state)
        if not set(changed) <= set(evidence_of(review)):
            raise NotHere
        for question, fields in changed.items():
            keep(scope, review, editor, question, given_in(review, question, fields), reason, now)
        after = replace(review, edits=_edits(scope, review))
        _follow(scope, review, after)
        old, new = (score_of(one.questionnaire, one.sheet) for one in (review, after))
        scores = {"before": [old.earned, old.possible], "after": [new.earned, new.possible]}
        move(scope, after, EventKind.DECIDE_DISPUTE, Actor.EDITOR, editor, now, reason.strip(), **scores)


def evidence_of(review: Review) -> Mapping[str, str]:
    """What the location says against single answers, by question; empty where it never objected."""
    disputes = [one for one in review.log if one.event is EventKind.DISPUTE]
    evidence: Mapping[str, str] = disputes[-1].note["evidence"] if disputes else {}
    return evidence


def _edits(scope: Scope, review: Review) -> tuple[AnswerEdit, ...]:
    return tuple(one for one in reviews.edits_of(scope, review.id) if one.submission_id == review.last.id)


def _follow(scope: Scope, before: Review, after: Review) -> None:
    """Put the decided answers in place of what counts."""
    kept = sheets.of_assignment(scope, before.id)
    assert kept is not None, "what is objected to counts"
    if before.sheet == after.sheet:
        return
    asked = before.questionnaire
    answers = answered_only(asked, after.sheet)
    decided = replace(
        kept,
        answers=answers,
        scores=KeptScore.of(score_sheet(asked, answers)),
        scoring_edition=SCORING_EDITION,
        digest=digest_of(answers),
    )
    old, new = ((one, counted_answers(asked, one.answers)) for one in (kept, decided))
    sheets.exchange(scope, old, new)


def audits(rooms: Rooms, reader: Person, now: datetime) -> list[Audit]:
    """The audits that are approved, published or objected to, the last decided first."""
    with rooms.store.reading(reader.organisation_id) as scope:
        stages = logs.standing_in(scope, SHOWN)
        found = [_audit(rooms, scope, stage.visit_id, now) for stage in reversed(stages)]
    return [one for one in found if one is not None]


def audit(rooms: Rooms, reader: Person, visit_id: UUID, now: datetime) -> Audit:
    """One of them; raises NotHere."""
    with rooms.store.reading(reader.organisation_id) as scope:
        found = _audit(rooms, scope, visit_id, now)
    if found is None or found.review.state not in SHOWN:
        raise NotHere
    return found


def _audit(rooms: Rooms, scope: Scope, visit_id: UUID, now: datetime) -> Audit | None:
    kept = sheets.of_assignment(scope, visit_id)
    if kept is None:
        return None
    review = review_of(rooms, scope, visit_id, now)
    return Audit(review, kept, evidence_of(review))
