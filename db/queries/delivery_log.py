"""What was delivered, what was not, and sending it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import DeliveryAttempt, Event, WebhookDelivery
from schemas.cursors import Cursor
from schemas.enums import DeliveryState
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries to list; None: whatever it is."""

    states: Sequence[DeliveryState] = ()
    type: str | None = None
    resource_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    type: str
    resource_type: str
    resource_id: UUID
    sequence: int
    state: DeliveryState
    attempts: int
    due_at: datetime | None
    replayed: bool
    last_status: int | None
    last_error: str | None
    delivered_at: datetime | None
    created_at: datetime


_D, _E = WebhookDelivery, Event
_LINE = (
    select(
        _D.id,
        _D.endpoint_id,
        _D.event_id,
        _E.type,
        _E.resource_type,
        _D.resource_id,
        _D.sequence,
        _D.state,
        _D.attempts,
        _D.due_at,
        _D.replayed,
        _D.last_status,
        _D.last_error,
        _D.delivered_at,
        _D.created_at,
    )
    .select_from(_D)
    .join(_E, (_E.company_id == _D.company_id) & (_E.id == _D.event_id))
)


async def page(
    session: AsyncSession, endpoint_id: UUID, wanted: Wanted, *, after: Cursor | None, limit: int
) -> list[Logged]:
    """Newest first."""
    query = _LINE.where(_D.endpoint_id == endpoint_id).order_by(_D.id.desc()).limit(limit)
    if wanted.states:
        query = query.where(_D.state.in_(wanted.states))
    if wanted.type is not None:
        query = query.where(_E.type == wanted.type)
    if wanted.resource_id is not None:
        query = query.where(_D.resource_id == wanted.resource_id)
    if after is not None:
        query = query.where(_D.id < after.id)
    return [Logged(*tuple(row)) for row in await session.execute(query)]


async def get(session: AsyncSession, endpoint_id: UUID, delivery_id: UUID) -> Logged:
    """Raises NotFound, also for another endpoint's."""
    query = _LINE.where(_D.endpoint_id == endpoint_id, _D.id == delivery_id)
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise NotFound("Delivery", delivery_id)
    return Logged(*tuple(found))


async def event_of(session: AsyncSession, event_id: UUID) -> Event:
    found = await session.get(Event, event_id)
    if found is None:
        raise NotFound("Delivery", event_id)
    return found


async def attempts(session: AsyncSession, delivery_id: UUID) -> Sequence[DeliveryAttempt]:
    """In their order."""
    query = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery_id)
    return (await session.scalars(query.order_by(DeliveryAttempt.number))).all()


# A failure that waits for its next try is tried now; what is on its way goes on.
_AGAIN = """
    UPDATE webhook_deliveries d
    SET state = 'pending', due_at = now(), attempts_before = d.attempts,
        replayed = d.replayed OR d.state <> 'pending'
"""
_REPLAY = text(f"{_AGAIN} WHERE d.id = :delivery_id AND d.state <> 'sending'")


async def replay(session: AsyncSession, delivery_id: UUID) -> None:
    """Send it again, from the beginning of the schedule."""
    await session.execute(_REPLAY, {"delivery_id": delivery_id})


_HURRY = text(f"{_AGAIN} WHERE d.endpoint_id = :endpoint_id AND d.state = 'pending'")
_GIVE_UP = text("""
    UPDATE webhook_deliveries SET state = 'given_up', due_at = NULL, claimed_at = NULL,
                                  last_error = coalesce(last_error, 'endpoint_disabled')
    WHERE endpoint_id = :endpoint_id AND state IN ('pending', 'sending')
""")


async def hurry(session: AsyncSession, endpoint_id: UUID) -> None:
    """All that waits is due now, with the whole schedule before it."""
    await session.execute(_HURRY, {"endpoint_id": endpoint_id})


async def give_up_waiting(session: AsyncSession, endpoint_id: UUID) -> None:
    await session.execute(_GIVE_UP, {"endpoint_id": endpoint_id})


async def count_since(session: AsyncSession, since: datetime) -> int:
    """Events of the company from then on."""
    query = select(func.count()).select_from(Event).where(Event.created_at >= since)
    return await session.scalar(query) or 0


# What a step or rule told another endpoint alone (….webhook) is nobody else's.
# All of a resource's events in one statement, so that none overtakes another.
_PART = """
    e.company_id = :company_id AND e.created_at >= :since
    AND mod(abs(hashtext(e.resource_id::text)::bigint), :parts) = :part
"""
_MISSED = text(f"""
    INSERT INTO webhook_deliveries (company_id, endpoint_id, event_id, resource_id, sequence,
                                    due_at, replayed)
    SELECT e.company_id, :endpoint_id, e.id, e.resource_id, e.sequence, now(), true
    FROM events e
    WHERE {_PART} AND e.type NOT LIKE '%.webhook' AND (cardinality(CAST(:types AS text[])) = 0 OR e.type = ANY(:types))
    ON CONFLICT (endpoint_id, event_id) DO NOTHING
    RETURNING 1
""")
_REPLAY_PART = text(f"""
    {_AGAIN} FROM events e
    WHERE {_PART} AND d.company_id = e.company_id AND d.event_id = e.id
      AND d.endpoint_id = :endpoint_id AND d.state = ANY(CAST(:states AS text[]))
    RETURNING 1
""")


async def replay_part(
    session: AsyncSession,
    company_id: UUID,
    endpoint_id: UUID,
    *,
    since: datetime,
    types: Sequence[str],
    only_failed: bool,
    part: int,
    parts: int,
) -> int:
    """One of `parts` shares of the resources; how many deliveries are now on their way.

    Not only failed ones: also what happened while the endpoint was switched off, of `types`.
    """
    values: dict[str, Any] = {
        "company_id": company_id,
        "endpoint_id": endpoint_id,
        "since": since,
        "parts": parts,
        "part": part,
    }
    states = ["pending", "given_up"] if only_failed else ["pending", "given_up", "delivered"]
    again = await session.execute(_REPLAY_PART, {**values, "states": states})
    count = len(again.all())
    if not only_failed:
        missed = await session.execute(_MISSED, {**values, "types": list(types)})
        count += len(missed.all())
    return count
