"""What the workflow of a recurring campaign does to the database, and the sweep over all of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio import activity

from activities.heartbeats import heartbeats
from db.queries import series as rows
from db.session import Database
from schemas.enums import CampaignStatus
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.series import SeriesPlan, SeriesRef
from services import series
from services.live import LiveHints


@dataclass(frozen=True, slots=True)
class SeriesTemporal:
    """What is asked of Temporal; the starters, handed in because they lie above us."""

    start_campaign: Callable[[CampaignInput], Awaitable[None]]
    start_series: Callable[[SeriesRef], Awaitable[None]]
    # Makes the series' Schedule as the plan says, or removes it; repeating is harmless.
    follow_series: Callable[[SeriesPlan], Awaitable[None]]


class SeriesActivities:
    def __init__(self, database: Database, hints: LiveHints, temporal: SeriesTemporal) -> None:
        self._database = database
        self._hints = hints
        self._temporal = temporal

    @activity.defn
    async def run_series(self, ref: SeriesRef) -> int:
        """Begin what is due of one series; returns how many campaigns came of it. Safe to repeat.

        If we die before Temporal is told, the campaigns' own sweep starts them.
        """
        async with heartbeats():
            async with self._database.company(ref.company_id) as session:
                made = await series.run_due(session, ref.series_id, now=datetime.now(UTC))
            for campaign in made:
                self._hints.changed(ref.company_id, "campaign", campaign.id)
                if campaign.status is CampaignStatus.LAUNCHING:
                    told = CampaignInput(ref.company_id, campaign.id, campaign.channel)
                    await self._temporal.start_campaign(told)
        return len(made)

    @activity.defn
    async def sweep_series(self) -> int:
        """Make Temporal's schedules what the rows say, and begin what none of them began."""
        async with self._database.system() as session:
            plans = [series.plan(row) for row in await rows.unfollowed(session)]
            late = await rows.overdue(session)
        for plan in plans:
            activity.heartbeat()
            await self._temporal.follow_series(plan)
            async with self._database.company(plan.ref.company_id) as session:
                await rows.set_followed(session, plan.ref.series_id, plan.version)
        for company_id, series_id in late:
            activity.heartbeat()
            await self._temporal.start_series(SeriesRef(company_id, series_id))
        return len(plans) + len(late)
