"""A small picture that stands for a shopper's photo: a shop front at dusk, drawn pixel by pixel."""

import struct
import zlib

WIDTH, HEIGHT = 480, 360


def shop_front() -> bytes:
    """A PNG."""
    rows = b"".join(b"\0" + bytes(c for x in range(WIDTH) for c in _pixel(x, y)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body)
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _pixel(x: int, y: int) -> tuple[int, int, int]:
    if y < 90:
        return 60 + y // 2, 90 + y // 2, 130 + y // 2
    if y < 135:
        return (15, 76, 92) if (x // 40) % 2 else (227, 238, 240)
    if y > 310:
        return 110, 108, 104
    if 205 < x < 275:
        return (92, 62, 40) if x not in (240, 241) else (60, 40, 26)
    window = 30 < x < 185 or 295 < x < 450
    return (255, 226, 160) if window and 150 < y < 280 else (196, 178, 156)
