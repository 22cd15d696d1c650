"""The rate card: what one message costs, by channel, country and category, from a day on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.limits import Rate
from schemas.cursors import Cursor
from schemas.enums import Channel
from schemas.errors import NotFound
from schemas.rates import RateRow


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


async def put(session: AsyncSession, company_id: UUID, rows: Sequence[RateRow]) -> None:
    """No two of the rows have the same key; what is there gets the new price."""
    if not rows:
        return
    values = [
        {
            "company_id": company_id,
            "channel": row.channel,
            "country": row.country,
            "category": row.category,
            "price_micros": row.price_micros,
            "valid_from": row.valid_from,
        }
        for row in rows
    ]
    wanted = insert(Rate).values(values)
    await session.execute(
        wanted.on_conflict_do_update(
            index_elements=[
                Rate.company_id,
                Rate.channel,
                Rate.country,
                Rate.category,
                Rate.valid_from,
            ],
            set_={"price_micros": wanted.excluded.price_micros, "example": False},
        )
    )
