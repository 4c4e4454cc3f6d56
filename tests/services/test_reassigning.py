"""A visit given to somebody else: what was filled in waits, what still comes waits too, nothing mixes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from audit_app.core.programme import HeldFor, Role, Via
from audit_app.services import assigning, drafts, held, sending, visits
from audit_app.services import people as staff
from audit_app.services.assigning import AuditIsIn
from audit_app.services.backups import Backup, DraftState, sync
from audit_app.services.refusals import NotHere, VisitClosed
from audit_app.storage import people
from tests.arriving import (
    arrived,
    kept,
    kept_draft,
    listed,
    photo_in,
    receive,
    send_photo,
    standing_photos,
)
from tests.visiting import CHECKLIST, FULL, NOW, World, build_world, fresh

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def reassign(world, shopper=None, now=LATER):
    to = (shopper or world.colleague).id
    assigning.reassign(world.rooms, world.owner.organisation_id, world.visit_id, to, now)


def test_the_next_shopper_begins_anew(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    reassign(world)
    visit = visits.visit_of(world.rooms, world.colleague, world.visit_id, LATER)
    assert (visit.assignment.brief_read_at, visit.assignment.started_at, visit.is_held) == (None, None, False)
    work = drafts.work_on(world.rooms, visit)
    assert (work.sheet.values, work.photos, work.saved_at) == ({}, (), None)
    with pytest.raises(NotHere):
        visits.visit_of(world.rooms, world.shopper, world.visit_id, LATER)


def test_what_was_filled_in_waits_as_it_stood(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL, {"greeted": "Ωραία"}), NOW)
    taken = photo_in(world)
    send_photo(world, taken, NOW + timedelta(minutes=5))
    reassign(world)
    (row,) = kept(world)
    assert (row.via, row.shopper_id, row.received_at) == (Via.PAGE, world.shopper.id, LATER)
    assert (row.started_at, row.finished_at) == (NOW, NOW + timedelta(minutes=5))
    content = held.one(world.rooms, world.owner.organisation_id, row.id)
    assert content.visit.held_for == (HeldFor.REASSIGNED, HeldFor.INCOMPLETE)
    assert (content.sheet.values, content.sheet.comments) == (FULL, {"greeted": "Ωραία"})
    assert [photo.id for photo in content.photos] == [taken.id]
    held.count(world.rooms, world.owner, row.id, LATER)
    assert standing_photos(world) == {taken.id}


@pytest.mark.parametrize("draft", [None, {}], ids=["none", "empty"])
def test_where_nothing_was_filled_in_nothing_waits(world, draft):
    if draft is not None:
        drafts.save(world.rooms, world.visit(), fresh(draft), NOW)
    reassign(world)
    assert kept(world) == []


def test_photos_alone_wait_too(world):
    send_photo(world, photo_in(world))
    reassign(world)
    assert len(held.waiting(world.rooms, world.owner.organisation_id)) == 1
    assert standing_photos(world) == set()


def test_a_draft_that_was_sent_already_does_not_wait_twice(world):
    drafts.save(world.rooms, world.visit(), fresh({"greeted": "yes"}), NOW)
    receive(world, arrived(world, {"q.greeted": "yes"}))
    reassign(world)
    assert len(kept(world)) == 1


def test_what_was_filled_in_after_sending_waits_beside_it(world):
    receive(world, arrived(world, {"q.greeted": "yes"}))
    drafts.save(world.rooms, world.visit(), fresh(FULL), LATER - timedelta(minutes=1))
    reassign(world)
    assert len(kept(world)) == 2


def test_from_the_former_phone_photos_and_visit_are_taken_and_wait(world):
    reassign(world)
    taken = photo_in(world)
    assert send_photo(world, taken, LATER).is_new
    receipt = receive(world, arrived(world, photos=listed(taken)), LATER)
    assert receipt.held_for == (HeldFor.REASSIGNED,)
    assert standing_photos(world) == set()
    synced = sync(
        world.rooms, world.shopper, world.visit_id, Backup(CHECKLIST.key, 0, {"q.wait": ["1"]}), LATER
    )
    assert (synced.state, synced.changes, synced.photos) == (DraftState.REASSIGNED, {}, ())
    assert kept_draft(world) is None


def test_the_former_shopper_reads_nothing_of_the_next_ones_draft(world):
    reassign(world)
    theirs = visits.visit_of(world.rooms, world.colleague, world.visit_id, LATER)
    drafts.save(world.rooms, theirs, fresh({"remarks": "secret"}), LATER)
    send_photo(world, photo_in(world), shopper=world.colleague)
    synced = sync(world.rooms, world.shopper, world.visit_id, Backup(CHECKLIST.key, 0), LATER)
    assert (synced.revision, synced.changes, synced.photos) == (0, {}, ())


def test_a_page_that_was_open_meanwhile_changes_nothing_of_the_next_shoppers(world):
    mine = world.visit()
    reassign(world)
    assert not drafts.save(world.rooms, mine, fresh(FULL), LATER)
    assert kept_draft(world) is None


def test_there_and_back_again(world):
    drafts.save(world.rooms, world.visit(), fresh({"greeted": "yes"}), NOW)
    reassign(world)
    reassign(world, world.shopper)
    assert world.visit(LATER).assignment.shopper_id == world.shopper.id
    assert receive(world, arrived(world), LATER).held_for == ()
    assert receive(world, arrived(world), LATER, world.colleague).held_for == (
        HeldFor.REASSIGNED,
        HeldFor.DUPLICATE,
    )


def test_to_the_same_shopper_changes_nothing(world):
    before = world.visit().assignment
    reassign(world, world.shopper)
    assert world.visit().assignment == before


def test_what_was_sent_stays_with_who_sent_it(world):
    receive(world, arrived(world))
    with pytest.raises(AuditIsIn):
        reassign(world)
    assert world.visit().assignment.shopper_id == world.shopper.id


def test_a_withdrawn_visit_is_nobodys_any_more(world):
    assigning.withdraw(world.rooms, world.owner.organisation_id, world.visit_id, NOW)
    with pytest.raises(VisitClosed):
        reassign(world)


def test_only_to_a_shopper_of_ones_own_who_may_sign_in(world):
    gone = staff.add(
        world.rooms,
        world.owner.organisation_id,
        staff.Details("gone@example.org", "Gone", Role.SHOPPER, "en"),
    ).person
    staff.disable(world.rooms, world.owner, gone.id, NOW)
    for person in (world.owner, world.stranger, gone):
        with pytest.raises(NotHere):
            reassign(world, person)
    for organisation_id, visit_id in (
        (world.stranger.organisation_id, world.visit_id),
        (world.owner.organisation_id, uuid4()),
    ):
        with pytest.raises(NotHere):
            assigning.reassign(world.rooms, organisation_id, visit_id, world.colleague.id, NOW)


def test_what_waited_before_still_waits(world):
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    late = NOW + timedelta(days=9)
    sending.send(world.rooms, world.shopper, world.visit_id, "en", late)
    reassign(world, now=late)
    with world.rooms.store.reading(world.owner.organisation_id) as scope:
        assert people.get(scope, kept(world)[0].shopper_id) == world.shopper
    assert held.number_waiting(world.rooms, world.owner.organisation_id) == 1
