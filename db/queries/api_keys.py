from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import ApiKey
from schemas.cursors import Cursor


async def insert(session: AsyncSession, key: ApiKey) -> ApiKey:
    session.add(key)
    await session.flush()
    await session.refresh(key)
    return key


async def find_by_prefix(session: AsyncSession, prefix: str) -> ApiKey | None:
    return await session.scalar(select(ApiKey).where(ApiKey.prefix == prefix))


async def made_by(session: AsyncSession, key_id: UUID) -> UUID | None:
    """Whoever made the key; None when they are gone."""
    return await session.scalar(select(ApiKey.created_by).where(ApiKey.id == key_id))


async def get_for_update(session: AsyncSession, key_id: UUID) -> ApiKey | None:
    return await session.get(ApiKey, key_id, with_for_update=True)


async def touch(session: AsyncSession, key_id: UUID, now: datetime) -> None:
    await session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now))


async def newest(
    session: AsyncSession, *, after: Cursor | None = None, limit: int = 100
) -> Sequence[ApiKey]:
    query = select(ApiKey).order_by(ApiKey.created_at.desc(), ApiKey.id.desc()).limit(limit)
    if after is not None:
        place = tuple_(ApiKey.created_at, ApiKey.id)
        query = query.where(place < tuple_(after.created_at, after.id))
    return (await session.scalars(query)).all()
