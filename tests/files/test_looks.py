"""What a picture looks like survives resizing and compression; where it was taken is read only on request."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from audit_app.files import PhotoShelf, clean_picture
from audit_app.files.origins import NOWHERE, Origin, origin_of
from audit_app.files.pictures import thumbnail_of

HOME = uuid4()


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """A shelf with boxes that are somewhere else for each seed."""
    picture = Image.new("RGB", size, (120, 120, 120))
    draw = ImageDraw.Draw(picture)
    for box in range(12):
        left, top = (seed * 7919 + box * 104_729) % 700, (seed * 6_151 + box * 15_485) % 500
        scale = size[0] / 800
        corners = [left * scale, top * scale, (left + 160) * scale, (top + 120) * scale]
        draw.rectangle(corners, fill=((seed * 31 + box * 53) % 256,) * 3)
    return picture


def jpeg(picture: Image.Image, quality: int = 90, **more: object) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=quality, **more)
    return target.getvalue()


def look(data: bytes) -> str:
    found = clean_picture(data).look
    assert found
    return found


def differing(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def test_a_ramp_by_hand():
    """Light on the left: every left neighbour is lighter, all 64 bits are 1; turned round, none is."""
    ramp = Image.linear_gradient("L").rotate(90).convert("RGB")
    looks = {look(jpeg(ramp)), look(jpeg(ramp.rotate(180)))}
    assert looks == {"f" * 16, "0" * 16}


@pytest.mark.parametrize("seed", range(12))
def test_the_same_scene_smaller_darker_and_pressed_looks_the_same(seed):
    original = look(jpeg(scene(seed)))
    small = look(jpeg(scene(seed).resize((400, 300)), quality=40))
    dark = look(jpeg(ImageEnhance.Brightness(scene(seed)).enhance(0.8)))
    assert (differing(original, small) <= 6, differing(original, dark) <= 6) == (True, True)


def test_other_scenes_look_different():
    looks = [look(jpeg(scene(seed))) for seed in range(40)]
    pairs = [differing(one, other) for place, one in enumerate(looks) for other in looks[:place]]
    assert len(pairs) == 780
    assert [pair for pair in pairs if pair <= 6] == []


def test_an_even_colour_has_no_look():
    assert clean_picture(jpeg(Image.new("RGB", (300, 200), "red"))).look is None


def with_exif(latitude: object = (37.0, 59.0, 1.68), side: str = "N", offset: str = "+03:00") -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: side, 2: latitude, 3: "E", 4: (23.0, 43.0, 39.0)})
    exif.get_ifd(0x8769).update({0x9003: "2026:03:10 12:30:00", 0x9011: offset})
    return jpeg(scene(1), exif=exif)


def test_where_and_when_by_hand():
    found = origin_of(with_exif())
    assert found.taken_at == datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
    assert (round_to(found.latitude), round_to(found.longitude)) == (37.9838, 23.7275)
    assert round_to(origin_of(with_exif(side="S")).latitude) == -37.9838


def round_to(degrees: float | None) -> float:
    assert degrees is not None
    return float(f"{degrees:.4f}")


@pytest.mark.parametrize("wrong", [{"side": "X"}, {"latitude": (95.0, 0.0, 0.0)}])
def test_a_place_that_is_none_is_not_known(wrong):
    found = origin_of(with_exif(**wrong))
    assert (found.latitude, found.longitude) == (None, None)


def test_a_time_without_its_zone_is_no_moment():
    assert origin_of(with_exif(offset="")).taken_at is None


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_whatever_comes_has_an_origin_or_none(data):
    assert origin_of(data) == NOWHERE
    assert isinstance(origin_of(with_exif()[:400] + data), Origin)


def test_the_place_is_read_on_request_and_is_in_no_stored_picture(tmp_path: Path):
    shelf = PhotoShelf(tmp_path)
    assert shelf.keep(HOME, with_exif()).origin == NOWHERE
    kept = shelf.keep(HOME, with_exif(), with_origin=True)
    assert kept.origin.latitude
    assert origin_of(shelf.take(HOME, kept.digest)) == NOWHERE


def test_a_thumbnail_is_made_once_and_is_small(tmp_path: Path):
    shelf = PhotoShelf(tmp_path)
    kept = shelf.keep(HOME, jpeg(scene(3)))
    small = shelf.take_small(HOME, kept.digest)
    assert Image.open(BytesIO(small)).size == (320, 240)
    assert small == thumbnail_of(kept.data)
    (tmp_path / str(HOME) / kept.digest).unlink()
    assert shelf.take_small(HOME, kept.digest) == small
    with pytest.raises(FileNotFoundError):
        shelf.take_small(HOME, "0" * 64)
