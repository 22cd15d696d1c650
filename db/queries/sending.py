"""What a send batch has to know before it begins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from schemas.enums import CampaignStatus, Channel, Purpose


@dataclass(frozen=True, slots=True)
class SendingPlan:
    status: CampaignStatus
    channel: Channel
    purpose: Purpose
    topic_id: UUID | None
    phone_number_id: UUID
    # Messages a second: of the number over all campaigns, and of this campaign alone.
    number_rate: int
    campaign_rate: int | None
    # See db.models.campaigns.Campaign.
    hours: dict[str, object] | None
    send_at_local: datetime | None
    zones: list[object]
    expires_at: datetime | None
    budget_micros: int | None
    waits_for: str | None
    portfolio_id: UUID | None
    parent_id: UUID | None
    # The campaign its fallback is sent by, once there is one.
    fallback_id: UUID | None


async def plan(session: AsyncSession, campaign_id: UUID) -> SendingPlan | None:
    """None when the campaign, or the number it was to use, does not exist."""
    child = aliased(Campaign)
    rows = await session.execute(
        select(
            Campaign.status,
            Campaign.channel,
            Campaign.purpose,
            Campaign.topic_id,
            PhoneNumber.id.label("phone_number_id"),
            PhoneNumber.rate_per_second.label("number_rate"),
            Campaign.rate_per_second.label("campaign_rate"),
            Campaign.hours,
            Campaign.send_at_local,
            Campaign.zones,
            Campaign.expires_at,
            Campaign.budget_micros,
            Campaign.waits_for,
            Connection.portfolio_id,
            Campaign.parent_id,
            select(child.id)
            .where(child.parent_id == Campaign.id)
            .scalar_subquery()
            .label("fallback_id"),
        )
        .join(PhoneNumber, PhoneNumber.id == Campaign.phone_number_id)
        .join(Connection, Connection.id == PhoneNumber.connection_id)
        .where(Campaign.id == campaign_id)
    )
    row = rows.mappings().one_or_none()
    return SendingPlan(**row) if row is not None else None


async def set_waiting(
    session: AsyncSession, campaign_id: UUID, reason: str | None, until: datetime | None = None
) -> None:
    """What a running campaign waits for, for people to see; None: it goes on."""
    await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(waits_for=reason, waits_until=until)
    )
