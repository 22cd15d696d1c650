"""Records a history of each workflow for tests/workflows/test_replay.py; once a release.

Stand-in activities answer at once, so a history shows the order of commands and nothing else.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from embedded.temporal import Temporal
from schemas.enums import Channel, NumberOrderStatus, TaskQueue
from schemas.payloads.automation import RulesResult
from schemas.payloads.cadence_jobs import JobsResult
from schemas.payloads.cadence_sources import SourceRef
from schemas.payloads.cadences import CadenceInput, CadenceRef, MoveInput, MoveResult, StepSend
from schemas.payloads.campaigns import (
    CampaignInput,
    CampaignRef,
    FreezeResult,
    SendBatchInput,
    SendBatchResult,
    SweepResult,
)
from schemas.payloads.deliveries import Delivered, DeliveriesInput, EndpointRef
from schemas.payloads.hooks import HookRef, HookResult
from schemas.payloads.imports import ImportRef
from schemas.payloads.media import Fetched, MediaRef
from schemas.payloads.notifications import CompanyRef, PushResult
from schemas.payloads.number_orders import NumberOrderRef, StepResult
from schemas.payloads.replies import ConversationRef, ReplyInput, SentDue
from schemas.payloads.series import SeriesRef
from worker import WORKFLOWS
from workflows.automation import AutomationWorkflow
from workflows.cadence_jobs import CadenceJobsWorkflow
from workflows.cadence_sources import CadenceSourceWorkflow
from workflows.cadences import CadenceWorkflow
from workflows.campaigns import CampaignWorkflow
from workflows.deliveries import DeliveriesWorkflow
from workflows.hooks import HookWorkflow
from workflows.imports import ImportWorkflow
from workflows.media import MediaWorkflow
from workflows.notifications import NotificationsWorkflow
from workflows.number_orders import NumberOrderWorkflow
from workflows.replies import ReplyWorkflow
from workflows.series import SeriesWorkflow
from workflows.sweeps import SweepWorkflow

_FOLDER = Path("tests/workflows/histories")
_COMPANY, _THING = UUID(int=1), UUID(int=2)
_CAMPAIGN = CampaignInput(_COMPANY, _THING, Channel.WHATSAPP, batch_size=100, batches_per_run=6)


class _StandIns:
    """A scheduled campaign of two batches that is paused in between; nothing else to do."""

    def __init__(self) -> None:
        self._freezes = iter(
            [FreezeResult(ready=False, wait_seconds=0.1), FreezeResult(ready=True)]
        )
        sends = [StepSend(_THING, Channel.WHATSAPP, None)]
        self._moves = iter(
            [
                MoveResult(more=True, dispatched=True, sends=sends),
                *(MoveResult(wait_seconds=0.5) for _ in range(3)),
                MoveResult(paused=True),
                MoveResult(wait_seconds=0.5),
            ]
        )
        self._fetches = iter([Fetched(done=False, pause_seconds=0.1), Fetched(done=True)])
        self._batches = iter(
            [
                SendBatchResult(exhausted=False, pause_seconds=0.1, cursor=UUID(int=3)),
                SendBatchResult(exhausted=False, paused=True, cursor=UUID(int=3)),
                SendBatchResult(exhausted=True),
            ]
        )
        self._replies = iter([SentDue(0.5), SentDue(60.0), SentDue(), SentDue()])
        self._purchases = iter(
            [StepResult(NumberOrderStatus.WANTED, 0.1), StepResult(NumberOrderStatus.BOUGHT)]
        )
        self._deliveries = iter([Delivered(0.5), Delivered(60.0), Delivered(), Delivered()])
        # A page, one that our own code failed on, and the last one.
        self._hooks = iter(
            (HookResult(50, more=True), HookResult(2, more=True, pause_seconds=1), HookResult(1))
        )
        # A slice of pages, then whoever was being written to, then nothing.
        self._jobs = iter([JobsResult(0.0), JobsResult(0.5), JobsResult()])
        self._rules = iter([RulesResult(settled=200, more=True), RulesResult(settled=1)])
        self._pushes = iter([PushResult(settled=100, more=True), PushResult(settled=1)])

    @activity.defn
    async def freeze_audience(self, campaign: CampaignRef) -> FreezeResult:
        return next(self._freezes)

    @activity.defn
    async def send_batch(self, batch: SendBatchInput) -> SendBatchResult:
        return next(self._batches, SendBatchResult(exhausted=True))

    @activity.defn
    async def move_on(self, move: MoveInput) -> MoveResult:
        return next(self._moves, MoveResult(over=True))

    @activity.defn
    async def sweep_cadences(self) -> int:
        return 0

    @activity.defn
    async def finish_campaign(self, campaign: CampaignRef) -> None:
        pass

    @activity.defn
    async def work_on_import(self, ref: ImportRef) -> None:
        pass

    @activity.defn
    async def sweep_campaigns(self) -> SweepResult:
        return SweepResult(told=0, expired=0)

    @activity.defn
    async def sweep_imports(self) -> int:
        return 0

    @activity.defn
    async def sweep_events(self) -> int:
        return 0

    @activity.defn
    async def sweep_expired(self) -> None:
        pass

    @activity.defn
    async def fetch_media(self, ref: MediaRef) -> Fetched:
        return next(self._fetches)

    @activity.defn
    async def sweep_media(self) -> int:
        return 0

    @activity.defn
    async def push_due(self, company: CompanyRef) -> PushResult:
        return next(self._pushes)

    @activity.defn
    async def sweep_notifications(self) -> int:
        return 0

    @activity.defn
    async def send_due(self, ref: ConversationRef) -> SentDue:
        return next(self._replies)

    @activity.defn
    async def mark_read(self, ref: ConversationRef) -> None:
        pass

    @activity.defn
    async def sweep_replies(self) -> int:
        return 0

    @activity.defn
    async def sweep_snoozed(self) -> int:
        return 0

    @activity.defn
    async def run_source(self, ref: SourceRef) -> int:
        await asyncio.sleep(0.5)
        return 1

    @activity.defn
    async def sweep_sources(self) -> int:
        return 0

    @activity.defn
    async def work_on_jobs(self, ref: CadenceRef) -> JobsResult:
        return next(self._jobs)

    @activity.defn
    async def sweep_jobs(self) -> int:
        return 0

    @activity.defn
    async def run_series(self, ref: SeriesRef) -> int:
        return 1

    @activity.defn
    async def sweep_series(self) -> int:
        return 0

    @activity.defn
    async def buy_number(self, ref: NumberOrderRef) -> StepResult:
        return next(self._purchases)

    @activity.defn
    async def configure_number(self, ref: NumberOrderRef) -> StepResult:
        return StepResult(NumberOrderStatus.BOUGHT)

    @activity.defn
    async def join_service(self, ref: NumberOrderRef) -> StepResult:
        return StepResult(NumberOrderStatus.RELEASING)

    @activity.defn
    async def take_in_number(self, ref: NumberOrderRef) -> StepResult:
        return StepResult(NumberOrderStatus.READY)

    @activity.defn
    async def give_back_number(self, ref: NumberOrderRef) -> StepResult:
        return StepResult(NumberOrderStatus.FAILED)

    @activity.defn
    async def sweep_number_orders(self) -> int:
        return 0

    @activity.defn
    async def sweep_fallbacks(self) -> int:
        return 0

    @activity.defn
    async def sweep_sms(self) -> int:
        return 0

    @activity.defn
    async def run_rules(self, company: CompanyRef) -> RulesResult:
        return next(self._rules)

    @activity.defn
    async def sweep_rules(self) -> int:
        return 0

    @activity.defn
    async def deliver_due(self, ref: EndpointRef) -> Delivered:
        return next(self._deliveries)

    @activity.defn
    async def sweep_deliveries(self) -> int:
        return 0

    @activity.defn
    async def apply_hook(self, ref: HookRef) -> HookResult:
        return next(self._hooks)

    @activity.defn
    async def sweep_hooks(self) -> int:
        return 0

    def of(self, queue: TaskQueue) -> Sequence[Callable[..., object]]:
        activities: dict[TaskQueue, Sequence[Callable[..., object]]] = {
            TaskQueue.DATA: [
                self.freeze_audience,
                self.finish_campaign,
                self.move_on,
                self.sweep_cadences,
                self.sweep_campaigns,
                self.sweep_imports,
                self.sweep_events,
                self.sweep_expired,
                self.sweep_notifications,
                self.sweep_media,
                self.sweep_replies,
                self.sweep_snoozed,
                self.run_source,
                self.sweep_sources,
                self.work_on_jobs,
                self.sweep_jobs,
                self.run_series,
                self.sweep_series,
                self.sweep_fallbacks,
                self.sweep_sms,
                self.buy_number,
                self.configure_number,
                self.join_service,
                self.take_in_number,
                self.give_back_number,
                self.sweep_number_orders,
                self.sweep_deliveries,
                self.run_rules,
                self.sweep_rules,
                self.apply_hook,
                self.sweep_hooks,
            ],
            TaskQueue.SEND_WHATSAPP: [self.send_batch],
            TaskQueue.IMPORTS: [self.work_on_import],
            TaskQueue.REPLIES: [self.send_due, self.mark_read],
            TaskQueue.MEDIA: [self.fetch_media],
            TaskQueue.NOTIFICATIONS: [self.push_due],
            TaskQueue.DELIVERIES: [self.deliver_due],
        }
        return activities[queue]


async def _record(client: Client, name: str) -> None:
    history = await client.get_workflow_handle(name).fetch_history()
    _FOLDER.mkdir(parents=True, exist_ok=True)
    (_FOLDER / f"{name}.json").write_text(history.to_json())
    print(f"{name}: {len(history.events)} events")


async def _play(client: Client) -> None:
    queue = TaskQueue.WORKFLOWS
    campaign = await client.start_workflow(
        CampaignWorkflow.run, _CAMPAIGN, id="CampaignWorkflow-paused", task_queue=queue
    )
    await asyncio.sleep(3)
    await campaign.signal(CampaignWorkflow.changed)
    await campaign.result()
    cadence = await client.start_workflow(
        CadenceWorkflow.run,
        CadenceInput(_COMPANY, _THING),
        id="CadenceWorkflow-sent-paused",
        task_queue=queue,
        start_signal="changed",
    )
    await asyncio.sleep(3)
    await cadence.signal(CadenceWorkflow.changed)
    await cadence.result()
    done = await client.start_workflow(
        ImportWorkflow.run,
        ImportRef(_COMPANY, _THING),
        id="ImportWorkflow-run",
        task_queue=queue,
        start_signal="changed",
    )
    await done.result()
    sweep = await client.start_workflow(
        SweepWorkflow.run, id="SweepWorkflow-numbers", task_queue=queue
    )
    await sweep.result()
    series = await client.start_workflow(
        SeriesWorkflow.run,
        SeriesRef(_COMPANY, _THING),
        id="SeriesWorkflow-due",
        task_queue=queue,
    )
    await series.result()
    source = await client.start_workflow(
        CadenceSourceWorkflow.run,
        SourceRef(_COMPANY, _THING),
        id="CadenceSourceWorkflow-two-looks",
        task_queue=queue,
        start_signal="changed",
    )
    await asyncio.sleep(0.2)
    await source.signal(CadenceSourceWorkflow.changed)
    await source.result()
    jobs = await client.start_workflow(
        CadenceJobsWorkflow.run,
        CadenceRef(_COMPANY, _THING),
        id="CadenceJobsWorkflow-come-back-for",
        task_queue=queue,
        start_signal="changed",
    )
    await jobs.result()
    number = await client.start_workflow(
        NumberOrderWorkflow.run,
        NumberOrderRef(_COMPANY, _THING),
        id="NumberOrderWorkflow-given-back",
        task_queue=queue,
    )
    await number.result()
    media = await client.start_workflow(
        MediaWorkflow.run,
        MediaRef(_COMPANY, _THING),
        id="MediaWorkflow-second-try",
        task_queue=queue,
    )
    await media.result()
    news = await client.start_workflow(
        NotificationsWorkflow.run,
        CompanyRef(_COMPANY),
        id="NotificationsWorkflow-two-pages",
        task_queue=queue,
        start_signal="changed",
    )
    await news.result()
    replies = await client.start_workflow(
        ReplyWorkflow.run,
        ReplyInput(_COMPANY, _THING),
        id="ReplyWorkflow-throttled",
        task_queue=queue,
        start_signal="read",
    )
    # It waits half a second for the provider, then a minute for what is scheduled.
    await asyncio.sleep(3)
    await replies.signal(ReplyWorkflow.changed)
    await replies.result()
    deliveries = await client.start_workflow(
        DeliveriesWorkflow.run,
        DeliveriesInput(_COMPANY, _THING),
        id="DeliveriesWorkflow-tried-again",
        task_queue=queue,
        start_signal="changed",
    )
    # It waits half a second for the next try, then a minute; an event comes in between.
    await asyncio.sleep(3)
    await deliveries.signal(DeliveriesWorkflow.changed)
    await deliveries.result()
    rules = await client.start_workflow(
        AutomationWorkflow.run,
        CompanyRef(_COMPANY),
        id="AutomationWorkflow-two-pages",
        task_queue=queue,
        start_signal="changed",
    )
    await rules.result()
    hook = await client.start_workflow(
        HookWorkflow.run,
        HookRef(_COMPANY, _THING),
        id="HookWorkflow-rested",
        task_queue=queue,
        start_signal="changed",
    )
    await hook.result()
    for name in (
        "AutomationWorkflow-two-pages",
        "HookWorkflow-rested",
        "DeliveriesWorkflow-tried-again",
        "CadenceWorkflow-sent-paused",
        "CampaignWorkflow-paused",
        "ImportWorkflow-run",
        "SweepWorkflow-numbers",
        "SeriesWorkflow-due",
        "CadenceSourceWorkflow-two-looks",
        "CadenceJobsWorkflow-come-back-for",
        "NumberOrderWorkflow-given-back",
        "MediaWorkflow-second-try",
        "NotificationsWorkflow-two-pages",
        "ReplyWorkflow-throttled",
    ):
        await _record(client, name)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Temporal(Path(folder)) as server:
        client = await Client.connect(server.address, namespace=server.namespace)
        stand_ins = _StandIns()
        async with (
            Worker(client, task_queue=TaskQueue.WORKFLOWS, workflows=list(WORKFLOWS)),
            Worker(client, task_queue=TaskQueue.DATA, activities=stand_ins.of(TaskQueue.DATA)),
            Worker(
                client,
                task_queue=TaskQueue.SEND_WHATSAPP,
                activities=stand_ins.of(TaskQueue.SEND_WHATSAPP),
            ),
            Worker(
                client, task_queue=TaskQueue.IMPORTS, activities=stand_ins.of(TaskQueue.IMPORTS)
            ),
            Worker(
                client, task_queue=TaskQueue.REPLIES, activities=stand_ins.of(TaskQueue.REPLIES)
            ),
            Worker(client, task_queue=TaskQueue.MEDIA, activities=stand_ins.of(TaskQueue.MEDIA)),
            Worker(
                client,
                task_queue=TaskQueue.DELIVERIES,
                activities=stand_ins.of(TaskQueue.DELIVERIES),
            ),
            Worker(
                client,
                task_queue=TaskQueue.NOTIFICATIONS,
                activities=stand_ins.of(TaskQueue.NOTIFICATIONS),
            ),
        ):
            await _play(client)


if __name__ == "__main__":
    asyncio.run(main())
