"""Deliveries on their way: what is due, taken, and what came of it.

Whoever takes or settles locks the endpoint's row first, so that they follow each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import WebhookEndpoint
from schemas.enums import DeliveryState


@dataclass(frozen=True, slots=True)
class Told:
    """The event of a delivery, as it was written down."""

    id: UUID
    type: str
    resource_type: str
    resource_id: UUID
    sequence: int
    data: dict[str, object]
    occurred_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    id: UUID
    # Tries so far, and how many of them were made before it was sent again by a person.
    attempts: int
    attempts_before: int
    claimed_at: datetime
    event: Told


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call."""

    delivery_id: UUID
    claimed_at: datetime
    number: int
    state: DeliveryState
    # The next try; None when there is none.
    due_at: datetime | None
    status: int | None
    error: str | None
    answer: str
    milliseconds: int
    at: datetime


async def lock_endpoint(session: AsyncSession, endpoint_id: UUID) -> WebhookEndpoint | None:
    """The endpoint, held until the transaction ends; events for it may be written meanwhile."""
    found: WebhookEndpoint | None = await session.scalar(
        select(WebhookEndpoint)
        .where(WebhookEndpoint.id == endpoint_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return found


_FIRST = """
    NOT EXISTS (
        SELECT FROM webhook_deliveries e
        WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id
          AND e.sequence < d.sequence AND e.state IN ('pending', 'sending'))
"""
# A worker that took it is given up after a while: then it is anybody's again.
_READY = """
    ((d.state = 'pending' AND d.due_at <= :now) OR (d.state = 'sending' AND d.claimed_at <= :lost))
"""
# Of each resource whose turn has come, the deliveries that follow each other without a gap.
_CLAIM = text(f"""
    WITH first AS MATERIALIZED (
        SELECT d.resource_id, d.sequence FROM webhook_deliveries d
        WHERE d.endpoint_id = :endpoint_id AND {_READY} AND {_FIRST}
        ORDER BY d.due_at, d.id LIMIT :resources
    ), line AS (
        SELECT d.id, bool_and(d.ready) OVER (PARTITION BY d.resource_id ORDER BY d.sequence) AS free
        FROM first f CROSS JOIN LATERAL (
            SELECT d.id, d.resource_id, d.sequence, {_READY} AS ready FROM webhook_deliveries d
            WHERE d.endpoint_id = :endpoint_id AND d.resource_id = f.resource_id
              AND d.sequence >= f.sequence AND d.state IN ('pending', 'sending')
            ORDER BY d.sequence, d.id LIMIT :in_line
        ) d
    ), taken AS (
        UPDATE webhook_deliveries d SET state = 'sending', claimed_at = :now
        FROM line WHERE d.id = line.id AND line.free
        RETURNING d.id, d.company_id, d.event_id, d.attempts, d.attempts_before, d.resource_id,
                  d.sequence
    )
    SELECT t.id, t.attempts, t.attempts_before, e.id, e.type, e.resource_type, e.resource_id,
           e.sequence, e.data, e.occurred_at, e.created_at
    FROM taken t JOIN events e ON e.company_id = t.company_id AND e.id = t.event_id
    ORDER BY t.resource_id, t.sequence, t.id
""")


async def claim(
    session: AsyncSession,
    endpoint_id: UUID,
    *,
    now: datetime,
    lease: timedelta,
    resources: int,
    in_line: int,
) -> list[list[Claimed]]:
    """What is due and whose turn it is, one line for each resource, in order of `sequence`.

    At most so many resources, and so many of each. The endpoint's row must be locked.
    """
    rows = await session.execute(
        _CLAIM,
        {
            "endpoint_id": endpoint_id,
            "now": now,
            "lost": now - lease,
            "resources": resources,
            "in_line": in_line,
        },
    )
    lines: dict[UUID, list[Claimed]] = {}
    for delivery_id, attempts, before, *event in rows:
        told = Told(*event)
        claimed = Claimed(delivery_id, attempts, before, now, told)
        lines.setdefault(told.resource_id, []).append(claimed)
    return list(lines.values())


_NEXT = text(f"""
    SELECT min(CASE d.state WHEN 'pending' THEN coalesce(d.due_at, :now)
               ELSE d.claimed_at + make_interval(secs => :lease) END)
    FROM webhook_deliveries d
    WHERE d.endpoint_id = :endpoint_id AND d.state IN ('pending', 'sending') AND {_FIRST}
""")


async def next_due(
    session: AsyncSession, endpoint_id: UUID, *, now: datetime, lease: timedelta
) -> datetime | None:
    """When something is to be tried next; None when nothing waits."""
    found: datetime | None = await session.scalar(
        _NEXT, {"endpoint_id": endpoint_id, "now": now, "lease": lease.total_seconds()}
    )
    return found


# What arrived has arrived, whoever holds the delivery now; a failure counts for its holder only.
_SETTLE = text("""
    WITH told AS (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:claimed AS timestamptz[]), CAST(:numbers AS smallint[]),
            CAST(:states AS text[]), CAST(:due AS timestamptz[]), CAST(:statuses AS smallint[]),
            CAST(:errors AS text[]), CAST(:answers AS text[]), CAST(:milliseconds AS integer[]),
            CAST(:at AS timestamptz[])
        ) AS t (id, claimed_at, number, state, due_at, status, error, answer, milliseconds, at)
    ), moved AS (
        UPDATE webhook_deliveries d
        SET state = t.state, attempts = t.number, due_at = t.due_at, claimed_at = NULL,
            last_status = t.status, last_error = t.error,
            delivered_at = CASE WHEN t.state = 'delivered' THEN t.at ELSE d.delivered_at END
        FROM told t
        WHERE d.id = t.id AND d.state = 'sending'
          AND (t.state = 'delivered' OR d.claimed_at = t.claimed_at)
    )
    INSERT INTO delivery_attempts
        (company_id, delivery_id, number, status, error, answer, milliseconds, created_at)
    SELECT d.company_id, t.id, t.number, t.status, t.error, t.answer, t.milliseconds, t.at
    FROM told t JOIN webhook_deliveries d ON d.id = t.id
    ON CONFLICT DO NOTHING
""")


async def settle(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    """Write them all. The endpoint's row must be locked."""
    if not outcomes:
        return
    values: dict[str, Any] = {
        "ids": [one.delivery_id for one in outcomes],
        "claimed": [one.claimed_at for one in outcomes],
        "numbers": [one.number for one in outcomes],
        "states": [one.state.value for one in outcomes],
        "due": [one.due_at for one in outcomes],
        "statuses": [one.status for one in outcomes],
        "errors": [one.error for one in outcomes],
        "answers": [one.answer for one in outcomes],
        "milliseconds": [one.milliseconds for one in outcomes],
        "at": [one.at for one in outcomes],
    }
    await session.execute(_SETTLE, values)


_GIVE_BACK = text("""
    UPDATE webhook_deliveries d SET state = 'pending', claimed_at = NULL
    FROM unnest(CAST(:ids AS uuid[]), CAST(:claimed AS timestamptz[])) AS t (id, claimed_at)
    WHERE d.id = t.id AND d.state = 'sending' AND d.claimed_at = t.claimed_at
""")


async def give_back(session: AsyncSession, taken: Sequence[Claimed]) -> None:
    """These were not called: whoever looks next takes them."""
    if taken:
        values = {"ids": [one.id for one in taken], "claimed": [one.claimed_at for one in taken]}
        await session.execute(_GIVE_BACK, values)


_FORGOTTEN = text(f"""
    SELECT DISTINCT d.company_id, d.endpoint_id
    FROM webhook_deliveries d
    JOIN webhook_endpoints w ON w.company_id = d.company_id AND w.id = d.endpoint_id
    WHERE w.status = 'active' AND (w.rest_until IS NULL OR w.rest_until <= now())
      AND ((d.state = 'pending' AND d.due_at < now() - make_interval(secs => :late))
           OR (d.state = 'sending' AND d.claimed_at < now() - make_interval(secs => :lease)))
      AND {_FIRST}
""")


async def forgotten(
    session: AsyncSession, *, late_seconds: float, lease_seconds: float
) -> list[tuple[UUID, UUID]]:
    """(company, endpoint) of what should have been tried by now. Needs the system login."""
    rows = await session.execute(_FORGOTTEN, {"late": late_seconds, "lease": lease_seconds})
    return [(company_id, endpoint_id) for company_id, endpoint_id in rows]
