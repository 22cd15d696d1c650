"""What messages cost, from the company's own rate card: no price stands in the program."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import rates
from schemas.enums import Channel


async def prices(
    session: AsyncSession, channel: Channel, category: str, day: date
) -> dict[str, int]:
    """Country -> millionths for one message (SMS: one segment) on that day.

    The key "" holds for every country that is not named. Of one country's rows the category's own
    wins over one for any category, and among those the newest that is valid by then.
    """
    rows = await rates.valid(session, channel, category, day)
    return {row.country: row.price_micros for row in rows}
