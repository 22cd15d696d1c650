"""Runs workflows and activities: `python worker.py [queue …]`; all queues when none is named.

`python worker.py --setup` registers the search attributes on a Temporal cluster and ends.
"""

import argparse
import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

import uvloop
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker

from activities.automation import AutomationActivities, AutomationTemporal
from activities.cadence_jobs import CadenceJobActivities
from activities.cadence_sources import CadenceSourceActivities, SourceTemporal
from activities.cadences import CadenceActivities
from activities.campaigns import CampaignActivities
from activities.deliveries import DeliveryActivities
from activities.fallbacks import FallbackActivities
from activities.hooks import HookActivities, HookTemporal
from activities.imports import ImportActivities, parsing_pool
from activities.inbox import InboxActivities
from activities.media import MediaActivities
from activities.notifications import NotificationActivities
from activities.number_orders import NumberOrderActivities
from activities.replies import Outside, ReplyActivities
from activities.sending import SendActivities, SendOptions
from activities.series import SeriesActivities, SeriesTemporal
from activities.sms import SmsActivities
from activities.sweeps import SweepActivities, Temporal
from bootstrap import Resources, open_resources, settle_memory
from schemas.enums import TaskQueue
from schemas.payloads.cadence_sources import SourceRef
from schemas.payloads.cadences import CadenceRef
from schemas.payloads.deliveries import EndpointRef
from schemas.payloads.hooks import HookRef
from schemas.payloads.notifications import CompanyRef
from services import delivering
from services.number_steps import NumberSteps
from services.push import Push
from services.wakes import Sleeper, Wake, WakeListener
from settings import Settings
from web.notification_words import push_words
from workflows import starters
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
from workflows.search_attributes import ALL as SEARCH_ATTRIBUTES
from workflows.series import SeriesWorkflow
from workflows.sweeps import SweepWorkflow

WORKFLOWS: Sequence[type] = [
    AutomationWorkflow,
    CadenceJobsWorkflow,
    CadenceSourceWorkflow,
    CadenceWorkflow,
    CampaignWorkflow,
    DeliveriesWorkflow,
    HookWorkflow,
    ImportWorkflow,
    MediaWorkflow,
    NotificationsWorkflow,
    NumberOrderWorkflow,
    ReplyWorkflow,
    SeriesWorkflow,
    SweepWorkflow,
]
# What is in flight is recorded before the process ends; a provider call takes 30 s at most.
_GRACE = timedelta(seconds=40)

Activities = Sequence[Callable[..., object]]


def activities_of(resources: Resources, pool: Executor) -> dict[TaskQueue, Activities]:
    """What each queue can do; `pool` parses the files of imports."""
    settings, database = resources.settings, resources.database
    campaigns = CampaignActivities(database)
    imports = ImportActivities(database, settings.storage_dir, pool)
    sweeps = SweepActivities(
        database,
        Temporal(
            partial(starters.start_campaign, resources.temporal),
            partial(starters.start_import, resources.temporal),
            partial(starters.running_campaigns, resources.temporal),
        ),
        resources.stored_reader,
        lease_seconds=settings.send_lease_seconds,
        event_days=settings.event_retention_days,
    )
    sending = SendActivities(
        database,
        resources.redis,
        resources.open_sender,
        SendOptions(settings.send_window, settings.send_lease_seconds),
    )
    notifications = NotificationActivities(
        Push(database, resources.redis, resources.hints, resources.web_push, push_words),
        partial(starters.start_notifications, resources.temporal),
    )
    media = MediaActivities(
        database,
        resources.media,
        resources.media_fetching,
        partial(starters.start_media, resources.temporal),
    )
    replies = ReplyActivities(
        database,
        resources.redis,
        resources.hints,
        Outside(
            resources.open_chat,
            resources.media.at_provider,
            partial(starters.follow_notifications, resources.temporal),
            partial(starters.start_replies, resources.temporal),
        ),
        lease_seconds=settings.send_lease_seconds,
    )
    series = SeriesActivities(
        database,
        resources.hints,
        SeriesTemporal(
            partial(starters.start_campaign, resources.temporal),
            partial(starters.start_series, resources.temporal),
            partial(starters.schedule_series, resources.temporal),
        ),
    )
    sources = CadenceSourceActivities(
        database,
        resources.hints,
        SourceTemporal(
            partial(starters.start_source, resources.temporal),
            partial(starters.schedule_source, resources.temporal),
        ),
    )
    fallbacks = FallbackActivities(
        database, resources.hints, partial(starters.start_campaign, resources.temporal)
    )
    cadences = CadenceActivities(
        database, resources.hints, partial(starters.start_cadence, resources.temporal)
    )
    jobs = CadenceJobActivities(
        database, resources.hints, partial(starters.start_jobs, resources.temporal)
    )
    numbers = _numbers(resources)
    hooks = _hooks(resources)
    deliveries = _deliveries(resources)
    rules = _rules(resources)
    return {
        TaskQueue.DATA: [
            campaigns.freeze_audience,
            campaigns.finish_campaign,
            sweeps.sweep_campaigns,
            sweeps.sweep_imports,
            sweeps.sweep_events,
            sweeps.sweep_expired,
            SmsActivities(resources.sms_lookups, resources.sms_receipts).sweep_sms,
            notifications.sweep_notifications,
            media.sweep_media,
            replies.sweep_replies,
            InboxActivities(database, resources.hints).sweep_snoozed,
            hooks.apply_hook,
            hooks.sweep_hooks,
            sources.run_source,
            sources.sweep_sources,
            series.run_series,
            series.sweep_series,
            fallbacks.sweep_fallbacks,
            numbers.buy_number,
            numbers.configure_number,
            numbers.join_service,
            numbers.take_in_number,
            numbers.give_back_number,
            numbers.sweep_number_orders,
            deliveries.sweep_deliveries,
            rules.run_rules,
            rules.sweep_rules,
            cadences.move_on,
            cadences.sweep_cadences,
            jobs.work_on_jobs,
            jobs.sweep_jobs,
        ],
        TaskQueue.SEND_WHATSAPP: [sending.send_batch],
        TaskQueue.SEND_SMS: [sending.send_batch],
        TaskQueue.REPLIES: [replies.send_due, replies.mark_read],
        TaskQueue.MEDIA: [media.fetch_media],
        TaskQueue.NOTIFICATIONS: [notifications.push_due],
        TaskQueue.IMPORTS: [imports.work_on_import],
        TaskQueue.DELIVERIES: [deliveries.deliver_due],
    }


async def _woken(temporal: Client, wake: Wake) -> None:
    """What a commit told of goes to whoever has something to do; the sweep is the second net."""
    match wake.sleeper:
        case Sleeper.CADENCE:
            await starters.start_cadence(temporal, CadenceRef(wake.company_id, wake.row_id))
        case Sleeper.RULES:
            await starters.start_automation(temporal, CompanyRef(wake.company_id))
        case Sleeper.ENDPOINT:
            await starters.start_deliveries(temporal, EndpointRef(wake.company_id, wake.row_id))
        case Sleeper.SOURCE:
            await starters.start_source(temporal, SourceRef(wake.company_id, wake.row_id))
        case Sleeper.JOBS:
            await starters.start_jobs(temporal, CadenceRef(wake.company_id, wake.row_id))
        case Sleeper.HOOK:
            await starters.start_hook(temporal, HookRef(wake.company_id, wake.row_id))


def _rules(resources: Resources) -> AutomationActivities:
    return AutomationActivities(
        resources.database,
        resources.hints,
        AutomationTemporal(
            partial(starters.start_automation, resources.temporal),
            partial(starters.follow_replies, resources.temporal),
            partial(starters.follow_notifications, resources.temporal),
        ),
    )


def _deliveries(resources: Resources) -> DeliveryActivities:
    return DeliveryActivities(
        delivering.Parts(resources.database, resources.keyring, resources.outbound),
        resources.hints,
        start=partial(starters.start_deliveries, resources.temporal),
        follow_notifications=partial(starters.follow_notifications, resources.temporal),
    )


def _hooks(resources: Resources) -> HookActivities:
    temporal = resources.temporal
    return HookActivities(
        resources.database,
        resources.hints,
        HookTemporal(
            hook=partial(starters.start_hook, temporal),
            replies=partial(starters.follow_replies, temporal),
            campaign=partial(starters.follow_campaign, temporal),
        ),
    )


def _numbers(resources: Resources) -> NumberOrderActivities:
    steps = NumberSteps(
        resources.database,
        resources.sms_connections,
        resources.number_market,
        resources.hints,
    )
    start = partial(starters.start_number_order, resources.temporal)
    return NumberOrderActivities(resources.database, steps, start)


def workers_of(resources: Resources, pool: Executor, queues: Sequence[TaskQueue]) -> list[Worker]:
    """One worker a queue; `workflows` runs no activities."""
    temporal = resources.temporal
    workers = [
        Worker(
            temporal,
            task_queue=queue,
            activities=activities,
            max_concurrent_activities=_at_once(queue),
            graceful_shutdown_timeout=_GRACE,
        )
        for queue, activities in activities_of(resources, pool).items()
        if queue in queues
    ]
    if TaskQueue.WORKFLOWS in queues:
        workers.append(Worker(temporal, task_queue=TaskQueue.WORKFLOWS, workflows=WORKFLOWS))
    return workers


def _at_once(queue: TaskQueue) -> int:
    # Each send batch has a whole window in flight; statements on the data queue are long.
    return {
        TaskQueue.SEND_WHATSAPP: 20,
        TaskQueue.SEND_SMS: 20,
        TaskQueue.DATA: 10,
        # Conversations at once; each has one message on its way.
        TaskQueue.REPLIES: 60,
        TaskQueue.MEDIA: 10,
        TaskQueue.NOTIFICATIONS: 10,
        TaskQueue.IMPORTS: 2,
        # Endpoints at once: a slow one holds a place for as long as it has something to hear.
        TaskQueue.DELIVERIES: 200,
    }[queue]


async def run(settings: Settings, queues: Sequence[TaskQueue], stop: asyncio.Event) -> None:
    """Serve the queues until `stop` is set."""
    async with AsyncExitStack() as stack:
        resources = await stack.enter_async_context(open_resources(settings, await_temporal=True))
        await register_search_attributes(resources.temporal)
        pool = stack.enter_context(parsing_pool())
        for worker in workers_of(resources, pool, queues):
            await stack.enter_async_context(worker)
        await starters.schedule_sweep(resources.temporal)
        if TaskQueue.WORKFLOWS in queues:
            await stack.enter_async_context(listening(settings, resources.temporal))
        settle_memory()
        await stop.wait()


@asynccontextmanager
async def listening(settings: Settings, temporal: Client) -> AsyncIterator[None]:
    """Passes on what commits tell of, for as long as the block lasts."""
    listener = WakeListener(settings.system_database, partial(_woken, temporal))
    task = asyncio.create_task(listener.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def register_search_attributes(temporal: Client) -> None:
    """Add those the cluster does not know yet."""
    for key in SEARCH_ATTRIBUTES:
        request = AddSearchAttributesRequest(
            namespace=temporal.namespace,
            search_attributes={key.name: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD},
        )
        try:
            await temporal.operator_service.add_search_attributes(request)
        except RPCError as error:
            if error.status is not RPCStatusCode.ALREADY_EXISTS:
                raise


async def _main(arguments: argparse.Namespace) -> None:
    settings = Settings()
    if arguments.setup:
        async with open_resources(settings, await_temporal=True) as resources:
            await register_search_attributes(resources.temporal)
        return
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await run(settings, arguments.queues or list(TaskQueue), stop)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Master IA worker")
    parser.add_argument("queues", nargs="*", type=TaskQueue, help=", ".join(TaskQueue))
    parser.add_argument("--setup", action="store_true", help="register search attributes and end")
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(_main(_arguments()))
