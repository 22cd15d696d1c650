"""What a campaign's workflow does to the database besides sending."""

from datetime import UTC, datetime

from temporalio import activity

from activities.heartbeats import heartbeats
from db.session import Database
from schemas.errors import NotFound
from schemas.payloads.campaigns import CampaignRef, FreezeResult
from services import campaigns


class CampaignActivities:
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def freeze_audience(self, campaign: CampaignRef) -> FreezeResult:
        """Fix who gets the campaign and with which values, and let it run. Safe to repeat."""
        async with heartbeats(), self._database.company(campaign.company_id) as session:
            try:
                return await campaigns.begin(session, campaign.campaign_id, now=datetime.now(UTC))
            except NotFound:
                # Back to a draft and deleted, before we were told: there is nothing to try again.
                return FreezeResult(ready=False, over=True)

    @activity.defn
    async def finish_campaign(self, campaign: CampaignRef) -> None:
        async with heartbeats(), self._database.company(campaign.company_id) as session:
            await campaigns.finish(session, campaign.campaign_id)
