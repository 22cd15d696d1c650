"""Connections and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection, PhoneNumber
from schemas.cursors import Cursor
from schemas.enums import ConnectionHealth
from schemas.errors import NotFound


async def get(session: AsyncSession, connection_id: UUID) -> Connection:
    connection = await session.scalar(select(Connection).where(Connection.id == connection_id))
    if connection is None:
        raise NotFound("Connection", connection_id)
    return connection


async def get_for_update(session: AsyncSession, connection_id: UUID) -> Connection:
    connection = await session.scalar(
        select(Connection).where(Connection.id == connection_id).with_for_update()
    )
    if connection is None:
        raise NotFound("Connection", connection_id)
    return connection


async def page(
    session: AsyncSession, *, limit: int, after: Cursor | None = None
) -> Sequence[Connection]:
    """Newest first."""
    query = (
        select(Connection).order_by(Connection.created_at.desc(), Connection.id.desc()).limit(limit)
    )
    if after is not None:
        query = query.where(
            tuple_(Connection.created_at, Connection.id) < tuple_(after.created_at, after.id)
        )
    return (await session.scalars(query)).all()


async def by_account(session: AsyncSession, account_id: str) -> Connection | None:
    return await session.scalar(select(Connection).where(Connection.account_id == account_id))


async def numbers(
    session: AsyncSession, connection_ids: Sequence[UUID], *, removed: bool = False
) -> Sequence[PhoneNumber]:
    query = (
        select(PhoneNumber)
        .where(PhoneNumber.connection_id.in_(connection_ids))
        .order_by(PhoneNumber.display_phone)
    )
    if not removed:
        query = query.where(PhoneNumber.removed_at.is_(None))
    return (await session.scalars(query)).all()


async def get_number(session: AsyncSession, number_id: UUID) -> PhoneNumber:
    number = await session.scalar(select(PhoneNumber).where(PhoneNumber.id == number_id))
    if number is None:
        raise NotFound("Phone number", number_id)
    return number


async def number_by_digits(session: AsyncSession, connection_id: UUID, digits: str) -> UUID | None:
    """Notices name a number as it is shown, with or without its punctuation."""
    shown = func.regexp_replace(PhoneNumber.display_phone, "[^0-9]", "", "g")
    return await session.scalar(
        select(PhoneNumber.id).where(PhoneNumber.connection_id == connection_id, shown == digits)
    )


async def set_health(
    session: AsyncSession,
    connection_id: UUID,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> None:
    await session.execute(
        update(Connection)
        .where(Connection.id == connection_id)
        .values(health=health, health_code=code, health_detail=detail)
    )


async def set_number_health(
    session: AsyncSession,
    number_id: UUID,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> None:
    await session.execute(
        update(PhoneNumber)
        .where(PhoneNumber.id == number_id)
        .values(health=health, health_code=code, health_detail=detail)
    )


async def set_rate(session: AsyncSession, number_id: UUID, per_second: int) -> None:
    await session.execute(
        update(PhoneNumber).where(PhoneNumber.id == number_id).values(rate_per_second=per_second)
    )


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """One encrypted value and where it stands."""

    company_id: UUID
    row_id: UUID
    column: str
    ciphertext: bytes


SECRET_COLUMNS = ("access_token", "app_secret", "verify_token")


async def secrets_after(
    session: AsyncSession, after: UUID | None, *, limit: int
) -> list[StoredSecret]:
    """A page of every company's credentials, locked. Needs the system login."""
    query = select(Connection).order_by(Connection.id).limit(limit).with_for_update()
    if after is not None:
        query = query.where(Connection.id > after)
    return [
        StoredSecret(row.company_id, row.id, column, getattr(row, column))
        for row in await session.scalars(query)
        for column in SECRET_COLUMNS
        if getattr(row, column) is not None
    ]


async def replace_secret(session: AsyncSession, secret: StoredSecret, ciphertext: bytes) -> None:
    await session.execute(
        update(Connection).where(Connection.id == secret.row_id).values({secret.column: ciphertext})
    )
