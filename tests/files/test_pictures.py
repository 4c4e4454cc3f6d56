"""A phone's picture becomes safe to keep, and what is no picture is refused."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from audit_app.files import NotAPhoto, PhotoShelf, TooLarge, clean_picture
from audit_app.settings import ROOT


def jpeg(size: tuple[int, int] = (400, 300), orientation: int | None = None) -> bytes:
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    exif[0x010F] = "SecretPhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    target = BytesIO()
    picture.save(target, "JPEG", exif=exif, comment=b"taken by Maria")
    return target.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A valid header that promises more pixels than anyone should decode."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_metadata_is_gone() -> None:
    kept = clean_picture(jpeg()).data
    assert b"SecretPhoneMaker" not in kept
    assert b"Maria" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_rotation_is_baked_in() -> None:
    picture = clean_picture(jpeg((400, 300), orientation=6))
    assert (picture.width, picture.height) == (300, 400)
    red, green, _ = Image.open(BytesIO(picture.data)).getpixel((150, 20))
    assert red > 200 > green


def test_large_pictures_shrink_to_2000_pixels() -> None:
    picture = clean_picture(jpeg((4000, 3000)))
    assert (picture.width, picture.height) == (2000, 1500)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", jpeg()[:500], b"GIF89a" + b"\0" * 20])
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPhoto):
        clean_picture(data)


def test_decompression_bomb_is_refused_from_its_header() -> None:
    bomb = huge_png(30_000, 30_000)
    assert len(bomb) < 1000
    with pytest.raises(TooLarge):
        clean_picture(bomb)


def test_fifty_megabytes_are_refused() -> None:
    with pytest.raises(TooLarge):
        clean_picture(jpeg() + b"\0" * 50_000_000)


def test_shelf_gives_back_what_it_keeps_and_keeps_it_once(tmp_path: Path) -> None:
    shelf, organisation = PhotoShelf(tmp_path), uuid4()
    first, second = shelf.keep(organisation, jpeg()), shelf.keep(organisation, jpeg())
    assert first.digest == second.digest
    assert shelf.take(organisation, first.digest) == first.data
    assert [path.name for path in (tmp_path / str(organisation)).iterdir()] == [first.digest]


def test_another_organisation_does_not_find_it(tmp_path: Path) -> None:
    shelf = PhotoShelf(tmp_path)
    kept = shelf.keep(uuid4(), jpeg())
    with pytest.raises(FileNotFoundError):
        shelf.take(uuid4(), kept.digest)


SLOWLY = """
import builtins, sys, threading, time
from audit_app.files import PhotoShelf, clean_picture
from pathlib import Path
from uuid import uuid4

truly = builtins.__import__

def slowly(name, module=None, values=None, wanted=(), level=0):
    found = truly(name, module, values, wanted, level)
    if module and module.get("__name__") == "obstore" and "store" in (wanted or ()):
        time.sleep(0.5)
    return found

def keep(number):
    time.sleep(number / 20)
    kept.append(shelf.keep(uuid4(), data))

data, shelf, kept = sys.stdin.buffer.read(), PhotoShelf(Path(sys.argv[1])), []
clean_picture(data)
builtins.__import__ = slowly
keepers = [threading.Thread(target=keep, args=[number]) for number in range(8)]
[each.start() for each in keepers]
[each.join() for each in keepers]
print(len(kept))
"""


def test_the_first_photos_may_come_close_together(tmp_path: Path) -> None:
    """Right after a start, while one request still imports the library, another must not use half of it."""
    command = [sys.executable, "-c", SLOWLY, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, input=jpeg(), capture_output=True, check=False)
    assert done.stdout == b"8\n", done.stderr.decode()
