"""What a send batch has to know before it begins."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from schemas.enums import CampaignStatus


@dataclass(frozen=True, slots=True)
class SendingPlan:
    status: CampaignStatus
    phone_number_id: UUID
    # Messages a second: of the number over all campaigns, and of this campaign alone.
    number_rate: int
    campaign_rate: int | None


async def plan(session: AsyncSession, campaign_id: UUID) -> SendingPlan | None:
    """None when the campaign, or the number it was to use, does not exist."""
    row = (
        await session.execute(
            select(
                Campaign.status,
                PhoneNumber.id,
                PhoneNumber.rate_per_second,
                Campaign.rate_per_second,
            )
            .join(PhoneNumber, PhoneNumber.id == Campaign.phone_number_id)
            .where(Campaign.id == campaign_id)
        )
    ).one_or_none()
    return SendingPlan(*row) if row is not None else None
