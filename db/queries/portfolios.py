"""Business portfolios and the connections that share them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection
from db.models.limits import Portfolio
from schemas.errors import NotFound


async def save(
    session: AsyncSession,
    company_id: UUID,
    *,
    provider_id: str,
    name: str,
    limit: int | None,
    keep_limit: bool,
) -> UUID:
    """The row of a business, as the provider has it now; `keep_limit` where it did not say."""
    values: dict[str, object] = {"name": name, "checked_at": func.now(), "updated_at": func.now()}
    if not keep_limit:
        values["daily_limit"] = limit
    added = insert(Portfolio).values(company_id=company_id, provider_id=provider_id, **values)
    found: UUID | None = await session.scalar(
        added.on_conflict_do_update(
            index_elements=["company_id", "provider_id"], set_=values
        ).returning(Portfolio.id)
    )
    assert found is not None
    return found


async def set_limit(session: AsyncSession, connection_id: UUID, limit: int | None) -> None:
    of_connection = select(Connection.portfolio_id).where(Connection.id == connection_id)
    await session.execute(
        update(Portfolio)
        .where(Portfolio.id == of_connection.scalar_subquery())
        .values(daily_limit=limit, checked_at=func.now(), updated_at=func.now())
    )


async def get(session: AsyncSession, portfolio_id: UUID) -> Portfolio:
    found = await session.scalar(select(Portfolio).where(Portfolio.id == portfolio_id))
    if found is None:
        raise NotFound("Portfolio", portfolio_id)
    return found


async def get_for_update(session: AsyncSession, portfolio_id: UUID) -> Portfolio:
    found = await session.scalar(
        select(Portfolio).where(Portfolio.id == portfolio_id).with_for_update()
    )
    if found is None:
        raise NotFound("Portfolio", portfolio_id)
    return found


async def all_of(session: AsyncSession) -> Sequence[Portfolio]:
    """Those of the company at hand that a connection still uses."""
    used = select(Connection.portfolio_id).where(
        Connection.portfolio_id.is_not(None), Connection.removed_at.is_(None)
    )
    rows = await session.scalars(
        select(Portfolio).where(Portfolio.id.in_(used)).order_by(Portfolio.name, Portfolio.id)
    )
    return rows.all()
