"""What time tells rules: who waits for an answer, and whose 24 hours are about to end."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Longer ago it is no news: nobody could have been away for so long.
_PAST = "interval '2 days'"

# Each stretch of waiting, and each window, is an event of its own: its id is made of what began it.
_EVENT = "md5(concat_ws('/', '{what}', c.id, extract(epoch FROM {since})))::uuid"
_NEW = """
      AND NOT EXISTS (SELECT FROM rule_runs x WHERE x.rule_id = r.id AND x.event_id = {event})
"""
_FROM_NUMBER = """
      AND (r.trigger ->> 'number_id' IS NULL
           OR c.phone_number_id = CAST(r.trigger ->> 'number_id' AS uuid))
"""
_MINUTES = "CAST(r.trigger ->> 'minutes' AS integer) * interval '1 minute'"
_UNANSWERED_ID = _EVENT.format(what="unanswered", since="c.waiting_since")
_CLOSING_ID = _EVENT.format(what="window", since="c.last_inbound_at")

_UNANSWERED = text(f"""
    SELECT r.company_id, r.id AS rule_id, {_UNANSWERED_ID} AS event_id, c.contact_id,
           c.id AS conversation_id, CAST(r.trigger ->> 'minutes' AS integer) AS minutes
    FROM automation_rules r
    JOIN conversations c ON c.company_id = r.company_id AND c.status = 'open'
        AND c.waiting_since <= now() - {_MINUTES}
        AND c.waiting_since > greatest(r.enabled_at, now() - {_PAST}) - {_MINUTES}
    WHERE r.enabled AND r.kind = 'no_answer'
    {_FROM_NUMBER} {_NEW.format(event=_UNANSWERED_ID)}
    ORDER BY c.waiting_since, r.position, r.id
    LIMIT :limit
""")
_CLOSING = text(f"""
    SELECT r.company_id, r.id AS rule_id, {_CLOSING_ID} AS event_id, c.contact_id,
           c.id AS conversation_id, CAST(r.trigger ->> 'minutes' AS integer) AS minutes
    FROM automation_rules r
    JOIN conversations c ON c.company_id = r.company_id
        AND c.last_inbound_at <= now() - interval '24 hours' + {_MINUTES}
        AND c.last_inbound_at > now() - interval '24 hours'
        AND c.last_inbound_at > r.enabled_at - interval '24 hours' + {_MINUTES}
        AND (c.window_closed_at IS NULL OR c.window_closed_at < c.last_inbound_at)
    JOIN phone_numbers n ON n.company_id = c.company_id AND n.id = c.phone_number_id
        AND n.channel = 'whatsapp'
    WHERE r.enabled AND r.kind = 'window_closing'
    {_FROM_NUMBER} {_NEW.format(event=_CLOSING_ID)}
    ORDER BY c.last_inbound_at, r.position, r.id
    LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class Moment:
    """One rule's moment with one conversation."""

    company_id: UUID
    rule_id: UUID
    event_id: UUID
    contact_id: UUID
    conversation_id: UUID
    minutes: int


async def unanswered(session: AsyncSession, *, limit: int) -> list[Moment]:
    """Over all companies: customers who wait for as long as a rule says and were not told of."""
    return await _moments(session, _UNANSWERED, limit)


async def closing(session: AsyncSession, *, limit: int) -> list[Moment]:
    """Over all companies: windows that end in as long as a rule says."""
    return await _moments(session, _CLOSING, limit)


async def _moments(session: AsyncSession, statement: Any, limit: int) -> list[Moment]:
    return [Moment(*row) for row in await session.execute(statement, {"limit": limit})]
