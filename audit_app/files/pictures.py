"""A photo as it comes from a phone into one that is safe to keep: upright, small, without metadata."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from audit_app.files.looks import look_of
from audit_app.files.origins import NOWHERE, Origin

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
LONG_EDGE = 2000
SMALL_EDGE = 320
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class NotAPhoto(ValueError):
    """The bytes are not a picture that can be read."""


class TooLarge(ValueError):
    """More bytes or pixels than a phone's camera makes."""


@dataclass(frozen=True)
class Picture:
    """A cleaned JPEG: its bytes, SHA-256 in hex, width and height in pixels, and what it looks like.

    `look` see `look_of`; `origin` what the camera noted, where that was asked for.
    """

    data: bytes
    digest: str
    width: int
    height: int
    look: str | None = None
    origin: Origin = NOWHERE


def clean_picture(data: bytes) -> Picture:
    """The picture re-encoded: rotation baked in, long edge at most 2000 px, no EXIF and no comment.

    Raises TooLarge above 20 MiB or 50 million pixels (known from the header, before anything is
    decoded), NotAPhoto for everything that is not a whole readable picture.
    """
    if len(data) > LARGEST_BYTES:
        raise TooLarge
    with warnings.catch_warnings():
        # A picture just under Pillow's own limit only warns; for us our own limit decides.
        warnings.simplefilter("ignore")
        upright = _open_upright(data)
    target = BytesIO()
    upright.save(target, "JPEG", quality=QUALITY, optimize=True)
    jpeg = target.getvalue()
    size = upright.width, upright.height
    return Picture(jpeg, hashlib.sha256(jpeg).hexdigest(), *size, look_of(upright))


def thumbnail_of(jpeg: bytes) -> bytes:
    """A cleaned JPEG made small, long edge at most 320 px; raises NotAPhoto."""
    small = _open_upright(jpeg)
    small.thumbnail((SMALL_EDGE, SMALL_EDGE))
    target = BytesIO()
    small.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def _open_upright(data: bytes) -> "Image":
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise TooLarge
            picture.draft("RGB", (LONG_EDGE, LONG_EDGE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, TooLarge):
            raise
        raise NotAPhoto from error
    upright.thumbnail((LONG_EDGE, LONG_EDGE))
    # Pasting into a fresh image leaves comments and profiles behind, which saving would carry over.
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    return fresh
