"""Stopping by ourselves when the provider says that going on would fail."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection, PhoneNumber
from db.queries import campaigns as campaign_queries
from providers.base import Recovery, Rejected
from schemas.enums import ConnectionHealth
from services import campaigns


async def trip(session: AsyncSession, campaign_id: UUID, refusal: Rejected) -> None:
    """Pause the campaign and mark what is broken: its number or its connection."""
    campaign = await campaigns.auto_pause(
        session, campaign_id, code=refusal.code, detail=refusal.detail
    )
    if campaign is None:
        campaign = await campaign_queries.get(session, campaign_id)
    if campaign.phone_number_id is not None:
        await mark(session, campaign.phone_number_id, refusal)


async def mark(session: AsyncSession, phone_number_id: UUID, refusal: Rejected) -> None:
    """Say on the number or its connection that it is broken, where the refusal says so."""
    if refusal.recovery is Recovery.PAUSE_NUMBER:
        await session.execute(
            update(PhoneNumber)
            .where(PhoneNumber.id == phone_number_id)
            .values(
                health=ConnectionHealth.PAUSED,
                health_code=refusal.code,
                health_detail=refusal.detail,
            )
        )
    if refusal.recovery is Recovery.PAUSE_CONNECTION:
        number = await session.get_one(PhoneNumber, phone_number_id, populate_existing=True)
        await session.execute(
            update(Connection)
            .where(Connection.id == number.connection_id)
            .values(
                health=ConnectionHealth.BROKEN,
                health_code=refusal.code,
                health_detail=refusal.detail,
            )
        )
