"""Tells owners and administrators when a fifth is left of a campaign's or the month's budget."""

from datetime import UTC, datetime
from uuid import UUID

from db.models.policies import CompanyPolicy
from db.queries import budgets, campaigns
from db.queries.notifications import News
from db.session import Database
from schemas.enums import NotificationKind, Role
from services import campaign_news, notifications

_TOLD = (Role.OWNER, Role.ADMIN)


async def sweep(database: Database) -> int:
    """Tell of every budget that reached 80 %, each once; how many. Over all companies."""
    now = datetime.now(UTC)
    async with database.system() as session:
        found = await budgets.nearly_spent(session)
        months = await budgets.months_nearly_spent(session, now)
    for company_id, campaign_id in found:
        await _tell_of_campaign(database, company_id, campaign_id)
    for company_id in months:
        await _tell_of_month(database, company_id, now)
    return len(found) + len(months)


async def _tell_of_campaign(database: Database, company_id: UUID, campaign_id: UUID) -> None:
    async with database.company(company_id) as session:
        campaign = await campaigns.get_for_update(session, campaign_id)
        news = News(NotificationKind.BUDGET_THRESHOLD, "campaign", campaign_id=campaign_id)
        await campaigns.log(session, campaign, budgets.THRESHOLD)
        await campaign_news.budget_nearly_spent(session, company_id, campaign_id)
        await notifications.news(session, company_id, news, roles=_TOLD)


async def _tell_of_month(database: Database, company_id: UUID, now: datetime) -> None:
    async with database.company(company_id) as session:
        policy = await session.get_one(CompanyPolicy, company_id, with_for_update=True)
        if policy.budget_told == now.date().replace(day=1):
            return
        policy.budget_told = now.date().replace(day=1)
        await campaign_news.budget_nearly_spent(session, company_id, None)
        news = News(NotificationKind.BUDGET_THRESHOLD, "month")
        await notifications.news(session, company_id, news, roles=_TOLD)
