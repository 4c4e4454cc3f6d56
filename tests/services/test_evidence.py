"""Photos beside a question: cleaned, kept once, removed, shown to their shopper alone."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from audit_app.services import drafts, evidence, sending
from audit_app.services.evidence import MOST_PHOTOS, Fault, Upload
from audit_app.services.refusals import NotHere
from audit_app.services.visits import visit_of
from tests.visiting import A_DAY, FULL, NOW, World, build_world, fresh, jpeg


@pytest.fixture
def world(store, tmp_path) -> World:
    return build_world(store, tmp_path)


def upload(data, question="greeted", name="IMG_1.jpg"):
    return Upload(question, name, BytesIO(data))


def add(world, *uploads, now=NOW):
    return evidence.add(world.rooms, world.visit().assignment, uploads, now)


def photos(world):
    return drafts.work_on(world.rooms, world.visit()).photos


def test_photos_are_kept_beside_their_question(world):
    assert add(world, upload(jpeg("red")), upload(jpeg("blue")), upload(jpeg("red"), "receipt")) == ()
    assert drafts.work_on(world.rooms, world.visit()).sheet.photos == {"greeted": 2, "receipt": 1}
    first = photos(world)[0]
    assert (first.width, first.height) == (60, 40)
    shown = evidence.photo_of(world.rooms, world.shopper, world.visit_id, first.id)
    assert Image.open(BytesIO(shown)).size == (60, 40)


def test_the_same_photo_sent_twice_is_one(world):
    add(world, upload(jpeg()))
    add(world, upload(jpeg()), now=NOW + A_DAY)
    assert len(photos(world)) == 1


def test_a_double_tap_on_a_photo_is_one_photo(world):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: add(world, upload(jpeg())), range(4)))
    assert len(photos(world)) == 1


def test_a_removed_photo_can_be_chosen_again(world):
    for round_ in range(3):
        add(world, upload(jpeg()))
        (photo,) = photos(world)
        evidence.remove(world.rooms, world.visit().assignment, {photo.id}, NOW)
        assert photos(world) == (), round_
        with pytest.raises(NotHere):
            evidence.photo_of(world.rooms, world.shopper, world.visit_id, photo.id)


def test_what_cannot_be_kept_is_named_and_the_rest_is_kept(world):
    huge = jpeg() + b"\0" * (20 * 1024 * 1024)
    bad = [upload(b"%PDF-1.7", name="report.pdf"), upload(huge, name="huge.jpg")]
    refused = add(world, bad[0], upload(jpeg()), bad[1])
    assert [(one.name, one.fault) for one in refused] == [
        ("report.pdf", Fault.NOT_A_PHOTO),
        ("huge.jpg", Fault.TOO_LARGE),
    ]
    assert len(photos(world)) == 1


def test_a_file_is_never_read_further_than_a_photo_goes(world):
    endless = BytesIO(b"\0" * (50 * 1024 * 1024))
    (refused,) = evidence.add(world.rooms, world.visit().assignment, [Upload("greeted", "x", endless)], NOW)
    assert refused.fault is Fault.TOO_LARGE
    assert endless.tell() == 20 * 1024 * 1024 + 1


def test_a_question_takes_so_many_photos_and_no_more(world):
    shades = [upload(jpeg(f"rgb({20 * shade}, 0, 0)"), name=str(shade)) for shade in range(MOST_PHOTOS + 1)]
    (refused,) = add(world, *shades)
    assert (refused.name, refused.fault) == (str(MOST_PHOTOS), Fault.TOO_MANY)
    assert add(world, upload(jpeg("blue"), "receipt")) == ()
    assert len(photos(world)) == MOST_PHOTOS + 1
    assert add(world, upload(jpeg("rgb(0, 0, 0)"))) == ()  # there already, so not one too many


def test_a_sent_visit_gains_and_loses_no_photo(world):
    add(world, upload(jpeg()))
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)
    sending.send(world.rooms, world.shopper, world.visit_id, "en", NOW)
    add(world, upload(jpeg("blue")))
    evidence.remove(world.rooms, world.visit().assignment, {photo.id for photo in photos(world)}, NOW)
    assert len(photos(world)) == 1
    assert sending.receipt_of(world.rooms, world.visit()).photos == 1


def test_a_photo_beside_a_hidden_question_is_not_sent(world):
    add(world, upload(jpeg(), "receipt"))
    drafts.save(world.rooms, world.visit(), fresh(FULL), NOW)  # nothing bought, so no receipt is asked for
    sending.send(world.rooms, world.shopper, world.visit_id, "en", NOW)
    assert sending.receipt_of(world.rooms, world.visit()).photos == 0


def test_nobody_else_sees_a_photo_or_removes_it(world):
    add(world, upload(jpeg()))
    (photo,) = photos(world)
    other = world.change()
    for person, visit_id in (
        (world.colleague, world.visit_id),
        (world.stranger, world.visit_id),
        (world.owner, world.visit_id),
        (world.shopper, other),
        (world.shopper, uuid4()),
    ):
        with pytest.raises(NotHere):
            evidence.photo_of(world.rooms, person, visit_id, photo.id)
    elsewhere = visit_of(world.rooms, world.shopper, other, NOW).assignment
    evidence.remove(world.rooms, elsewhere, {photo.id}, NOW)
    assert photos(world) == (photo,)


def test_a_photo_whose_file_is_gone_is_not_here(world, tmp_path):
    add(world, upload(jpeg()))
    (photo,) = photos(world)
    for file in (tmp_path / "photos").rglob(photo.digest):
        file.unlink()
    with pytest.raises(NotHere):
        evidence.photo_of(world.rooms, world.shopper, world.visit_id, photo.id)
