"""Runs one campaign from launch to its last recipient.

The campaign's row says what is to happen (running, paused, cancelled, when it begins); this
workflow is told that the row changed and looks again. A lost signal costs a minute or two, no state.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.campaigns import CampaignActivities
    from activities.sending import SendActivities
    from schemas.payloads.campaigns import CampaignInput, CampaignRef, SendBatchInput
    from workflows import options

# A signal lost between a commit and Temporal is repeated by the sweep; this is the second net.
_LOOK_AGAIN = timedelta(hours=1)


@workflow.defn
class CampaignWorkflow:
    @workflow.init
    def __init__(self, campaign: CampaignInput) -> None:
        self._ref = CampaignRef(campaign.company_id, campaign.campaign_id)
        self._changes = 0
        self._cursor = campaign.cursor

    @workflow.run
    async def run(self, campaign: CampaignInput) -> None:
        rounds = campaign.batches_per_run
        begun = campaign.frozen
        while rounds and not begun:
            rounds -= 1
            begun, over = await self._begin()
            if over:
                return
        while rounds:
            rounds -= 1
            if await self._send(campaign):
                await workflow.execute_activity_method(
                    CampaignActivities.finish_campaign, self._ref, **options.BULK_DATA
                )
                return
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(replace(campaign, frozen=begun, cursor=self._cursor))

    async def _begin(self) -> tuple[bool, bool]:
        """Freeze the audience once it is time: (begun, over)."""
        seen = self._changes
        result = await workflow.execute_activity_method(
            CampaignActivities.freeze_audience, self._ref, **options.BULK_DATA
        )
        if not (result.ready or result.over):
            await self._wait(seen, result.wait_seconds)
        return result.ready, result.over

    async def _send(self, campaign: CampaignInput) -> bool:
        """Send one batch and rest as it asks; True when nobody is left."""
        seen = self._changes
        batch = SendBatchInput(
            campaign.company_id, campaign.campaign_id, campaign.batch_size, self._cursor
        )
        result = await workflow.execute_activity_method(
            SendActivities.send_batch, batch, **options.send(campaign.channel)
        )
        self._cursor = result.cursor
        if result.paused:
            await self._wait(seen, None)
        elif result.pause_seconds:
            await self._wait(seen, result.pause_seconds)
        return result.exhausted

    async def _wait(self, seen: int, seconds: float | None) -> None:
        """Until told that the row changed since `seen`, or the time is up."""
        limit = timedelta(seconds=seconds) if seconds is not None else _LOOK_AGAIN
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(lambda: self._changes > seen, timeout=limit)

    @workflow.signal
    def changed(self) -> None:
        """The campaign's row was changed: paused, resumed, cancelled or rescheduled."""
        self._changes += 1
