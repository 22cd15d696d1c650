"""A real file of each kind, for a customer who sends one without choosing: drawn, played and
printed by a browser for this program; nobody's picture, nobody's song.
"""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_FILES = {
    "image": ("picture.jpg", "image/jpeg"),
    "video": ("film.mp4", "video/mp4"),
    "audio": ("voice.ogg", "audio/ogg"),
    "voice": ("voice.ogg", "audio/ogg; codecs=opus"),
    "document": ("document.pdf", "application/pdf"),
    "sticker": ("sticker.webp", "image/webp"),
}


@cache
def content(kind: str) -> bytes:
    return (_HERE / _FILES[kind][0]).read_bytes()


def mime_type(kind: str) -> str:
    return _FILES[kind][1]
