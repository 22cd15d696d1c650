"""A picture to send from a phone, drawn here so that no file has to be shipped."""

import struct
import zlib
from functools import lru_cache

_WIDTH, _HEIGHT = 320, 200
_HORIZON = 120
_SUN = (230, 70, 26)


@lru_cache(maxsize=1)
def landscape() -> bytes:
    """A PNG of an evening by the sea."""
    rows = b"".join(
        b"\x00" + b"".join(bytes(_colour(x, y)) for x in range(_WIDTH)) for y in range(_HEIGHT)
    )
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _colour(x: int, y: int) -> tuple[int, int, int]:
    sun_x, sun_y, radius = _SUN
    if (x - sun_x) ** 2 + (y - sun_y) ** 2 < radius**2:
        return 255, 236, 179
    if y >= _HORIZON:
        shade = (y - _HORIZON) // 2
        return 15, 110 - shade, 118 - shade // 2
    return 255 - y // 3, 140 + y // 2, 120 + y


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
