"""What happened to campaigns and budgets, told to whoever listens."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import budgets
from db.queries.budgets import Spent
from services import events
from services.events import Happening


async def tell(session: AsyncSession, campaign: Campaign, name: str) -> None:
    """Not of the campaigns that steps of cadences send by: nobody outside knows them."""
    if campaign.cadence_id is None:
        told = Happening(f"campaign.{name}", "campaign", campaign.id)
        await events.tell(session, campaign.company_id, [told])


async def budget_nearly_spent(
    session: AsyncSession, company_id: UUID, campaign_id: UUID | None
) -> None:
    """A campaign's budget, or the month's."""
    if not await events.listening(session, company_id, {"budget.threshold"}):
        return
    found = await budgets.spent(session, company_id, campaign_id)
    kind, key = ("campaign", campaign_id) if campaign_id else ("company", company_id)
    told = Happening("budget.threshold", kind, key, _data(found))
    await events.tell(session, company_id, [told])


def _data(found: Spent) -> dict[str, object]:
    share = found.spent_micros * 100 // found.budget_micros if found.budget_micros else 100
    return {
        "percent": min(100, share),
        "spent_micros": found.spent_micros,
        "budget_micros": found.budget_micros,
        "currency": found.currency,
    }
