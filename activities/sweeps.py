"""Once a minute over all companies: repeat what a crash left out, clear what has expired."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from temporalio import activity

from db.queries import breakers as breaker_rows
from db.queries import campaigns, contact_imports, idempotency, portfolio_use, recipients, retention
from db.session import Database
from providers.base import MessageReader
from schemas.payloads.campaigns import CampaignInput, SweepResult
from schemas.payloads.imports import ImportRef
from services import breakers, budget_watch, inbound
from services.campaigns import reopen_for_later

# Rows in one transaction, and transactions of a table in one sweep.
_PAGE, _PAGES = 2_000, 25


@dataclass(frozen=True, slots=True)
class Temporal:
    """What a sweep asks of Temporal; the starters, handed in because they lie above us."""

    # Starts what is missing and tells what runs to look at its row; repeating is harmless.
    start_campaign: Callable[[CampaignInput], Awaitable[None]]
    start_import: Callable[[ImportRef], Awaitable[None]]
    # The ids of the campaigns that have a running workflow.
    running_campaigns: Callable[[], Awaitable[set[str]]]


class SweepActivities:
    def __init__(
        self,
        database: Database,
        temporal: Temporal,
        reader: MessageReader,
        *,
        lease_seconds: float,
        event_days: int = 30,
    ) -> None:
        self._database = database
        self._temporal = temporal
        self._reader = reader
        self._lease_seconds = lease_seconds
        self._event_days = event_days

    @activity.defn
    async def sweep_campaigns(self) -> SweepResult:
        """Tell the workflows that may not know, and settle sends whose worker was lost."""
        await self._try_breakers()
        await self._reopen()
        await budget_watch.sweep(self._database)
        told = await self._tell()
        async with self._database.system() as session:
            doubtful = await campaigns.in_doubt(session)
            late = await recipients.handed_back_late(session)
        expired = 0
        for company_id, campaign_id in doubtful:
            activity.heartbeat()
            async with self._database.company(company_id) as session:
                expired += await recipients.expire_leases(
                    session, campaign_id, lease_seconds=self._lease_seconds
                )
        for company_id, campaign_id in late:
            activity.heartbeat()
            async with self._database.company(company_id) as session:
                await recipients.skip_pending(session, campaign_id, reason="cancelled")
        return SweepResult(told=told, expired=expired)

    async def _try_breakers(self) -> None:
        """What stopped and has rested for long enough is tried with a trickle."""
        async with self._database.system() as session:
            again, quiet = await breaker_rows.due(session, tried_for=breakers.TRIED_FOR)
        for one in (*again, *quiet):
            activity.heartbeat()
            async with self._database.company(one.company_id) as session:
                await breakers.sweep_one(session, one.target, quiet=one in quiet)

    async def _reopen(self) -> None:
        """Whom the provider holds back gets the next try also of a campaign that was over."""
        async with self._database.system() as session:
            ended = await campaigns.left_after_the_end(session)
        for company_id, campaign_id in ended:
            activity.heartbeat()
            async with self._database.company(company_id) as session:
                await reopen_for_later(session, campaign_id)

    async def _tell(self) -> int:
        async with self._database.system() as session:
            wanted = await campaigns.open_campaigns(session)
        running = await self._temporal.running_campaigns() if wanted else set()
        unaware = [row for row in wanted if row.fresh or str(row.campaign_id) not in running]
        for row in unaware:
            activity.heartbeat()
            campaign = CampaignInput(row.company_id, row.campaign_id, row.channel)
            await self._temporal.start_campaign(campaign)
        return len(unaware)

    @activity.defn
    async def sweep_imports(self) -> int:
        """Start the imports that are to be worked on; returns how many there are."""
        async with self._database.system() as session:
            wanted = await contact_imports.open_imports(session)
        for company_id, import_id in wanted:
            activity.heartbeat()
            await self._temporal.start_import(ImportRef(company_id, import_id))
        return len(wanted)

    @activity.defn
    async def sweep_events(self) -> int:
        """Try stored webhook events again that could not be applied; returns how many now were."""
        return await inbound.retry_open(self._database, self._reader.parse)

    @activity.defn
    async def sweep_expired(self) -> None:
        """Forget answers kept for Idempotency-Key longer than promised, who counts no more, and
        what happened longer ago than is kept.
        """
        async with self._database.system() as session:
            await idempotency.delete_expired(session)
            await portfolio_use.forget(session)
        before = datetime.now(UTC) - timedelta(days=self._event_days)
        for table in retention.STATEMENTS:
            await self._forget(table, before)

    async def _forget(self, table: str, before: datetime) -> None:
        """In pages, so that nobody waits for it; what is left the next sweep takes."""
        for _ in range(_PAGES):
            activity.heartbeat()
            async with self._database.system() as session:
                gone = await retention.forget(session, table, before, most=_PAGE)
            if gone < _PAGE:
                return
