"""How much may still be spent: by one campaign, and by the company in a month."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import budgets


async def left(session: AsyncSession, campaign: Campaign) -> int | None:
    """Millionths this campaign may still spend now; None when nothing limits it.

    The smaller of what its own budget and the month's leave; negative where a budget was lowered
    below what is spent. What is being sent counts as spent. One statement.
    """
    moment = campaign.launched_at or datetime.now(UTC)
    return await budgets.left(
        session, campaign.company_id, campaign.id, campaign.budget_micros, moment
    )
