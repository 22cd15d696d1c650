"""What a transaction has told, until it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import SessionTransaction

from db.queries.events import Listeners

# What cadences' sources of these kinds wait for.
SOURCES: Mapping[str, str] = {
    "keyword": "message.received",
    "tag": "contact.tagged",
    "stage": "lead.stage_changed",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to one resource; `type` is a word of schemas.event_types."""

    type: str
    resource_type: str
    resource_id: UUID
    # As schemas.event_data says; what stands in the resource's own row is added
    # (services.event_completing). UUIDs become the ids programs outside know.
    data: Mapping[str, object] = field(default_factory=dict)
    contact_id: UUID | None = None
    conversation_id: UUID | None = None
    # When it happened, by whoever knows best; None: now.
    occurred_at: datetime | None = None
    # Of other systems only this endpoint hears of it, whatever types it wants.
    endpoint_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A happening, and whose work it was: both are known only when it is told."""

    happening: Happening
    depth: int
    # The rule that did it, which does not hear of it.
    rule_id: UUID | None
    # The savepoints it was told in: undone with any of them.
    within: tuple[SessionTransaction, ...]


@dataclass(slots=True)
class News:
    """What one transaction has told of one company, and to whom it may matter."""

    company_id: UUID
    listeners: Listeners
    told: list[Told] = field(default_factory=list)
