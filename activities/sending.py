"""The only activity that talks to messaging providers in bulk."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.window import Limits, Stop, Window, WindowOptions
from db.queries import campaigns as campaign_rows
from db.queries import recipients, sending
from db.queries.sending import SendingPlan
from db.session import Database
from providers.base import SenderFactory
from providers.pair_rate import PairRate
from providers.rate_limit import Asker, Pace, Rate
from providers.slots import Slots
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from schemas.errors import AppError
from schemas.payloads.campaigns import SendBatchInput, SendBatchResult
from services import breakers, campaigns, claiming, experiments, fallbacks
from services.breakers import Gate
from services.claiming import Wait
from services.live import LiveHints

_OVER = (CampaignStatus.CANCELLED, CampaignStatus.COMPLETED, CampaignStatus.FAILED)
# Not paused by a person, who may have their reasons.
_OURS_TO_END = (CampaignStatus.RUNNING, CampaignStatus.AUTO_PAUSED)
# Something else is wrong on our side of the provider: look again soon.
_SOON_SECONDS = 0.2
# A wait longer than this is told to whoever looks at the campaign.
_SHOWN_SECONDS = 30.0
# Rules change meanwhile, and a campaign expires.
_LONGEST_PAUSE_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class SendOptions:
    # Messages in flight at once in one batch, at most.
    window: int = 300
    # A claim older than this, without an outcome, is in doubt. Longer than any send can take:
    # a claim that waited lease/4 is handed back unsent, and a provider call takes 30 s at most.
    lease_seconds: float = 120.0


class SendActivities:
    def __init__(
        self,
        database: Database,
        redis: Redis,
        open_sender: SenderFactory,
        options: SendOptions,
    ) -> None:
        self._database = database
        self._redis = redis
        self._open_sender = open_sender
        self._options = options
        self._pairs = PairRate(redis)
        self._hints = LiveHints(redis)

    @activity.defn
    async def send_batch(self, batch: SendBatchInput) -> SendBatchResult:
        """Send until the limit, the end, a pause or a throttle.

        When it is cancelled or the worker shuts down, what is in flight is still recorded and
        what was claimed beyond it is handed back.
        """
        async with self._database.company(batch.company_id) as session:
            plan = await sending.plan(session, batch.campaign_id)
            running = plan is not None and plan.status is CampaignStatus.RUNNING
            gate = await breakers.gate(session, batch.campaign_id) if running else Gate()
            if gate.stopped is not None:
                stopped = gate.stopped
                await breakers.stop_campaign(
                    session, batch.campaign_id, stopped.code, stopped.detail
                )
        if plan is None or plan.status in _OVER:
            return SendBatchResult(exhausted=True)
        if not running or gate.stopped is not None:
            return await self._stand(batch, batch.cursor)
        try:
            window = await self._window(batch, plan, gate)
        except AppError as error:
            return await self._cannot_send(batch, error)
        await _run_to_the_end(window)
        return _until(plan.expires_at, await self._judge(batch, window, gate))

    async def _window(self, batch: SendBatchInput, plan: SendingPlan, gate: Gate) -> Window:
        sender = await self._open_sender(batch.company_id, batch.campaign_id)
        async with self._database.company(batch.company_id) as session:
            terms = await claiming.terms(session, plan, now=datetime.now(UTC))
            if plan.waits_for is not None:
                await sending.set_waiting(session, batch.campaign_id, None)
        limits = self._limits(batch, plan, gate)
        options = WindowOptions.for_rate(
            min(pace.per_second for pace in limits.paces),
            most=self._options.window,
            limit=min(batch.limit, breakers.TRICKLE) if gate.trying else batch.limit,
            lease_seconds=self._options.lease_seconds,
        )
        tell = partial(self._hints.changed, batch.company_id, "campaign", batch.campaign_id)
        return Window(self._database, batch, terms, sender, limits, options=options, tell=tell)

    def _limits(self, batch: SendBatchInput, plan: SendingPlan, gate: Gate) -> Limits:
        number = Rate(f"number:{plan.phone_number_id}", plan.number_rate)
        own = None
        if plan.campaign_rate is not None:
            own = Rate(f"campaign:{batch.campaign_id}", plan.campaign_rate)
        paces = [
            Pace(
                self._redis,
                number,
                asker=Asker(str(batch.company_id), str(batch.campaign_id)),
                at_once=own.chunk if own else None,
            )
        ]
        if own is not None:
            paces.append(Pace(self._redis, own))
        for target in gate.trying:
            trickle = Rate(f"trickle:{target.id}", breakers.TRICKLE_PER_SECOND)
            paces.append(Pace(self._redis, trickle))
        bound = max(4, min(self._options.window, plan.number_rate))
        pairs = self._pairs if plan.channel is Channel.WHATSAPP else None
        return Limits(
            plan.phone_number_id, paces, Slots(self._redis, plan.phone_number_id, bound), pairs
        )

    async def _cannot_send(self, batch: SendBatchInput, error: AppError) -> SendBatchResult:
        """A credential that cannot be read mends itself by no retry: somebody has to know."""
        async with self._database.company(batch.company_id) as session:
            await campaigns.auto_pause(
                session, batch.campaign_id, code=error.code, detail=str(error)
            )
        return await self._stand(batch, batch.cursor)

    async def _judge(self, batch: SendBatchInput, window: Window, gate: Gate) -> SendBatchResult:
        """What the workflow is to do next, from why the window stopped."""
        if window.refusal is not None or window.storm is not None:
            await self._stop(batch, window)
            return await self._stand(batch, window.cursor)
        if gate.trying and window.accepted and window.stop is None:
            async with self._database.company(batch.company_id) as session:
                for target in gate.trying:
                    await breakers.close(session, target)
        if window.wait is not None:
            return await self._rest(batch, window.wait, window.cursor)
        if window.drained and window.stop is None:
            return await self._look_over(batch, window.cursor)
        # After a change of the row the next call reads from it what it is: paused, cancelled, …
        pause = window.pause_seconds if window.stop is Stop.PROVIDER else 0.0
        return SendBatchResult(exhausted=False, pause_seconds=pause, cursor=window.cursor)

    async def _stop(self, batch: SendBatchInput, window: Window) -> None:
        """Going on would fail: stop what is at fault."""
        async with self._database.company(batch.company_id) as session:
            if window.refusal is not None:
                await breakers.trip(session, batch.campaign_id, window.refusal)
            elif window.storm is not None:
                await breakers.heed_storm(
                    session, batch.campaign_id, window.number_id, window.storm
                )

    async def _stand(self, batch: SendBatchInput, cursor: UUID | None) -> SendBatchResult:
        """It is stopped: rest until told. What we stopped, and that has nobody left, is to end."""
        async with self._database.company(batch.company_id) as session:
            campaign = await campaign_rows.get(session, batch.campaign_id)
            tally = await campaign_rows.tally(session, batch.campaign_id)
        own = campaign.status in _OURS_TO_END and campaign.cadence_id is None
        if own and campaign.frozen_at is not None and not tally.at(DeliveryStatus.PENDING):
            return await self._look_over(batch, cursor)
        return SendBatchResult(exhausted=False, paused=True, cursor=cursor)

    async def _rest(self, batch: SendBatchInput, wait: Wait, cursor: UUID) -> SendBatchResult:
        """Nobody may be sent to now: say so, and until when; or that it is over."""
        lease, campaign_id = self._options.lease_seconds, batch.campaign_id
        over = wait.cause == "expired"
        async with self._database.company(batch.company_id) as session:
            match wait.cause:
                case "expired":
                    await recipients.skip_pending(session, campaign_id, reason="expired")
                case "budget" if not await _anybody(session, campaign_id, lease):
                    # The last one cost the rest of it: nothing more is to be paid.
                    over = True
                case "budget":
                    await breakers.stop_campaign(session, campaign_id, "budget_reached")
                case cause:
                    await sending.set_waiting(session, campaign_id, cause, wait.until)
        if over:
            return await self._look_over(batch, cursor)
        if wait.cause == "budget":
            return SendBatchResult(exhausted=False, paused=True, cursor=cursor)
        pause = claiming.seconds_until(wait)
        return SendBatchResult(exhausted=False, pause_seconds=pause, cursor=cursor)

    async def _look_over(self, batch: SendBatchInput, cursor: UUID | None) -> SendBatchResult:
        """Nobody new is behind the cursor: is anybody left at all?"""
        lease, campaign_id = self._options.lease_seconds, batch.campaign_id
        async with self._database.company(batch.company_id) as session:
            await recipients.expire_leases(session, campaign_id, lease_seconds=lease)
            left = await recipients.waiting(session, campaign_id, lease_seconds=lease)
            if left.fresh:
                return SendBatchResult(exhausted=False, pause_seconds=_SOON_SECONDS, cursor=None)
            waits = [s for s in (left.deferred_seconds, left.lease_seconds) if s is not None]
            if left.undecided:
                campaign = await campaign_rows.get_for_update(session, campaign_id)
                decided = await experiments.step(session, campaign, datetime.now(UTC))
                waits.append(_SOON_SECONDS if decided is None else decided)
            if not waits:
                more = await fallbacks.wait(session, campaign_id, now=datetime.now(UTC))
                if more is None:
                    return SendBatchResult(exhausted=True)
                return SendBatchResult(exhausted=False, pause_seconds=more, cursor=cursor)
            pause = max(_SOON_SECONDS, min(waits))
            if pause > _SHOWN_SECONDS and not left.undecided:
                until = datetime.now(UTC) + timedelta(seconds=pause)
                await sending.set_waiting(session, campaign_id, "their_time", until)
        pause = min(pause, _LONGEST_PAUSE_SECONDS)
        return SendBatchResult(exhausted=False, pause_seconds=pause, cursor=cursor)


def _until(end: datetime | None, result: SendBatchResult) -> SendBatchResult:
    """No rest goes on past the campaign's end: whoever is left then is written down."""
    if end is None or not result.pause_seconds:
        return result
    left = max(_SOON_SECONDS, (end - datetime.now(UTC)).total_seconds())
    return replace(result, pause_seconds=min(result.pause_seconds, left))


async def _run_to_the_end(window: Window) -> None:
    """Run the window; if we are cancelled, let it close its books before passing that on."""
    work = asyncio.create_task(window.run())
    shutdown = asyncio.create_task(activity.wait_for_worker_shutdown())
    shutdown.add_done_callback(
        lambda done: None if done.cancelled() else window.halt(Stop.SHUTDOWN)
    )
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        window.halt(Stop.SHUTDOWN)
        await work
        raise
    finally:
        shutdown.cancel()
        with suppress(asyncio.CancelledError):
            await shutdown


async def _anybody(session: AsyncSession, campaign_id: UUID, lease_seconds: float) -> bool:
    """Whether somebody is still to be sent to, now or later."""
    left = await recipients.waiting(session, campaign_id, lease_seconds=lease_seconds)
    return left.fresh or left.deferred_seconds is not None or left.undecided
