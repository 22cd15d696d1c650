"""What happened to cadences as a whole, told to whoever listens."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from services import events
from services.events import Happening


async def paused(session: AsyncSession, cadence: Cadence) -> None:
    """By a person, or by itself, which its row says."""
    told = Happening("cadence.paused", "cadence", cadence.id)
    await events.tell(session, cadence.company_id, [told])
