"""Saved filters of the inbox: one's own, and the company's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import desc, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import InboxView
from db.models.notifications import Notification
from schemas.enums import NotificationKind
from schemas.errors import NotFound

# As many as anybody reads back.
_MENTIONS = 200


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


async def mentioned(session: AsyncSession, user_id: UUID) -> tuple[UUID, ...]:
    """The conversations whose notes named this person, the latest of them."""
    rows = await session.execute(
        select(Notification.conversation_id, func.max(Notification.created_at).label("at"))
        .where(
            Notification.user_id == user_id,
            Notification.kind == NotificationKind.MENTION,
            Notification.conversation_id.is_not(None),
        )
        .group_by(Notification.conversation_id)
        .order_by(desc("at"))
        .limit(_MENTIONS)
    )
    return tuple(key for key, _ in rows if key is not None)


async def unread_mentions(session: AsyncSession, user_id: UUID) -> int:
    """In how many conversations somebody named this person since they last looked."""
    found = await session.scalar(
        select(func.count(Notification.conversation_id.distinct())).where(
            Notification.user_id == user_id,
            Notification.kind == NotificationKind.MENTION,
            Notification.read_at.is_(None),
        )
    )
    return found or 0
