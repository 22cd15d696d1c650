"""One conversation as people read it: entries in the order of their places."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from schemas.enums import DeliveryStatus, Direction

# Directions of what passed between the customer and us, as opposed to notes and events.
SPOKEN = (Direction.IN, Direction.OUT)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an entry stands: no two entries share one, and it never changes once sent."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Quote:
    """The message an entry answers; without an id it is one we never had."""

    provider_id: str
    id: UUID | None = None
    at: datetime | None = None
    direction: Direction | None = None
    kind: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A reaction that stands now."""

    emoji: str
    # IN: the customer's; OUT: ours.
    direction: Direction
    author_id: UUID | None
    at: datetime
    status: DeliveryStatus | None = None


@dataclass(frozen=True, slots=True)
class Moments:
    """When what we sent got how far."""

    accepted_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message in or out, a campaign's send, a note or an event.

    A campaign's send has direction OUT, kind "campaign", the recipient's row as id, and as payload
    {"template": FrozenTemplate as JSON, "parameters": […]}. Files are asked for by
    services.media.of_messages. Of a deleted message kind and times stay, its words do not.
    """

    id: UUID
    at: datetime
    direction: Direction
    kind: str
    body: str = ""
    payload: dict[str, object] = field(default_factory=dict)
    provider_id: str | None = None
    source: str = ""
    author_id: UUID | None = None
    author_name: str | None = None
    status: DeliveryStatus | None = None
    reason: str | None = None
    reason_detail: str | None = None
    moments: Moments = Moments()
    client_key: str | None = None
    quote: Quote | None = None
    reactions: tuple[Mark, ...] = ()
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    campaign_id: UUID | None = None
    campaign_name: str | None = None

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)
