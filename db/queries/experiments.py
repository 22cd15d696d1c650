"""A test's figures by variant, and the rest of the audience, which waits for its end."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    any_,
    bindparam,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.links import CampaignResponse
from db.queries import count_changes
from db.queries.count_changes import Change, Place
from db.queries.ledger import COUNT_MOVED, NEVER
from schemas.enums import DeliveryStatus, ResponseKind

_NEVER = literal(NEVER, DateTime(timezone=True))
_WAITING = (DeliveryStatus.PENDING, DeliveryStatus.SENDING)


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of one variant's recipients."""

    statuses: Mapping[DeliveryStatus, int]
    responses: Mapping[ResponseKind, int]

    def at(self, *statuses: DeliveryStatus) -> int:
        return sum(self.statuses.get(status, 0) for status in statuses)


async def figures(session: AsyncSession, campaign_id: UUID) -> dict[int, Figures]:
    """By variant; 0 are those who wait for the winner."""
    counts = await session.execute(
        select(CampaignCount.variant, CampaignCount.status, func.sum(CampaignCount.count))
        .where(CampaignCount.campaign_id == campaign_id)
        .group_by(CampaignCount.variant, CampaignCount.status)
    )
    statuses: dict[int, dict[DeliveryStatus, int]] = defaultdict(dict)
    for variant, status, count in counts:
        statuses[variant][status] = int(count)
    responded = await session.execute(
        select(CampaignResponse.variant, CampaignResponse.kind, func.count())
        .where(CampaignResponse.campaign_id == campaign_id)
        .group_by(CampaignResponse.variant, CampaignResponse.kind)
    )
    responses: dict[int, dict[ResponseKind, int]] = defaultdict(dict)
    for variant, kind, count in responded:
        responses[variant][kind] = count
    return {one: Figures(statuses[one], responses[one]) for one in {*statuses, *responses}}


async def sample_waits(session: AsyncSession, campaign_id: UUID, *, until: datetime) -> int:
    """How many of the sample are still to be sent to before `until`.

    Whoever the provider has put off for longer is not waited for.
    """
    waiting = await session.scalar(
        select(func.coalesce(func.sum(CampaignCount.count), 0)).where(
            CampaignCount.campaign_id == campaign_id,
            CampaignCount.variant > 0,
            CampaignCount.status.in_(_WAITING),
        )
    )
    put_off = await session.scalar(
        select(func.count()).where(
            CampaignRecipient.campaign_id == campaign_id,
            CampaignRecipient.status == DeliveryStatus.PENDING,
            CampaignRecipient.variant > 0,
            CampaignRecipient.reason.is_not(None),
            CampaignRecipient.not_before > until,
            CampaignRecipient.not_before < _NEVER,
        )
    )
    return int(waiting or 0) - int(put_off or 0)


# A page of those who wait. They stand together in the index of not_before, and nobody else locks
# them while the campaign's row is held.
_PAGE = """
    WITH page AS MATERIALIZED (
        SELECT id, cost_micros AS cost_before FROM campaign_recipients
        WHERE campaign_id = :campaign_id AND not_before = '9999-12-31 00:00+00' AND variant = 0
          AND status = 'pending'
        LIMIT :limit
        FOR UPDATE
    ),
"""
_SKIP = text(
    f"""
    {_PAGE}
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'skipped', reason = :reason, not_before = NULL
        FROM page WHERE r.id = page.id
        RETURNING r.company_id, r.campaign_id, r.variant, r.cost_micros
    ),
    moved AS (
        SELECT *, 'pending' AS before, NULL AS reason_before, 'skipped' AS after,
               CAST(:reason AS text) AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT count(*) FROM changed
    """
)


async def skip_rest(session: AsyncSession, campaign_id: UUID, *, reason: str, limit: int) -> int:
    """Settle those who wait, a page of them; returns how many."""
    values = {"campaign_id": campaign_id, "reason": reason, "limit": limit}
    return await session.scalar(_SKIP, values) or 0


_REST = (
    select(CampaignRecipient.id, CampaignRecipient.cost_micros)
    .where(
        CampaignRecipient.not_before == _NEVER,
        CampaignRecipient.variant == 0,
        CampaignRecipient.status == DeliveryStatus.PENDING,
    )
    .with_for_update()
)
_IDS = bindparam("rest_ids", type_=ARRAY(PG_UUID))


def rest_page(parameters: ColumnElement[Any], body: ColumnElement[Any]) -> CTE:
    """The rows `release_rest` changes, with what they are to say."""
    row = CampaignRecipient
    return (
        select(
            row.id,
            row.country,
            row.variant,
            parameters.label("parameters"),
            body.label("body"),
        )
        .where(row.id == any_(_IDS))
        .cte("page")
    )


async def release_rest(
    session: AsyncSession,
    campaign: Campaign,
    variant: int,
    page: CTE,
    columns: Mapping[str, ColumnElement[Any]],
    *,
    limit: int,
) -> int:
    """Give a page of those who wait this variant; returns how many. `columns` are over `page`."""
    rest = _REST.where(CampaignRecipient.campaign_id == campaign.id).limit(limit)
    found = (await session.execute(rest)).all()
    if not found:
        return 0
    changed = (
        update(CampaignRecipient)
        .where(CampaignRecipient.id == page.c.id)
        .values({"variant": variant, "not_before": None, **columns})
        .returning(CampaignRecipient.cost_micros)
        .cte("changed")
    )
    cost = await session.scalar(
        select(func.coalesce(func.sum(changed.c.cost_micros), 0)),
        {"rest_ids": [row.id for row in found]},
    )
    was = sum(row.cost_micros or 0 for row in found)
    changes = {
        Place("pending", variant=0): Change(-len(found), -was),
        Place("pending", variant=variant): Change(len(found), int(cost or 0)),
    }
    await count_changes.apply(session, campaign.company_id, campaign.id, changes)
    return len(found)
