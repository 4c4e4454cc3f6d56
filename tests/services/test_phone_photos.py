"""A photo from a phone is kept once under its own id, whatever has become of its visit."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from audit_app.files import NotAPhoto, TooLarge
from audit_app.services import assigning, evidence
from audit_app.services.evidence import MOST_IN_VISIT, TooManyPhotos
from audit_app.services.refusals import NotHere, OtherBody
from audit_app.storage import photos
from tests.arriving import (
    FINISHED,
    arrived,
    at_once,
    listed,
    photo_in,
    receive,
    send_photo,
    standing_photos,
)
from tests.visiting import A_DAY, NOW, World, build_world


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def row(world, photo_id):
    with world.rooms.store.reading(world.shopper.organisation_id) as scope:
        return photos.find(scope, photo_id)


def test_a_photo_is_kept_under_its_own_id_with_the_digest_that_was_sent(world):
    taken = photo_in(world)
    told = send_photo(world, taken)
    assert (told.id, told.digest, told.received_at, told.is_new) == (taken.id, taken.digest, NOW, True)
    kept = row(world, taken.id)
    assert (kept.question, kept.width, kept.height, kept.taken_at) == ("greeted", 60, 40, FINISHED)
    assert kept.sent_digest == hashlib.sha256(taken.data).hexdigest() != kept.digest
    shown = evidence.photo_of(world.rooms, world.shopper, world.visit_id, taken.id)
    assert Image.open(BytesIO(shown)).size == (60, 40)


def test_sent_again_it_is_the_same(world):
    taken = photo_in(world)
    first = send_photo(world, taken)
    assert send_photo(world, taken, NOW + A_DAY) == replace(first, is_new=False)
    assert len(standing_photos(world)) == 1


def test_eight_times_at_once_it_is_one(world):
    taken = photo_in(world)
    told = at_once([partial(send_photo, world, taken)] * 8)
    assert Counter(each.is_new for each in told) == {True: 1, False: 7}
    assert standing_photos(world) == {taken.id}


def test_another_picture_under_the_same_id_is_told(world):
    taken, visit = photo_in(world), world.change()
    send_photo(world, taken)
    other = photo_in(world, colour="blue", id=taken.id)
    for wrong in (other, replace(taken, question="receipt"), replace(taken, visit_id=visit)):
        with pytest.raises(OtherBody):
            send_photo(world, wrong)
    assert row(world, taken.id).sent_digest == taken.digest


def test_the_same_picture_beside_two_questions_is_two_photos(world):
    one, two, three = photo_in(world), photo_in(world), photo_in(world, "receipt")
    assert one.digest == two.digest == three.digest
    for each in (one, two, three):
        assert send_photo(world, each).is_new
    assert standing_photos(world) == {one.id, two.id, three.id}
    receipt = receive(world, arrived(world, photos=listed(one, two, three)))
    assert set(receipt.photos.values()) == {one.digest}
    assert len(receipt.photos) == 3


def sent(world):
    receive(world, arrived(world))


def held(world):
    receive(world, arrived(world, {}))


def withdrawn(world):
    assigning.withdraw(world.rooms, world.shopper.organisation_id, world.visit_id, NOW)


def reassigned(world):
    assigning.reassign(world.rooms, world.shopper.organisation_id, world.visit_id, world.colleague.id, NOW)


@pytest.mark.parametrize("become", [sent, held, withdrawn, reassigned])
def test_after_the_visit_is_over_it_is_kept_apart_from_what_counts(world, become):
    become(world)
    taken = photo_in(world)
    assert send_photo(world, taken).is_new
    assert not send_photo(world, taken).is_new
    assert standing_photos(world) == set()
    assert row(world, taken.id).sent_digest == taken.digest
    receipt = receive(world, arrived(world, photos=listed(taken)))
    assert receipt.photos == {taken.id: taken.digest}


def test_when_it_was_taken_is_corrected_by_our_clock(world):
    wrong = timedelta(days=-3)
    taken = photo_in(world, taken_at=FINISHED + wrong, sent_at=NOW + wrong)
    send_photo(world, taken)
    assert row(world, taken.id).taken_at == FINISHED
    unknown, as_given = (
        photo_in(world, taken_at=None),
        photo_in(world, taken_at=FINISHED + wrong, sent_at=None),
    )
    send_photo(world, unknown)
    send_photo(world, as_given)
    assert row(world, unknown.id).taken_at is None
    assert row(world, as_given.id).taken_at == FINISHED + wrong


def test_what_is_no_photo_is_said_so_and_nothing_is_kept(world):
    for data, fault in (
        (b"%PDF-1.7", NotAPhoto),
        (b"", NotAPhoto),
        (b"\0" * (20 * 1024 * 1024 + 1), TooLarge),
    ):
        wrong = photo_in(world, data=data)
        with pytest.raises(fault):
            send_photo(world, wrong)
        assert row(world, wrong.id) is None


def test_a_visit_takes_a_hundred_photos(world):
    assert MOST_IN_VISIT == 100
    last = photo_in(world)
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        send = photo_in(world)
        for number in range(MOST_IN_VISIT - 1):
            removed_at = NOW if number % 2 else None
            photos.add(scope, _row(world, replace(send, id=uuid4())), removed_at)
    assert send_photo(world, last).is_new
    with pytest.raises(TooManyPhotos):
        send_photo(world, photo_in(world))
    assert not send_photo(world, last).is_new
    assert send_photo(world, photo_in(world, visit_id=world.change())).is_new


def _row(world, photo):
    from audit_app.core.programme import Photo

    return Photo(
        photo.id,
        world.shopper.organisation_id,
        world.visit_id,
        "greeted",
        photo.digest,
        60,
        40,
        NOW,
        None,
        photo.digest,
    )


def test_the_last_place_goes_to_one_of_eight(world):
    with world.rooms.store.writing(world.shopper.organisation_id) as scope:
        for _ in range(MOST_IN_VISIT - 1):
            photos.add(scope, _row(world, photo_in(world)))
    done = at_once([partial(send_photo, world, photo_in(world)) for _ in range(8)])
    assert sum(isinstance(each, TooManyPhotos) for each in done) == 7


def test_nobody_else_sends_a_photo_to_a_visit(world):
    for person in (world.colleague, world.stranger, world.owner):
        with pytest.raises(NotHere):
            send_photo(world, photo_in(world), shopper=person)
    with pytest.raises(NotHere):
        send_photo(world, photo_in(world, visit_id=uuid4()))


def test_a_questions_name_may_be_as_long_as_it_likes(world):
    taken = photo_in(world, "q" * 10_000)
    assert send_photo(world, taken).is_new
    assert not send_photo(world, taken).is_new
