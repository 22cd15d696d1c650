"""What is kept for a while only: what happened, what was delivered, what came in. All companies.

What is not over is kept, however old: an event some endpoint has not heard of, a run or call that
waits to be done.
"""

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
        SELECT company_id, id FROM events e WHERE created_at < :before
          AND NOT EXISTS (SELECT FROM webhook_deliveries d
                          WHERE d.event_id = e.id AND d.state IN ('pending', 'sending'))
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
          AND NOT EXISTS (SELECT FROM events k
                          WHERE k.company_id = s.company_id AND k.resource_type = s.resource_type
                            AND k.resource_id = s.resource_id AND k.id NOT IN (SELECT id FROM old))
    )
    SELECT count(*) FROM gone
    """
)


def _by_id(table: str, over: str = "true") -> TextClause:
    """Ids begin with their time, so the oldest are the first of the key."""
    return text(
        f"""
        WITH old AS MATERIALIZED (
            SELECT id FROM {table} o WHERE id < :first_kept AND {over}
            ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
        ),
        gone AS (DELETE FROM {table} t USING old WHERE t.id = old.id RETURNING 1)
        SELECT count(*) FROM gone
        """
    )


# By a run it is known that its rule rests for the contact: for up to a year.
_RUN_OVER = """
    o.status <> 'pending' AND NOT EXISTS (
        SELECT FROM automation_rules r
        WHERE r.id = o.rule_id AND o.contact_id IS NOT NULL AND o.status IN ('done', 'failed')
          AND o.finished_at > now() - make_interval(mins => r.pause_minutes))
"""
# Deliveries go with their event, attempts with their delivery. Of an account nobody has connected
# nothing can be done: what it told waits as long as all else is kept.
STATEMENTS: Mapping[str, TextClause] = {
    "events": _EVENTS,
    "rule_runs": _by_id("rule_runs", _RUN_OVER),
    "hook_requests": _by_id("hook_requests", "o.status <> 'received'"),
    "webhook_events": _by_id("webhook_events", "o.applied_at IS NOT NULL"),
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
