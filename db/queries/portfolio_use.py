"""How much of a portfolio's daily limit is used; who counts is written with the claim."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Meta counts from the sending, we from the claim, in whole minutes: db.queries.claims.
_USE = text(
    """
    SELECT p.daily_limit, p.reserve_percent,
           (SELECT coalesce(sum(m.count), 0) FROM portfolio_minutes m
            WHERE m.portfolio_id = p.id AND m.minute > now() - interval '24 hours') AS used
    FROM portfolios p WHERE p.id = :portfolio_id
    """
)
# The first minute after which fewer than `allowed` people count.
_ROOM_AT = text(
    """
    SELECT minute + interval '24 hours' FROM (
        SELECT minute, sum(count) OVER (ORDER BY minute DESC) AS since
        FROM portfolio_minutes
        WHERE portfolio_id = :portfolio_id AND minute > now() - interval '24 hours'
    ) m
    WHERE since >= :allowed ORDER BY minute DESC LIMIT 1
    """
)
_FORGET = text(
    """
    WITH people AS (
        DELETE FROM portfolio_recipients WHERE minute < now() - interval '25 hours'
    )
    DELETE FROM portfolio_minutes WHERE minute < now() - interval '25 hours'
    """
)


@dataclass(frozen=True, slots=True)
class PortfolioUse:
    """People in the last 24 hours; limit null: unlimited."""

    limit: int | None
    reserve_percent: int
    used: int

    @property
    def allowed(self) -> int | None:
        """What campaigns may use, the reserve left alone."""
        if self.limit is None:
            return None
        return self.limit * (100 - self.reserve_percent) // 100

    @property
    def room(self) -> int | None:
        """How many people more a campaign may reach now."""
        return None if self.allowed is None else max(0, self.allowed - self.used)


async def use(session: AsyncSession, portfolio_id: UUID) -> PortfolioUse:
    row = (await session.execute(_USE, {"portfolio_id": portfolio_id})).one()
    return PortfolioUse(row.daily_limit, row.reserve_percent, row.used)


async def room_at(session: AsyncSession, portfolio_id: UUID, allowed: int) -> datetime | None:
    """When there is room for somebody again; None when there is already, or never will be."""
    found: datetime | None = await session.scalar(
        _ROOM_AT, {"portfolio_id": portfolio_id, "allowed": allowed}
    )
    return found


async def forget(session: AsyncSession) -> None:
    """Clear away who counts no more; for the sweep, over all companies."""
    await session.execute(_FORGET)
