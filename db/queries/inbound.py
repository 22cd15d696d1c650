"""What inbound events look up and write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.contacts import Suppression
from db.models.inbound import Message
from schemas.enums import Channel


@dataclass(frozen=True, slots=True)
class NewMessage:
    company_id: UUID
    contact_id: UUID
    phone_number_id: UUID
    kind: str
    body: str
    payload: dict[str, object]
    provider_id: str
    reply_to_recipient_id: UUID | None
    occurred_at: datetime


async def recipients_by_provider_id(
    session: AsyncSession, provider_ids: Sequence[str]
) -> dict[str, UUID]:
    rows = await session.execute(
        select(CampaignRecipient.provider_id, CampaignRecipient.id).where(
            CampaignRecipient.provider_id.in_(provider_ids)
        )
    )
    return {provider_id: recipient_id for provider_id, recipient_id in rows.all() if provider_id}


async def campaign_of(session: AsyncSession, recipient_id: UUID) -> UUID:
    found = await session.scalars(
        select(CampaignRecipient.campaign_id).where(CampaignRecipient.id == recipient_id)
    )
    return found.one()


async def number(session: AsyncSession, provider_number_id: str) -> UUID | None:
    """Our row for a provider's phone number id."""
    return await session.scalar(
        select(PhoneNumber.id).where(PhoneNumber.provider_number_id == provider_number_id)
    )


async def add_message(session: AsyncSession, message: NewMessage) -> bool:
    """False when this message was stored before."""
    added = await session.scalar(
        insert(Message)
        .values(
            company_id=message.company_id,
            contact_id=message.contact_id,
            phone_number_id=message.phone_number_id,
            direction="in",
            kind=message.kind,
            body=message.body,
            payload=message.payload,
            provider_id=message.provider_id,
            reply_to_recipient_id=message.reply_to_recipient_id,
            occurred_at=message.occurred_at,
        )
        .on_conflict_do_nothing()
        .returning(Message.id)
    )
    return added is not None


async def suppress(session: AsyncSession, company_id: UUID, match_key: str, *, reason: str) -> None:
    await session.execute(
        insert(Suppression)
        .values(company_id=company_id, channel=Channel.WHATSAPP, match_key=match_key, reason=reason)
        .on_conflict_do_nothing()
    )


async def release(session: AsyncSession, match_key: str, *, reason: str) -> None:
    """Take back a suppression, if it was for this reason; another's stays."""
    await session.execute(
        delete(Suppression).where(
            Suppression.channel == Channel.WHATSAPP,
            Suppression.match_key == match_key,
            Suppression.reason == reason,
        )
    )
