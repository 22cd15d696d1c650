"""What inbound events look up and write."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import CampaignRecipient


async def recipients_by_provider_id(
    session: AsyncSession, provider_ids: Sequence[str]
) -> dict[str, UUID]:
    if not provider_ids:
        return {}
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
