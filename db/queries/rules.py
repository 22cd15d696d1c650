"""Automation rules: reading and listing."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.automation import AutomationRule
from schemas.cursors import Cursor
from schemas.errors import NotFound

_IN_ORDER = (AutomationRule.position, AutomationRule.created_at, AutomationRule.id)


async def get(session: AsyncSession, rule_id: UUID) -> AutomationRule:
    """Raises NotFound, also for another company's rule."""
    found = await session.get(AutomationRule, rule_id)
    if found is None:
        raise NotFound("Rule", rule_id)
    return found


async def get_for_update(session: AsyncSession, rule_id: UUID) -> AutomationRule:
    """The row, locked until the transaction ends. Raises NotFound."""
    found = await session.scalar(
        select(AutomationRule)
        .where(AutomationRule.id == rule_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Rule", rule_id)
    return found


async def enabled(session: AsyncSession, kinds: Collection[str]) -> Sequence[AutomationRule]:
    """Those that wait for something of these kinds, in the order in which they run."""
    found = await session.scalars(
        select(AutomationRule)
        .where(AutomationRule.enabled, AutomationRule.kind.in_(kinds))
        .order_by(*_IN_ORDER)
    )
    return found.all()


async def all_rules(session: AsyncSession) -> Sequence[AutomationRule]:
    """In the order in which they run."""
    return (await session.scalars(select(AutomationRule).order_by(*_IN_ORDER))).all()


async def by_ids(session: AsyncSession, rule_ids: Collection[UUID]) -> dict[UUID, AutomationRule]:
    found = await session.scalars(select(AutomationRule).where(AutomationRule.id.in_(rule_ids)))
    return {rule.id: rule for rule in found}


async def page(
    session: AsyncSession, *, after: Cursor | None, limit: int
) -> Sequence[AutomationRule]:
    """Newest first."""
    key = (AutomationRule.created_at, AutomationRule.id)
    query = select(AutomationRule).order_by(*(column.desc() for column in key))
    if after is not None:
        query = query.where(tuple_(*key) < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(AutomationRule)) or 0


async def last_position(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(AutomationRule.position))) or 0
