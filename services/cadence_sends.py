"""A cadence's sends follow its state: its step campaigns pause, go on and end with it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.queries import cadence_ledger, cadences
from schemas.enums import CadenceStatus, CampaignStatus

_STOPPED = (CampaignStatus.PAUSED, CampaignStatus.AUTO_PAUSED)
_FOLLOWS = {
    CadenceStatus.RUNNING: (_STOPPED, CampaignStatus.RUNNING),
    CadenceStatus.PAUSED: ((CampaignStatus.RUNNING,), CampaignStatus.PAUSED),
    CadenceStatus.ARCHIVED: ((CampaignStatus.RUNNING, *_STOPPED), CampaignStatus.CANCELLED),
}


async def follow(session: AsyncSession, cadence: Cadence) -> None:
    """In the transaction that changed the cadence's status: nothing more of it is claimed."""
    change = _FOLLOWS.get(cadence.status)
    if change is not None:
        before, after = change
        await cadence_ledger.set_status(session, cadence.id, before, after)


async def settle(session: AsyncSession, cadence: Cadence) -> None:
    """Its settings hold for what its steps send from now on, also for what waits in the ledger."""
    await cadence_ledger.set_rules(session, cadence)


async def go_on(session: AsyncSession, cadence_id: UUID) -> None:
    """What it stopped for by itself is mended: go on. Nothing for one a person has paused."""
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.status is not CadenceStatus.PAUSED or cadence.status_code is None:
        return
    cadence.status, cadence.status_code, cadence.status_detail = CadenceStatus.RUNNING, None, None
    cadence.version += 1
    await cadences.log(session, cadence, "resumed", detail="mended")
    await follow(session, cadence)
