"""The conversation's workflow on a skipping clock, and once through a real Temporal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.replies import ReplyActivities
from schemas.enums import DeliveryStatus, TaskQueue
from schemas.payloads.replies import ConversationRef, ReplyInput, SentDue
from tests.replies.chat import Chat
from workflows.replies import ReplyWorkflow
from workflows.starters import start_replies


class Outbox:
    """Stands where the rows are: how long until the next is due, one answer a look."""

    def __init__(self, *answers: float | None) -> None:
        self.answers = list(answers)
        self.looks = 0
        self.reads = 0

    @activity.defn
    async def send_due(self, ref: ConversationRef) -> SentDue:
        self.looks += 1
        return SentDue(self.answers.pop(0) if self.answers else None)

    @activity.defn
    async def mark_read(self, ref: ConversationRef) -> None:
        self.reads += 1


@asynccontextmanager
async def running(
    env: WorkflowEnvironment, outbox: Outbox, *, rounds: int = 100, signal: str = "changed"
) -> AsyncIterator[WorkflowHandle[ReplyWorkflow, None]]:
    async with (
        Worker(env.client, task_queue=TaskQueue.WORKFLOWS, workflows=[ReplyWorkflow]),
        Worker(
            env.client,
            task_queue=TaskQueue.REPLIES,
            activities=[outbox.send_due, outbox.mark_read],
        ),
    ):
        yield await env.client.start_workflow(
            ReplyWorkflow.run,
            ReplyInput(uuid4(), uuid4(), rounds=rounds),
            id=f"replies/{uuid4()}",
            task_queue=TaskQueue.WORKFLOWS,
            start_signal=signal,
        )


async def test_it_ends_when_nothing_waits(skipping: WorkflowEnvironment) -> None:
    outbox = Outbox(None)
    async with running(skipping, outbox) as replies:
        await replies.result()
    assert outbox.looks == 1


async def test_it_waits_for_what_is_scheduled_in_a_month(skipping: WorkflowEnvironment) -> None:
    outbox = Outbox(timedelta(days=30).total_seconds(), None)
    async with running(skipping, outbox) as replies:
        await skipping.sleep(timedelta(days=29))
        assert outbox.looks == 1
        await replies.result()
    assert outbox.looks == 2


async def test_a_new_message_does_not_wait_for_a_scheduled_one(
    skipping: WorkflowEnvironment,
) -> None:
    month = timedelta(days=30).total_seconds()
    outbox = Outbox(month, month, None)
    async with running(skipping, outbox) as replies:
        await skipping.sleep(timedelta(minutes=1))
        await replies.signal(ReplyWorkflow.changed)
        await skipping.sleep(timedelta(minutes=1))
        assert outbox.looks == 2
        await replies.result()


async def test_its_history_stays_short(skipping: WorkflowEnvironment) -> None:
    outbox = Outbox(*([0.0] * 30), None)
    async with running(skipping, outbox, rounds=7) as replies:
        await replies.result()
        last = await skipping.client.get_workflow_handle(replies.id).describe()
    assert outbox.looks == 31
    assert last.history_length < 70


async def test_reading_is_told_beside_the_sending(skipping: WorkflowEnvironment) -> None:
    outbox = Outbox(3600.0, None)
    async with running(skipping, outbox, signal="read") as replies:
        await skipping.sleep(timedelta(minutes=1))
        assert (outbox.looks, outbox.reads) == (1, 1)
        await replies.result()


async def test_what_is_written_while_it_ends_is_seen(
    temporal_client: Client, chat: Chat, sending: ReplyActivities
) -> None:
    """Signals at every moment of a real workflow's life: each message leaves at once."""
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[ReplyWorkflow]),
        Worker(
            temporal_client,
            task_queue=TaskQueue.REPLIES,
            activities=[sending.send_due, sending.mark_read],
        ),
    ):
        for number in range(25):
            await chat.write(f"line {number}")
            await start_replies(temporal_client, chat.ref)
            await asyncio.sleep(0.004 * number)
        async with asyncio.timeout(60):
            while set(await chat.statuses()) != {DeliveryStatus.ACCEPTED}:
                await asyncio.sleep(0.1)
