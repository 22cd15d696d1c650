"""Definitions of custom fields."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact, ContactField
from schemas.cursors import Cursor
from schemas.errors import NotFound


async def definitions(session: AsyncSession) -> Sequence[ContactField]:
    """All of them, oldest first: there are at most a few dozen."""
    found = await session.scalars(select(ContactField).order_by(ContactField.created_at))
    return found.all()


async def page(
    session: AsyncSession, *, after: Cursor | None, limit: int
) -> Sequence[ContactField]:
    """Newest first."""
    query = select(ContactField).order_by(ContactField.created_at.desc(), ContactField.id.desc())
    if after is not None:
        query = query.where(_before(after))
    return (await session.scalars(query.limit(limit))).all()


def _before(cursor: Cursor) -> ColumnElement[bool]:
    return tuple_(ContactField.created_at, ContactField.id) < (cursor.created_at, cursor.id)


async def get(session: AsyncSession, field_id: UUID) -> ContactField:
    """Raises NotFound."""
    found = await session.scalar(select(ContactField).where(ContactField.id == field_id))
    if found is None:
        raise NotFound("Field", field_id)
    return found


async def forget(session: AsyncSession, key: str) -> None:
    """Remove the field's value from every contact."""
    await session.execute(
        update(Contact)
        .where(Contact.fields.has_key(key))
        .values(fields=Contact.fields.op("-")(key), updated_at=func.now())
    )
