"""What passed between the company and one contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.conversations import Conversation, Message
from db.queries import merges
from schemas.enums import DeliveryStatus, Direction

_RECENT = 50


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign that reached, or was to reach, the contact."""

    id: UUID
    name: str
    status: DeliveryStatus
    reason: str | None
    at: datetime


async def campaigns(session: AsyncSession, contact_id: UUID) -> list[CampaignLine]:
    """Among the company's newest fifty: each is one look into the ledger's own index.

    Also what reached whoever was merged into the contact.
    """
    known = await merges.known_as(session, contact_id)
    newest = select(Campaign).order_by(Campaign.created_at.desc()).limit(_RECENT).subquery()
    rows = await session.execute(
        select(
            newest.c.id,
            newest.c.name,
            CampaignRecipient.status,
            CampaignRecipient.reason,
            newest.c.created_at,
        )
        .join(CampaignRecipient, CampaignRecipient.campaign_id == newest.c.id)
        .where(CampaignRecipient.contact_id.in_(known))
        .order_by(newest.c.created_at.desc())
    )
    return [CampaignLine(*row) for row in rows]


async def messages(session: AsyncSession, contact_id: UUID) -> Sequence[Message]:
    """The newest fifty the contact wrote."""
    conversations = select(Conversation.id).where(Conversation.contact_id == contact_id)
    query = (
        select(Message)
        .where(
            Message.conversation_id.in_(conversations),
            Message.direction == Direction.IN,
            Message.modifies.is_(None),
        )
        .order_by(Message.occurred_at.desc())
        .limit(_RECENT)
    )
    return (await session.scalars(query)).all()
