"""The rate card: what one message costs, by channel, country and category, from a day on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.limits import Rate
from schemas.cursors import Cursor
from schemas.enums import Channel
from schemas.errors import NotFound


async def valid(
    session: AsyncSession, channel: Channel, category: str, day: date
) -> Sequence[Rate]:
    """The row that holds on that day for each country: the category's own before any's."""
    rows = await session.scalars(
        select(Rate)
        .where(
            Rate.channel == channel.value,
            Rate.category.in_((category, "")),
            Rate.valid_from <= day,
        )
        .ext(distinct_on(Rate.country))
        .order_by(Rate.country, Rate.category.desc(), Rate.valid_from.desc())
    )
    return rows.all()


async def get(session: AsyncSession, rate_id: UUID) -> Rate:
    """Raises NotFound."""
    found = await session.scalar(select(Rate).where(Rate.id == rate_id))
    if found is None:
        raise NotFound("Rate", rate_id)
    return found


async def card(session: AsyncSession) -> Sequence[Rate]:
    """All rows as a person reads them: what belongs together, the newest price first."""
    rows = await session.scalars(
        select(Rate).order_by(
            Rate.channel.desc(), Rate.country, Rate.category, Rate.valid_from.desc()
        )
    )
    return rows.all()


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[Rate]:
    """Newest first."""
    query = select(Rate).order_by(Rate.created_at.desc(), Rate.id.desc())
    if after is not None:
        query = query.where(tuple_(Rate.created_at, Rate.id) < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def remove(session: AsyncSession, rate_ids: Sequence[UUID]) -> None:
    await session.execute(delete(Rate).where(Rate.id.in_(rate_ids)))
