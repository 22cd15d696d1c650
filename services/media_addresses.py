"""Addresses of files: signed, for one file and a time, so that nothing else opens one.

Two sorts. A page of the console carries addresses that work only in a browser signed in to the
file's company: passed on, they show nothing. The API gives ones that work for whoever has them,
since a program's own browser has no session here, and those end much sooner.
"""

import hmac
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from urllib.parse import quote, urlencode
from uuid import UUID

from schemas.errors import AppError
from schemas.media import MediaFile

# Rounded up, so that a page rendered again has the same addresses and the browser its pictures.
_STEP = {"session": 3600, "anyone": 900}
_LONGEST_NAME = 80
_NO_NAME = re.compile(r"[^\w.\- ()]+")
# The first is added where none of them is there.
_EXTENSIONS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "video/mp4": (".mp4", ".m4v"),
    "video/3gpp": (".3gp",),
    "application/pdf": (".pdf",),
}
# Text of these names would be run by whatever opens it from the disk.
_ACTIVE = (".svg", ".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".xml", ".js", ".mjs")
_ALSO_ACTIVE = (".vbs", ".hta", ".bat", ".cmd", ".ps1", ".url", ".lnk", ".command", ".desktop")


class AddressOver(AppError):
    """It was a good address; a page shown again carries a new one."""

    status = 410
    code = "address_over"

    def __init__(self) -> None:
        super().__init__("This address has expired. Go back to the conversation and open it again.")


class Audience(StrEnum):
    # A browser signed in to the company.
    SESSION = "session"
    # Whoever has the address.
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a good address allows."""

    company_id: UUID
    media_id: UUID
    audience: Audience
    ends_at: int
    download: bool
    # Its time has passed.
    over: bool


class Addresses:
    def __init__(self, key: bytes, *, now: Callable[[], float] = time.time) -> None:
        self._key = key
        self._now = now

    def sign(
        self, file: MediaFile, audience: Audience = Audience.SESSION, *, download: bool = False
    ) -> str:
        """A path below our own address."""
        step = _STEP[audience]
        ends_at = (int(self._now()) // step + 2) * step
        name = safe_name(file)
        query = {
            "c": file.company_id.hex,
            "e": str(ends_at),
            "a": audience.value,
            **({"d": "1"} if download else {}),
        }
        query["s"] = self._signature(file.id, name, query)
        return f"/media/{file.id}/{quote(name)}?{urlencode(query)}"

    def read(self, media_id: UUID, name: str, query: dict[str, str]) -> Grant | None:
        """What an address allows, over or not; None when it is not one of ours."""
        given = query.get("s", "")
        expected = self._signature(media_id, name, query)
        if not hmac.compare_digest(expected.encode(), given.encode()):
            return None
        ends_at = int(query["e"])
        return Grant(
            UUID(query["c"]),
            media_id,
            Audience(query["a"]),
            ends_at,
            download=query.get("d") == "1",
            over=ends_at <= self._now(),
        )

    def _signature(self, media_id: UUID, name: str, query: dict[str, str]) -> str:
        """Over every part, each in its place, so that none can pass for another."""
        parts = [media_id.hex, name, *(query.get(part, "") for part in "cead")]
        return hmac.new(self._key, "\n".join(parts).encode(), sha256).hexdigest()


def safe_name(file: MediaFile) -> str:
    """A name for the person who keeps the file: one word of a path, with the extension it has."""
    name = unicodedata.normalize("NFC", file.filename).replace("\\", "/").rsplit("/", 1)[-1]
    name = _NO_NAME.sub("_", name).strip(" ._")[:_LONGEST_NAME]
    extensions = _EXTENSIONS.get(file.mime_type, ())
    if not name:
        return file.kind + (extensions[0] if extensions else "")
    lower = name.lower()
    # A picture that calls itself a page would be opened as one once it is on the disk.
    if extensions and not lower.endswith(extensions):
        return name + extensions[0]
    if not extensions and lower.endswith(_ACTIVE + _ALSO_ACTIVE):
        return f"{name}.txt"
    return name


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition header: a plain name for all, the full one by RFC 6266."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
