"""How a test on a sample decides what the rest gets."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign


async def step(session: AsyncSession, campaign: Campaign, now: datetime) -> float | None:  # noqa: ARG001 - see its owner
    """Seconds until it wants to be asked again; None: nothing to wait for."""
    return None
