"""A business portfolio's limit of people a day: read from the provider, changed by its notices."""

import re
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection
from db.models.limits import Portfolio
from db.queries import portfolios
from schemas.accounts import RemotePortfolio
from schemas.errors import InvalidInput

_MOST_RESERVE = 90
_TIER = re.compile(r"(?:TIER_)?(\d+)(K|M)?$", re.IGNORECASE)
_SIZES = {"": 1, "K": 1_000, "M": 1_000_000}
_UNLIMITED = {"TIER_UNLIMITED", "UNLIMITED", "-1"}


def daily_limit(words: str) -> tuple[bool, int | None]:
    """Whether it is understood, and the limit: "TIER_2K" or "2000" is 2,000, unlimited is None."""
    if words.upper() in _UNLIMITED:
        return True, None
    found = _TIER.match(words.strip())
    if found is None:
        return False, None
    return True, int(found[1]) * _SIZES[(found[2] or "").upper()]


async def take_over(
    session: AsyncSession, connection: Connection, found: RemotePortfolio | None
) -> None:
    """Note whose limit this connection shares. An account that names no business has its own."""
    if found is None:
        return
    known, limit = daily_limit(found.daily_limit)
    connection.portfolio_id = await portfolios.save(
        session,
        connection.company_id,
        provider_id=found.provider_id,
        name=found.name,
        limit=limit,
        keep_limit=not known,
    )


async def told(session: AsyncSession, connection_id: UUID, words: str) -> None:
    """A notice of the provider's changes the limit of the connection's portfolio."""
    known, limit = daily_limit(words)
    if known:
        await portfolios.set_limit(session, connection_id, limit)


async def set_reserve(session: AsyncSession, portfolio_id: UUID, percent: int) -> Portfolio:
    """The part campaigns leave alone. Raises NotFound, InvalidInput."""
    if not 0 <= percent <= _MOST_RESERVE:
        raise InvalidInput("Choose a share from 0 to 90 percent.")
    portfolio = await portfolios.get_for_update(session, portfolio_id)
    portfolio.reserve_percent = percent
    await session.flush()
    await session.refresh(portfolio)
    return portfolio
