"""What a campaign's workflow does to the database besides sending."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from temporalio import activity

from db.queries import campaigns as campaign_queries
from db.queries import recipients
from db.session import Database
from schemas.payloads.campaigns import CampaignInput, CampaignRef, FreezeResult, SweepResult
from services import campaigns

_HEARTBEAT_SECONDS = 5.0

# Tells a campaign's workflow to look at its row, and starts it where there is none.
TellCampaign = Callable[[CampaignInput], Awaitable[None]]
# The ids of the campaigns that have a running workflow.
RunningCampaigns = Callable[[], Awaitable[set[str]]]


class CampaignActivities:
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def freeze_audience(self, campaign: CampaignRef) -> FreezeResult:
        """Fix who gets the campaign and with which values, and let it run. Safe to repeat."""
        async with _heartbeating(), self._database.company(campaign.company_id) as session:
            return await campaigns.begin(session, campaign.campaign_id, now=datetime.now(UTC))

    @activity.defn
    async def finish_campaign(self, campaign: CampaignRef) -> None:
        async with _heartbeating(), self._database.company(campaign.company_id) as session:
            await campaigns.finish(session, campaign.campaign_id)


class SweepActivities:
    """Once a minute over all companies: what a crash left half done."""

    def __init__(
        self,
        database: Database,
        tell_campaign: TellCampaign,
        running_campaigns: RunningCampaigns,
        *,
        lease_seconds: float,
    ) -> None:
        self._database = database
        self._tell_campaign = tell_campaign
        self._running_campaigns = running_campaigns
        self._lease_seconds = lease_seconds

    @activity.defn
    async def sweep_campaigns(self) -> SweepResult:
        """Tell the workflows that may not know, and settle sends whose worker was lost."""
        told = await self._tell()
        async with self._database.system() as session:
            doubtful = await campaign_queries.in_doubt(session)
        expired = 0
        for company_id, campaign_id in doubtful:
            activity.heartbeat()
            async with self._database.company(company_id) as session:
                expired += await recipients.expire_leases(
                    session, campaign_id, lease_seconds=self._lease_seconds
                )
        return SweepResult(told=told, expired=expired)

    async def _tell(self) -> int:
        async with self._database.system() as session:
            wanted = await campaign_queries.open_campaigns(session)
        running = await self._running_campaigns() if wanted else set()
        unaware = [row for row in wanted if row.fresh or str(row.campaign_id) not in running]
        for row in unaware:
            activity.heartbeat()
            await self._tell_campaign(CampaignInput(row.company_id, row.campaign_id, row.channel))
        return len(unaware)


@asynccontextmanager
async def _heartbeating() -> AsyncIterator[None]:
    """Tell Temporal that we live while the database works on one long statement."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(_HEARTBEAT_SECONDS)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
