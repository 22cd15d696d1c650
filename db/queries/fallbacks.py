"""Whom a campaign did not reach, and what became of them on the other channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Text,
    any_,
    cast,
    false,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.contacts import Contact
from db.queries import count_changes
from db.queries.count_changes import Change, Place
from db.queries.ledger import id_range
from schemas.enums import DeliveryStatus

_DUE = text(
    """
    SELECT company_id, id FROM campaigns WHERE fallback_at <= :now ORDER BY fallback_at
    """
)


async def due(session: AsyncSession, now: datetime) -> list[tuple[UUID, UUID]]:
    """(company, campaign) of those to be looked at; over all companies."""
    return [(row.company_id, row.id) for row in await session.execute(_DUE, {"now": now})]


async def child_of(session: AsyncSession, campaign_id: UUID) -> Campaign | None:
    return await session.scalar(select(Campaign).where(Campaign.parent_id == campaign_id))


# Who has a row of the child already was looked at before, whatever became of it.
_NOT_YET = """
    NOT EXISTS (SELECT FROM campaign_recipients f
                WHERE f.contact_id = r.contact_id AND f.campaign_id = :child_id)
    ORDER BY r.id LIMIT :limit
"""
_FAILED = text(
    f"""
    SELECT r.id FROM campaign_recipients r
    WHERE r.campaign_id = :campaign_id AND r.id > :after AND r.reason IS NOT NULL
      AND r.status = 'failed' AND r.reason = ANY(CAST(:reasons AS text[])) AND {_NOT_YET}
    """
)
_UNDELIVERED = text(
    f"""
    SELECT r.id FROM campaign_recipients r
    WHERE r.id > :after AND r.id <= :last AND r.campaign_id = :campaign_id
      AND r.status IN ('accepted', 'sent') AND r.accepted_at <= :before AND {_NOT_YET}
    """
)


@dataclass(frozen=True, slots=True)
class Search:
    """Where a look over the parent's people goes on, and for whom."""

    campaign_id: UUID
    child_id: UUID
    after: UUID
    limit: int


async def failed(session: AsyncSession, search: Search, reasons: Sequence[str]) -> list[UUID]:
    """The next recipients who failed for one of these reasons."""
    values = {
        "campaign_id": search.campaign_id,
        "child_id": search.child_id,
        "after": search.after,
        "limit": search.limit,
        "reasons": list(reasons),
    }
    return list(await session.scalars(_FAILED, values))


async def undelivered(session: AsyncSession, search: Search, before: datetime) -> list[UUID]:
    """The next recipients whose message was taken before then and did not arrive."""
    values = {
        "campaign_id": search.campaign_id,
        "child_id": search.child_id,
        "after": search.after,
        "last": id_range(search.campaign_id)[1],
        "limit": search.limit,
        "before": before,
    }
    return list(await session.scalars(_UNDELIVERED, values))


def people(
    recipient_ids: Sequence[UUID],
    parameters: ColumnElement[Any],
    body: ColumnElement[Any],
    missing: ColumnElement[bool],
) -> CTE:
    """These recipients as an audience: each contact as it is now, where the parent knew it to be.

    Who was erased meanwhile is not among them.
    """
    row = CampaignRecipient
    return (
        select(
            Contact.id,
            Contact.phone,
            Contact.phone_key,
            literal(1).label("variant"),
            parameters.label("parameters"),
            body.label("body"),
            missing.label("missing"),
            false().label("held_out"),
            row.id.label("parent_row"),
            row.country,
            row.zone,
        )
        .join(Contact, Contact.id == row.contact_id)
        .where(row.id == any_(literal(list(recipient_ids), ARRAY(PG_UUID))))
        .cte("people")
    )


async def last_position(session: AsyncSession, campaign_id: UUID) -> int:
    """The place of the newest row of a campaign; 0 when it has none."""
    first, last = id_range(campaign_id)
    row = CampaignRecipient
    found = await session.scalar(
        select(row.id).where(row.id > first, row.id <= last).order_by(row.id.desc()).limit(1)
    )
    return int(found.hex[16:], 16) if found is not None else 0


async def add(
    session: AsyncSession,
    child: Campaign,
    source: FromClause,
    turn: ColumnElement[UUID],
    columns: Mapping[str, ColumnElement[Any]],
) -> int:
    """Write a page of people into the child's ledger and counters; returns how many are new.

    `columns` and `turn`, their order, are over `source`. The caller holds the parent's row, so
    that no two write at once.
    """
    start = await last_position(session, child.id)
    place = func.row_number().over(order_by=turn) + start
    digits = func.lpad(func.to_hex(place), 16, "0")
    everything = {
        "id": cast(literal(child.id.hex[16:], Text).concat(digits), PG_UUID),
        "company_id": literal(child.company_id, PG_UUID),
        "campaign_id": literal(child.id, PG_UUID),
        **columns,
    }
    row = CampaignRecipient
    statement = (
        insert(row)
        .from_select(list(everything), select(*everything.values()).select_from(source))
        .on_conflict_do_nothing(index_elements=[row.contact_id, row.campaign_id])
        .returning(row.status, row.reason, row.cost_micros)
    )
    changes: dict[Place, Change] = {}
    found = (await session.execute(statement)).all()
    for status, reason, cost in found:
        at = Place(DeliveryStatus(status).value, reason or "")
        changes[at] = changes.get(at, Change()) + Change(1, cost or 0)
    await count_changes.apply(session, child.company_id, child.id, changes)
    return len(found)


_BOTH = text(
    """
    SELECT count(*) FROM campaign_recipients f
    JOIN campaign_recipients r ON r.campaign_id = :campaign_id AND r.contact_id = f.contact_id
    WHERE f.id > :first AND f.id <= :last AND f.campaign_id = :child_id
      AND f.status IN ('accepted', 'sent', 'delivered', 'read')
      AND r.status IN ('delivered', 'read')
    """
)


async def reached_twice(session: AsyncSession, campaign_id: UUID, child_id: UUID) -> int:
    """How many the first channel reached after all, when the other had gone out already."""
    first, last = id_range(child_id)
    values = {"campaign_id": campaign_id, "child_id": child_id, "first": first, "last": last}
    return await session.scalar(_BOTH, values) or 0
