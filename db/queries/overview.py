"""What the first page of the console shows of a company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.connections import Connection
from db.models.contacts import Contact
from db.models.templates import Template
from schemas.enums import CampaignStatus, ConnectionHealth, ConnectionKind, TemplateStatus

# Counting further would read the whole table for a number nobody checks.
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Totals:
    connections: int
    # At most COUNTED + 1, which stands for "more".
    contacts: int
    templates: int
    approved_templates: int
    campaigns: int
    running: int


@dataclass(frozen=True, slots=True)
class RecentCampaign:
    id: UUID
    name: str
    status: CampaignStatus
    created_at: datetime
    scheduled_at: datetime | None


async def totals(session: AsyncSession) -> Totals:
    some_contacts = select(literal(1)).select_from(Contact).limit(COUNTED + 1).subquery()
    approved = Template.status == TemplateStatus.APPROVED
    own = Campaign.cadence_id.is_(None)
    running = own & Campaign.status.in_([CampaignStatus.LAUNCHING, CampaignStatus.RUNNING])
    found = await session.execute(
        select(
            select(func.count()).where(Connection.removed_at.is_(None)).scalar_subquery(),
            select(func.count()).select_from(some_contacts).scalar_subquery(),
            _count(Template),
            select(func.count()).select_from(Template).where(approved).scalar_subquery(),
            select(func.count()).select_from(Campaign).where(own).scalar_subquery(),
            select(func.count()).select_from(Campaign).where(running).scalar_subquery(),
        )
    )
    return Totals(*found.one())


@dataclass(frozen=True, slots=True)
class Trouble:
    """A connection that does not work as it should."""

    id: UUID
    name: str
    health: ConnectionHealth


async def troubled_connections(session: AsyncSession) -> Sequence[Trouble]:
    rows = await session.execute(
        select(Connection.id, Connection.name, Connection.health)
        .where(Connection.removed_at.is_(None), Connection.health != ConnectionHealth.HEALTHY.value)
        .order_by(Connection.name, Connection.id)
    )
    return [Trouble(*row) for row in rows]


async def was_ever_connected(session: AsyncSession, kind: ConnectionKind) -> bool:
    """Also true after the connection was removed again."""
    query = select(Connection.id).where(Connection.kind == kind).limit(1)
    return await session.scalar(query) is not None


async def recent_campaigns(session: AsyncSession, limit: int = 5) -> Sequence[RecentCampaign]:
    rows = await session.execute(
        select(
            Campaign.id,
            Campaign.name,
            Campaign.status,
            Campaign.created_at,
            Campaign.scheduled_at,
        )
        .order_by(Campaign.created_at.desc(), Campaign.id.desc())
        .limit(limit)
    )
    return [RecentCampaign(*row) for row in rows]


def _count(model: type[Template]) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).scalar_subquery()
