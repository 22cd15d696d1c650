"""What a contact and an account have used of their limits, for the calendar of a cadence."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection

# As the claim counts them.
_MARKETING = text(
    """
    SELECT o.claimed_at FROM campaign_recipients o
    JOIN campaigns c ON c.company_id = o.company_id AND c.id = o.campaign_id
    WHERE o.contact_id = :contact_id AND o.claimed_at > :since AND c.purpose = 'marketing'
      AND o.status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'read')
    ORDER BY o.claimed_at
    """
)


async def marketing_since(
    session: AsyncSession, contact_id: UUID, since: datetime
) -> list[datetime]:
    """When marketing was sent to the contact, later than that."""
    return list(await session.scalars(_MARKETING, {"contact_id": contact_id, "since": since}))


async def portfolios(session: AsyncSession, connection_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """By connection, whose daily limit counts for it; those without one are not in here."""
    found = await session.execute(
        select(Connection.id, Connection.portfolio_id).where(
            Connection.id.in_(connection_ids), Connection.portfolio_id.is_not(None)
        )
    )
    return {row.id: row.portfolio_id for row in found}
