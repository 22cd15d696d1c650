"""What there is to choose from while a campaign is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Segment, Tag
from db.models.templates import Template
from schemas.enums import Channel, ConnectionHealth, TemplateStatus


@dataclass(frozen=True, slots=True)
class SenderRow:
    """A number to send from, with the account it belongs to."""

    id: UUID
    connection_id: UUID
    connection_name: str
    display_phone: str
    verified_name: str
    rate_per_second: int
    healthy: bool
    channel: Channel


async def senders(session: AsyncSession) -> list[SenderRow]:
    """Every number the company may send from, by account and number."""
    well = ConnectionHealth.HEALTHY
    rows = await session.execute(
        select(
            PhoneNumber.id,
            Connection.id,
            Connection.name,
            PhoneNumber.display_phone,
            PhoneNumber.verified_name,
            PhoneNumber.rate_per_second,
            (PhoneNumber.health == well) & (Connection.health == well),
            PhoneNumber.channel,
        )
        .join(Connection, Connection.id == PhoneNumber.connection_id)
        .where(PhoneNumber.removed_at.is_(None))
        .order_by(Connection.name, PhoneNumber.display_phone)
    )
    return [SenderRow(*row) for row in rows]


async def templates_to_choose(session: AsyncSession, connection_id: UUID) -> Sequence[Template]:
    """The account's approved templates, by name."""
    rows = await session.scalars(
        select(Template)
        .where(Template.connection_id == connection_id, Template.status == TemplateStatus.APPROVED)
        .order_by(Template.name, Template.language)
        .limit(1_000)
    )
    return rows.all()


async def segments_to_choose(session: AsyncSession) -> list[tuple[UUID, str]]:
    rows = await session.execute(
        select(Segment.id, Segment.name).order_by(func.lower(Segment.name)).limit(1_000)
    )
    return [(row.id, row.name) for row in rows]


async def audience_names(
    session: AsyncSession, *, segments: Sequence[UUID], tags: Sequence[UUID]
) -> dict[UUID, str]:
    """What segments and tags are called; one that is gone is missing."""
    rows = await session.execute(
        select(Segment.id, Segment.name)
        .where(Segment.id.in_(segments))
        .union_all(select(Tag.id, Tag.name).where(Tag.id.in_(tags)))
    )
    return {row.id: row.name for row in rows}
