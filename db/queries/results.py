"""What came of campaigns: counters for the figures, the ledger's own times for the course."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignCount
from db.queries.ledger import id_range
from schemas.enums import DeliveryStatus
from schemas.results import Step


@dataclass(frozen=True, slots=True)
class Counted:
    """One counter of a campaign."""

    variant: int
    status: DeliveryStatus
    reason: str
    count: int
    cost_micros: int


async def counters(
    session: AsyncSession, campaign_ids: Sequence[UUID]
) -> dict[UUID, list[Counted]]:
    """Costs the same for ten recipients and for a million."""
    row = CampaignCount
    rows = await session.execute(
        select(
            row.campaign_id, row.variant, row.status, row.reason, row.count, row.cost_micros
        ).where(row.campaign_id.in_(campaign_ids), row.count > 0)
    )
    found: dict[UUID, list[Counted]] = defaultdict(list)
    for campaign_id, variant, status, reason, count, cost_micros in rows:
        found[campaign_id].append(Counted(variant, status, reason, count, cost_micros))
    return found


# Each of a recipient's times, and each response, falls into an hour or a day of the company's own.
_COURSE = text(
    """
    WITH zone AS (SELECT timezone FROM companies WHERE id = :company_id),
    happened AS (
        SELECT facts.kind, facts.at
        FROM campaign_recipients r
        CROSS JOIN LATERAL (VALUES ('sent', coalesce(r.sent_at, r.accepted_at)),
                                   ('delivered', r.delivered_at), ('read', r.read_at),
                                   ('failed', r.failed_at)) AS facts (kind, at)
        WHERE r.id > :first AND r.id <= :last AND r.campaign_id = :campaign_id
          AND facts.at < :until
        UNION ALL
        SELECT kind, occurred_at FROM campaign_responses
        WHERE campaign_id = :campaign_id AND variant > 0 AND occurred_at < :until
    )
    SELECT date_trunc(:step, at, zone.timezone) AS at, kind, count(*) AS times
    FROM happened, zone WHERE at IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1
    """
)
_TRUNCATED = {Step.HOURS: "hour", Step.DAYS: "day"}


async def course(
    session: AsyncSession, campaign: Campaign, step: Step, until: datetime
) -> list[tuple[datetime, str, int]]:
    """(hour or day, what happened, how often). Reads the campaign's whole part of the ledger."""
    first, last = id_range(campaign.id)
    rows = await session.execute(
        _COURSE,
        {
            "company_id": campaign.company_id,
            "campaign_id": campaign.id,
            "first": first,
            "last": last,
            "until": until,
            "step": _TRUNCATED[step],
        },
    )
    return [(row.at, row.kind, row.times) for row in rows]


async def by_ids(session: AsyncSession, campaign_ids: Sequence[UUID]) -> list[Campaign]:
    """Those of the company's that exist, in the order they were asked for."""
    rows = await session.scalars(select(Campaign).where(Campaign.id.in_(campaign_ids)))
    found = {row.id: row for row in rows}
    return [found[key] for key in campaign_ids if key in found]


async def launched(session: AsyncSession, *, limit: int) -> Sequence[Campaign]:
    """The newest that were sent, to choose from."""
    rows = await session.scalars(
        select(Campaign)
        .where(Campaign.frozen_at.is_not(None))
        .order_by(Campaign.created_at.desc(), Campaign.id.desc())
        .limit(limit)
    )
    return rows.all()


async def fallback_of(session: AsyncSession, campaign_id: UUID) -> Campaign | None:
    """The campaign that reaches by SMS whom this one did not."""
    return await session.scalar(select(Campaign).where(Campaign.parent_id == campaign_id))
