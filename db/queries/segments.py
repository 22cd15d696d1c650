"""Segments: reading and listing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Segment
from schemas.cursors import Cursor
from schemas.errors import NotFound


async def get(session: AsyncSession, segment_id: UUID) -> Segment:
    """Raises NotFound, also for another company's segment."""
    found = await session.scalar(select(Segment).where(Segment.id == segment_id))
    if found is None:
        raise NotFound("Segment", segment_id)
    return found


async def get_for_update(session: AsyncSession, segment_id: UUID) -> Segment:
    """The row, locked until the transaction ends. Raises NotFound."""
    found = await session.scalar(select(Segment).where(Segment.id == segment_id).with_for_update())
    if found is None:
        raise NotFound("Segment", segment_id)
    return found


async def all_segments(session: AsyncSession) -> Sequence[Segment]:
    """By name."""
    return (await session.scalars(select(Segment).order_by(func.lower(Segment.name)))).all()


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[Segment]:
    """Newest first."""
    query = select(Segment).order_by(Segment.created_at.desc(), Segment.id.desc())
    if after is not None:
        query = query.where(tuple_(Segment.created_at, Segment.id) < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()
