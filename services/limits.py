"""What bounds a company's sending at this moment: people a day, pace, and what stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import PhoneNumber
from db.models.limits import Breaker
from db.queries import breakers as breaker_rows
from db.queries import connections, portfolio_use, portfolios
from db.queries.breakers import Target
from db.session import Database
from providers.rate_limit import shares_left
from schemas.enums import BreakerState, BreakerTarget, Channel
from schemas.errors import NotFound
from services import breakers

_MOST = 200


@dataclass(frozen=True, slots=True)
class PortfolioLimit:
    """People campaigns began to write to in the last 24 hours."""

    id: UUID
    name: str
    # None: unlimited.
    daily_limit: int | None
    reserve_percent: int
    used: int
    # What campaigns may use, the reserve left alone; None: any number.
    allowed: int | None
    checked_at: datetime | None
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What stopped by itself."""

    # The id of the number, connection or template.
    id: UUID
    target: BreakerTarget
    name: str
    state: BreakerState
    code: str
    detail: str
    opened_at: datetime
    retry_at: datetime | None
    campaigns: int


@dataclass(frozen=True, slots=True)
class NumberLimit:
    id: UUID
    display_phone: str
    account: str
    rate_per_second: int
    # The share of the rate that throttling left; 1.0 is all of it.
    share: float
    channel: Channel
    quality: str
    stopped: Stopped | None

    @property
    def pace(self) -> float:
        """Messages a second at this moment."""
        return self.rate_per_second * self.share


@dataclass(frozen=True, slots=True)
class Limits:
    portfolios: list[PortfolioLimit]
    numbers: list[NumberLimit]
    # Numbers' own are beside them; connections and templates.
    stopped: list[Stopped]


async def read(database: Database, redis: Redis, company_id: UUID) -> Limits:
    async with database.company(company_id) as session:
        accounts = await connections.page(session, limit=_MOST)
        names = {account.id: account.name for account in accounts}
        numbers = await connections.numbers(session, list(names))
        stopped = [await _stopped(session, one, names, numbers) for one in await _rows(session)]
        limits = [
            await _portfolio(
                session, one.id, tuple(a.name for a in accounts if a.portfolio_id == one.id)
            )
            for one in await portfolios.all_of(session)
        ]
    shares = await _shares(redis, numbers)
    by_number = {one.id: one for one in stopped if one.target is BreakerTarget.NUMBER}
    return Limits(
        limits,
        [
            NumberLimit(
                number.id,
                number.display_phone,
                names[number.connection_id],
                number.rate_per_second,
                shares.get(f"number:{number.id}", 1.0),
                number.channel,
                number.quality,
                by_number.get(number.id),
            )
            for number in numbers
        ],
        [one for one in stopped if one.target is not BreakerTarget.NUMBER],
    )


async def retry(session: AsyncSession, target_id: UUID) -> None:
    """Try what stopped with a trickle now. Raises NotFound."""
    found = [one for one in await _rows(session) if one.target_id == target_id]
    if not found:
        raise NotFound("Breaker", target_id)
    for one in found:
        await breakers.try_again(session, Target(one.target, one.target_id))


async def _rows(session: AsyncSession) -> Sequence[Breaker]:
    return await breaker_rows.all_of(session)


async def _stopped(
    session: AsyncSession,
    row: Breaker,
    names: dict[UUID, str],
    numbers: Sequence[PhoneNumber],
) -> Stopped:
    target = Target(row.target, row.target_id)
    known = {**names, **{number.id: number.display_phone for number in numbers}}
    name = known.get(row.target_id) or await breaker_rows.template_name(session, row.target_id)
    waiting = await breaker_rows.stopped_count(session, target, row.code)
    return Stopped(
        row.target_id,
        row.target,
        name,
        row.state,
        row.code,
        row.detail,
        row.opened_at,
        row.retry_at,
        waiting,
    )


async def _portfolio(
    session: AsyncSession, portfolio_id: UUID, accounts: tuple[str, ...]
) -> PortfolioLimit:
    row = await portfolios.get(session, portfolio_id)
    use = await portfolio_use.use(session, portfolio_id)
    return PortfolioLimit(
        row.id,
        row.name,
        row.daily_limit,
        row.reserve_percent,
        use.used,
        use.allowed,
        row.checked_at,
        accounts,
    )


async def portfolio(session: AsyncSession, portfolio_id: UUID) -> PortfolioLimit:
    """One of them, without its accounts. Raises NotFound."""
    return await _portfolio(session, portfolio_id, ())


async def _shares(redis: Redis, numbers: Sequence[PhoneNumber]) -> dict[str, float]:
    """Nothing while Redis is away: then nobody knows."""
    try:
        return await shares_left(redis, [f"number:{number.id}" for number in numbers])
    except (RedisError, OSError):
        return {}
