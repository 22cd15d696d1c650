"""Labels, and how many open conversations wear them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Label
from schemas.cursors import Cursor
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class LabelRow:
    id: UUID
    name: str
    colour: str
    created_at: datetime
    conversations: int


async def all_labels(session: AsyncSession) -> Sequence[Label]:
    """By name."""
    return (await session.scalars(select(Label).order_by(func.lower(Label.name)))).all()


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[Label]:
    """Newest first."""
    query = select(Label).order_by(Label.created_at.desc(), Label.id.desc())
    if after is not None:
        query = query.where(tuple_(Label.created_at, Label.id) < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def with_counts(session: AsyncSession) -> list[LabelRow]:
    """By name, each with how many conversations wear it: one pass over them."""
    worn = select(func.unnest(Conversation.label_ids).label("label_id")).subquery()
    counts = (
        select(worn.c.label_id, func.count().label("worn")).group_by(worn.c.label_id).subquery()
    )
    rows = await session.execute(
        select(Label, func.coalesce(counts.c.worn, 0))
        .outerjoin(counts, counts.c.label_id == Label.id)
        .order_by(func.lower(Label.name))
    )
    return [LabelRow(one.id, one.name, one.colour, one.created_at, n) for one, n in rows]


async def get(session: AsyncSession, label_id: UUID) -> Label:
    """Raises NotFound."""
    found = await session.scalar(select(Label).where(Label.id == label_id))
    if found is None:
        raise NotFound("Label", label_id)
    return found


async def by_ids(session: AsyncSession, label_ids: Collection[UUID]) -> dict[UUID, Label]:
    """Those of the given ids that are labels of this company."""
    rows = await session.scalars(select(Label).where(Label.id.in_(label_ids)))
    return {row.id: row for row in rows}


async def take_off_everything(session: AsyncSession, label_id: UUID) -> None:
    await session.execute(
        update(Conversation)
        .where(Conversation.label_ids.overlap([label_id]))
        .values(
            label_ids=func.array_remove(Conversation.label_ids, label_id),
            version=Conversation.version + 1,
        )
    )
