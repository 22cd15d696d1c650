"""Saved filters of the inbox: one's own, and the company's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import InboxView
from schemas.errors import NotFound


async def of(session: AsyncSession, user_id: UUID) -> Sequence[InboxView]:
    """What this person may open: the company's first, then their own, each by name."""
    rows = await session.scalars(
        select(InboxView)
        .where(or_(InboxView.user_id.is_(None), InboxView.user_id == user_id))
        .order_by(InboxView.user_id.is_not(None), func.lower(InboxView.name), InboxView.id)
    )
    return rows.all()


async def get(session: AsyncSession, user_id: UUID, view_id: UUID) -> InboxView:
    """Raises NotFound, also for somebody else's own."""
    found = await session.scalar(
        select(InboxView).where(
            InboxView.id == view_id, or_(InboxView.user_id.is_(None), InboxView.user_id == user_id)
        )
    )
    if found is None:
        raise NotFound("View", view_id)
    return found
