"""What is kept for a while only: what happened, what was delivered, what came in. All companies."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# A message has said all it can long before: its count goes with its last event. Whatever lives on
# (contacts, conversations, campaigns, …) counts on.
_EVENTS = text(
    """
    WITH old AS MATERIALIZED (
        SELECT company_id, id FROM events WHERE created_at < :before
        ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED
    ),
    gone AS (
        DELETE FROM events e USING old
        WHERE e.company_id = old.company_id AND e.id = old.id
        RETURNING e.company_id, e.resource_type, e.resource_id, e.sequence
    ),
    forgotten AS (
        DELETE FROM event_sequences s
        USING (
            SELECT company_id, resource_type, resource_id, max(sequence) AS last FROM gone
            WHERE resource_type IN ('message', 'recipient') GROUP BY 1, 2, 3
        ) g
        WHERE s.company_id = g.company_id AND s.resource_type = g.resource_type
          AND s.resource_id = g.resource_id AND s.last = g.last
    )
    SELECT count(*) FROM gone
    """
)


def _by_id(table: str) -> TextClause:
    """Ids begin with their time, so the oldest are the first of the key."""
    return text(
        f"""
        WITH old AS MATERIALIZED (
            SELECT id FROM {table} WHERE id < :first_kept
            ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
        ),
        gone AS (DELETE FROM {table} t USING old WHERE t.id = old.id RETURNING 1)
        SELECT count(*) FROM gone
        """
    )


# Deliveries go with their event, attempts with their delivery.
STATEMENTS: Mapping[str, TextClause] = {
    "events": _EVENTS,
    "rule_runs": _by_id("rule_runs"),
    "hook_requests": _by_id("hook_requests"),
    "webhook_events": _by_id("webhook_events"),
    "unrouted_events": _by_id("unrouted_events"),
}


async def forget(session: AsyncSession, table: str, before: datetime, *, most: int) -> int:
    """Delete the oldest from before that moment; how many. Needs the system login."""
    values: dict[str, object] = {"most": most}
    if table == "events":
        values["before"] = before
    else:
        values["first_kept"] = _first_id(before)
    return await session.scalar(STATEMENTS[table], values) or 0


def _first_id(moment: datetime) -> UUID:
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(f"{milliseconds:012x}{0:020x}")
