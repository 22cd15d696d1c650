"""What a step of a cadence is about to change, held without waiting for anybody.

The engine holds enrolments when it comes to these rows. Whoever changes a contact, a conversation or a
lead holds that first and ends enrolments behind it: had the engine to wait, both might wait crosswise.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.enrolment_stops import LIVE


def _busy(table: str, key: str, strength: str) -> TextClause:
    """The contacts of those rows that somebody holds; the others are ours from here on."""
    return text(
        f"""
        WITH wanted AS MATERIALIZED (
            SELECT {key} FROM {table} WHERE {key} = ANY(CAST(:ids AS uuid[]))
        ),
        held AS MATERIALIZED (
            SELECT {key} FROM {table}
            WHERE {key} = ANY(ARRAY(SELECT {key} FROM wanted))
            ORDER BY {key} FOR {strength} SKIP LOCKED
        )
        SELECT {key} FROM wanted EXCEPT SELECT {key} FROM held
        """
    )


_CONTACTS = _busy("contacts", "id", "NO KEY UPDATE")
# A lead that is written for the first time asks for its contact's key.
_CONTACTS_AND_KEYS = _busy("contacts", "id", "UPDATE")
_LEADS = _busy("leads", "contact_id", "UPDATE")
_CONVERSATIONS = text(
    """
    WITH wanted AS MATERIALIZED (
        SELECT DISTINCT ON (contact_id) id, contact_id FROM conversations
        WHERE contact_id = ANY(CAST(:ids AS uuid[])) ORDER BY contact_id, last_message_at DESC
    ),
    held AS MATERIALIZED (
        SELECT id FROM conversations WHERE id = ANY(ARRAY(SELECT id FROM wanted))
        ORDER BY id FOR UPDATE SKIP LOCKED
    )
    SELECT contact_id FROM wanted WHERE id NOT IN (SELECT id FROM held)
    """
)
# What the step may end elsewhere: whoever ends all that somebody is in begins with any of it.
_ENROLMENTS = text(
    f"""
    WITH wanted AS MATERIALIZED (
        SELECT id, contact_id FROM enrolments
        WHERE contact_id = ANY(CAST(:ids AS uuid[])) AND status IN {LIVE}
    ),
    held AS MATERIALIZED (
        SELECT id FROM enrolments WHERE id = ANY(ARRAY(SELECT id FROM wanted))
        ORDER BY id FOR UPDATE SKIP LOCKED
    )
    SELECT contact_id FROM wanted WHERE id NOT IN (SELECT id FROM held)
    """
)
# The turn of db.queries.enrolling.
_TURN = text(
    "SELECT pg_try_advisory_xact_lock(hashtextextended(current_setting('app.company_id'), 61))"
)


async def busy_contacts(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these contacts whom somebody is changing at this moment; the others are held."""
    return set(await session.scalars(_CONTACTS, {"ids": list(ids)}))


async def busy_leads(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """The same, with where they stand in the pipeline and whatever else they are in: a deal that is
    won or lost, or a goal that is reached, may end that.
    """
    busy = set(await session.scalars(_CONTACTS_AND_KEYS, {"ids": list(ids)}))
    for statement in (_ENROLMENTS, _LEADS):
        free = [one for one in ids if one not in busy]
        busy |= set(await session.scalars(statement, {"ids": free}))
    return busy


async def busy_conversations(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """The same of contacts by their newest conversations."""
    return set(await session.scalars(_CONVERSATIONS, {"ids": list(ids)}))


async def may_enrol(session: AsyncSession) -> bool:
    """Whether it is our turn to enrol until the transaction ends; nobody is waited for."""
    return bool(await session.scalar(_TURN))
