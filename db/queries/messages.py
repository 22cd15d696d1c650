"""Single messages, and lists of them across conversations, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.templates import Template
from db.queries.conversations import Eyes, visible
from schemas.enums import DeliveryStatus, Direction
from schemas.errors import NotFound

_SPOKEN = (Direction.IN, Direction.OUT)
_CHANGES = ("edit", "revoke")


@dataclass(frozen=True, slots=True)
class MessageFilters:
    conversation_id: UUID | None = None
    contact_id: UUID | None = None
    number_id: UUID | None = None
    direction: Direction | None = None
    statuses: tuple[DeliveryStatus, ...] = ()
    external_id: str | None = None
    # Ids begin with their time: from the first of these, and before the second.
    since: UUID | None = None
    until: UUID | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message with what its sender made of it later."""

    message: Message
    contact_phone: str | None
    changed_kind: str | None
    changed_body: str | None
    changed_at: datetime | None

    @property
    def id(self) -> UUID:
        return self.message.id

    @property
    def created_at(self) -> datetime:
        return self.message.created_at

    @property
    def deleted_at(self) -> datetime | None:
        return self.changed_at if self.changed_kind == "revoke" else None

    @property
    def edited_at(self) -> datetime | None:
        return self.changed_at if self.changed_kind == "edit" else None

    @property
    def body(self) -> str:
        """As it reads now."""
        if self.deleted_at is not None:
            return ""
        return self.changed_body if self.changed_body is not None else self.message.body


async def get(session: AsyncSession, eyes: Eyes, message_id: UUID) -> MessageRow:
    """Something said, or a note. Raises NotFound, also for an inbox these eyes may not see."""
    query = _rows(eyes).where(Message.id == message_id, Message.direction != Direction.EVENT)
    found = (await session.execute(query)).first()
    if found is None:
        raise NotFound("Message", message_id)
    return MessageRow(*found)


async def page(
    session: AsyncSession,
    eyes: Eyes,
    filters: MessageFilters,
    *,
    before: UUID | None,
    limit: int,
) -> list[MessageRow]:
    """What was said, newest first: the primary key is in the order of time."""
    query = _rows(eyes).where(Message.modifies.is_(None), *_conditions(filters))
    if before is not None:
        query = query.where(Message.id < before)
    rows = await session.execute(query.order_by(Message.id.desc()).limit(limit))
    return [MessageRow(*row) for row in rows]


async def some(session: AsyncSession, eyes: Eyes, ids: Sequence[UUID]) -> list[MessageRow]:
    """These, notes too, in the order given; what these eyes may not see is left out."""
    rows = await session.execute(_rows(eyes).where(Message.id.in_(ids)))
    found = {row[0].id: MessageRow(*row) for row in rows}
    return [found[key] for key in ids if key in found]


async def template_named(
    session: AsyncSession, number_id: UUID, name: str, language: str
) -> Template:
    """As it is called in the account of one of our numbers. Raises NotFound."""
    found = await session.scalar(
        select(Template)
        .join(PhoneNumber, PhoneNumber.connection_id == Template.connection_id)
        .where(PhoneNumber.id == number_id, Template.name == name, Template.language == language)
    )
    if found is None:
        raise NotFound("Template", f"{name} ({language})")
    return found


def _conditions(filters: MessageFilters) -> Sequence[ColumnElement[bool]]:
    directions = _SPOKEN if filters.direction is None else (filters.direction,)
    of_contact = select(Conversation.id).where(Conversation.contact_id == filters.contact_id)
    wanted: list[tuple[bool, ColumnElement[bool]]] = [
        (True, Message.direction.in_(directions)),
        (filters.conversation_id is not None, Message.conversation_id == filters.conversation_id),
        (filters.contact_id is not None, Message.conversation_id.in_(of_contact)),
        (filters.number_id is not None, Message.phone_number_id == filters.number_id),
        (bool(filters.statuses), Message.status.in_(filters.statuses)),
        (filters.external_id is not None, Message.external_id == filters.external_id),
    ]
    chosen = [condition for given, condition in wanted if given]
    if filters.since is not None:
        chosen.append(Message.id >= filters.since)
    if filters.until is not None:
        chosen.append(Message.id < filters.until)
    return chosen


def _rows(eyes: Eyes) -> Select[*tuple[Any, ...]]:
    change = aliased(Message)
    # Deleted wins, else the last edit; as the timeline has it.
    changed = (
        select(change.kind, change.body, change.occurred_at)
        .where(
            change.company_id == Message.company_id,
            change.conversation_id == Message.conversation_id,
            change.modifies == Message.provider_id,
            change.kind.in_(_CHANGES),
            change.direction == Message.direction,
        )
        .order_by(change.kind.desc(), change.occurred_at.desc(), change.id.desc())
        .limit(1)
        .lateral()
    )
    return (
        select(Message, Contact.phone, changed.c.kind, changed.c.body, changed.c.occurred_at)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(
            Contact,
            and_(
                Contact.company_id == Conversation.company_id,
                Contact.id == Conversation.contact_id,
            ),
        )
        .outerjoin(changed, true())
        .where(visible(eyes))
    )
