"""Canned replies: the list of them, and those somebody begins to name."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold, folded
from db.models.conversations import CannedReply
from schemas.cursors import Cursor
from schemas.errors import NotFound


async def all_replies(session: AsyncSession) -> Sequence[CannedReply]:
    """By shortcut."""
    return (
        await session.scalars(select(CannedReply).order_by(func.lower(CannedReply.shortcut)))
    ).all()


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[CannedReply]:
    """Newest first."""
    query = select(CannedReply).order_by(CannedReply.created_at.desc(), CannedReply.id.desc())
    if after is not None:
        place = tuple_(CannedReply.created_at, CannedReply.id)
        query = query.where(place < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def get(session: AsyncSession, canned_reply_id: UUID) -> CannedReply:
    """Raises NotFound."""
    found = await session.get(CannedReply, canned_reply_id)
    if found is None:
        raise NotFound("Canned reply", canned_reply_id)
    return found


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(CannedReply)) or 0


async def matching(session: AsyncSession, text: str, limit: int) -> Sequence[CannedReply]:
    """Those whose shortcut begins so, then those that hold the text anywhere; accents ignored."""
    wanted = fold(text)
    shortcut = folded(CannedReply.shortcut.expression)
    begins = shortcut.startswith(wanted, autoescape=True)
    holds = shortcut.contains(wanted, autoescape=True)
    rank = case((begins, 0), (holds, 1), else_=2)
    body = folded(CannedReply.body.expression).contains(wanted, autoescape=True)
    query = select(CannedReply).where(or_(holds, body)).order_by(rank, shortcut).limit(limit)
    return (await session.scalars(query)).all()
