"""What other systems said contacts did."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import ContactEvent
from schemas.cursors import Cursor


async def add(session: AsyncSession, values: Mapping[str, Any]) -> ContactEvent | None:
    """Write one down; None: its teller told it before."""
    return await session.scalar(
        insert(ContactEvent).values(values).on_conflict_do_nothing().returning(ContactEvent)
    )


async def add_all(session: AsyncSession, values: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Write many down by one statement; the ids, of those given, of what nobody told before."""
    statement = insert(ContactEvent).on_conflict_do_nothing().returning(ContactEvent.id)
    return set(await session.scalars(statement, list(values)))


async def told(session: AsyncSession, name: str, external_id: str) -> ContactEvent:
    """The one its teller calls so."""
    return (
        await session.scalars(
            select(ContactEvent).where(
                ContactEvent.name == name, ContactEvent.external_id == external_id
            )
        )
    ).one()


async def page(
    session: AsyncSession,
    contact_id: UUID,
    *,
    after: Cursor | None,
    limit: int,
    name: str | None = None,
) -> Sequence[ContactEvent]:
    """As they were told, the newest first."""
    query = (
        select(ContactEvent)
        .where(ContactEvent.contact_id == contact_id)
        .order_by(ContactEvent.created_at.desc(), ContactEvent.id.desc())
    )
    if name is not None:
        query = query.where(ContactEvent.name == name)
    if after is not None:
        place = (after.created_at, after.id)
        query = query.where(tuple_(ContactEvent.created_at, ContactEvent.id) < place)
    return (await session.scalars(query.limit(limit))).all()
