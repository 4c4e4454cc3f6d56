"""Objections from both sides: once, in time, decided with a reason; what counts follows the decision."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from audit_app.core.lifecycle import EventKind, VisitState
from audit_app.core.review import RejectReason
from audit_app.services import appeals, counting, review_decisions, review_outcomes
from audit_app.services.refusals import NotHere
from audit_app.services.review_refusals import DoneOnce, ReasonNeeded, StandsElsewhere, TooLate
from tests.arriving import assert_counted_once, at_once, kept_sheet
from tests.reviewing import Desk, build_desk, events, last_note, send, state
from tests.visiting import NOW, build_world

# NOW is 6 March in Athens: seven days end with the 13th there, at ten in the evening UTC.
LAST_MOMENT = datetime(2026, 3, 13, 21, 59, tzinfo=UTC)
TOO_LATE = datetime(2026, 3, 13, 22, 0, tzinfo=UTC)


@pytest.fixture
def desk(store, tmp_path) -> Desk:
    made = build_desk(build_world(store, tmp_path))
    send(made)
    review_decisions.take(made.world.rooms, made.editor, made.world.visit_id, NOW)
    return made


@pytest.fixture
def rejected(desk) -> Desk:
    reject(desk)
    return desk


@pytest.fixture
def published(desk) -> Desk:
    given = desk.world.rooms, desk.editor, desk.world.visit_id, NOW
    review_decisions.approve(*given)
    appeals.publish(desk.world.rooms, desk.world.owner, desk.world.visit_id, NOW)
    return desk


def reject(desk):
    reason = RejectReason.PROOF_MISSING
    review_decisions.reject(desk.world.rooms, desk.editor, desk.world.visit_id, reason, "No receipt", NOW)


def appeal(desk, text="It is in the photo", now=NOW, shopper=None):
    appeals.appeal(desk.world.rooms, shopper or desk.world.shopper, desk.world.visit_id, text, now)


def object_to(desk, now=NOW, **evidence):
    said = evidence or {"greeted": "The camera shows that nobody spoke"}
    appeals.object_to(desk.world.rooms, desk.world.owner, desk.world.visit_id, said, now)


def decide(desk, changed=None, reason="The recording was heard"):
    given = desk.world.rooms, desk.editor, desk.world.visit_id, changed or {}, reason, NOW
    appeals.decide(*given)


def nothing_differs(desk):
    return counting.verify(desk.world.rooms)[desk.editor.organisation_id] == []


# --- the shopper


def test_an_appeal_is_read_again_and_can_be_approved(rejected):
    told = review_outcomes.not_accepted(rejected.world.rooms, rejected.world.visit(), NOW)
    assert (told.reason, told.text, told.is_last) == (RejectReason.PROOF_MISSING, "No receipt", False)
    assert told.until == date(2026, 3, 13)
    appeal(rejected, now=LAST_MOMENT)
    assert state(rejected) is VisitState.IN_REVIEW
    told = review_outcomes.not_accepted(rejected.world.rooms, rejected.world.visit(), LAST_MOMENT)
    assert (told.appealed, told.is_last) == ("It is in the photo", True)
    visit = rejected.world.visit_id
    review_decisions.approve(rejected.world.rooms, rejected.other, visit, LAST_MOMENT)
    assert_counted_once(rejected.world)
    assert nothing_differs(rejected)


def test_an_appeal_happens_once_and_a_second_no_is_the_last(rejected):
    appeal(rejected)
    with pytest.raises(StandsElsewhere):
        appeal(rejected)
    reject(rejected)
    with pytest.raises(DoneOnce):
        appeal(rejected)
    assert (state(rejected), kept_sheet(rejected.world)) == (VisitState.REJECTED, None)
    assert review_outcomes.not_accepted(rejected.world.rooms, rejected.world.visit(), NOW).is_last


def test_two_appeals_at_once_are_one(rejected):
    done = at_once([partial(appeal, rejected)] * 2)
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "StandsElsewhere"]
    assert events(rejected).count(EventKind.APPEAL) == 1


def test_an_appeal_needs_words_time_and_its_own_shopper(rejected):
    with pytest.raises(ReasonNeeded):
        appeal(rejected, "  ")
    with pytest.raises(TooLate):
        appeal(rejected, now=TOO_LATE)
    for other in (rejected.world.colleague, rejected.world.stranger):
        with pytest.raises(NotHere):
            appeal(rejected, shopper=other)
    assert state(rejected) is VisitState.REJECTED


# --- the location


def test_figures_follow_the_decision_about_an_objection(published):
    object_to(published, now=LAST_MOMENT)
    decide(published, {"greeted": {"q.greeted": ["no"], "c.greeted": ["Nobody spoke"]}})
    assert (state(published), nothing_differs(published)) == (VisitState.PUBLISHED, True)
    sheet = kept_sheet(published.world)
    assert sheet.answers.values["greeted"] == "no"
    # Greeting, waiting and buying are worth 100 each: 200 before, 100 after the greeting is taken back.
    assert (sheet.scores.total.earned, sheet.scores.total.possible) == (100, 300)
    said = last_note(published)
    assert (said["before"], said["after"]) == ([200, 300], [100, 300])


def test_an_objection_that_changes_nothing_leaves_the_figures(published):
    before = kept_sheet(published.world)
    object_to(published)
    with pytest.raises(ReasonNeeded):
        decide(published, reason=" ")
    decide(published)
    assert kept_sheet(published.world) == before
    assert_counted_once(published.world)


def test_decided_twice_at_once_is_decided_once(published):
    object_to(published)
    act = partial(decide, published, {"greeted": {"q.greeted": ["no"], "c.greeted": ["Nobody"]}})
    done = at_once([act, act])
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "StandsElsewhere"]
    assert nothing_differs(published)


def test_an_objection_has_evidence_time_and_answers_of_its_own(published):
    with pytest.raises(ReasonNeeded):
        object_to(published, greeted="  ", unknown="x")
    with pytest.raises(TooLate):
        object_to(published, now=TOO_LATE)
    with pytest.raises(StandsElsewhere):
        decide(published)
    object_to(published)
    with pytest.raises(NotHere):
        decide(published, {"wait": {"q.wait": ["9"]}})
    assert kept_sheet(published.world).answers.values["wait"] == 45


def test_before_it_is_published_nobody_objects(desk):
    review_decisions.approve(desk.world.rooms, desk.editor, desk.world.visit_id, NOW)
    with pytest.raises(StandsElsewhere):
        object_to(desk)
