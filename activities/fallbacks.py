"""Once a minute: whom did campaigns with a fallback not reach?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

from temporalio import activity

from db.queries import fallbacks as queries
from db.session import Database
from schemas.enums import Channel
from schemas.errors import AppError
from schemas.payloads.campaigns import CampaignInput
from services import fallbacks
from services.fallbacks import Looked
from services.live import LiveHints


class FallbackActivities:
    def __init__(
        self,
        database: Database,
        hints: LiveHints,
        # Starts a campaign's workflow or tells it to look; repeating is harmless.
        start_campaign: Callable[[CampaignInput], Awaitable[None]],
    ) -> None:
        self._database = database
        self._hints = hints
        self._start_campaign = start_campaign

    @activity.defn
    async def sweep_fallbacks(self) -> int:
        """Write whom WhatsApp did not reach into their campaigns' SMS; returns how many.

        Each page is a transaction of its own; what a crash leaves out is found the next time.
        """
        now = datetime.now(UTC)
        async with self._database.system() as session:
            wanted = await queries.due(session, now)
        return sum([await self._try(company_id, key, now) for company_id, key in wanted])

    async def _try(self, company_id: UUID, campaign_id: UUID, now: datetime) -> int:
        """One that cannot be sent holds up nobody else's; it is tried again the next time."""
        try:
            return await self._look(company_id, campaign_id, now)
        except AppError as error:
            activity.logger.warning("fallback_not_written", extra={"code": error.code})
            return 0

    async def _look(self, company_id: UUID, campaign_id: UUID, now: datetime) -> int:
        added, child_id = 0, None
        looked = Looked(after=UUID(int=0))
        while looked.after is not None:
            activity.heartbeat()
            async with self._database.company(company_id) as session:
                looked = await fallbacks.look(session, campaign_id, now=now, after=looked.after)
            added += looked.added
            child_id = looked.child_id or child_id
        if child_id is not None:
            self._hints.changed(company_id, "campaign", campaign_id)
            await self._start_campaign(CampaignInput(company_id, child_id, Channel.SMS))
        return added
