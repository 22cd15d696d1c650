"""The raw store of what providers told us: written before it is answered, read again at will."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import delete, insert, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.inbound import UnroutedEvent, WebhookEvent
from schemas.cursors import Cursor
from schemas.errors import NotFound

# A minute after the first failure, then after 4, 9, 16 …: ten attempts take about five hours.
_MAX_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event to store."""

    external_id: str
    connection_id: UUID
    kind: str
    payload: dict[str, object]


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An event that has not been applied yet."""

    company_id: UUID
    connection_id: UUID
    external_id: str
    payload: dict[str, object]


_STORE = text(
    """
    INSERT INTO webhook_events
        (company_id, provider, external_id, connection_id, kind, payload, applied_at)
    SELECT :company_id, :provider, a.external_id, a.connection_id, a.kind, a.payload, now()
    -- One document: as an array, each payload's quotes would be escaped one by one.
    FROM jsonb_to_recordset(CAST(:arrivals AS jsonb))
         AS a (external_id text, connection_id uuid, kind text, payload jsonb)
    -- In one order, so that two transactions with the same events do not wait crosswise.
    ORDER BY a.external_id
    ON CONFLICT (company_id, provider, external_id) DO NOTHING
    RETURNING external_id
    """
)

_KEEP_OPEN = text(
    """
    UPDATE webhook_events
    SET error = :error,
        attempts = attempts + 1,
        -- The last attempt closes it; the error tells that it was never applied.
        applied_at = CASE WHEN attempts + 1 >= :most THEN now() END
    WHERE provider = :provider AND external_id = ANY(:external_ids)
    """
)

_CLOSE = text(
    """
    UPDATE webhook_events SET applied_at = now(), error = NULL
    WHERE provider = :provider AND external_id = ANY(:external_ids)
    """
)

# By turns, the oldest of each company first: one company's flood holds up no other's.
_OPEN = text(
    """
    SELECT company_id, connection_id, external_id, payload
    FROM (
        SELECT company_id, connection_id, external_id, payload, received_at,
               row_number() OVER (PARTITION BY company_id ORDER BY received_at) AS turn
        FROM webhook_events
        WHERE applied_at IS NULL AND provider = :provider
          AND received_at + make_interval(mins => attempts * attempts) <= now()
    ) waiting
    ORDER BY turn, received_at
    LIMIT :limit
    """
)


async def store(
    session: AsyncSession, company_id: UUID, provider: str, arrivals: Sequence[Arrival]
) -> set[str]:
    """Insert as applied, for the same transaction applies them; returns the ids that are new."""
    rows = [
        {
            "external_id": arrival.external_id,
            "connection_id": str(arrival.connection_id),
            "kind": arrival.kind,
            "payload": arrival.payload,
        }
        for arrival in arrivals
    ]
    document = to_json(rows).decode()
    found = await session.execute(
        _STORE, {"company_id": company_id, "provider": provider, "arrivals": document}
    )
    return set(found.scalars())


async def keep_open(
    session: AsyncSession, provider: str, external_ids: Sequence[str], error: str
) -> None:
    """These could not be applied: to be tried again, until the last attempt."""
    await session.execute(
        _KEEP_OPEN,
        {
            "error": error[:500],
            "most": _MAX_ATTEMPTS,
            "provider": provider,
            "external_ids": list(external_ids),
        },
    )


async def close(session: AsyncSession, provider: str, external_ids: Sequence[str]) -> None:
    """These have been applied now."""
    await session.execute(_CLOSE, {"provider": provider, "external_ids": list(external_ids)})


async def due(session: AsyncSession, provider: str, *, limit: int) -> list[OpenEvent]:
    """Events of all companies that are worth another attempt. Needs the system login."""
    rows = await session.execute(_OPEN, {"provider": provider, "limit": limit})
    return [OpenEvent(*row) for row in rows.all()]


async def get(session: AsyncSession, event_id: UUID) -> WebhookEvent:
    event = await session.scalar(select(WebhookEvent).where(WebhookEvent.id == event_id))
    if event is None:
        raise NotFound("Webhook event", event_id)
    return event


async def store_unrouted(
    session: AsyncSession, provider: str, events: Sequence[tuple[str, dict[str, object]]]
) -> None:
    """Keep events of accounts nobody has connected yet. Needs the system login."""
    rows = [
        {"provider": provider, "account_id": account_id, "payload": payload}
        for account_id, payload in events
    ]
    await session.execute(insert(UnroutedEvent), rows)


async def take_unrouted(
    session: AsyncSession, provider: str, account_ids: Sequence[str], *, limit: int
) -> list[dict[str, object]]:
    """Remove and return what was kept for these accounts. Needs the system login."""
    oldest = (
        select(UnroutedEvent.id)
        .where(UnroutedEvent.provider == provider, UnroutedEvent.account_id.in_(account_ids))
        .order_by(UnroutedEvent.received_at)
        .limit(limit)
    )
    taken = await session.scalars(
        delete(UnroutedEvent).where(UnroutedEvent.id.in_(oldest)).returning(UnroutedEvent.payload)
    )
    return list(taken)


@dataclass(frozen=True, slots=True)
class Listed:
    """An event without its contents. `created_at` is when it was received."""

    id: UUID
    provider: str
    external_id: str
    kind: str
    received_at: datetime
    applied_at: datetime | None
    attempts: int
    error: str | None

    @property
    def created_at(self) -> datetime:
        return self.received_at


async def page(
    session: AsyncSession, *, limit: int, after: Cursor | None = None, failed: bool = False
) -> list[Listed]:
    """Newest first."""
    row = WebhookEvent
    query = (
        select(
            row.id,
            row.provider,
            row.external_id,
            row.kind,
            row.received_at,
            row.applied_at,
            row.attempts,
            row.error,
        )
        .order_by(row.received_at.desc(), row.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(row.received_at, row.id) < tuple_(after.created_at, after.id))
    if failed:
        query = query.where(row.error.is_not(None))
    return [Listed(*found) for found in (await session.execute(query)).all()]
