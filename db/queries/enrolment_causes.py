"""Whose what happened was, for services.stop_causes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_OF_SENDS = text(
    """
    SELECT DISTINCT r.contact_id, c.channel
    FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
    -- One that arrived after all says nothing.
    WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.status = 'failed'
    """
)
_OF_MESSAGES = text("SELECT DISTINCT contact_id FROM messages WHERE id = ANY(CAST(:ids AS uuid[]))")
_OWNERS = text(
    """
    SELECT id FROM contacts WHERE phone_key = ANY(CAST(:keys AS text[]))
    UNION
    SELECT contact_id FROM contact_identities
    WHERE kind IN ('phone', 'whatsapp') AND match_key = ANY(CAST(:keys AS text[]))
    """
)


async def people_of_sends(session: AsyncSession, ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """(contact, channel) of these sends that failed."""
    if not ids:
        return set()
    rows = await session.execute(_OF_SENDS, {"ids": sorted(ids)})
    return {(row.contact_id, row.channel) for row in rows}


async def people_of_messages(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    if not ids:
        return set()
    return set(await session.scalars(_OF_MESSAGES, {"ids": sorted(ids)}))


async def owners(session: AsyncSession, keys: Collection[str]) -> set[UUID]:
    """Whose these addresses are."""
    return set(await session.scalars(_OWNERS, {"keys": sorted(keys)}))
