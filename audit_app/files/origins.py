"""Where and when a picture says it was taken: read before its metadata is dropped."""

import math
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Exif

GPS, DETAILS = 0x8825, 0x8769
LATITUDE_SIDE, LATITUDE, LONGITUDE_SIDE, LONGITUDE = 1, 2, 3, 4
TAKEN_AT, TAKEN_OFFSET = 0x9003, 0x9011


@dataclass(frozen=True)
class Origin:
    """What the camera noted: a moment with its zone, degrees north and east; None where it did not."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


NOWHERE = Origin()


def origin_of(data: bytes) -> Origin:
    """The origin that is noted in a picture's EXIF; nothing for one that has none or cannot be read."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as picture:
                exif = picture.getexif()
                return Origin(_moment(exif), *_point(exif))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return NOWHERE


def _moment(exif: "Exif") -> datetime | None:
    """Only with its zone: a camera's local time alone is no moment."""
    noted = exif.get_ifd(DETAILS)
    try:
        return datetime.strptime(f"{noted[TAKEN_AT]}{noted[TAKEN_OFFSET]}", "%Y:%m:%d %H:%M:%S%z")
    except (KeyError, ValueError):
        return None


def _point(exif: "Exif") -> tuple[float | None, float | None]:
    noted = exif.get_ifd(GPS)
    north = _degrees(noted.get(LATITUDE), noted.get(LATITUDE_SIDE), "NS", 90)
    east = _degrees(noted.get(LONGITUDE), noted.get(LONGITUDE_SIDE), "EW", 180)
    return (None, None) if north is None or east is None else (north, east)


def _degrees(noted: Any, side: Any, sides: str, most: int) -> float | None:
    """Degrees, minutes and seconds on one of two sides: (37, 59, 1.68) N → 37.983800."""
    try:
        degrees, minutes, seconds = (float(part) for part in noted)
        found = degrees + minutes / 60 + seconds / 3600
        sign = (1, -1)[sides.index(side)]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return sign * found if math.isfinite(found) and 0 <= found <= most else None
