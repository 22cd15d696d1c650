"""Topics people can take or leave one by one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.campaigns import Campaign
from db.models.consents import Topic
from db.models.contacts import Suppression
from schemas.cursors import Cursor
from schemas.errors import NotFound
from schemas.policies import topic_scope


async def all_topics(session: AsyncSession) -> Sequence[Topic]:
    """By name."""
    return (await session.scalars(select(Topic).order_by(func.lower(Topic.name)))).all()


async def page(session: AsyncSession, *, after: Cursor | None, limit: int) -> Sequence[Topic]:
    """Newest first."""
    query = select(Topic).order_by(Topic.created_at.desc(), Topic.id.desc())
    if after is not None:
        query = query.where(tuple_(Topic.created_at, Topic.id) < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def get(session: AsyncSession, topic_id: UUID) -> Topic:
    """Raises NotFound."""
    found = await session.scalar(select(Topic).where(Topic.id == topic_id))
    if found is None:
        raise NotFound("Topic", topic_id)
    return found


async def refusals(session: AsyncSession) -> dict[UUID, int]:
    """How many addresses left each topic."""
    rows = await session.execute(
        select(Suppression.scope, func.count(Suppression.match_key.distinct()))
        .where(Suppression.scope.like("topic:%"))
        .group_by(Suppression.scope)
    )
    return {UUID(scope.removeprefix("topic:")): count for scope, count in rows}


async def is_used(session: AsyncSession, topic_id: UUID) -> bool:
    """Whether a campaign or a cadence is about it."""
    campaigns = exists().where(Campaign.topic_id == topic_id)
    cadences = exists().where(Cadence.topic_id == topic_id)
    return bool(await session.scalar(select(campaigns | cadences)))


async def forget_refusals(session: AsyncSession, topic_id: UUID) -> None:
    await session.execute(
        delete(Suppression)
        .where(Suppression.scope == topic_scope(topic_id))
        .execution_options(synchronize_session=False)
    )
