"""An editor reads a visit of a programme: it counts when it is approved, once, as it was edited."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from audit_app.core.lifecycle import EventKind, VisitState, VoidReason
from audit_app.core.mails import MailKind
from audit_app.core.programme import Decision, HeldFor
from audit_app.core.review import GivenAnswer, RejectReason, ReviewNote
from audit_app.jobs import run_all
from audit_app.services import (
    counting,
    drafts,
    held,
    review_decisions,
    review_edits,
    reviews,
    second_looks,
)
from audit_app.services.refusals import NotHere
from audit_app.services.review_refusals import (
    DoneOnce,
    NotAnAnswerHere,
    NotesNeeded,
    OwnFirstLook,
    ReasonNeeded,
    StandsElsewhere,
    WithAnotherEditor,
)
from audit_app.storage import pay
from audit_app.storage import reviews as kept_reviews
from audit_app.storage.tables import mail
from tests.arriving import GOOD, arrived, assert_counted_once, at_once, kept, kept_sheet, receive
from tests.reviewing import Desk, build_desk, events, last_note, send, state
from tests.visiting import NOW, World, build_world

HOUR = timedelta(hours=1)
UNGREETED = {**GOOD, "q.greeted": "no", "c.greeted": "Nobody looked up"}


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


@pytest.fixture
def desk(world) -> Desk:
    return build_desk(world)


def take(desk, editor=None, now=NOW):
    review_decisions.take(desk.world.rooms, editor or desk.editor, desk.world.visit_id, now)


def edit(desk, question, fields, why="The comment says so"):
    given = (desk.world.rooms, desk.editor, desk.world.visit_id, question, fields, why, NOW)
    return review_edits.edit(*given)


def approve(desk, editor=None, now=NOW, **more):
    review_decisions.approve(desk.world.rooms, editor or desk.editor, desk.world.visit_id, now, **more)


def send_back(desk, *notes, now=NOW):
    review_decisions.send_back(desk.world.rooms, desk.editor, desk.world.visit_id, notes, now)


def reject(desk, why="You were in another shop", now=NOW):
    given = desk.world.rooms, desk.editor, desk.world.visit_id, RejectReason.WRONG_PLACE, why, now
    review_decisions.reject(*given)


def read(desk, now=NOW):
    return reviews.read(desk.world.rooms, desk.editor, desk.world.visit_id, now)


def mails(desk):
    with desk.world.rooms.store.reading(desk.world.shopper.organisation_id) as scope:
        found = scope.select(mail.c.kind, mail.c.person_id).order_by(mail.c.posted_at, mail.c.kind)
        return [(row.kind, row.person_id) for row in scope.rows(found)]


def owed(desk):
    with desk.world.rooms.store.reading(desk.world.shopper.organisation_id) as scope:
        payment = pay.of_assignment(scope, desk.world.visit_id)
        return payment and (payment.fee, payment.reimbursed)


def note(question, text="Why not?"):
    return ReviewNote(question, text)


# --- coming in


def test_a_complete_visit_waits_and_is_no_fault(desk):
    receipt = send(desk)
    assert receipt.held_for == (HeldFor.REVIEW,)
    assert kept_sheet(desk.world) is None
    assert events(desk)[2:] == [EventKind.START, EventKind.SUBMIT]
    waiting = reviews.queue(desk.world.rooms, desk.editor, NOW + 71 * HOUR)
    assert [(one.id, one.is_late, one.due_at) for one in waiting] == [
        (desk.world.visit_id, False, NOW + 72 * HOUR)
    ]
    assert reviews.queue(desk.world.rooms, desk.editor, NOW + 72 * HOUR)[0].is_late
    assert held.waiting(desk.world.rooms, desk.editor.organisation_id) == []


def test_a_late_one_goes_to_the_editor_too_and_says_so(desk):
    receipt = send(desk, finished_at=(NOW + timedelta(days=9)).isoformat(), now=NOW + timedelta(days=9))
    assert receipt.held_for == (HeldFor.REVIEW, HeldFor.LATE)
    assert state(desk) is VisitState.SUBMITTED


def test_a_visit_without_a_programme_is_counted_at_once(world):
    assert receive(world, arrived(world)).held_for == ()
    assert_counted_once(world)
    with pytest.raises(NotHere):
        reviews.read(world.rooms, world.owner, world.visit_id, NOW)


def test_what_comes_second_waits_for_the_owner_and_cannot_count(desk):
    send(desk)
    second = send(desk)
    assert second.held_for == (HeldFor.DUPLICATE,)
    [waiting] = held.waiting(desk.world.rooms, desk.editor.organisation_id)
    with pytest.raises(held.VisitHasSheet):
        held.count(desk.world.rooms, desk.world.owner, waiting.id, NOW)
    first = kept(desk.world)[0]
    with pytest.raises(held.UnderReview):
        held.count(
            desk.world.rooms,
            desk.world.owner,
            next(one.id for one in kept(desk.world) if HeldFor.REVIEW in one.held_for),
            NOW,
        )
    assert first.decision is None
    assert kept_sheet(desk.world) is None


# --- approving


def test_approval_counts_once_what_was_edited_and_keeps_what_came(desk):
    send(desk, UNGREETED)
    take(desk)
    assert edit(desk, "greeted", {"q.greeted": ["yes"]})
    approve(desk)
    assert_counted_once(desk.world)
    sheet = kept_sheet(desk.world)
    assert (sheet.answers.values["greeted"], sheet.answers.comments) == ("yes", {})
    assert "Nobody looked up" in kept(desk.world)[0].body
    with desk.world.rooms.store.reading(desk.editor.organisation_id) as scope:
        [change] = kept_reviews.edits_of(scope, desk.world.visit_id)
    assert (change.question, change.before, change.after) == (
        "greeted",
        GivenAnswer("no", "Nobody looked up"),
        GivenAnswer("yes", ""),
    )
    assert (change.why, change.by, change.at) == ("The comment says so", desk.editor.id, NOW)
    # Greeting, waiting, buying: 100 each. It came with 0 + 100 + 0, and counts with 100 + 100 + 0.
    said = last_note(desk)
    assert (said["before"], said["after"]) == ([100, 300], [200, 300])
    assert owed(desk) == (2500, 0)
    assert mails(desk) == [(MailKind.APPROVED, desk.world.shopper.id)]


def test_expenses_are_paid_up_to_the_cap(desk):
    send(desk)
    take(desk)
    approve(desk, expenses=1890)
    assert owed(desk) == (2500, 1000)


def test_decided_twice_at_once_counts_once(desk):
    send(desk)
    take(desk)
    acts = [partial(approve, desk), partial(approve, desk, desk.world.owner), partial(reject, desk)]
    done = at_once(acts)
    assert sum(one is None for one in done) == 1
    assert all(isinstance(one, StandsElsewhere) for one in done if one is not None)
    if state(desk) is VisitState.APPROVED:
        assert_counted_once(desk.world)
    else:
        assert kept_sheet(desk.world) is None


def test_taken_by_two_at_once_is_one_editors(desk):
    send(desk)
    done = at_once([partial(take, desk), partial(take, desk, desk.other)])
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "WithAnotherEditor"]
    assert events(desk).count(EventKind.TAKE) == 1
    loser = desk.other if done[0] is None else desk.editor
    with pytest.raises(WithAnotherEditor):
        approve(desk, loser)
    approve(desk, desk.world.owner)


def test_nothing_is_decided_before_it_is_taken(desk):
    send(desk)
    for act in (partial(approve, desk), partial(reject, desk), partial(send_back, desk, note("wait"))):
        with pytest.raises(StandsElsewhere) as refused:
            act()
        assert "waits for an editor" in str(refused.value.message)
    assert events(desk)[-1] is EventKind.SUBMIT


def test_an_edit_must_be_an_answer_with_a_reason(desk):
    send(desk)
    take(desk)
    with pytest.raises(NotAnAnswerHere):
        edit(desk, "greeted", {"q.greeted": ["perhaps"]})
    with pytest.raises(ReasonNeeded):
        edit(desk, "greeted", {"q.greeted": ["no"]}, "  ")
    with pytest.raises(NotHere):
        edit(desk, "another", {})
    assert not edit(desk, "greeted", {"q.greeted": ["yes"]})
    assert read(desk).review.edits == ()


# --- left out, not accepted, void


def test_excluded_is_paid_and_never_counted(desk):
    send(desk)
    take(desk)
    review_decisions.exclude(desk.world.rooms, desk.editor, desk.world.visit_id, "A trial", NOW)
    assert (state(desk), kept_sheet(desk.world), owed(desk)) == (VisitState.EXCLUDED, None, (2500, 0))
    assert desk.world.visit().is_sent
    assert kept(desk.world)[0].decision is Decision.LEFT_OUT


def test_rejected_is_not_paid_and_says_why(desk):
    send(desk)
    take(desk)
    with pytest.raises(ReasonNeeded):
        reject(desk, " ")
    reject(desk)
    assert (state(desk), kept_sheet(desk.world), owed(desk)) == (VisitState.REJECTED, None, None)
    assert last_note(desk)["text"] == "You were in another shop"
    assert mails(desk) == [(MailKind.REJECTED, desk.world.shopper.id)]
    assert desk.world.visit().is_sent


@pytest.mark.parametrize(
    ("reason", "paid"), [(VoidReason.PLACE_CLOSED, (2500, 0)), (VoidReason.CONFLICT, None)]
)
def test_void_is_paid_where_it_was_no_fault(desk, reason, paid):
    send(desk)
    review_decisions.void(desk.world.rooms, desk.editor, desk.world.visit_id, reason, "Closed", NOW)
    assert (state(desk), owed(desk), kept_sheet(desk.world)) == (VisitState.VOID, paid, None)


# --- sent back


def test_a_return_restores_what_was_sent_and_the_next_takes_its_place(desk):
    send(desk, UNGREETED)
    take(desk)
    edit(desk, "greeted", {"q.greeted": ["yes"]})
    with pytest.raises(NotesNeeded):
        send_back(desk, note("greeted", "  "), note("unknown"))
    send_back(desk, note("greeted"), ReviewNote("wait", canned="exact_time"))
    visit = desk.world.visit()
    assert (visit.is_sent, visit.stage) == (False, VisitState.RETURNED)
    draft = drafts.work_on(desk.world.rooms, visit).sheet
    assert (draft.values["greeted"], draft.comments["greeted"]) == ("no", "Nobody looked up")
    later = NOW + 2 * HOUR
    send(desk, GOOD, later, finished_at=later.isoformat())
    assert events(desk)[-1] is EventKind.RESUBMIT
    assert len(kept(desk.world)) == 2
    found = read(desk, later)
    assert (found.review.raw.values["greeted"], found.review.edits) == ("yes", ())
    assert [one.question for one in found.notes] == ["greeted", "wait"]
    take(desk, now=later)
    approve(desk, now=later)
    assert_counted_once(desk.world)
    assert kept_sheet(desk.world).received_at == NOW
    assert [one.decision for one in kept(desk.world)] == [Decision.RETURNED, Decision.COUNTED]


def test_the_clocks_remind_once_and_then_end_a_return(desk):
    send(desk)
    take(desk)
    send_back(desk, note("wait"))
    rooms = desk.world.rooms

    def told(hours):
        run_all(rooms, lambda: NOW + hours * HOUR)
        return [kind for kind, _ in mails(desk)]

    assert told(11.9) == [MailKind.RETURNED]
    assert told(12) == told(13) == [MailKind.RETURNED, MailKind.REMINDER]
    assert state(desk) is VisitState.RETURNED
    assert told(24) == [MailKind.RETURNED, MailKind.REMINDER, MailKind.REJECTED]
    assert state(desk) is VisitState.REJECTED
    assert desk.world.visit().is_sent


def test_clocks_leave_alone_what_has_gone_on(desk):
    send(desk)
    take(desk)
    send_back(desk, note("wait"))
    send(desk, now=NOW + HOUR)
    take(desk, now=NOW + 2 * HOUR)
    run_all(desk.world.rooms, lambda: NOW + 200 * HOUR)
    assert (state(desk), [kind for kind, _ in mails(desk)]) == (VisitState.IN_REVIEW, [MailKind.RETURNED])


def test_72_hours_without_an_editor_are_told_to_the_owner_once(desk):
    send(desk)
    for hours in (71.9, 72, 73):
        run_all(desk.world.rooms, lambda hours=hours: NOW + hours * HOUR)
    assert mails(desk) == [(MailKind.ESCALATION, desk.world.owner.id)]


# --- the second look


def test_a_second_editor_looks_and_agreement_is_counted(world):
    desk = build_desk(world, second_look_percent=100)
    send(desk, UNGREETED)
    take(desk)
    edit(desk, "greeted", {"q.greeted": ["yes"]})
    approve(desk)
    assert second_looks.every(world.rooms, desk.editor, NOW).waiting == ()
    [waiting] = second_looks.every(world.rooms, desk.other, NOW).waiting
    fields = {"q.greeted": ["no"], "q.wait": ["45"], "q.bought": ["no"]}
    say = partial(second_looks.say, world.rooms, visit_id=waiting.review.id, fields=fields, now=NOW)
    with pytest.raises(OwnFirstLook):
        say(desk.editor)
    say(desk.other)
    with pytest.raises(DoneOnce):
        say(desk.world.owner)
    looks = second_looks.every(world.rooms, desk.other, NOW)
    assert {code: (one.same, one.looks) for code, one in looks.agreement.items()} == {
        "greeted": (0, 1),
        "wait": (1, 1),
        "bought": (1, 1),
    }
    assert_counted_once(world)


def test_a_stranger_reads_nothing(desk):
    send(desk)
    stranger = replace(desk.editor, organisation_id=desk.world.stranger.organisation_id)
    with pytest.raises(NotHere):
        reviews.read(desk.world.rooms, stranger, desk.world.visit_id, NOW)
    with pytest.raises(NotHere):
        review_decisions.take(desk.world.rooms, stranger, desk.world.visit_id, NOW)
    assert reviews.queue(desk.world.rooms, stranger, NOW) == []
    assert counting.verify(desk.world.rooms)[desk.editor.organisation_id] == []
