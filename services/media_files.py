"""What a file is, by its bytes alone: its type, its size, and what a page wants to know of it.

Nothing is decoded or unpacked: a picture that claims a billion pixels costs its header.
"""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

import filetype
import imagesize
from tinytag import TinyTag

from providers.storage import CHUNK

_KB, _MB = 1_000, 1_000_000
OCTETS = "application/octet-stream"
_TEXT = "text/plain"
# What a person may be shown that is given in a page of ours; the rest is only downloaded.
INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "audio/aac",
        "audio/amr",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "video/mp4",
        "video/3gpp",
    }
)
_PICTURES = frozenset({"image/jpeg", "image/png"})
_SOUNDS = frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})
_FILMS = frozenset({"video/mp4", "video/3gpp"})
_STICKER = frozenset({"image/webp"})
# By kind: what WhatsApp takes. A document may be anything but a program.
TYPES = {
    "image": _PICTURES,
    "video": _FILMS,
    "audio": _SOUNDS,
    "voice": _SOUNDS,
    "sticker": _STICKER,
}
LIMITS = {
    "image": 5 * _MB,
    "video": 16 * _MB,
    "audio": 16 * _MB,
    "voice": 16 * _MB,
    # Animated ones; a still one may have 100 KB.
    "sticker": 500 * _KB,
    "document": 100 * _MB,
}
_PROGRAMS = frozenset({"application/x-msdownload", "application/x-executable"})
# Mach-O in its four writings, and scripts that name what runs them.
_PROGRAM_STARTS = (
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"#!",
)
_AMR = b"#!AMR"
# What the library knows by another name than WhatsApp.
_SAME = {"audio/x-wav": "audio/wav", "video/x-m4v": "video/mp4"}
_HEAD = 8192
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in a file's bytes."""

    mime_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


def examine(file: BinaryIO) -> Facts:
    """Everything about a file; blocking, for a thread."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    mime_type = sniff(file)
    width, height = _pixels(file) if mime_type.startswith("image/") else (None, None)
    seconds = _seconds(file) if mime_type in _SOUNDS | _FILMS else None
    file.seek(0)
    return Facts(mime_type, size, digest.hexdigest(), width, height, seconds)


def sniff(file: BinaryIO) -> str:
    """The type by the first bytes. Text is text/plain, whatever language it is written in."""
    file.seek(0)
    head = file.read(_HEAD)
    found = filetype.guess_mime(head)
    if found:
        return _SAME.get(str(found), str(found))
    return _TEXT if head and _is_text(head) else OCTETS


def kind_of(facts: Facts) -> str:
    """The kind a file is sent as when nobody says: what WhatsApp shows best."""
    if facts.mime_type in _STICKER and facts.size <= LIMITS["sticker"]:
        return "sticker" if facts.width == facts.height else "document"
    for kind in ("image", "video", "audio"):
        if facts.mime_type in TYPES[kind]:
            return kind
    return "document"


def fit(facts: Facts, kind: str) -> Facts | None:
    """The facts as that kind has them; None when the bytes are not of that kind."""
    allowed = TYPES.get(kind)
    if allowed is None or facts.mime_type in allowed:
        return facts
    if allowed is _SOUNDS and facts.mime_type == "video/mp4":
        # The container of a film without pictures is the same.
        return _as(facts, "audio/mp4")
    if kind == "image" and facts.mime_type in INLINE and facts.mime_type.startswith("image/"):
        return facts
    return None


def is_program(file: BinaryIO) -> bool:
    """Something a double click would run."""
    file.seek(0)
    head = file.read(_HEAD)
    starts = head.startswith(_PROGRAM_STARTS) and not head.startswith(_AMR)
    return starts or filetype.guess_mime(head) in _PROGRAMS


def _as(facts: Facts, mime_type: str) -> Facts:
    return Facts(mime_type, facts.size, facts.sha256, None, None, facts.seconds)


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # A letter may be cut in two where the head ends.
        return error.start >= len(head) - 3
    return True


def _pixels(file: BinaryIO) -> tuple[int | None, int | None]:
    file.seek(0)
    try:
        width, height = imagesize.get(file)
    except Exception:  # noqa: BLE001 - a stranger's bytes; a size is only nice to have
        return None, None
    if 0 < width <= _LARGEST and 0 < height <= _LARGEST:
        return int(width), int(height)
    return None, None


def _seconds(file: BinaryIO) -> int | None:
    file.seek(0)
    try:
        duration = TinyTag.get(file_obj=file, tags=False).duration
    except Exception:  # noqa: BLE001 - a stranger's bytes; a length is only nice to have
        return None
    return round(duration) if duration and 0 < duration < _LARGEST else None
