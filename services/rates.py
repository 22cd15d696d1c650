"""What messages cost, from the company's own rate card: no price stands in the program."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.limits import Rate
from db.queries import rates
from schemas.enums import Channel
from schemas.errors import Conflict, InvalidInput
from schemas.rates import RateRow


async def prices(
    session: AsyncSession, channel: Channel, category: str, day: date
) -> dict[str, int]:
    """Country -> millionths for one message (SMS: one segment) on that day.

    The key "" holds for every country that is not named. Of one country's rows the category's own
    wins over one for any category, and among those the newest that is valid by then.
    """
    rows = await rates.valid(session, channel, category, day)
    return {row.country: row.price_micros for row in rows}


async def create(session: AsyncSession, company_id: UUID, row: RateRow) -> Rate:
    """Raises InvalidInput, and Conflict when that day has a price already."""
    _check(row)
    rate = Rate(company_id=company_id)
    await _write(session, rate, row)
    return rate


async def update(session: AsyncSession, rate_id: UUID, row: RateRow) -> Rate:
    """Correct a row; a new price from a new day is a new row. Raises as `create`, and NotFound."""
    rate = await rates.get(session, rate_id)
    _check(row)
    await _write(session, rate, row)
    return rate


async def delete(session: AsyncSession, rate_id: UUID) -> None:
    """Raises NotFound."""
    rate = await rates.get(session, rate_id)
    await rates.remove(session, [rate.id])


async def put(session: AsyncSession, company_id: UUID, rows: Sequence[RateRow]) -> None:
    """Write many: a price for the same channel, country, category and day is replaced."""
    for row in rows:
        _check(row)
    await rates.put(session, company_id, list({row.key: row for row in rows}.values()))


def _check(row: RateRow) -> None:
    errors = row.check()
    if errors:
        raise InvalidInput("This price is not complete.", errors)


async def _write(session: AsyncSession, rate: Rate, row: RateRow) -> None:
    try:
        async with session.begin_nested():
            rate.channel, rate.country, rate.category = row.channel, row.country, row.category
            rate.price_micros, rate.valid_from = row.price_micros, row.valid_from
            rate.example = False
            session.add(rate)
    except IntegrityError as error:
        raise Conflict("There is already a price for this from that day on.") from error
