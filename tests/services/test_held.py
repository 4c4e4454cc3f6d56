"""What was held is decided by a person: counted as it came, or left out, and never lost."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from audit_app.core.answers import Lack
from audit_app.core.programme import AssignmentState, Decision, HeldFor
from audit_app.core.questionnaire import Kind
from audit_app.services import assigning, drafts, editions, held, sending, submissions, visits
from audit_app.services.drafts import Progress
from audit_app.services.held import EditionNotInUse, VisitHasSheet
from audit_app.services.refusals import NotHere
from audit_app.storage import people, sheets
from tests.arriving import (
    FINISHED,
    GOOD,
    arrived,
    assert_counted_once,
    at_once,
    kept,
    kept_draft,
    kept_sheet,
    listed,
    photo_in,
    receive,
    send_photo,
    standing_photos,
    use_edition,
)
from tests.visiting import A_DAY, CHECKLIST, FULL, NOW, TODAY, World, build_world, fresh

LATER = NOW + timedelta(hours=3)
LATE_BY = NOW + 5 * A_DAY


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def late(world, answers=GOOD, **changed):
    """A visit that came too late; its id."""
    came = arrived(world, answers, finished_at=LATE_BY.isoformat(), sent_at=LATE_BY, **changed)
    assert HeldFor.LATE in receive(world, came, LATE_BY).held_for
    return came.id


def count(world, submission_id, now=LATER):
    held.count(world.rooms, world.owner, submission_id, now)


def leave_out(world, submission_id, now=LATER):
    held.leave_out(world.rooms, world.owner, submission_id, now)


def waiting(world):
    return held.waiting(world.rooms, world.shopper.organisation_id)


def one(world, submission_id):
    return held.one(world.rooms, world.shopper.organisation_id, submission_id)


def test_what_waits_is_listed_with_all_one_needs_to_decide(world):
    given = late(world)
    (listed_one,) = waiting(world)
    assert held.number_waiting(world.rooms, world.shopper.organisation_id) == 1
    assert (listed_one.id, listed_one.shopper, listed_one.location) == (given, "Shopper", world.location)
    assert (listed_one.held_for, listed_one.day) == ((HeldFor.LATE,), TODAY + 5 * A_DAY)
    assert (listed_one.finished_at, listed_one.received_at, listed_one.skew) == (LATE_BY, LATE_BY, 0.0)
    assert (listed_one.progress, listed_one.can_be_counted) == (Progress(3, 5), True)


def test_all_of_it_can_be_read_also_what_is_no_answer(world):
    taken = photo_in(world)
    send_photo(world, taken)
    fields = {"q.greeted": "no", "q.wait": "soon", "q.receipt": "yes"}
    given = late(world, fields, photos=listed(taken))
    content = one(world, given)
    assert set(content.visit.held_for) == {HeldFor.LATE, HeldFor.INCOMPLETE, HeldFor.UNREADABLE}
    assert content.sheet.values == {"greeted": "no", "receipt": "yes"}
    assert content.typed == {"wait": "soon"}
    assert set(content.mistakes) == {"wait"}
    assert {(lack.question.code, lack.lack) for lack in content.missing} == {
        ("greeted", Lack.COMMENT), ("wait", Lack.ANSWER), ("bought", Lack.ANSWER),
    }  # fmt: skip
    assert content.fields == {name: [value] for name, value in fields.items()}
    assert [photo.id for photo in content.photos] == [taken.id]
    organisation_id = world.shopper.organisation_id
    assert held.photo(world.rooms, organisation_id, given, taken.id).startswith(b"\xff\xd8")
    with pytest.raises(NotHere):
        held.photo(world.rooms, organisation_id, given, uuid4())


def test_counted_it_is_the_visits_audit_as_it_came(world):
    drafts.save(world.rooms, world.visit(), fresh({"greeted": "no"}), NOW)
    draft_photo, taken = photo_in(world), photo_in(world, colour="blue")
    send_photo(world, draft_photo)
    send_photo(world, taken)
    given = late(world, photos=listed(taken))
    count(world, given)
    sheet = kept_sheet(world)
    assert (sheet.id, sheet.answers.values, sheet.day) == (world.visit_id, FULL, TODAY + 5 * A_DAY)
    assert (sheet.received_at, sheet.started_at) == (LATE_BY, FINISHED - timedelta(minutes=30))
    assert standing_photos(world) == {taken.id}
    assert kept_draft(world) is None
    (row,) = kept(world)
    assert (row.decision, row.decided_at, row.decided_by) == (Decision.COUNTED, LATER, world.owner.id)
    assert submissions.receipt_of(world.rooms, world.shopper, given).held_for == ()
    assert (world.visit().is_held, world.visit().state) == (False, AssignmentState.SUBMITTED)
    receipt = sending.receipt_of(world.rooms, world.visit())
    assert (receipt.is_held, receipt.is_late, receipt.photos) == (False, True, 1)
    assert waiting(world) == []
    assert_counted_once(world)


def test_counting_twice_is_once(world):
    given = late(world)
    done = at_once([partial(count, world, given)] * 8)
    assert done == [None] * 8
    count(world, given, LATER + A_DAY)
    assert kept(world)[0].decided_at == LATER
    assert_counted_once(world)


def test_left_out_it_is_kept_and_the_shopper_may_try_again(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    given = late(world)
    assert world.visit().is_sent
    leave_out(world, given)
    leave_out(world, given, LATER + A_DAY)
    (row,) = kept(world)
    assert (row.decision, row.decided_at, row.decided_by) == (Decision.LEFT_OUT, LATER, world.owner.id)
    assert (kept_sheet(world), waiting(world), world.visit().is_sent) == (None, [], False)
    assert one(world, given).sheet.values == FULL
    sending.send(world.rooms, world.shopper, world.visit_id, "en", NOW)
    assert kept_sheet(world).answers.values == FULL
    assert_counted_once(world)


def test_by_the_page_too_a_shopper_may_try_again_after_it_was_left_out(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    for turn in range(3):
        sending.send(world.rooms, world.shopper, world.visit_id, "en", LATE_BY)
        assert len(kept(world)) == turn + 1
        (listed_one,) = waiting(world)
        leave_out(world, listed_one.id)


def test_one_may_think_again_while_nothing_else_counts(world):
    given = late(world)
    leave_out(world, given)
    count(world, given, LATER + A_DAY)
    assert_counted_once(world)
    with pytest.raises(VisitHasSheet):
        leave_out(world, given)


@pytest.mark.parametrize("answers", [GOOD, {**GOOD, "q.wait": "46"}], ids=["same", "other"])
def test_a_visit_counts_once(world, answers):
    receive(world, arrived(world))
    duplicate = arrived(world, answers)
    receive(world, duplicate)
    (listed_one,) = waiting(world)
    assert (listed_one.is_counted, listed_one.can_be_counted) == (True, False)
    with pytest.raises(VisitHasSheet) as refusal:
        count(world, duplicate.id)
    assert str(refusal.value.title) == "Another audit of this visit counts already"
    leave_out(world, duplicate.id)
    assert waiting(world) == []
    assert_counted_once(world)


def test_of_two_that_wait_one_counts(world):
    first, second = late(world), late(world, {**GOOD, "q.wait": "46"})
    done = at_once([partial(count, world, given) for given in (first, second)])
    assert sorted(type(each) for each in done if each) == [VisitHasSheet]
    assert_counted_once(world)


def test_a_withdrawn_visit_that_counts_is_a_visit_again(world):
    assigning.withdraw(world.rooms, world.shopper.organisation_id, world.visit_id, NOW)
    came = arrived(world)
    receive(world, came)
    count(world, came.id)
    assert world.visit().assignment.withdrawn_at is None
    assert [visit.id for visit in visits.visits_of(world.rooms, world.shopper, NOW).done] == [world.visit_id]


def test_what_came_from_a_former_shopper_counts_and_leaves_the_new_ones_draft(world):
    assigning.reassign(world.rooms, world.shopper.organisation_id, world.visit_id, world.colleague.id, NOW)
    theirs = visits.visit_of(world.rooms, world.colleague, world.visit_id, NOW)
    drafts.save(world.rooms, theirs, fresh({"greeted": "no"}), NOW)
    came = arrived(world)
    receive(world, came)
    assert not visits.visit_of(world.rooms, world.colleague, world.visit_id, NOW).is_sent
    count(world, came.id)
    assert visits.visit_of(world.rooms, world.colleague, world.visit_id, NOW).is_sent
    assert kept_draft(world).answers.values == {"greeted": "no"}
    assert_counted_once(world)


def test_another_edition_is_scored_by_itself(world):
    """In edition 2 a wait of 45 seconds is too long already."""
    stricter = replace(
        CHECKLIST,
        edition=2,
        sections=tuple(
            replace(part, questions=tuple(_strict(question) for question in part.questions))
            for part in CHECKLIST.sections
        ),
    )
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        editions.keep(scope, stricter, NOW)
    came = arrived(world, edition=stricter.key)
    receive(world, came)
    count(world, came.id)
    sheet = kept_sheet(world)
    assert (sheet.questionnaire, sheet.scores.standards["availability"].earned) == ("shop.v2", 0)
    assert sending.receipt_of(world.rooms, world.visit()).answers == 3


def _strict(question):
    bands = tuple(replace(band, up_to=band.up_to and 30) for band in question.bands)
    return replace(question, bands=bands)


@pytest.mark.parametrize("edition", ["shop.v9", "team.v1", "", "x" * 200])
def test_what_cannot_be_scored_waits_for_ever_or_is_left_out(world, edition):
    if edition == "team.v1":
        with world.rooms.store.writing(world.shopper.organisation_id) as scope:
            editions.keep(scope, replace(CHECKLIST, code="team", kind=Kind.STAFF), NOW)
    came = arrived(world, edition=edition)
    receive(world, came)
    content = one(world, came.id)
    assert (content.visit.questionnaire, content.visit.progress, content.visit.can_be_counted) == (
        None,
        None,
        False,
    )
    assert content.fields["q.wait"] == ["45"]
    assert world.visit().is_held
    assert sending.receipt_of(world.rooms, world.visit()).is_held
    with pytest.raises(EditionNotInUse):
        count(world, came.id)
    leave_out(world, came.id)
    assert kept_sheet(world) is None


def test_incomplete_ones_are_counted_as_they_are(world):
    came = arrived(world, {"q.greeted": "yes"})
    receive(world, came)
    count(world, came.id)
    assert kept_sheet(world).answers.values == {"greeted": "yes"}


def test_what_was_counted_at_once_is_nothing_to_decide(world):
    came = arrived(world)
    receive(world, came)
    for act in (count, leave_out, one):
        with pytest.raises(NotHere):
            act(world, came.id)


def test_another_organisation_neither_sees_nor_decides(world):
    given = late(world)
    boss = replace(world.stranger, role=world.owner.role, id=uuid4(), email="boss@example.org")
    with world.rooms.store.writing(boss.organisation_id) as scope:
        people.add(scope, boss, "hash")
    assert held.waiting(world.rooms, boss.organisation_id) == []
    assert held.number_waiting(world.rooms, boss.organisation_id) == 0
    for decide in (held.count, held.leave_out):
        with pytest.raises(NotHere):
            decide(world.rooms, boss, given, LATER)
    with pytest.raises(NotHere):
        held.one(world.rooms, boss.organisation_id, given)
    with pytest.raises(NotHere):
        held.photo(world.rooms, boss.organisation_id, given, given)
    assert kept(world)[0].is_waiting


def test_an_edition_is_in_use_only_where_it_was_used(world):
    """The stranger's organisation has the checklist in its catalogue, but nobody answered by it."""
    use_edition(world, 2)
    with world.rooms.store.reading(world.stranger.organisation_id) as scope:
        assert editions.in_use(scope, "shop.v2") is None
        assert list(sheets.every(scope)) == []
