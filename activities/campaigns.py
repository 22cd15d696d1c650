"""What a campaign's workflow does to the database besides sending."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from temporalio import activity

from db.session import Database
from schemas.errors import NotFound
from schemas.payloads.campaigns import CampaignRef, FreezeResult
from services import campaigns

_HEARTBEAT_SECONDS = 5.0


class CampaignActivities:
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def freeze_audience(self, campaign: CampaignRef) -> FreezeResult:
        """Fix who gets the campaign and with which values, and let it run. Safe to repeat."""
        async with _heartbeating(), self._database.company(campaign.company_id) as session:
            try:
                return await campaigns.begin(session, campaign.campaign_id, now=datetime.now(UTC))
            except NotFound:
                # Back to a draft and deleted, before we were told: there is nothing to try again.
                return FreezeResult(ready=False, over=True)

    @activity.defn
    async def finish_campaign(self, campaign: CampaignRef) -> None:
        async with _heartbeating(), self._database.company(campaign.company_id) as session:
            await campaigns.finish(session, campaign.campaign_id)


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
