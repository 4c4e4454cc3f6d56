"""A draft on two devices: each change is taken, known to whoever overwrites it, or named as a conflict."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from audit_app.core.answers import AnswerSheet
from audit_app.services import assigning, drafts, evidence, held, visits
from audit_app.services.backups import Backup, DraftState, OtherEdition, sync
from audit_app.services.drafts import Changes
from audit_app.services.refusals import NotHere
from audit_app.storage import drafts as kept_drafts
from audit_app.storage.records import Draft
from tests.arriving import (
    GOOD,
    arrived,
    at_once,
    kept_draft,
    photo_in,
    receive,
    send_photo,
    standing_photos,
)
from tests.visiting import A_DAY, CHECKLIST, FULL, NOW, World, build_world, fresh

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def back_up(world, base=0, changes=None, removed=(), shopper=None, edition=CHECKLIST.key, now=NOW):
    listed = {name: [value] if isinstance(value, str) else value for name, value in (changes or {}).items()}
    backup = Backup(edition, base, listed, frozenset(removed))
    return sync(world.rooms, shopper or world.shopper, world.visit_id, backup, now)


# --- one device


def test_what_a_phone_changed_is_the_draft(world):
    synced = back_up(
        world, 0, {"q.greeted": "yes", "q.signs": ["smile", "word"], "c.greeted": "Ωραία", "q.wait": " 45 "}
    )
    assert (synced.revision, synced.state, synced.conflicts, synced.unreadable) == (
        1,
        DraftState.OPEN,
        {},
        (),
    )
    draft = kept_draft(world)
    assert draft.answers.values == {"greeted": "yes", "signs": ("smile", "word"), "wait": 45}
    assert draft.answers.comments == {"greeted": "Ωραία"}
    assert draft.stamps == dict.fromkeys(["q.greeted", "q.signs", "c.greeted", "q.wait"], 1)
    assert world.visit().assignment.started_at == NOW


def test_each_change_is_a_revision_and_no_change_is_none(world):
    assert back_up(world).revision == 0
    assert kept_draft(world) is None
    assert back_up(world, 0, {"q.wait": "45"}).revision == 1
    assert back_up(world, 1, {"q.wait": "46"}).revision == 2
    assert back_up(world, 2, {"q.wait": "46"}).revision == 2
    assert back_up(world, 2, {"q.wait": "046"}).revision == 2
    assert back_up(world, 2, now=NOW + A_DAY).revision == 2
    assert kept_draft(world).updated_at == NOW


def test_an_emptied_field_is_empty_and_the_other_phone_learns_of_it(world):
    back_up(world, 0, {"q.wait": "45", "c.wait": "By my watch"})
    assert back_up(world, 1, {"q.wait": [], "c.wait": ""}).revision == 2
    assert kept_draft(world).answers == AnswerSheet()
    assert back_up(world, 1).changes == {"q.wait": [], "c.wait": []}


def test_a_new_phone_reads_all_of_it(world):
    back_up(world, 0, GOOD)
    back_up(world, 1, {"c.wait": "By my watch"})
    taken = photo_in(world)
    send_photo(world, taken)
    synced = back_up(world)
    assert synced.changes == {name: [value] for name, value in GOOD.items()} | {"c.wait": ["By my watch"]}
    assert [photo.id for photo in synced.photos] == [taken.id]
    assert back_up(world, synced.revision).changes == {}


def test_what_was_saved_before_there_were_stamps_is_read_and_not_overwritten(world):
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        old = Draft(world.shopper.organisation_id, world.visit_id, AnswerSheet(FULL), NOW)
        kept_drafts.save(scope, old)
    synced = back_up(world, 0, {"q.wait": "50"})
    assert synced.conflicts == {"q.wait": ["45"]}
    assert synced.changes == {"q.greeted": ["yes"], "q.bought": ["no"]}
    assert back_up(world, 1, {"q.wait": "50"}).revision == 2
    assert kept_draft(world).answers.values == {**FULL, "wait": 50}


def test_what_is_no_answer_is_named_and_the_rest_is_kept(world):
    back_up(world, 0, {"q.wait": "45"})
    synced = back_up(
        world, 1, {"q.wait": "soon", "q.greeted": "yes", "q.unknown": "x", "t.wait": "1", "c.wait": "?"}
    )
    assert synced.unreadable == ("q.unknown", "q.wait", "t.wait")
    assert kept_draft(world).answers.values == {"wait": 45, "greeted": "yes"}
    assert kept_draft(world).answers.comments == {"wait": "?"}


def test_an_answer_that_got_lost_on_its_way_back_does_no_harm(world):
    back_up(world, 0, {"q.wait": "45"})
    again = back_up(world, 0, {"q.wait": "45", "q.greeted": "yes"})
    assert (again.revision, again.conflicts) == (2, {})


# --- two devices


def test_different_fields_from_two_phones_meet(world):
    assert back_up(world, 0, {"q.wait": "45"}).revision == 1
    second = back_up(world, 0, {"q.greeted": "yes"})
    assert (second.revision, second.changes, second.conflicts) == (2, {"q.wait": ["45"]}, {})
    assert back_up(world, 1).changes == {"q.greeted": ["yes"]}


def test_the_same_field_is_a_conflict_until_it_is_known(world):
    back_up(world, 0, {"q.wait": "45", "q.greeted": "yes"})
    second = back_up(world, 0, {"q.wait": "50", "q.greeted": "yes", "q.bought": "no"})
    assert (second.revision, second.conflicts, second.changes) == (2, {"q.wait": ["45"]}, {})
    assert kept_draft(world).answers.values == FULL
    third = back_up(world, second.revision, {"q.wait": "50"})
    assert (third.revision, third.conflicts) == (3, {})
    assert back_up(world, 2).changes == {"q.wait": ["50"]}


def test_an_emptied_field_and_a_changed_one_are_a_conflict_too(world):
    back_up(world, 0, {"q.wait": "45", "q.greeted": "yes"})
    back_up(world, 1, {"q.wait": []})
    assert back_up(world, 1, {"q.wait": "50"}).conflicts == {"q.wait": []}
    back_up(world, 2, {"q.greeted": "no"})
    assert back_up(world, 2, {"q.greeted": []}).conflicts == {"q.greeted": ["no"]}


def test_nonsense_over_a_newer_answer_is_a_conflict_too(world):
    back_up(world, 0, {"q.wait": "45"})
    synced = back_up(world, 0, {"q.wait": "soon"})
    assert (synced.conflicts, synced.unreadable) == ({"q.wait": ["45"]}, ())


def test_a_page_without_scripts_is_one_more_device(world):
    back_up(world, 0, {"q.wait": "45"})
    known = drafts.work_on(world.rooms, world.visit()).version
    drafts.save(world.rooms, world.visit(), Changes(AnswerSheet({"greeted": "yes"}), known), LATER)
    synced = back_up(world, 1, {"q.wait": "50"})
    assert (synced.conflicts, synced.changes) == ({"q.wait": []}, {"q.greeted": ["yes"]})
    drafts.save(world.rooms, world.visit(), fresh({"greeted": "yes"}), LATER)
    assert back_up(world, synced.revision).revision == synced.revision


def test_a_revision_that_is_still_to_come_knows_of_nothing(world):
    """The draft began anew, or the database is an older one: nothing is overwritten blindly."""
    back_up(world, 0, {"q.wait": "45"})
    synced = back_up(world, 7, {"q.wait": "50"})
    assert (synced.revision, synced.conflicts) == (1, {"q.wait": ["45"]})


def test_eight_devices_at_once_lose_nothing(world):
    fields = [f"{kind}.{question.code}" for question in CHECKLIST.questions() for kind in "qc"]
    texts = {"q.greeted": "yes", "q.wait": "45", "q.bought": "no", "q.receipt": "no", "q.signs": "word"}
    given = {name: [texts.get(name, name)] for name in fields}
    done = at_once([partial(back_up, world, 0, {name: value}) for name, value in given.items()])
    assert sorted(each.revision for each in done) == list(range(1, len(fields) + 1))
    assert back_up(world).changes == given


def test_eight_devices_at_once_with_one_field_are_one_answer_and_seven_conflicts(world):
    done = at_once([partial(back_up, world, 0, {"q.wait": str(number)}) for number in range(8)])
    stands = [str(kept_draft(world).answers.values["wait"])]
    assert sum(not each.conflicts for each in done) == 1
    assert [each.conflicts for each in done if each.conflicts] == [{"q.wait": stands}] * 7


def test_pages_and_phones_at_once_lose_nothing(world):
    def page(values):
        return drafts.save(world.rooms, world.visit(), fresh(values), NOW)

    acts = [partial(page, {"greeted": "yes"}), partial(page, {"remarks": "nice"})]
    acts += [partial(back_up, world, 0, {"q.wait": "45"}), partial(back_up, world, 0, {"q.bought": "no"})]
    at_once(acts)
    draft = kept_draft(world)
    assert draft.answers.values == {**FULL, "remarks": "nice"}
    assert (draft.revision, sorted(draft.stamps.values())) == (4, [1, 2, 3, 4])


# --- photos


def test_removed_photos_go_and_foreign_ones_stay(world):
    taken, stays = photo_in(world), photo_in(world)
    elsewhere = photo_in(world, visit_id=world.change())
    for each in (taken, stays, elsewhere):
        send_photo(world, each)
    synced = back_up(world, removed=[taken.id, elsewhere.id, uuid4()])
    assert ([photo.id for photo in synced.photos], synced.revision) == ([stays.id], 0)
    assert standing_photos(world) == {stays.id}
    assert evidence.photo_of(world.rooms, world.shopper, elsewhere.visit_id, elsewhere.id)


# --- states


def test_what_was_sent_does_not_change(world):
    back_up(world, 0, {"q.wait": "45"})
    taken = photo_in(world)
    send_photo(world, taken)
    receive(world, arrived(world, photos=[{"id": str(taken.id), "question": "greeted"}]))
    synced = back_up(world, 1, {"q.wait": "50"}, removed=[taken.id])
    assert (synced.state, synced.changes, synced.photos) == (DraftState.SENT, {}, ())
    assert (kept_draft(world), standing_photos(world)) == (None, {taken.id})


def test_what_waits_does_not_change_until_it_was_left_out(world):
    back_up(world, 0, {"q.wait": "45"})
    came = arrived(world, {"q.wait": "45"})
    receive(world, came)
    synced = back_up(world, 1, {"q.wait": "50"})
    assert (synced.state, synced.revision) == (DraftState.HELD, 1)
    assert kept_draft(world).answers.values == {"wait": 45}
    held.leave_out(world.rooms, world.owner, came.id, NOW)
    assert back_up(world, 1, {"q.wait": "50"}).state is DraftState.OPEN


def test_a_withdrawn_visit_keeps_what_comes_in(world):
    assigning.withdraw(world.rooms, world.shopper.organisation_id, world.visit_id, NOW)
    assert back_up(world, 0, {"q.wait": "45"}).state is DraftState.WITHDRAWN
    assert kept_draft(world).answers.values == {"wait": 45}


def test_a_visit_still_to_come_can_be_prepared(world):
    assert back_up(world, 0, {"q.wait": "45"}, now=NOW - 5 * A_DAY).state is DraftState.OPEN


def test_another_edition_is_told_and_nothing_is_changed(world):
    with pytest.raises(OtherEdition):
        back_up(world, 0, {"q.wait": "45"}, edition="shop.v2")
    assert kept_draft(world) is None


def test_nobody_else_reads_or_changes_a_draft(world):
    back_up(world, 0, GOOD)
    for person in (world.colleague, world.stranger, world.owner):
        with pytest.raises(NotHere):
            back_up(world, 0, {"q.wait": "1"}, shopper=person)
    with pytest.raises(NotHere):
        sync(world.rooms, world.shopper, uuid4(), Backup(CHECKLIST.key, 0), NOW)
    assert kept_draft(world).answers.values == FULL


def test_a_draft_follows_its_visit_only(world):
    other = replace(world, visit_id=world.change())
    back_up(world, 0, GOOD)
    assert back_up(other).changes == {}
    assert visits.visit_of(world.rooms, world.shopper, other.visit_id, NOW).assignment.started_at is None
