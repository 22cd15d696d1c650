"""A file of a message, as lists and pages carry it around."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from schemas.enums import MediaStatus
from schemas.words import mark

# Why a file is not here: English source strings, translated where they are shown.
REASONS: Mapping[str, str] = {
    "too_large": mark("This file is larger than what is kept."),
    "wrong_type": mark("This file is not what it says it is, so it was not kept."),
    "program": mark("This file is a program. It was not kept, for your safety."),
    "gone": mark("WhatsApp does not have this file any more."),
    "not_fetched": mark("WhatsApp did not give us this file, for as long as it keeps files."),
    "damaged": mark("This file arrived damaged, more than once."),
    "connection": mark("The connection to WhatsApp does not work. Check it, then try again."),
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """What may be known of a file without its bytes. `MediaLibrary.address` leads to those."""

    id: UUID
    company_id: UUID
    message_id: UUID | None
    # image, video, audio, voice, document, sticker.
    kind: str
    status: MediaStatus
    # Why it is refused or failed: REASONS has the words.
    reason: str | None
    mime_type: str
    # What people see; never part of a path.
    filename: str
    size: int | None = None
    width: int | None = None
    height: int | None = None
    seconds: int | None = None

    @property
    def stored(self) -> bool:
        """Only then has it an address."""
        return self.status is MediaStatus.STORED

    @property
    def may_retry(self) -> bool:
        """Whether asking the provider once more can help."""
        return self.status is MediaStatus.FAILED
