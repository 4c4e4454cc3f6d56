"""Photos on the phone: small, upright, silent about the camera; on the disk before they are shown."""

import hashlib
import io
import os
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Page

from tests.offline import collecting
from tests.offline.collecting import (
    FRONT,
    RECEIPT,
    add,
    beside,
    bytes_of,
    call_out,
    camera_notes,
    cut_off,
    file,
    from_camera,
    jpeg,
    look_at,
    opened,
    put,
    thumbs,
    written,
)
from tests.offline.conftest import kept, until

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(2000)
CUT = b"\xff\xd8\xff\xe0" + b"nothing that is a picture" * 20
FULL = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (record) {
    const isNew = this.name === "photos" && !record.sent; // the backup marks those the server has
    if (isNew && window.room-- <= 0) throw new DOMException("", "QuotaExceededError");
    return put.call(this, record);
  };
  window.room = 6;
"""


@pytest.fixture
def path(site, world) -> str:
    return collecting.path_of_visit(site, world)


@pytest.fixture
def page(phone: BrowserContext, path: str) -> Page:
    return opened(phone, path)


def shown(page: Page, question: str, count: int) -> list[dict[str, Any]]:
    """Wait for so many photos beside a question; what the phone keeps of them, in the order shown."""
    until(lambda: thumbs(page, question) == count, f"{count} photos beside {question}")
    there = {photo["id"]: photo for photo in kept(page, "photos") if photo["question"] == question}
    ids = [thumb.get_attribute("data-photo") for thumb in beside(page, question).locator(".thumb").all()]
    assert set(there) == set(ids)
    return [there[each] for each in ids if each]


def said(page: Page, question: str) -> str:
    """What is wrong, in words."""
    notes = beside(page, question).locator("[role=alert]")
    until(notes.inner_text, "a word about what is wrong")
    return notes.inner_text()


def picture_of(page: Page, photo: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(bytes_of(page, photo["id"])))


# --- made small


def test_a_phones_picture_becomes_upright_small_and_silent(page):
    original = from_camera()
    assert len(original) > 2_000_000
    assert b"Secretphone" in original
    add(page, FRONT, file(original))
    [photo] = shown(page, FRONT, 1)
    data = bytes_of(page, photo["id"])
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (photo["width"], photo["height"]) == (1200, 1600)
    red, _, blue = picture.resize((1, 4)).getpixel((0, 0))
    assert red > 1.5 * blue, "the top is not what was up"
    assert len(data) <= 500_000
    assert not picture.getexif()
    assert not {"exif", "comment", "xmp"} & set(picture.info)
    assert b"Secretphone" not in data
    assert photo["digest"] == hashlib.sha256(data).hexdigest()
    assert photo["taken"] == "2026-03-05T12:03:07.000Z"


@pytest.mark.parametrize(
    ("notes", "taken"),
    [
        (camera_notes(), "2026-03-05T12:03:07.000Z"),
        (camera_notes(offset=""), "2026-03-05T10:03:07.000Z"),
        (camera_notes(taken="0000:00:00 00:00:00"), "2021-05-06T07:08:09.000Z"),
        (None, "2021-05-06T07:08:09.000Z"),
    ],
    ids=["with its offset", "by the phone's clock", "never set", "not noted"],
)
def test_the_time_is_the_cameras_else_the_files(new_phone, world, path, tmp_path, notes, taken):
    page = opened(new_phone(world.danae, timezone_id="Asia/Dubai"), path)
    picture = tmp_path / "image.jpg"
    picture.write_bytes(jpeg(exif=notes) if notes else jpeg())
    then = datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC).timestamp()
    os.utime(picture, (then, then))
    beside(page, FRONT).locator("input").set_input_files(picture)
    assert shown(page, FRONT, 1)[0]["taken"] == taken


def test_what_is_transparent_becomes_white(page):
    see_through = written(Image.new("RGBA", (300, 200), (0, 0, 0, 0)), "PNG")
    add(page, FRONT, file(see_through, "screen.png"))
    [photo] = shown(page, FRONT, 1)
    assert picture_of(page, photo).getextrema() == ((255, 255), (255, 255), (255, 255))


def test_a_small_picture_is_not_blown_up(page):
    add(page, FRONT, file(jpeg((120, 90))))
    [photo] = shown(page, FRONT, 1)
    assert (photo["width"], photo["height"]) == (120, 90)


# --- what cannot be read


def test_an_unreadable_picture_is_named_and_keeps_none_of_the_others_back(page):
    add(page, FRONT, file(jpeg(), "first.jpg"), file(HEIC, "IMG_0042.HEIC"), file(jpeg(), "last.jpg"))
    words = said(page, FRONT)
    assert "IMG_0042.HEIC" in words
    assert "HEIC" in words.replace("IMG_0042.HEIC", "")
    assert not beside(page, FRONT).get_by_role("button", name="Keep the original").is_visible()
    shown(page, FRONT, 2)


def test_what_the_server_might_read_may_be_kept_as_it_is(page):
    add(page, FRONT, file(CUT))
    assert "it is sent as it is" in said(page, FRONT)
    assert thumbs(page, FRONT) == 0
    beside(page, FRONT).get_by_role("button", name="Keep the original").click()
    [photo] = shown(page, FRONT, 1)
    assert bytes_of(page, photo["id"]) == CUT
    assert photo["digest"] == hashlib.sha256(CUT).hexdigest()
    look_at(page, FRONT).get_by_role("button", name="Cover parts").click()
    assert "It is still here as it was" in said(page, FRONT)


def test_an_original_of_more_than_8_mb_is_not_kept(page):
    add(page, FRONT, file(CUT + bytes(8 * 1024 * 1024)))
    assert "cannot be opened" in said(page, FRONT)
    assert not beside(page, FRONT).get_by_role("button", name="Keep the original").is_visible()


# --- how many


def test_the_same_picture_and_the_same_name_again_are_photos_of_their_own(page):
    same = jpeg(colour="teal")
    add(page, FRONT, file(same), file(jpeg(colour="navy")))
    shown(page, FRONT, 2)
    add(page, RECEIPT, file(same))
    [receipt] = shown(page, RECEIPT, 1)
    first = next(photo for photo in kept(page, "photos") if photo["question"] == FRONT)
    add(page, FRONT, file(same))
    front = shown(page, FRONT, 3)
    assert len({photo["id"] for photo in [*front, receipt]}) == 4
    assert first["digest"] in {photo["digest"] for photo in front}
    assert [photo["digest"] for photo in front].count(receipt["digest"]) == 2


def test_ten_beside_one_question(page):
    add(page, FRONT, *[file(jpeg((60, 40)), f"{number}.jpg") for number in range(12)])
    assert "There are 10 photos here already" in said(page, FRONT)
    shown(page, FRONT, 10)
    assert beside(page, FRONT).locator("[role=alert] .note").count() == 1


def others(page: Page, count: int, size: int) -> list[dict[str, Any]]:
    """Photos of other questions, so many and so large."""
    draft = kept(page, "drafts")[0]["id"]
    common = {"draft": draft, "question": "elsewhere", "width": 1, "height": 1, "digest": "00", "sent": True}
    more = {"taken": "2026-03-05T12:00:00.000Z", "bytes": size}
    return [{"id": f"photo-{number}", **common, **more} for number in range(count)]


@pytest.mark.parametrize(("count", "size"), [(40, 10), (3, 20_000_001)], ids=["40 photos", "60 MB"])
def test_all_of_a_visit(page, count, size):
    put(page, "photos", others(page, count, size))
    page.reload()
    until(lambda: page.locator(".watch:enabled").count(), "the page again")
    add(page, FRONT, file(jpeg()))
    assert "This visit holds no more photos" in said(page, FRONT)
    assert len(kept(page, "photos")) == count


# --- the phone is full


def test_a_phone_that_is_full_at_photo_7_says_so_and_loses_nothing(phone, path):
    phone.add_init_script(FULL)
    page = opened(phone, path)
    page.fill("[name='q.greeting_seconds']", "12")
    add(page, FRONT, *[file(jpeg((60, 40)), f"{number}.jpg") for number in range(1, 10)])
    words = said(page, FRONT)
    assert "no room left for “7.jpg”" in words
    assert "8.jpg" not in words, "one that is full is full for the rest, too"
    shown(page, FRONT, 6)
    answers = {answer["name"]: answer["value"] for answer in kept(page, "answers")}
    assert answers["q.greeting_seconds"] == "12"
    page.evaluate("window.room = 99")
    add(page, FRONT, file(jpeg((60, 40)), "7.jpg"))
    shown(page, FRONT, 7)
    assert beside(page, FRONT).locator("[role=alert]").inner_text() == ""


def test_it_stops_before_the_phone_is_full(phone, path):
    phone.add_init_script(
        "navigator.storage.estimate = async () => ({quota: 100_000_000, usage: 50_000_001});"
    )
    page = opened(phone, path)
    add(page, FRONT, file(jpeg(), "street.jpg"))
    assert "no room left for “street.jpg”" in said(page, FRONT)
    assert kept(page, "photos") == []


# --- looked at, taken again, removed


def test_one_is_removed_only_when_that_was_said_twice(phone, page):
    add(page, FRONT, file(jpeg(colour="red")), file(jpeg(colour="blue")))
    before = shown(page, FRONT, 2)
    cut_off(phone, page)
    dialog = look_at(page, FRONT)
    assert not dialog.get_by_role("button", name="Remove this photo").is_visible()
    dialog.get_by_text("Remove", exact=True).click()
    dialog.get_by_role("button", name="Remove this photo").click()
    assert [photo["id"] for photo in shown(page, FRONT, 1)] == [before[1]["id"]]
    [draft] = kept(page, "drafts")
    noted = {record["key"]: record["value"] for record in kept(page, "meta")}
    assert noted[f"removed.{draft['id']}"] == [before[0]["id"]]


def test_one_that_was_only_looked_at_stays(page):
    add(page, FRONT, file(jpeg()))
    before = shown(page, FRONT, 1)
    look_at(page, FRONT)
    page.keyboard.press("Escape")
    assert shown(page, FRONT, 1)[0]["digest"] == before[0]["digest"]
    assert page.evaluate("document.activeElement.dataset.photo") == before[0]["id"]


def test_one_is_taken_again(page):
    add(page, FRONT, file(jpeg(colour="red")))
    [before] = shown(page, FRONT, 1)
    look_at(page, FRONT).locator("input").set_input_files([file(jpeg(colour="blue"))])
    until(lambda: beside(page, FRONT).locator(f"[data-photo='{before['id']}']").count() == 0, "the new one")
    [after] = shown(page, FRONT, 1)
    assert picture_of(page, after).resize((1, 1)).getpixel((0, 0))[2] > 200
    assert after["id"] != before["id"]


# --- covered


@pytest.fixture
def detailed() -> bytes:
    """A picture in which every pixel tells."""
    grain = [Image.effect_noise((960, 720), 60) for _ in range(3)]
    return written(Image.merge("RGB", grain), quality=95)


def changed_blocks(before: Image.Image, after: Image.Image, block: int = 40) -> set[tuple[int, int]]:
    """The blocks, by column and row, in which a picture is another one than before."""
    difference = ImageChops.difference(before.convert("L"), after.convert("L")).reduce(block)
    width, height = difference.size
    return {(x, y) for x in range(width) for y in range(height) if difference.getpixel((x, y)) > 20}


def centre_of(page: Page, column: int, row: int) -> tuple[float, float]:
    """Where a block of the brush is on the screen: 24 stand side by side."""
    box = page.locator("#photo-brush canvas").bounding_box()
    assert box
    side = box["width"] / 24
    return box["x"] + (column + 0.5) * side, box["y"] + (row + 0.5) * side


def cover(page: Page, question: str) -> None:
    look_at(page, question).get_by_role("button", name="Cover parts").click()
    page.locator("#photo-brush canvas").wait_for()


def paint(page: Page, *way: tuple[int, int]) -> None:
    page.mouse.move(*centre_of(page, *way[0]))
    page.mouse.down()
    for step in way[1:]:
        page.mouse.move(*centre_of(page, *step))
    page.mouse.up()


def save_cover(page: Page, question: str, before: dict[str, Any]) -> dict[str, Any]:
    page.locator("#photo-brush").get_by_role("button", name="Save").click()
    old = beside(page, question).locator(f"[data-photo='{before['id']}']")
    until(lambda: old.count() == 0, "the covered one")
    return shown(page, question, 1)[0]


def test_the_brush_covers_what_was_painted_and_nothing_else(phone, page, detailed):
    add(page, FRONT, file(detailed))
    [before] = shown(page, FRONT, 1)
    cut_off(phone, page)
    original = picture_of(page, before)
    cover(page, FRONT)
    paint(page, (4, 4), (10, 4))
    after = save_cover(page, FRONT, before)
    covered = picture_of(page, after)
    assert covered.size == original.size == (960, 720)
    painted = {(x, y) for x in range(3, 12) for y in (3, 4, 5)}
    assert changed_blocks(original, covered) == painted
    assert after["id"] != before["id"]
    assert after["taken"] == before["taken"]
    noted = [record["value"] for record in kept(page, "meta") if record["key"].startswith("removed.")]
    assert noted == [[before["id"]]]


def test_nothing_of_what_was_below_is_left_in_a_covered_block(page, detailed):
    add(page, FRONT, file(detailed))
    [before] = shown(page, FRONT, 1)
    cover(page, FRONT)
    paint(page, (6, 6))
    covered = picture_of(page, save_cover(page, FRONT, before)).convert("L")
    for column in (5, 6, 7):
        inside = covered.crop((column * 40 + 8, 248, column * 40 + 32, 272))
        darkest, lightest = inside.getextrema()
        assert lightest - darkest <= 12


def test_a_stroke_can_be_undone_and_nothing_covered_is_nothing_changed(page, detailed):
    add(page, FRONT, file(detailed))
    [before] = shown(page, FRONT, 1)
    cover(page, FRONT)
    dialog = page.locator("#photo-brush")
    assert dialog.get_by_role("button", name="Save").is_disabled()
    paint(page, (2, 2), (6, 2))
    paint(page, (12, 10))
    dialog.get_by_role("button", name="Undo").click()
    after = save_cover(page, FRONT, before)
    blocks = changed_blocks(Image.open(io.BytesIO(detailed)), picture_of(page, after))
    assert (4, 2) in blocks
    assert (12, 10) not in blocks
    cover(page, FRONT)
    paint(page, (12, 10))
    dialog.get_by_role("button", name="Cancel").click()
    assert shown(page, FRONT, 1)[0]["id"] == after["id"]


def test_the_brush_works_from_a_keyboard(page, detailed):
    add(page, FRONT, file(detailed))
    [before] = shown(page, FRONT, 1)
    original = picture_of(page, before)
    cover(page, FRONT)
    page.locator("#photo-brush canvas").focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Space", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    after = save_cover(page, FRONT, before)
    # From the middle (12, 9) two to the left and one up; the frame that stands elsewhere leaves no trace.
    assert changed_blocks(original, picture_of(page, after)) == {
        (x, y) for x in (9, 10, 11) for y in (7, 8, 9)
    }


# --- never lost


def test_photos_are_there_after_a_reload(page):
    add(page, FRONT, file(jpeg()), file(jpeg(colour="navy")))
    before = shown(page, FRONT, 2)
    page.reload()
    assert {photo["digest"] for photo in shown(page, FRONT, 2)} == {photo["digest"] for photo in before}


def test_site_data_cleared_in_another_tab_takes_no_photo(phone, page):
    add(page, FRONT, file(jpeg()), file(jpeg(colour="navy")))
    before = {photo["id"]: photo["digest"] for photo in shown(page, FRONT, 2)}
    session = phone.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    add(page, RECEIPT, file(jpeg(colour="plum")))
    until(lambda: thumbs(page, RECEIPT) == 1, "a photo after that")
    assert len(kept(page, "photos")) == 3
    after = {photo["id"]: photo["digest"] for photo in kept(page, "photos")}
    assert before.items() <= after.items()


def test_two_tabs_show_the_same_photos(phone, page, path):
    other = opened(phone, path)
    add(page, FRONT, file(jpeg()))
    shown(other, FRONT, 1)
    dialog = look_at(other, FRONT)
    dialog.get_by_text("Remove", exact=True).click()
    dialog.get_by_role("button", name="Remove this photo").click()
    shown(page, FRONT, 0)


def test_nothing_is_added_to_a_visit_that_was_finished_in_another_tab(phone, page):
    [draft] = kept(page, "drafts")
    put(page, "outbox", [{"id": draft["id"], "user": "somebody", "visit": "else", "state": "refused"}])
    add(page, FRONT, file(jpeg()))
    assert "finished in another window" in said(page, FRONT)
    assert kept(page, "photos") == []


def test_a_photo_from_another_phone_is_shown_and_can_be_removed(phone, page):
    cut_off(phone, page)
    [draft] = kept(page, "drafts")
    where = {"draft": draft["id"], "question": FRONT, "url": "/static/icon.svg"}
    what = {"width": 1, "height": 1, "digest": "00", "taken": "2026-03-05T12:00:00.000Z", "sent": True}
    put(page, "photos", [{"id": "theirs", "buf": None, **where, **what}])
    call_out(page, {"kind": "photos", "draft": draft["id"]})
    shown(page, FRONT, 1)
    assert beside(page, FRONT).locator("img").get_attribute("src") == "/static/icon.svg"
    look_at(page, FRONT).get_by_role("button", name="Cover parts").click()
    assert "on the server only" in said(page, FRONT)
    dialog = look_at(page, FRONT)
    dialog.get_by_text("Remove", exact=True).click()
    dialog.get_by_role("button", name="Remove this photo").click()
    shown(page, FRONT, 0)


def test_the_camera_opens_only_after_what_was_typed_is_on_the_disk(page):
    page.fill("[name='q.greeting_seconds']", "33")
    with page.expect_file_chooser():
        beside(page, FRONT).locator("input").click()
    until(lambda: "33" in [answer["value"] for answer in kept(page, "answers")], "what was typed", seconds=5)
