"""Recipients a person has put back to wait, taken out, or given other words: sets of them at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, case, func, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact
from db.queries import count_changes
from db.queries.count_changes import Change, Place
from db.queries.ledger import COUNT_MOVED, NEVER, id_range
from schemas.enums import DeliveryStatus

MISSING = "missing_variable"
# Whoever got the fallback of this campaign meanwhile stays as they are: they have the message.
_PUT_BACK = text(
    f"""
    WITH locked AS MATERIALIZED (
        SELECT r.id, r.status AS before, r.reason AS reason_before
        FROM campaign_recipients r
        WHERE r.campaign_id = :campaign_id AND r.status = :status
          AND r.reason = ANY(CAST(:reasons AS text[]))
          AND NOT EXISTS (
              SELECT FROM campaigns c
              JOIN campaign_recipients f ON f.campaign_id = c.id
              WHERE c.parent_id = :campaign_id AND f.contact_id = r.contact_id
                AND f.status <> 'skipped')
        ORDER BY r.id FOR UPDATE OF r
    ),
    changed AS (
        UPDATE campaign_recipients r
        -- The last try's provider_id stays until the next has its own: by it what is still told of
        -- the last try is known (db.queries.receipts).
        SET status = 'pending', reason = NULL, reason_detail = NULL, not_before = NULL,
            claimed_at = NULL, accepted_at = NULL, sent_at = NULL, failed_at = NULL
        FROM locked WHERE r.id = locked.id
        RETURNING r.company_id, r.campaign_id, r.variant, r.cost_micros, locked.before,
                  locked.reason_before, r.status AS after, r.reason AS reason_after
    ),
    moved AS (SELECT * FROM changed),
    counted AS ({COUNT_MOVED})
    SELECT count(*) FROM changed
    """
)


async def put_back(
    session: AsyncSession, campaign_id: UUID, status: DeliveryStatus, reasons: Sequence[str]
) -> int:
    """Have those with this status, for one of these reasons, wait again; returns how many."""
    values = {"campaign_id": campaign_id, "status": status.value, "reasons": list(reasons)}
    return await session.scalar(_PUT_BACK, values) or 0


_DROP = text(
    f"""
    WITH locked AS MATERIALIZED (
        SELECT id, reason AS reason_before FROM campaign_recipients
        WHERE id = ANY(CAST(:ids AS uuid[])) AND campaign_id = :campaign_id
          AND status = 'pending'
        ORDER BY id FOR UPDATE
    ),
    changed AS (
        UPDATE campaign_recipients r
        SET status = 'skipped', reason = :reason, not_before = NULL
        FROM locked WHERE r.id = locked.id
        RETURNING r.company_id, r.campaign_id, r.variant, r.cost_micros, locked.reason_before
    ),
    moved AS (
        SELECT *, 'pending' AS before, 'skipped' AS after, CAST(:reason AS text) AS reason_after
        FROM changed
    ),
    counted AS ({COUNT_MOVED})
    SELECT count(*) FROM changed
    """
)


async def drop(
    session: AsyncSession, campaign_id: UUID, recipient_ids: Sequence[UUID], *, reason: str
) -> int:
    """Skip those of them who still wait; returns how many."""
    values = {"campaign_id": campaign_id, "ids": list(recipient_ids), "reason": reason}
    return await session.scalar(_DROP, values) or 0


async def waiting(session: AsyncSession, campaign_id: UUID) -> int:
    """How many are not sent to and not being sent to."""
    found = await session.scalar(
        select(func.coalesce(func.sum(CampaignCount.count), 0)).where(
            CampaignCount.campaign_id == campaign_id,
            CampaignCount.status == DeliveryStatus.PENDING,
        )
    )
    return int(found or 0)


def pending_with_contacts(
    campaign: Campaign,
    parameters: ColumnElement[Any],
    body: ColumnElement[Any],
    missing: ColumnElement[bool],
) -> CTE:
    """Who waits, with what the contact as it is now makes of other words.

    Somebody who is gone, or whose value is missing, is told by `missing`.
    """
    row = CampaignRecipient
    first, last = id_range(campaign.id)
    return (
        select(
            row.id,
            row.country,
            row.variant,
            row.cost_micros.label("cost_before"),
            row.reason.label("reason_before"),
            parameters.label("parameters"),
            body.label("body"),
            case((Contact.id.is_(None), true()), else_=missing).label("missing"),
        )
        .outerjoin(Contact, Contact.id == row.contact_id)
        .where(
            row.id > first,
            row.id <= last,
            row.campaign_id == campaign.id,
            row.status == DeliveryStatus.PENDING,
        )
        .order_by(row.id)
        .with_for_update(of=row)
        .cte("waiting")
    )


async def reword(
    session: AsyncSession,
    campaign: Campaign,
    variant: int,
    source: CTE,
    columns: Mapping[str, ColumnElement[Any]],
) -> tuple[int, int]:
    """Give everybody who waits other words; returns how many, and how many lack a value for them.

    `columns` are over `source`, which is `pending_with_contacts`. Who lacks a value is skipped.
    """
    row, lacks = CampaignRecipient, source.c.missing
    own = {name: case((lacks, getattr(row, name)), else_=value) for name, value in columns.items()}
    changed = (
        update(row)
        .where(row.id == source.c.id)
        .values(
            **own,
            variant=variant,
            status=case((lacks, DeliveryStatus.SKIPPED.value), else_=row.status),
            reason=case((lacks, MISSING), else_=row.reason),
            # Who waited for a test's winner has words of their own now.
            not_before=case((lacks, None), (row.not_before == NEVER, None), else_=row.not_before),
        )
        .returning(
            source.c.variant,
            source.c.reason_before,
            source.c.cost_before,
            row.status,
            row.reason,
            row.cost_micros,
        )
        .cte("changed")
    )
    c = changed.c
    kinds = (c.variant, c.reason_before, c.status, c.reason)
    figures = (
        func.count().label("people"),
        func.coalesce(func.sum(c.cost_before), 0).label("was"),
        func.coalesce(func.sum(c.cost_micros), 0).label("costs"),
    )
    found = (await session.execute(select(*kinds, *figures).group_by(*kinds))).all()
    await _count_reworded(session, campaign, variant, found)
    lacking = sum(one.people for one in found if one.status == DeliveryStatus.SKIPPED)
    return sum(one.people for one in found), lacking


async def _count_reworded(
    session: AsyncSession, campaign: Campaign, variant: int, found: Sequence[Any]
) -> None:
    """Move the counters from what the rows were to what they are."""
    changes: dict[Place, Change] = {}
    for one in found:
        was = Place("pending", one.reason_before or "", one.variant)
        now = Place(one.status, one.reason or "", variant)
        for place, change in (
            (was, Change(-one.people, -int(one.was))),
            (now, Change(one.people, int(one.costs))),
        ):
            changes[place] = changes.get(place, Change()) + change
    await count_changes.apply(session, campaign.company_id, campaign.id, changes)
