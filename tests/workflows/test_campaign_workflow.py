"""The campaign's workflow on a skipping clock; stand-in activities play the row."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from schemas.enums import Channel, TaskQueue
from schemas.payloads.campaigns import (
    CampaignInput,
    CampaignRef,
    FreezeResult,
    SendBatchInput,
    SendBatchResult,
)
from workflows.campaigns import CampaignWorkflow


class Row:
    """A campaign whose row a person changes, and an audience that shrinks by a batch a call."""

    def __init__(self, audience: int, *, rest: timedelta = timedelta()) -> None:
        self.audience = audience
        self.rest = rest
        self.paused = False
        self.cancelled = False
        self.begins_in: timedelta | None = None
        self.over = False
        self.finished = 0
        self.cursors: list[UUID | None] = []

    @activity.defn
    async def freeze_audience(self, campaign: CampaignRef) -> FreezeResult:
        if self.over:
            return FreezeResult(ready=False, over=True)
        if self.begins_in is not None:
            wait, self.begins_in = self.begins_in, None
            return FreezeResult(ready=False, wait_seconds=wait.total_seconds())
        return FreezeResult(ready=True)

    @activity.defn
    async def send_batch(self, batch: SendBatchInput) -> SendBatchResult:
        self.cursors.append(batch.cursor)
        if self.cancelled:
            return SendBatchResult(exhausted=True)
        if self.paused:
            return SendBatchResult(exhausted=False, paused=True, cursor=batch.cursor)
        self.audience -= min(batch.limit, self.audience)
        return SendBatchResult(
            exhausted=not self.audience,
            pause_seconds=self.rest.total_seconds(),
            cursor=UUID(int=self.audience),
        )

    @activity.defn
    async def finish_campaign(self, campaign: CampaignRef) -> None:
        self.finished += 1


@asynccontextmanager
async def running(
    env: WorkflowEnvironment, row: Row, *, batches_per_run: int = 500
) -> AsyncIterator[WorkflowHandle[CampaignWorkflow, None]]:
    campaign = CampaignInput(
        uuid4(), uuid4(), Channel.WHATSAPP, batch_size=100, batches_per_run=batches_per_run
    )
    async with AsyncExitStack() as stack:
        for worker in (
            Worker(env.client, task_queue=TaskQueue.WORKFLOWS, workflows=[CampaignWorkflow]),
            Worker(
                env.client,
                task_queue=TaskQueue.DATA,
                activities=[row.freeze_audience, row.finish_campaign],
            ),
            Worker(env.client, task_queue=TaskQueue.SEND_WHATSAPP, activities=[row.send_batch]),
        ):
            await stack.enter_async_context(worker)
        yield await env.client.start_workflow(
            CampaignWorkflow.run,
            campaign,
            id=f"campaign/{campaign.campaign_id}",
            task_queue=TaskQueue.WORKFLOWS,
        )


async def test_reaches_everyone_across_continue_as_new(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=1_000)
    async with running(skipping, row, batches_per_run=3) as campaign:
        await campaign.result()
    assert row.audience == 0
    assert row.finished == 1


async def test_the_cursor_survives_continue_as_new(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=500)
    async with running(skipping, row, batches_per_run=2) as campaign:
        await campaign.result()
    assert row.cursors == [None, *(UUID(int=left) for left in (400, 300, 200, 100))]


async def test_a_paused_campaign_sends_nothing_for_a_week(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=300, rest=timedelta(hours=1))
    async with running(skipping, row) as campaign:
        await skipping.sleep(timedelta(minutes=30))
        row.paused = True
        await campaign.signal(CampaignWorkflow.changed)
        await skipping.sleep(timedelta(days=7))
        assert row.audience == 200
        row.paused = False
        await campaign.signal(CampaignWorkflow.changed)
        await campaign.result()
    assert row.audience == 0


async def test_a_lost_resume_is_noticed_without_a_signal(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=100)
    row.paused = True
    async with running(skipping, row) as campaign:
        await skipping.sleep(timedelta(hours=1))
        row.paused = False
        await campaign.result()
    assert row.audience == 0


async def test_cancelling_cuts_a_long_rest_short(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=300, rest=timedelta(days=1))
    async with running(skipping, row) as campaign:
        await skipping.sleep(timedelta(minutes=1))
        row.cancelled = True
        await campaign.signal(CampaignWorkflow.changed)
        # With the clock at its real pace, only an interrupted rest gets here in time.
        with skipping.auto_time_skipping_disabled():
            async with asyncio.timeout(60):
                await campaign.result()
    assert row.audience == 200
    assert row.finished == 1


async def test_a_scheduled_campaign_begins_at_its_time(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=100)
    row.begins_in = timedelta(days=3)
    async with running(skipping, row) as campaign:
        await skipping.sleep(timedelta(days=2))
        assert row.cursors == []
        await campaign.result()
    assert row.audience == 0


async def test_a_campaign_that_is_over_sends_nothing(skipping: WorkflowEnvironment) -> None:
    row = Row(audience=100)
    row.over = True
    async with running(skipping, row) as campaign:
        await campaign.result()
    assert row.audience == 100
    assert row.finished == 0
