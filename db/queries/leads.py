"""Where contacts stand in the pipeline."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import Lead


@dataclass(frozen=True, slots=True)
class Moved:
    """A contact who changed stages; `previous` None: stood in none."""

    contact_id: UUID
    previous: UUID | None


# In the order of the contacts, as everybody locks them. Who is in the stage already stays as they
# are, and is no news.
_HOLD = text(
    """
    SELECT contact_id, stage_id FROM leads
    WHERE contact_id = ANY(CAST(:contacts AS uuid[])) ORDER BY contact_id FOR UPDATE
    """
)
_MOVE = text(
    """
    INSERT INTO leads AS l (company_id, contact_id, stage_id, entered_at)
    SELECT c.company_id, c.id, :stage_id, now()
    FROM contacts c WHERE c.id = ANY(CAST(:contacts AS uuid[]))
    ORDER BY c.id
    ON CONFLICT (company_id, contact_id)
    DO UPDATE SET stage_id = excluded.stage_id, entered_at = excluded.entered_at,
                  version = l.version + 1
    WHERE l.stage_id <> excluded.stage_id
    RETURNING contact_id
    """
)
_REMOVE = text(
    """
    WITH held AS MATERIALIZED (
        SELECT contact_id FROM leads
        WHERE contact_id = ANY(CAST(:contacts AS uuid[])) ORDER BY contact_id FOR UPDATE
    )
    DELETE FROM leads l USING held WHERE l.contact_id = held.contact_id
    RETURNING l.contact_id, l.stage_id
    """
)


async def get(session: AsyncSession, contact_id: UUID, *, lock: bool = False) -> Lead | None:
    """Where this contact stands; None: in no stage."""
    query = select(Lead).where(Lead.contact_id == contact_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def move(session: AsyncSession, contact_ids: Collection[UUID], stage_id: UUID) -> list[Moved]:
    """Put these contacts into a stage; those for whom that is another one than before."""
    values = {"contacts": sorted(contact_ids), "stage_id": stage_id}
    held = await session.execute(_HOLD, values)
    before = {row.contact_id: row.stage_id for row in held}
    moved = await session.scalars(_MOVE, values)
    return [Moved(contact_id, before.get(contact_id)) for contact_id in moved]


async def remove(session: AsyncSession, contact_ids: Collection[UUID]) -> list[Moved]:
    """Take these contacts out of the pipeline; those who stood in it."""
    rows = await session.execute(_REMOVE, {"contacts": sorted(contact_ids)})
    return [Moved(row.contact_id, row.stage_id) for row in rows]


async def contacts_in(session: AsyncSession, stage_id: UUID) -> list[UUID]:
    """Who stands in it, locked."""
    rows = await session.scalars(
        select(Lead.contact_id)
        .where(Lead.stage_id == stage_id)
        .order_by(Lead.contact_id)
        .with_for_update()
    )
    return list(rows)
