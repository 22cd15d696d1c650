"""Conversations and messages as inbound events write them: set by set."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import (
    ARRAY,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from db.models.conversations import Conversation
from schemas.enums import Channel, ConversationStatus

# A contact and one of our numbers.
Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message of a customer, or one of ours that was written elsewhere."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    phone_number_id: UUID
    direction: str
    kind: str
    body: str
    payload: dict[str, object]
    provider_id: str
    modifies: str | None
    reply_to: str | None
    reply_to_recipient_id: UUID | None
    occurred_at: datetime
    # Of what we wrote elsewhere; a customer's message has neither.
    status: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of a conversation's row that messages move. Not a model: there are many."""

    id: UUID
    contact_id: UUID
    number_id: UUID
    status: ConversationStatus
    last_message_at: datetime
    last_message_id: UUID | None
    unread_count: int
    seen_at: datetime | None
    writes_from: str | None
    last_inbound_at: datetime | None
    waiting_since: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    snoozed_until: datetime | None
    assignee_id: UUID | None


# In the order of the keys, as everybody locks them.
_LOCKED: Select[*tuple[Any, ...]] = (
    select(
        Conversation.id,
        Conversation.contact_id,
        Conversation.phone_number_id,
        Conversation.status,
        Conversation.last_message_at,
        Conversation.last_message_id,
        Conversation.unread_count,
        Conversation.seen_at,
        Conversation.writes_from,
        Conversation.last_inbound_at,
        Conversation.waiting_since,
        Conversation.answered_at,
        Conversation.closed_at,
        Conversation.snoozed_until,
        Conversation.assignee_id,
    )
    # An array, not a list of places: the statement stays the same, and is planned once.
    .where(Conversation.contact_id == any_(bindparam("contacts", type_=ARRAY(Uuid()))))
    .order_by(Conversation.id)
    .with_for_update()
)
# Long enough ago that whatever is said now answers no campaign from before.
_CAMPAIGN_DAYS = 120
_NAMES = bindparam("names", type_=ARRAY(Text()))
_NUMBERS = (
    select(
        PhoneNumber.provider_number_id,
        # An SMS names the number it was written to, not the provider's id of it.
        case((PhoneNumber.channel == Channel.SMS, PhoneNumber.display_phone)).label("phone"),
        PhoneNumber.id,
        exists()
        .where(
            Campaign.phone_number_id == PhoneNumber.id,
            Campaign.frozen_at > func.now() - timedelta(days=_CAMPAIGN_DAYS),
        )
        .label("has_campaigns"),
    )
    .where(
        or_(
            PhoneNumber.provider_number_id == any_(_NAMES),
            and_(PhoneNumber.channel == Channel.SMS, PhoneNumber.display_phone == any_(_NAMES)),
        )
    )
    # Of two rows with one number the one that is still ours.
    .order_by(PhoneNumber.removed_at.is_(None), PhoneNumber.removed_at, PhoneNumber.id)
)
_OPEN = text(
    """
    INSERT INTO conversations (company_id, contact_id, phone_number_id, last_message_at)
    SELECT :company_id, p.contact_id, p.number_id, p.at
    FROM unnest(CAST(:contacts AS uuid[]), CAST(:numbers AS uuid[]), CAST(:times AS timestamptz[]))
         AS p (contact_id, number_id, at)
    ORDER BY p.contact_id, p.number_id
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)
_ADD = text(
    """
    INSERT INTO messages (company_id, id, conversation_id, contact_id, phone_number_id, direction,
                          kind, body, payload, provider_id, modifies, reply_to,
                          reply_to_recipient_id, occurred_at, status, source)
    SELECT :company_id, m.id, m.conversation_id, m.contact_id, m.phone_number_id, m.direction,
           m.kind, m.body, m.payload, m.provider_id, m.modifies, m.reply_to,
           m.reply_to_recipient_id, m.occurred_at, m.status, m.source
    FROM jsonb_to_recordset(CAST(:messages AS jsonb))
         AS m (id uuid, conversation_id uuid, contact_id uuid, phone_number_id uuid, direction text,
               kind text, body text, payload jsonb, provider_id text, modifies text, reply_to text,
               reply_to_recipient_id uuid, occurred_at timestamptz, status text, source text)
    -- In one order, so that two transactions with the same messages do not wait crosswise.
    ORDER BY m.provider_id
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)
# The rows are locked already, by `locked`.
_SAVE = text(
    """
    UPDATE conversations c
    SET status = t.status,
        version = c.version + CASE WHEN c.status <> t.status THEN 1 ELSE 0 END,
        last_message_at = t.last_message_at,
        last_message_id = t.last_message_id,
        unread_count = t.unread_count,
        writes_from = t.writes_from,
        last_inbound_at = t.last_inbound_at,
        waiting_since = t.waiting_since,
        answered_at = t.answered_at,
        closed_at = t.closed_at,
        snoozed_until = t.snoozed_until,
        updated_at = now()
    FROM jsonb_to_recordset(CAST(:threads AS jsonb))
         AS t (id uuid, status text, last_message_at timestamptz, last_message_id uuid,
               unread_count int, writes_from text, last_inbound_at timestamptz, waiting_since timestamptz,
               answered_at timestamptz, closed_at timestamptz, snoozed_until timestamptz)
    -- The ids once more: without statistics a join alone would read the whole company.
    WHERE c.company_id = :company_id AND c.id = t.id AND c.id = ANY(CAST(:ids AS uuid[]))
    """
)


async def open_all(session: AsyncSession, company_id: UUID, at: dict[Pair, datetime]) -> list[UUID]:
    """A conversation for each pair that has none; the new ones."""
    made = await session.scalars(
        _OPEN,
        {
            "company_id": company_id,
            "contacts": [contact for contact, _ in at],
            "numbers": [number for _, number in at],
            "times": list(at.values()),
        },
    )
    return list(made)


async def locked(session: AsyncSession, contacts: Collection[UUID]) -> list[Standing]:
    """Where the conversations of these contacts stand; locked until the transaction ends."""
    found = await session.execute(_LOCKED, {"contacts": list(contacts)})
    return [Standing(*row) for row in found]


async def add(
    session: AsyncSession, company_id: UUID, messages: Sequence[NewMessage]
) -> frozenset[UUID]:
    """Write messages down, each once; the ids of those that are new."""
    document = to_json(messages).decode()
    found = await session.scalars(_ADD, {"company_id": company_id, "messages": document})
    return frozenset(found)


async def save(session: AsyncSession, company_id: UUID, threads: Sequence[Standing]) -> None:
    """Write what services.threads made of locked conversations."""
    document = to_json(threads).decode()
    ids = [thread.id for thread in threads]
    await session.execute(_SAVE, {"company_id": company_id, "threads": document, "ids": ids})


@dataclass(frozen=True, slots=True)
class Number:
    """One of our numbers, and whether what is said to it may answer a campaign."""

    id: UUID
    has_campaigns: bool


async def numbers(session: AsyncSession, names: Collection[str]) -> dict[str, Number]:
    """Our rows for a provider's ids of its numbers; of SMS also for the numbers themselves."""
    found: dict[str, Number] = {}
    for row in await session.execute(_NUMBERS, {"names": list(names)}):
        number = Number(row.id, row.has_campaigns)
        found |= {name: number for name in (row.phone, row.provider_number_id) if name in names}
    return found
