"""Addresses of other systems: the list of them, one, and how they are doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import WebhookEndpoint
from schemas.cursors import Cursor
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one endpoint, since a moment."""

    delivered: int = 0
    given_up: int = 0
    # Of any age.
    waiting: int = 0


async def page(
    session: AsyncSession, *, after: Cursor | None, limit: int
) -> Sequence[WebhookEndpoint]:
    """Newest first."""
    query = select(WebhookEndpoint).order_by(
        WebhookEndpoint.created_at.desc(), WebhookEndpoint.id.desc()
    )
    if after is not None:
        place = tuple_(WebhookEndpoint.created_at, WebhookEndpoint.id)
        query = query.where(place < (after.created_at, after.id))
    return (await session.scalars(query.limit(limit))).all()


async def get(session: AsyncSession, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises NotFound."""
    found = await session.get(WebhookEndpoint, endpoint_id)
    if found is None:
        raise NotFound("Endpoint", endpoint_id)
    return found


async def get_for_update(session: AsyncSession, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises NotFound."""
    found = await session.get(
        WebhookEndpoint,
        endpoint_id,
        with_for_update={"key_share": True},
        populate_existing=True,
    )
    if found is None:
        raise NotFound("Endpoint", endpoint_id)
    return found


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(WebhookEndpoint)) or 0


_TALLY = text("""
    SELECT endpoint_id,
           count(*) FILTER (WHERE state = 'delivered' AND created_at >= :since),
           count(*) FILTER (WHERE state = 'given_up' AND created_at >= :since),
           count(*) FILTER (WHERE state IN ('pending', 'sending'))
    FROM webhook_deliveries
    WHERE endpoint_id = ANY(CAST(:endpoint_ids AS uuid[]))
      AND (created_at >= :since OR state IN ('pending', 'sending'))
    GROUP BY endpoint_id
""")


async def tallies(
    session: AsyncSession, endpoint_ids: Sequence[UUID], since: datetime
) -> dict[UUID, Tally]:
    """How each has done; who is not in it has nothing to tell."""
    values = {"endpoint_ids": list(endpoint_ids), "since": since}
    rows = await session.execute(_TALLY, values)
    return {endpoint_id: Tally(*counts) for endpoint_id, *counts in rows}
