"""A rescue file: what a phone could not send is brought in by an editor as if it had."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from audit_app.core.programme import HeldFor, Via
from audit_app.services import assigning, backups, drafts, evidence, held, rescue
from audit_app.services.backups import Backup
from audit_app.services.rescue import NotARescueFile, Result, UnknownPhone
from audit_app.storage import photos
from tests.arriving import (
    FINISHED,
    GOOD,
    assert_counted_once,
    body,
    kept,
    kept_draft,
    kept_sheet,
    listed,
    photo_in,
    send_photo,
    standing_photos,
)
from tests.visiting import A_DAY, CHECKLIST, FULL, NOW, World, build_world, fresh


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def entry(raw, *pictures, **changed):
    """One visit of a file, as a phone writes it."""
    photos_in_it = [
        {
            "id": str(one.id),
            "question": one.question,
            "taken": one.taken_at.isoformat(),
            "digest": one.digest,
            "jpeg": base64.b64encode(one.data).decode(),
        }
        for one in pictures
    ]
    digest = hashlib.sha256(raw).hexdigest()
    return {"id": str(uuid4()), "body": raw.decode(), "digest": digest, "photos": photos_in_it, **changed}


def file_of(world, *entries, **changed):
    whole = {
        "format": "extra-eyes-rescue",
        "version": 1,
        "made_at": NOW.isoformat(),
        "user": str(world.shopper.id),
        "visits": list(entries),
    }
    return json.dumps({**whole, **changed}).encode()


def bring_in(world, *entries, now=NOW + A_DAY, **changed):
    rescued = rescue.read_file(file_of(world, *entries, **changed))
    return rescue.bring_in(world.rooms, world.owner, rescued, now)


def test_a_finished_visit_counts_as_if_its_phone_had_sent_it(world):
    taken = photo_in(world)
    raw = body(world, photos=listed(taken))
    (outcome,) = bring_in(world, entry(raw, taken))
    assert (outcome.result, outcome.place, outcome.photos, outcome.lost_photos) == (
        Result.ACCEPTED, "Ermou Street", 1, 0,
    )  # fmt: skip
    (row,) = kept(world)
    assert (row.body.encode(), row.via, row.shopper_id) == (raw, Via.RESCUE, world.shopper.id)
    assert (row.received_at, row.finished_at, row.skew) == (NOW + A_DAY, FINISHED, None)
    assert kept_sheet(world).day == NOW.date() + A_DAY
    assert standing_photos(world) == {taken.id}
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        assert photos.find(scope, taken.id).taken_at == FINISHED
    assert_counted_once(world)


def test_the_same_file_twice_is_once_and_so_is_what_the_phone_sent_after_all(world):
    one = entry(body(world))
    assert [each.result for each in bring_in(world, one)] == [Result.ACCEPTED]
    (again,) = bring_in(world, one)
    assert (again.result, again.receipt.held_for) == (Result.THERE_ALREADY, ())
    assert_counted_once(world)


def test_what_must_wait_waits(world):
    late = body(world, finished_at=(NOW + 5 * A_DAY).isoformat())
    (outcome,) = bring_in(world, entry(late), now=NOW + 6 * A_DAY)
    assert (outcome.result, outcome.receipt.held_for) == (Result.HELD, (HeldFor.LATE,))
    assert held.number_waiting(world.rooms, world.owner.organisation_id) == 1


def test_other_bytes_under_a_known_id_are_kept_for_a_person(world):
    one = entry(body(world))
    other = entry(body(world, {**GOOD, "q.wait": "46"}), id=one["id"])
    assert [each.result for each in bring_in(world, one, other)] == [Result.ACCEPTED, Result.OTHER_BODY]
    assert len(kept(world)) == 2


def test_each_visit_of_a_file_stands_for_itself(world):
    raw = body(world)
    broken = entry(raw, digest="0" * 64)
    foreign = entry(body(world, visit=str(uuid4())))
    nonsense = entry(b"{}")
    outcomes = bring_in(world, broken, foreign, nonsense, entry(raw))
    assert [each.result for each in outcomes] == [
        Result.DAMAGED, Result.NOT_HERE, Result.DAMAGED, Result.ACCEPTED,
    ]  # fmt: skip
    assert [each.place for each in outcomes] == ["", "", "", "Ermou Street"]


def test_a_picture_that_was_hurt_does_not_take_its_visit_with_it(world):
    good, hurt, no_photo = (photo_in(world, colour=colour) for colour in ("red", "green", "blue"))
    hurt_in_file = replace(hurt, data=hurt.data[:-20])
    pdf = replace(no_photo, data=b"%PDF", digest=hashlib.sha256(b"%PDF").hexdigest())
    raw = body(world, photos=listed(good, hurt, pdf))
    one = entry(raw, good, hurt_in_file, pdf)
    (outcome,) = bring_in(world, one)
    assert (outcome.result, outcome.photos, outcome.lost_photos) == (Result.HELD, 1, 2)
    assert outcome.receipt.held_for == (HeldFor.INCOMPLETE,)
    assert outcome.receipt.photos == {good.id: good.digest}


@pytest.mark.parametrize("letters", ["%%%", "é", "AAA"])
def test_letters_that_are_no_picture_are_a_lost_one(world, letters):
    taken = photo_in(world)
    one = entry(body(world), taken)
    one["photos"][0]["jpeg"] = letters
    (outcome,) = bring_in(world, one)
    assert (outcome.result, outcome.photos, outcome.lost_photos) == (Result.ACCEPTED, 0, 1)


def test_a_photo_that_is_here_already_need_not_be_in_the_file(world):
    taken = photo_in(world)
    send_photo(world, taken)
    (outcome,) = bring_in(world, entry(body(world, photos=listed(taken))))
    assert (outcome.result, outcome.photos) == (Result.ACCEPTED, 0)


# --- what was not finished


def unfinished(world, answers, *pictures, **changed):
    raw = body(world, answers, photos=listed(*pictures), **changed)
    return entry(raw, *pictures, unfinished=True)


def test_an_unfinished_visit_fills_the_draft_and_the_shopper_goes_on(world):
    backups.sync(
        world.rooms, world.shopper, world.visit_id, Backup(CHECKLIST.key, 0, {"q.wait": ["50"]}), NOW
    )
    taken = photo_in(world)
    (outcome,) = bring_in(world, unfinished(world, {**GOOD, "q.signs": ["frown"]}, taken))
    assert (outcome.result, outcome.photos, outcome.receipt) == (Result.DRAFT_SAVED, 1, None)
    assert outcome.conflicts == ("q.signs", "q.wait")
    assert kept_draft(world).answers.values == {**FULL, "wait": 50}
    assert standing_photos(world) == {taken.id}
    assert (kept(world), world.visit().is_sent) == ([], False)


def test_a_whole_draft_is_not_taken_for_a_finished_visit(world):
    (outcome,) = bring_in(world, unfinished(world, GOOD))
    assert (outcome.result, kept_sheet(world)) == (Result.DRAFT_SAVED, None)
    assert drafts.is_complete(CHECKLIST, kept_draft(world).answers)


@pytest.mark.parametrize("over", ["reassigned", "withdrawn", "sent", "other edition"])
def test_an_unfinished_visit_that_is_over_waits_for_a_person(world, over):
    changed = {"edition": "shop.v9"} if over == "other edition" else {}
    organisation_id = world.owner.organisation_id
    if over == "reassigned":
        assigning.reassign(world.rooms, organisation_id, world.visit_id, world.colleague.id, NOW)
    elif over == "withdrawn":
        assigning.withdraw(world.rooms, organisation_id, world.visit_id, NOW)
    elif over == "sent":
        bring_in(world, entry(body(world)))
    (outcome,) = bring_in(world, unfinished(world, GOOD, **changed))
    assert outcome.result is Result.HELD
    assert HeldFor.INCOMPLETE in outcome.receipt.held_for
    assert held.number_waiting(world.rooms, organisation_id) == 1


# --- whose


def test_a_file_of_somebody_who_is_no_shopper_here_is_refused(world):
    for user in (uuid4(), world.owner.id, world.stranger.id):
        with pytest.raises(UnknownPhone):
            bring_in(world, entry(body(world)), user=str(user))
    assert kept(world) == []


def test_a_file_brings_nothing_in_for_somebody_elses_visit(world):
    outcomes = bring_in(world, entry(body(world), photo_in(world)), user=str(world.colleague.id))
    assert [each.result for each in outcomes] == [Result.NOT_HERE]
    with world.rooms.store.reading(world.owner.organisation_id) as scope:
        assert photos.ever_of_assignment(scope, world.visit_id) == []


def test_whoever_has_left_still_has_sent_it(world):
    from audit_app.services import people

    people.disable(world.rooms, world.owner, world.shopper.id, NOW)
    assert [each.result for each in bring_in(world, entry(body(world)))] == [Result.ACCEPTED]


# --- what is no rescue file


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"[]", b"{}", b"null", b"[" * 100_000, b'{"format": "extra-eyes-rescue"}',
        b'{"format": "another", "version": 1, "user": "", "visits": []}',
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_rescue_file_is_said_so(data):
    with pytest.raises(NotARescueFile):
        rescue.read_file(data)


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"user": "nobody"},
        {"visits": {}},
        {"visits": [1]},
        {"visits": [{"id": "x"}]},
        {"visits": None},
    ],
    ids=str,
)
def test_what_is_not_quite_a_rescue_file_is_said_so(world, changed):
    if changed == {"visits": {}}:
        assert rescue.read_file(file_of(world, **changed)).visits == ()
        return
    with pytest.raises(NotARescueFile):
        rescue.read_file(file_of(world, **changed))


def test_a_moment_that_cannot_be_read_is_not_known(world):
    one = entry(body(world), photo_in(world))
    for wrong in (None, "soon", "2026-03-05T22:00:00", 7, "0001-01-01T00:00:00+14:00"):
        one["photos"][0]["taken"] = wrong
        assert rescue.read_file(file_of(world, one)).visits[0].photos[0].taken_at is None


def test_a_photo_counts_against_the_hundred_of_its_visit(world, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_IN_VISIT", 1)
    one, two = photo_in(world), photo_in(world, colour="blue")
    (outcome,) = bring_in(world, entry(body(world), one, two), now=NOW + timedelta(hours=1))
    assert (outcome.photos, outcome.lost_photos, outcome.result) == (1, 1, Result.ACCEPTED)


def test_a_page_open_meanwhile_is_not_overwritten(world):
    drafts.save(world.rooms, world.visit(), fresh({"wait": 99}), NOW)
    (outcome,) = bring_in(world, unfinished(world, GOOD))
    assert outcome.conflicts == ("q.wait",)
    assert kept_draft(world).answers.values["wait"] == 99
