"""What a picture looks like, in 64 bits: pictures of the same thing have nearly the same."""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMNS, ROWS = 9, 8
LEAST_CONTRAST = 12
"""Steps of grey between the lightest and the darkest spot, of 255: below, the noise decides."""


def look_of(picture: "Image") -> str | None:
    """The difference hash as 16 hex digits; None for one even colour, which looks like any other.

    Dr. Neal Krawetz, "Kind of Like That" (2013): shrunk to 9 × 8 greys, one bit for each pair of neighbours,
    1 where the left one is lighter. Worked: light to dark from left to right is ffffffffffffffff.
    """
    from PIL.Image import Resampling

    small = picture.convert("L").resize((COLUMNS, ROWS), Resampling.LANCZOS)
    greys = small.tobytes()
    if max(greys) - min(greys) < LEAST_CONTRAST:
        return None
    rows = [greys[start : start + COLUMNS] for start in range(0, COLUMNS * ROWS, COLUMNS)]
    bits = (left > right for row in rows for left, right in pairwise(row))
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"
