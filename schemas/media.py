"""A file of a message, as lists and pages carry it around."""

from dataclasses import dataclass
from uuid import UUID

from schemas.enums import MediaStatus


@dataclass(frozen=True, slots=True)
class MediaFile:
    """What may be known of a file without its bytes. `MediaLibrary.address` leads to those."""

    id: UUID
    company_id: UUID
    message_id: UUID | None
    # image, video, audio, voice, document, sticker.
    kind: str
    status: MediaStatus
    # Why it is refused or failed: schemas.media.REASONS has the words.
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
