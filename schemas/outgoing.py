"""One message as a program asks for it, before it is known what it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from schemas.contents import Content


class Purpose(StrEnum):
    """Why it is sent. Marketing does not go to people who asked for none."""

    MARKETING = "marketing"
    UTILITY = "utility"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of these."""

    conversation_id: UUID | None = None
    contact_id: UUID | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NamedTemplate:
    """By its id, or by what it is called; values by variable, the rest by its own bindings."""

    template_id: UUID | None = None
    name: str = ""
    language: str = ""
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that was uploaded; its kind is its own unless another is asked for."""

    media_id: UUID
    kind: str | None = None
    caption: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Everything a program says about one message."""

    recipient: Recipient
    content: Content | NamedTemplate | NamedFile
    number_id: UUID | None = None
    reply_to_id: UUID | None = None
    send_at: datetime | None = None
    expires_at: datetime | None = None
    fallback: NamedTemplate | None = None
    # Wait for the end of the company's quiet hours where the person lives.
    respect_quiet_hours: bool = False
    purpose: Purpose = Purpose.SERVICE
    external_id: str | None = None
    metadata: Mapping[str, object] | None = None
