"""What a preflight looks at besides the audience: sender, daily limit, recent campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, any_, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.limits import Breaker
from db.models.templates import Template, TemplateEvent
from db.queries.ledger import id_range
from schemas.enums import CampaignStatus, Channel, DeliveryStatus

_MOST_RECENT = 50
# So many people, spread over a campaign, say how much two audiences overlap.
_SAMPLE = 1_000
_RELEASES = text(
    """
    SELECT date_bin('15 minutes', minute, 'epoch') + interval '24 hours 15 minutes' AS at,
           sum(count)::bigint AS people
    FROM portfolio_minutes
    WHERE portfolio_id = :portfolio_id AND minute > now() - interval '24 hours'
    GROUP BY 1 ORDER BY 1
    """
)


async def sender(
    session: AsyncSession, campaign: Campaign
) -> tuple[PhoneNumber, Connection] | None:
    """The number a campaign goes out by, and its connection."""
    found = await session.execute(
        select(PhoneNumber, Connection)
        .join(Connection, Connection.id == PhoneNumber.connection_id)
        .where(PhoneNumber.id == campaign.phone_number_id)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row is not None else None


async def releases(session: AsyncSession, portfolio_id: UUID) -> list[tuple[datetime, int]]:
    """When people of the last 24 hours stop counting, at the latest, and how many."""
    rows = await session.execute(_RELEASES, {"portfolio_id": portfolio_id})
    return [(row.at, row.people) for row in rows]


async def open_breakers(session: AsyncSession, targets: Sequence[UUID]) -> Sequence[Breaker]:
    rows = await session.scalars(
        select(Breaker).where(Breaker.target_id.in_(targets)).order_by(Breaker.opened_at)
    )
    return rows.all()


async def templates(session: AsyncSession, template_ids: Sequence[UUID]) -> Sequence[Template]:
    rows = await session.scalars(
        select(Template).where(Template.id.in_(template_ids)).order_by(Template.name)
    )
    return rows.all()


async def paused_since(
    session: AsyncSession, template_ids: Sequence[UUID], since: datetime
) -> set[UUID]:
    """Which of these the provider paused or disabled since then."""
    rows = await session.scalars(
        select(TemplateEvent.template_id).where(
            TemplateEvent.template_id.in_(template_ids),
            TemplateEvent.kind == "status",
            TemplateEvent.after.in_(("paused", "disabled", "flagged")),
            TemplateEvent.occurred_at > since,
        )
    )
    return set(rows)


@dataclass(frozen=True, slots=True)
class Recent:
    """A campaign that went out not long ago."""

    id: UUID
    name: str
    at: datetime
    frozen: dict[str, object]
    recipients: int


async def recent(
    session: AsyncSession, campaign_id: UUID, channel: Channel, since: datetime
) -> list[Recent]:
    """What went out on this channel since then; newest first."""
    reached = (
        select(func.coalesce(func.sum(CampaignCount.count), 0))
        .where(CampaignCount.campaign_id == Campaign.id)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Campaign.id, Campaign.name, Campaign.frozen_at, Campaign.frozen_template, reached)
        .where(
            Campaign.id != campaign_id,
            Campaign.channel == channel,
            Campaign.frozen_at > since,
            Campaign.frozen_template.is_not(None),
            Campaign.status.not_in((CampaignStatus.FAILED, CampaignStatus.DRAFT)),
        )
        .order_by(Campaign.frozen_at.desc())
        .limit(_MOST_RECENT)
    )
    return [Recent(*row) for row in rows]


async def overlap(session: AsyncSession, other: Recent, audience: ColumnElement[bool]) -> float:
    """The share of that campaign's people who are in this audience too, by a spread sample."""
    if not other.recipients:
        return 0.0
    first, _ = id_range(other.id)
    step = max(1, other.recipients // _SAMPLE)
    ids = [UUID(int=first.int + place) for place in range(1, other.recipients + 1, step)]
    got = CampaignRecipient
    # The ledger in a CTE of its own: by its keys, whatever the planner thinks of the audience.
    reached = (
        select(got.contact_id)
        .where(got.id == any_(cast(ids, ARRAY(PG_UUID))), got.status != DeliveryStatus.SKIPPED)
        .cte("reached")
        .prefix_with("MATERIALIZED")
    )
    both = (
        select(func.count()).select_from(reached).join(Contact, Contact.id == reached.c.contact_id)
    )
    total = await session.scalar(select(func.count()).select_from(reached)) or 0
    found = await session.scalar(both.where(audience)) or 0
    return found / total if total else 0.0
