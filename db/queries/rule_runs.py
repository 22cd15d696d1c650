"""Runs of rules: noted set by set, taken page by page, written down one by one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.enums import Channel

_ADD = text("""
    INSERT INTO rule_runs
        (company_id, rule_id, event_id, contact_id, conversation_id, campaign_id, depth)
    SELECT :company_id, t.rule_id, t.event_id, t.contact_id, t.conversation_id, t.campaign_id,
           t.depth
    FROM unnest(CAST(:rule_ids AS uuid[]), CAST(:event_ids AS uuid[]),
                CAST(:contact_ids AS uuid[]), CAST(:conversation_ids AS uuid[]),
                CAST(:campaign_ids AS uuid[]), CAST(:depths AS smallint[])) WITH ORDINALITY
        AS t (rule_id, event_id, contact_id, conversation_id, campaign_id, depth, place)
    ORDER BY t.place
    ON CONFLICT (rule_id, event_id) DO NOTHING
    RETURNING id
""")
_WORDS = text("""
    SELECT m.id, m.body, m.phone_number_id, n.channel
    FROM messages m
    JOIN phone_numbers n ON n.company_id = m.company_id AND n.id = m.phone_number_id
    WHERE m.id = ANY(CAST(:ids AS uuid[])) AND m.direction = 'in' AND m.modifies IS NULL
""")


@dataclass(frozen=True, slots=True)
class NewRun:
    rule_id: UUID
    event_id: UUID
    contact_id: UUID | None = None
    conversation_id: UUID | None = None
    campaign_id: UUID | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What a customer wrote, and where."""

    body: str
    number_id: UUID
    channel: Channel


async def add(session: AsyncSession, company_id: UUID, runs: Sequence[NewRun]) -> int:
    """Note runs by one statement; the same rule and event once, ever. How many were new."""
    if not runs:
        return 0
    noted = await session.scalars(
        _ADD,
        {
            "company_id": company_id,
            "rule_ids": [run.rule_id for run in runs],
            "event_ids": [run.event_id for run in runs],
            "contact_ids": [run.contact_id for run in runs],
            "conversation_ids": [run.conversation_id for run in runs],
            "campaign_ids": [run.campaign_id for run in runs],
            "depths": [run.depth for run in runs],
        },
    )
    return len(noted.all())


async def words(session: AsyncSession, message_ids: Collection[UUID]) -> dict[UUID, Words]:
    """Of those that are messages of customers; what only changes another one is none."""
    if not message_ids:
        return {}
    rows = await session.execute(_WORDS, {"ids": list(message_ids)})
    return {row.id: Words(row.body, row.phone_number_id, Channel(row.channel)) for row in rows}
