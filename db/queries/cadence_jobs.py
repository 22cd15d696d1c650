"""What is done with everybody of a cadence: its jobs, in the order they were asked for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import CadenceJob
from schemas.errors import NotFound


async def get(session: AsyncSession, job_id: UUID, *, lock: bool = False) -> CadenceJob:
    """Raises NotFound. Locked, it is as the page that held it left it."""
    query = select(CadenceJob).where(CadenceJob.id == job_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise NotFound("Job", job_id)
    return found


async def unfinished(session: AsyncSession, cadence_id: UUID) -> Sequence[CadenceJob]:
    """Those to be worked on, the one in turn first."""
    row = CadenceJob
    found = await session.scalars(
        select(row)
        .where(row.cadence_id == cadence_id, row.finished_at.is_(None))
        .order_by(row.id)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def page(
    session: AsyncSession, cadence_id: UUID, *, after: UUID | None, limit: int
) -> Sequence[CadenceJob]:
    """Newest first."""
    row = CadenceJob
    query = select(row).where(row.cadence_id == cadence_id)
    if after is not None:
        query = query.where(row.id < after)
    return (await session.scalars(query.order_by(row.id.desc()).limit(limit))).all()


async def shown(
    session: AsyncSession, cadence_id: UUID, *, since: datetime, limit: int
) -> Sequence[CadenceJob]:
    """Those that are not over, and those that ended since; newest first."""
    row = CadenceJob
    found = await session.scalars(
        select(row)
        .where(
            row.cadence_id == cadence_id,
            or_(row.finished_at.is_(None), row.finished_at >= since),
        )
        .order_by(row.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def left_alone(session: AsyncSession, before: datetime) -> list[tuple[UUID, UUID]]:
    """(company, cadence) with jobs made before then that are not over, of every company."""
    row = CadenceJob
    rows = await session.execute(
        select(row.company_id, row.cadence_id)
        .where(row.finished_at.is_(None), row.created_at < before)
        .distinct()
    )
    return [(company_id, cadence_id) for company_id, cadence_id in rows]
