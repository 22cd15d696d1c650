"""Connections and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarResult, case, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from schemas.accounts import RemoteNumber
from schemas.cursors import Cursor
from schemas.enums import CampaignStatus, Channel, ConnectionHealth
from schemas.errors import NotFound

_PRESENT = Connection.removed_at.is_(None)
# What the provider itself sets; any other rate was chosen by a person.
PROVIDER_RATES = (20, 80, 1_000)


async def get(session: AsyncSession, connection_id: UUID) -> Connection:
    connection = await session.scalar(
        select(Connection).where(Connection.id == connection_id, _PRESENT)
    )
    if connection is None:
        raise NotFound("Connection", connection_id)
    return connection


async def get_for_update(session: AsyncSession, connection_id: UUID) -> Connection:
    connection = await session.scalar(
        select(Connection).where(Connection.id == connection_id, _PRESENT).with_for_update()
    )
    if connection is None:
        raise NotFound("Connection", connection_id)
    return connection


async def page(
    session: AsyncSession, *, limit: int, after: Cursor | None = None
) -> Sequence[Connection]:
    """Newest first."""
    query = (
        select(Connection)
        .where(_PRESENT)
        .order_by(Connection.created_at.desc(), Connection.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(
            tuple_(Connection.created_at, Connection.id) < tuple_(after.created_at, after.id)
        )
    return (await session.scalars(query)).all()


async def by_account(session: AsyncSession, company_id: UUID, account_id: str) -> Connection | None:
    """Also one that was removed: connecting the account again revives it."""
    return await session.scalar(
        select(Connection)
        .where(Connection.company_id == company_id, Connection.account_id == account_id)
        .with_for_update()
    )


async def name_of(session: AsyncSession, connection_id: UUID) -> str:
    """Also of one that was removed."""
    query = select(Connection.name).where(Connection.id == connection_id)
    return (await session.scalar(query)) or ""


async def account_of(session: AsyncSession, connection_id: UUID) -> str | None:
    """The provider's id of its account."""
    query = select(Connection.account_id).where(Connection.id == connection_id)
    return await session.scalar(query)


async def owner_of(session: AsyncSession, target_id: UUID) -> UUID | None:
    """The company of a connection or a number."""
    number = select(PhoneNumber.company_id).where(PhoneNumber.id == target_id)
    connection = select(Connection.company_id).where(Connection.id == target_id)
    return await session.scalar(number.union_all(connection).limit(1))


async def open_campaigns(session: AsyncSession, connection_id: UUID) -> int:
    """Campaigns that would still send by one of its numbers."""
    over = (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED, CampaignStatus.FAILED)
    found = await session.scalar(
        select(func.count())
        .select_from(Campaign)
        .join(PhoneNumber, PhoneNumber.id == Campaign.phone_number_id)
        .where(
            PhoneNumber.connection_id == connection_id,
            Campaign.status.not_in([*over, CampaignStatus.DRAFT]),
        )
    )
    return found or 0


async def upsert_numbers(
    session: AsyncSession, connection: Connection, numbers: Sequence[RemoteNumber]
) -> list[str]:
    """Write the numbers as the provider has them; returns their ids there."""
    for number in numbers:
        values = {
            "display_phone": number.display_phone,
            "verified_name": number.verified_name,
            "quality": number.quality,
            "removed_at": None,
        }
        await session.execute(
            insert(PhoneNumber)
            .values(
                company_id=connection.company_id,
                connection_id=connection.id,
                provider_number_id=number.provider_id,
                channel=connection.kind.channel,
                rate_per_second=number.rate_per_second,
                **values,
            )
            .on_conflict_do_update(
                index_elements=["company_id", "connection_id", "provider_number_id"],
                set_={**values, **_told_rate(connection, number.rate_per_second)},
            )
        )
    return [number.provider_id for number in numbers]


def _told_rate(connection: Connection, told: int) -> dict[str, ColumnElement[int]]:
    """Of SMS no provider tells a number's rate: what stands was chosen here."""
    if connection.kind.channel is Channel.SMS:
        return {}
    return {"rate_per_second": _rate(told)}


def _rate(told: int) -> ColumnElement[int]:
    """A rate someone lowered by hand stays, until the provider allows less than that."""
    return func.least(
        case(
            (PhoneNumber.rate_per_second.in_(PROVIDER_RATES), told),
            else_=PhoneNumber.rate_per_second,
        ),
        told,
    )


async def keep_numbers(
    session: AsyncSession, connection_id: UUID, provider_ids: Sequence[str]
) -> None:
    """Mark every other number of the connection as gone."""
    await session.execute(
        update(PhoneNumber)
        .where(
            PhoneNumber.connection_id == connection_id,
            PhoneNumber.provider_number_id.not_in(provider_ids),
            PhoneNumber.removed_at.is_(None),
        )
        .values(removed_at=func.now())
    )


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


@dataclass(frozen=True, slots=True)
class Health:
    """How a connection, or one of its numbers, is now."""

    company_id: UUID
    connection_id: UUID
    number_id: UUID | None
    phone: str | None
    channel: Channel
    health: ConnectionHealth
    code: str | None
    detail: str | None

    @classmethod
    def of(cls, row: Connection | PhoneNumber) -> "Health":
        how = (row.health, row.health_code, row.health_detail)
        if isinstance(row, Connection):
            return cls(row.company_id, row.id, None, None, row.kind.channel, *how)
        phone = row.display_phone
        return cls(row.company_id, row.connection_id, row.id, phone, row.channel, *how)


async def set_health(
    session: AsyncSession,
    connection_id: UUID,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> list[Health]:
    """The row, if it was otherwise before."""
    changed = await session.scalars(
        update(Connection)
        .where(Connection.id == connection_id, _is_otherwise(Connection, health, code, detail))
        .values(health=health, health_code=code, health_detail=detail)
        .returning(Connection)
        .execution_options(populate_existing=True)
    )
    return [Health.of(one) for one in changed]


async def set_number_health(
    session: AsyncSession,
    number_id: UUID,
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> list[Health]:
    """The row, if it was otherwise before."""
    changed = await session.scalars(
        update(PhoneNumber)
        .where(PhoneNumber.id == number_id, _is_otherwise(PhoneNumber, health, code, detail))
        .values(health=health, health_code=code, health_detail=detail)
        .returning(PhoneNumber)
        .execution_options(populate_existing=True)
    )
    return [Health.of(one) for one in changed]


async def heal(session: AsyncSession, target_id: UUID, code: str) -> list[Health]:
    """A number or connection that was unwell for this reason is well again: that one."""
    well = {"health": ConnectionHealth.HEALTHY, "health_code": None, "health_detail": None}
    healed: list[Health] = []
    for table in (PhoneNumber, Connection):
        changed: ScalarResult[PhoneNumber | Connection] = await session.scalars(
            update(table)
            .where(table.id == target_id, table.health_code == code)
            .values(**well)
            .returning(table)
            .execution_options(populate_existing=True)
        )
        healed += [Health.of(one) for one in changed]
    return healed


def _is_otherwise(
    table: type[Connection | PhoneNumber],
    health: ConnectionHealth,
    code: str | None,
    detail: str | None,
) -> ColumnElement[bool]:
    return or_(
        table.health != health,
        table.health_code.is_distinct_from(code),
        table.health_detail.is_distinct_from(detail),
    )


async def set_quality(session: AsyncSession, number_id: UUID, quality: str) -> None:
    await session.execute(
        update(PhoneNumber).where(PhoneNumber.id == number_id).values(quality=quality)
    )


async def set_rate(session: AsyncSession, number_id: UUID, per_second: int) -> None:
    await session.execute(
        update(PhoneNumber).where(PhoneNumber.id == number_id).values(rate_per_second=per_second)
    )
