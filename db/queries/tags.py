"""Tags and how many contacts wear them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact, Tag
from schemas.cursors import Cursor
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class TagRow:
    id: UUID
    name: str
    colour: str
    created_at: datetime
    contacts: int


async def all_tags(session: AsyncSession) -> Sequence[Tag]:
    """By name."""
    return (await session.scalars(select(Tag).order_by(func.lower(Tag.name)))).all()


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[Tag]:
    """Newest first."""
    query = select(Tag).order_by(Tag.created_at.desc(), Tag.id.desc())
    if after is not None:
        query = query.where(tuple_(Tag.created_at, Tag.id) < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def with_counts(session: AsyncSession) -> list[TagRow]:
    """By name, each with how many contacts wear it: one pass over the contacts."""
    worn = select(func.unnest(Contact.tag_ids).label("tag_id")).subquery()
    counts = (
        select(worn.c.tag_id, func.count().label("contacts")).group_by(worn.c.tag_id).subquery()
    )
    rows = await session.execute(
        select(Tag, func.coalesce(counts.c.contacts, 0))
        .outerjoin(counts, counts.c.tag_id == Tag.id)
        .order_by(func.lower(Tag.name))
    )
    return [TagRow(tag.id, tag.name, tag.colour, tag.created_at, n) for tag, n in rows]


async def get(session: AsyncSession, tag_id: UUID) -> Tag:
    """Raises NotFound."""
    found = await session.scalar(select(Tag).where(Tag.id == tag_id))
    if found is None:
        raise NotFound("Tag", tag_id)
    return found


async def by_name(session: AsyncSession, name: str) -> Tag | None:
    return await session.scalar(select(Tag).where(func.lower(Tag.name) == func.lower(name)))


async def known(session: AsyncSession, tag_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the given ids that are tags of this company."""
    return set(await session.scalars(select(Tag.id).where(Tag.id.in_(tag_ids))))


async def take_off_everybody(session: AsyncSession, tag_id: UUID) -> list[UUID]:
    """Who wore it."""
    found = await session.scalars(
        update(Contact)
        .where(Contact.tag_ids.overlap([tag_id]))
        .values(tag_ids=func.array_remove(Contact.tag_ids, tag_id), updated_at=func.now())
        .returning(Contact.id)
    )
    return list(found)
