"""Leads: contacts in a stage of the pipeline. Who gets there by whom is told; a deal won or lost
ends the cadences that heed it.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import Lead, Stage
from db.queries import leads, stages
from db.queries.leads import Moved
from schemas.cadences import Stop
from schemas.enums import StageOutcome
from schemas.errors import PreconditionFailed
from services import cadence_goals, enrolment_stops, events
from services.events import Happening

_STOPS = {StageOutcome.WON: Stop.WON, StageOutcome.LOST: Stop.LOST}


async def move(
    session: AsyncSession,
    company_id: UUID,
    contact_ids: Collection[UUID],
    stage_id: UUID,
    *,
    user_id: UUID | None = None,
) -> int:
    """Put contacts into a stage; for how many that is another one. Raises NotFound.

    Who is nobody's contact is passed over. Safe to repeat. To be called late in a transaction.
    """
    stage = await stages.get(session, stage_id)
    moved = await leads.move(session, contact_ids, stage_id) if contact_ids else []
    await _tell(session, company_id, moved, stage, user_id)
    people = [one.contact_id for one in moved]
    stop = _STOPS.get(stage.outcome)
    if stop is not None:
        await enrolment_stops.stop(session, company_id, people, stop, detail=stage.name)
    await cadence_goals.heed(session, company_id, people)
    return len(moved)


async def move_one(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    stage_id: UUID,
    *,
    version: int | None = None,
    user_id: UUID | None = None,
) -> Lead:
    """The same for one contact, if where they stand is what the caller has seen.

    Raises NotFound, and PreconditionFailed when somebody moved them since.
    """
    await _check(session, contact_id, version)
    await move(session, company_id, [contact_id], stage_id, user_id=user_id)
    found = await leads.get(session, contact_id)
    assert found is not None
    await session.refresh(found)
    return found


async def remove(
    session: AsyncSession,
    company_id: UUID,
    contact_ids: Collection[UUID],
    *,
    version: int | None = None,
    user_id: UUID | None = None,
) -> int:
    """Take contacts out of the pipeline; how many stood in it. `version` is for a single one."""
    for contact_id in contact_ids if version is not None else ():
        await _check(session, contact_id, version)
    moved = await leads.remove(session, contact_ids)
    await _tell(session, company_id, moved, None, user_id)
    return len(moved)


async def _check(session: AsyncSession, contact_id: UUID, version: int | None) -> None:
    if version is None:
        return
    found = await leads.get(session, contact_id, lock=True)
    # Who stands nowhere is at version 0: somebody may count on that, too.
    if (found.version if found is not None else 0) != version:
        raise PreconditionFailed("This contact was moved since you looked. Look again.")


async def _tell(
    session: AsyncSession,
    company_id: UUID,
    moved: Sequence[Moved],
    stage: Stage | None,
    user_id: UUID | None,
) -> None:
    happenings = [
        Happening(
            "lead.stage_changed",
            "lead",
            one.contact_id,
            {
                "stage_id": stage.id if stage else None,
                "stage": stage.name if stage else "",
                "outcome": stage.outcome.value if stage else None,
                "previous_stage_id": one.previous,
                "user_id": user_id,
            },
            contact_id=one.contact_id,
        )
        for one in moved
    ]
    await events.tell(session, company_id, happenings)
