"""What passed between the company and one contact."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.queries import merges
from db.queries import messages as rows
from db.queries.conversations import Eyes
from db.queries.messages import MessageFilters, MessageRow
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

    Also what reached whoever was merged into the contact. What steps of cadences sent is told with
    the contact's cadences.
    """
    known = await merges.known_as(session, contact_id)
    newest = (
        select(Campaign)
        .where(Campaign.cadence_id.is_(None))
        .order_by(Campaign.created_at.desc())
        .limit(_RECENT)
        .subquery()
    )
    found = await session.execute(
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
    return [CampaignLine(*row) for row in found]


async def messages(session: AsyncSession, eyes: Eyes, contact_id: UUID) -> list[MessageRow]:
    """The newest fifty the contact wrote to inboxes these eyes may see, as they read now."""
    wanted = MessageFilters(contact_id=contact_id, direction=Direction.IN)
    return await rows.page(session, eyes, wanted, before=None, limit=_RECENT)
