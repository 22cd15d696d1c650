"""Who listens, what they are told, and reading it again."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, cast, func, select, text, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.events import Event
from schemas.cursors import Cursor
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class Listeners:
    """Of one company, as they are when looked for."""

    # The types each active endpoint wants; empty: all.
    endpoints: Mapping[UUID, frozenset[str]]
    # Kinds of enabled rules, and of enabled sources of cadences.
    rules: frozenset[str]
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewEvent:
    id: UUID
    type: str
    resource_type: str
    resource_id: UUID
    contact_id: UUID | None
    conversation_id: UUID | None
    data: Mapping[str, object]
    depth: int
    # None: now.
    occurred_at: datetime | None
    # Of other systems this one alone hears of it.
    endpoint_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An endpoint hears of events of a type: of what all may hear, or of what is for it alone."""

    endpoint_id: UUID
    type: str
    alone: bool = False


_LISTENERS = text(
    """
    SELECT 'endpoint' AS who, id, types AS words FROM webhook_endpoints
    WHERE company_id = :company_id AND status = 'active'
    UNION ALL
    SELECT 'rules', NULL, array_agg(DISTINCT kind) FROM automation_rules
    WHERE company_id = :company_id AND enabled HAVING count(*) > 0
    UNION ALL
    SELECT 'sources', NULL, array_agg(DISTINCT kind) FROM cadence_sources
    WHERE company_id = :company_id AND enabled AND kind IN ('keyword', 'tag', 'stage')
    HAVING count(*) > 0
    """
)
# The rows of event_sequences are taken in one order by everybody, and last of all that a transaction
# takes: who holds them waits for nobody, so the numbers are in the order of the commits.
_WRITE = text(
    """
    WITH told AS MATERIALIZED (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:resource_types AS text[]),
            CAST(:resource_ids AS uuid[]), CAST(:contact_ids AS uuid[]),
            CAST(:conversation_ids AS uuid[]), CAST(:datas AS text[]), CAST(:depths AS smallint[]),
            CAST(:occurred AS timestamptz[]), CAST(:alone AS uuid[])
        ) WITH ORDINALITY AS t (id, type, resource_type, resource_id, contact_id, conversation_id,
                                data, depth, occurred_at, alone, place)
    ),
    turns AS (
        INSERT INTO event_sequences AS s (company_id, resource_type, resource_id, last)
        SELECT CAST(:company_id AS uuid), resource_type, resource_id, count(*) FROM told
        GROUP BY resource_type, resource_id ORDER BY resource_type, resource_id
        ON CONFLICT (company_id, resource_type, resource_id)
        DO UPDATE SET last = s.last + excluded.last
        RETURNING resource_type, resource_id, last
    ),
    written AS (
        INSERT INTO events (id, company_id, type, resource_type, resource_id, sequence, contact_id,
                            conversation_id, data, depth, occurred_at, created_at)
        SELECT t.id, CAST(:company_id AS uuid), t.type, t.resource_type, t.resource_id,
               turns.last - count(*) OVER one + row_number() OVER (one ORDER BY t.place),
               t.contact_id, t.conversation_id, CAST(t.data AS jsonb), t.depth,
               coalesce(t.occurred_at, clock_timestamp()), clock_timestamp()
        FROM told t JOIN turns USING (resource_type, resource_id)
        WINDOW one AS (PARTITION BY t.resource_type, t.resource_id)
        ORDER BY t.place
        RETURNING id, type, resource_id, sequence
    ),
    -- One that is being deleted at this moment hears nothing more; it would undo what is told.
    there AS MATERIALIZED (
        SELECT id FROM webhook_endpoints WHERE id = ANY(CAST(:endpoints AS uuid[]))
        ORDER BY id FOR KEY SHARE
    )
    INSERT INTO webhook_deliveries (company_id, endpoint_id, event_id, resource_id, sequence,
                                    due_at)
    SELECT CAST(:company_id AS uuid), w.endpoint_id, e.id, e.resource_id, e.sequence,
           clock_timestamp()
    FROM written e
    JOIN told t ON t.id = e.id
    JOIN unnest(CAST(:endpoints AS uuid[]), CAST(:wanted AS text[]), CAST(:for_one AS boolean[]))
      AS w (endpoint_id, type, for_one)
      ON w.type = e.type AND w.for_one = (t.alone IS NOT NULL)
         AND (t.alone IS NULL OR t.alone = w.endpoint_id)
    JOIN there ON there.id = w.endpoint_id
    """
)


async def listeners(session: AsyncSession, company_id: UUID) -> Listeners:
    rows = (await session.execute(_LISTENERS, {"company_id": company_id})).all()
    words = {row.who: frozenset(row.words) for row in rows if row.id is None}
    return Listeners(
        {row.id: frozenset(row.words) for row in rows if row.id is not None},
        words.get("rules", frozenset()),
        words.get("sources", frozenset()),
    )


async def write(
    session: AsyncSession,
    company_id: UUID,
    events: Sequence[NewEvent],
    wanted: Collection[Wanted],
) -> None:
    """Events in their order, each with its resource's next number, and a delivery for every
    endpoint that wants the type (`wanted`), by one statement.
    """
    await session.execute(
        _WRITE,
        {
            "company_id": company_id,
            "ids": [one.id for one in events],
            "types": [one.type for one in events],
            "resource_types": [one.resource_type for one in events],
            "resource_ids": [one.resource_id for one in events],
            "contact_ids": [one.contact_id for one in events],
            "conversation_ids": [one.conversation_id for one in events],
            "datas": [json.dumps(one.data) for one in events],
            "depths": [one.depth for one in events],
            "occurred": [one.occurred_at for one in events],
            "alone": [one.endpoint_id for one in events],
            "endpoints": [one.endpoint_id for one in wanted],
            "wanted": [one.type for one in wanted],
            "for_one": [one.alone for one in wanted],
        },
    )


@dataclass(frozen=True, slots=True)
class Filter:
    types: Collection[str] = ()
    resource_id: UUID | None = None
    contact_id: UUID | None = None
    since: datetime | None = None


async def page(
    session: AsyncSession, wanted: Filter, *, after: Cursor | None, limit: int
) -> Sequence[Event]:
    """Newest first."""
    if not wanted.types:
        return (await session.scalars(_newest(wanted, after, limit))).all()
    # Of each type its newest: an index gives those in order, of several types together none does.
    each = select(
        func.unnest(cast(sorted(set(wanted.types)), ARRAY(Text))).label("type")
    ).subquery()
    of_one = _newest(wanted, after, limit).where(Event.type == each.c.type).lateral()
    row = aliased(Event, of_one)
    query = select(row).select_from(each).join(of_one, true())
    found = await session.scalars(query.order_by(row.created_at.desc(), row.id.desc()).limit(limit))
    return found.all()


def _newest(wanted: Filter, after: Cursor | None, limit: int) -> Select[Event]:
    """Of whatever type."""
    query = select(Event).order_by(Event.created_at.desc(), Event.id.desc()).limit(limit)
    if wanted.resource_id is not None:
        query = query.where(Event.resource_id == wanted.resource_id)
    if wanted.contact_id is not None:
        query = query.where(Event.contact_id == wanted.contact_id)
    if wanted.since is not None:
        query = query.where(Event.created_at >= wanted.since)
    if after is not None:
        query = query.where(tuple_(Event.created_at, Event.id) < (after.created_at, after.id))
    return query


async def get(session: AsyncSession, event_id: UUID) -> Event:
    """Raises NotFound."""
    found = await session.get(Event, event_id)
    if found is None:
        raise NotFound("Event", event_id)
    return found
