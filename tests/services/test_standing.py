"""A shopper's standing comes from what happened: when visits came in, how full, given back, as marked."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from audit_app.core.lifecycle import Actor, EventKind, VoidReason
from audit_app.core.review import RejectReason, ReviewNote
from audit_app.core.standing import Part
from audit_app.services import review_decisions, taking, visit_log
from audit_app.services.standing import own_standing, standing_of
from audit_app.storage import assignments
from tests.arriving import GOOD, arrived, receive
from tests.reviewing import Desk, build_desk, send
from tests.services.recruited import recruit
from tests.visiting import NOW, TODAY, World, build_world
from tests.web.firms import NOW as MARCH

A_DAY = timedelta(days=1)
LATER = NOW + 30 * A_DAY
ALWAYS = NOW + 999 * A_DAY
KEPT = {Part.PUNCTUALITY: 100, Part.CANCELLATIONS: 100, Part.COMPLETENESS: 100}


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


@pytest.fixture
def desk(world) -> Desk:
    return build_desk(world)


def stands(world, now=ALWAYS):
    return own_standing(world.rooms, world.shopper, now)


def reached(world, person=None, now=ALWAYS):
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return standing_of(scope, (person or world.shopper).id, now)


def another(world, **facts) -> World:
    """The world with another visit of the shopper in the first one's place."""
    return replace(world, visit_id=world.change(**facts))


def visit(world, now=NOW, answers=GOOD, **changed):
    """One more visit of no programme, sent and counted at once."""
    one = another(world)
    receive(one, arrived(one, answers, sent_at=now, **changed), now)


# --- visits of no programme


def test_there_is_none_before_three_visits(world):
    assert (stands(world).visits, stands(world).points, reached(world)) == (0, None, None)
    visit(world)
    visit(world)
    assert (stands(world).visits, stands(world).parts, reached(world)) == (2, KEPT, None)
    visit(world)
    assert (stands(world).visits, reached(world)) == (3, 100)


def test_parts_that_nobody_marked_are_not_there(world):
    visit(world)
    assert {Part.BRIEF, Part.LANGUAGE}.isdisjoint(stands(world).parts)


def test_what_comes_later_does_not_count_yet(world):
    for _ in range(3):
        visit(world)
    assert reached(world, now=NOW - A_DAY) is None
    assert reached(world, now=NOW) == 100


def test_a_visit_not_sent_says_nothing(world):
    assert stands(world, LATER).visits == 0


def test_whose_visits_they_are(world):
    for _ in range(3):
        visit(world)
    assert reached(world, world.colleague) is None


def test_without_signal_nobody_is_late(world):
    """Finished on the 6th in Athens, five days before the last; the phone found a signal after it."""
    for _ in range(3):
        one = another(world)
        receive(one, arrived(one, sent_at=LATER), LATER)
    assert stands(world).parts[Part.PUNCTUALITY] == 100


# --- visits of a programme


def approve(desk, now=NOW):
    review_decisions.take(desk.world.rooms, desk.editor, desk.world.visit_id, now)
    review_decisions.approve(desk.world.rooms, desk.editor, desk.world.visit_id, now)


def test_a_visit_counts_once_it_is_decided(desk):
    send(desk)
    assert stands(desk.world).visits == 0
    approve(desk)
    assert (stands(desk.world).visits, stands(desk.world).parts) == (1, KEPT)


def test_one_finished_after_its_last_day_was_late(desk):
    late = NOW + 9 * A_DAY
    send(desk, now=late, finished_at=late.isoformat())
    approve(desk, late)
    assert stands(desk.world).parts[Part.PUNCTUALITY] == 0
    assert stands(desk.world).improve == (Part.PUNCTUALITY,)


def test_what_was_sent_first_is_on_time_and_what_was_sent_last_is_complete(desk):
    send(desk, {**GOOD, "q.greeted": "no"})
    review_decisions.take(desk.world.rooms, desk.editor, desk.world.visit_id, NOW)
    note = ReviewNote("greeted", "Why not?")
    review_decisions.send_back(desk.world.rooms, desk.editor, desk.world.visit_id, [note], NOW)
    again = NOW + timedelta(hours=9)
    told = {**GOOD, "q.greeted": "no", "c.greeted": "Nobody looked up"}
    send(desk, told, now=again, finished_at=again.isoformat())
    approve(desk, again)
    assert stands(desk.world).parts == KEPT


def test_a_comment_that_is_wanted_and_missing_costs(desk):
    send(desk, {**GOOD, "q.greeted": "no"})
    approve(desk)
    assert stands(desk.world).parts[Part.COMPLETENESS] == 75


def test_a_rejected_one_counts_with_what_is_known_of_it(desk):
    send(desk)
    desk_of = desk.world.rooms, desk.editor, desk.world.visit_id
    review_decisions.take(*desk_of, NOW)
    review_decisions.reject(*desk_of, RejectReason.WRONG_PLACE, "Another shop", NOW)
    assert stands(desk.world).parts == KEPT


def test_a_void_one_says_nothing(desk):
    send(desk)
    desk_of = desk.world.rooms, desk.editor, desk.world.visit_id
    review_decisions.take(*desk_of, NOW)
    review_decisions.void(*desk_of, VoidReason.PLACE_CLOSED, "Closed for good", NOW)
    assert stands(desk.world).visits == 0


def test_an_editors_marks_count_where_there_are_some(desk):
    """Brief 50 and language 80 of the one visit: (6·50 + 1·80 + 3·100 + 3·100 + 2·100) / 15 = 78 2/3."""
    send(desk)
    home = desk.world.shopper.organisation_id
    with desk.world.rooms.store.writing(home) as scope:
        for event in (EventKind.TAKE, EventKind.APPROVE_EXCLUDED):
            marks = {"marks": {"brief": 50, "language": 80}}
            given = desk.world.visit_id, event, Actor.EDITOR, desk.editor.id, NOW, "Not counted", marks
            visit_log.record(scope, *given)
        assignments.submit(scope, {desk.world.visit_id: NOW})
    assert stands(desk.world).parts == {**KEPT, Part.BRIEF: 50, Part.LANGUAGE: 80}
    for _ in range(2):
        visit(desk.world)
    assert stands(desk.world).points == Fraction(1180, 15)
    assert reached(desk.world) == 78


# --- visits given back


@pytest.fixture
def ours(shipped):
    return recruit(shipped)


def own(ours):
    return own_standing(ours.rooms, ours.shopper, MARCH + 99 * A_DAY)


def test_given_back_within_ten_days_of_the_last_costs(ours):
    taken = taking.accept(ours.rooms, ours.shopper, ours.published(), MARCH)
    taking.abandon(ours.rooms, ours.shopper, taken.id, "I am ill", MARCH)
    assert (own(ours).visits, own(ours).parts) == (1, {Part.CANCELLATIONS: 0})


def test_given_back_in_good_time_costs_nothing(ours):
    far = MARCH.date() + 60 * A_DAY
    opening = ours.published(starts_on=far, due_on=far + A_DAY)
    taken = taking.accept(ours.rooms, ours.shopper, opening, MARCH)
    taking.abandon(ours.rooms, ours.shopper, taken.id, "I am away", MARCH)
    assert own(ours).visits == 0


def test_an_offer_declined_is_no_cancellation(ours):
    opening = ours.published(shopper_id=ours.shopper.id)
    taking.decline(ours.rooms, ours.shopper, opening, "No time", MARCH)
    assert own(ours).visits == 0


def test_never_handed_in_is_a_visit_given_back_by_the_clock(ours):
    taken = taking.accept(ours.rooms, ours.shopper, ours.published(), MARCH)
    over = MARCH + 20 * A_DAY
    with ours.rooms.store.writing(ours.organisation_id) as scope:
        taking.give_back(scope, taken.id, Actor.CLOCK, None, over)
    assert own(ours).parts == {Part.CANCELLATIONS: 0}


def test_only_the_last_ten_count(world):
    """One late, then ten on time: all ten are. Another late one: nine of ten."""
    world.change(submitted_at=NOW - A_DAY, due_on=TODAY - 2 * A_DAY)
    for hours in range(10):
        world.change(submitted_at=NOW + timedelta(hours=hours))
    assert stands(world).parts == {Part.PUNCTUALITY: 100, Part.CANCELLATIONS: 100}
    world.change(submitted_at=NOW + timedelta(hours=11), due_on=TODAY - A_DAY)
    assert (stands(world).visits, stands(world).parts[Part.PUNCTUALITY]) == (10, 90)
