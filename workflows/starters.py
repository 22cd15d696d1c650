"""How each workflow is started or told: its id, queue and attributes are decided here, once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
)
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.service import RPCError, RPCStatusCode
from temporalio.types import MethodAsyncSingleParam

from schemas.enums import TaskQueue
from schemas.payloads.cadence_sources import SourcePlan, SourceRef
from schemas.payloads.cadences import CadenceInput, CadenceRef
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.deliveries import DeliveriesInput, EndpointRef
from schemas.payloads.hooks import HookRef
from schemas.payloads.imports import ImportRef
from schemas.payloads.media import MediaRef
from schemas.payloads.notifications import CompanyRef
from schemas.payloads.number_orders import NumberOrderRef
from schemas.payloads.replies import ConversationRef, ReplyInput
from schemas.payloads.series import SeriesPlan, SeriesRef
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
from workflows.search_attributes import CAMPAIGN_ID, COMPANY_ID, IMPORT_ID
from workflows.series import SeriesWorkflow
from workflows.sweeps import SweepWorkflow

_SWEEP_EVERY = timedelta(minutes=1)
_PATIENCE_SECONDS = 3.0
_Given = TypeVar("_Given")
_log = logging.getLogger(__name__)


async def _tell_changed(
    temporal: Client,
    company_id: UUID,
    run: MethodAsyncSingleParam[Any, _Given, Any],
    given: _Given,
    *,
    workflow_id: str,
) -> None:
    """Signal-with-start: one that runs looks again, also if it is just ending; else one begins."""
    await temporal.start_workflow(
        run,
        given,
        id=workflow_id,
        task_queue=TaskQueue.WORKFLOWS,
        start_signal="changed",
        priority=_fair(company_id),
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes([SearchAttributePair(COMPANY_ID, str(company_id))]),
    )


@asynccontextmanager
async def _patiently(what: str, key: object) -> AsyncIterator[None]:
    """Tell Temporal, but hardly wait and never fail: who asks has committed, the sweep repeats it."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            yield
    except (RPCError, RuntimeError, TimeoutError) as error:
        _log.warning("Temporal was not told of %s %s: %s", what, key, error)


async def start_campaign(temporal: Client, campaign: CampaignInput) -> None:
    """Start a campaign's workflow; asking twice is the same as asking once.

    Also how it is told that its row changed (paused, resumed, cancelled, rescheduled): the start
    carries that signal, so a change is never told to nobody. A closed id may be used again: a
    campaign that went back to draft is launched anew, and one that is over finds its row saying
    so and ends at once.
    """
    await temporal.start_workflow(
        CampaignWorkflow.run,
        campaign,
        id=campaign_workflow_id(str(campaign.campaign_id)),
        task_queue=TaskQueue.WORKFLOWS,
        start_signal="changed",
        priority=_fair(campaign.company_id),
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(
            [
                SearchAttributePair(COMPANY_ID, str(campaign.company_id)),
                SearchAttributePair(CAMPAIGN_ID, str(campaign.campaign_id)),
            ]
        ),
    )


async def follow_campaign(temporal: Client, campaign: CampaignInput) -> None:
    """start_campaign for whoever has committed and must answer now: never fails, hardly waits.

    While Temporal is away nothing is lost: the sweep repeats it within a minute or two.
    """
    async with _patiently("campaign", campaign.campaign_id):
        await start_campaign(temporal, campaign)


def campaign_workflow_id(campaign_id: str) -> str:
    return f"campaign/{campaign_id}"


async def start_cadence(temporal: Client, ref: CadenceRef) -> None:
    """Have a cadence looked at: somebody was enrolled, or its row changed.

    Signal-with-start: a workflow that is just ending sees the signal and looks once more.
    """
    await _tell_changed(
        temporal,
        ref.company_id,
        CadenceWorkflow.run,
        CadenceInput(ref.company_id, ref.cadence_id),
        workflow_id=f"cadence/{ref.cadence_id}",
    )


async def start_jobs(temporal: Client, ref: CadenceRef) -> None:
    """Have what is asked with everybody of a cadence worked on; whoever asks meanwhile is heard."""
    await _tell_changed(
        temporal,
        ref.company_id,
        CadenceJobsWorkflow.run,
        ref,
        workflow_id=f"cadence-jobs/{ref.cadence_id}",
    )


async def running_campaigns(temporal: Client) -> set[str]:
    """The ids of the campaigns whose workflow is running."""
    query = "WorkflowType = 'CampaignWorkflow' AND ExecutionStatus = 'Running'"
    return {run.id.removeprefix("campaign/") async for run in temporal.list_workflows(query)}


async def schedule_sweep(temporal: Client) -> None:
    """Make sure that the sweep runs every minute; asking twice is the same as asking once."""
    with suppress(ScheduleAlreadyRunningError):
        await temporal.create_schedule(
            "sweep",
            Schedule(
                action=ScheduleActionStartWorkflow(
                    SweepWorkflow.run, id="sweep", task_queue=TaskQueue.WORKFLOWS
                ),
                spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=_SWEEP_EVERY)]),
                # After an outage one sweep does what all the missed ones would have done.
                policy=SchedulePolicy(
                    overlap=ScheduleOverlapPolicy.SKIP, catchup_window=_SWEEP_EVERY
                ),
            ),
        )


def _fair(company_id: UUID) -> Priority:
    """Worker slots go round by company: its activities inherit this. Many campaigns of one company
    wait for each other, not the one campaign of another for all of them.
    """
    return Priority(fairness_key=str(company_id))


async def start_series(temporal: Client, ref: SeriesRef) -> None:
    """Have a recurring campaign looked at now; asking while that goes on changes nothing."""
    await temporal.start_workflow(
        SeriesWorkflow.run,
        ref,
        id=f"series/{ref.series_id}/late",
        task_queue=TaskQueue.WORKFLOWS,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(
            [SearchAttributePair(COMPANY_ID, str(ref.company_id))]
        ),
    )


async def schedule_series(temporal: Client, plan: SeriesPlan) -> None:
    """Make a series' Schedule what its row says; asking twice is the same as asking once."""
    name = f"series/{plan.ref.series_id}"
    if plan.removed:
        await _drop_schedule(temporal, name)
        return
    action = ScheduleActionStartWorkflow(
        SeriesWorkflow.run, plan.ref, id=name, task_queue=TaskQueue.WORKFLOWS
    )
    await _keep_schedule(temporal, name, _calendar(plan, action))


async def follow_series(temporal: Client, plan: SeriesPlan) -> None:
    """schedule_series for whoever has committed and must answer now; the sweep repeats it."""
    async with _patiently("series", plan.ref.series_id):
        await schedule_series(temporal, plan)


async def start_source(temporal: Client, ref: SourceRef) -> None:
    """Have a source of a cadence looked at now; whoever asks meanwhile is heard."""
    await _tell_changed(
        temporal,
        ref.company_id,
        CadenceSourceWorkflow.run,
        ref,
        workflow_id=f"cadence-source/{ref.source_id}/now",
    )


async def schedule_source(temporal: Client, plan: SourcePlan) -> None:
    """Make a source's Schedule what its row says; asking twice is the same as asking once."""
    name = f"cadence-source/{plan.ref.source_id}"
    if plan.removed:
        await _drop_schedule(temporal, name)
        return
    action = ScheduleActionStartWorkflow(
        CadenceSourceWorkflow.run, plan.ref, id=name, task_queue=TaskQueue.WORKFLOWS
    )
    await _keep_schedule(temporal, name, _calendar(plan, action))


async def follow_source(temporal: Client, plan: SourcePlan) -> None:
    """schedule_source for whoever has committed and must answer now; the sweep repeats it."""
    async with _patiently("source", plan.ref.source_id):
        await schedule_source(temporal, plan)


async def _keep_schedule(temporal: Client, name: str, schedule: Schedule) -> None:
    try:
        await temporal.create_schedule(name, schedule)
    except ScheduleAlreadyRunningError:
        handle = temporal.get_schedule_handle(name)
        await handle.update(lambda _: ScheduleUpdate(schedule))


async def _drop_schedule(temporal: Client, name: str) -> None:
    with _forgiving_absence():
        await temporal.get_schedule_handle(name).delete()


def _calendar(plan: SeriesPlan | SourcePlan, action: ScheduleActionStartWorkflow) -> Schedule:
    def ranges(numbers: Iterable[int]) -> list[ScheduleRange]:
        return [ScheduleRange(number) for number in numbers]

    calendar = ScheduleCalendarSpec(
        hour=ranges([plan.hour]),
        minute=ranges([plan.minute]),
        # Temporal's week begins with Sunday, which is 0.
        day_of_week=ranges(day % 7 for day in plan.weekdays) or [ScheduleRange(0, 6)],
        day_of_month=ranges(plan.month_days) or [ScheduleRange(1, 31)],
    )
    return Schedule(
        action=action,
        spec=ScheduleSpec(
            calendars=[calendar],
            start_at=plan.starts_at,
            end_at=plan.ends_at,
            time_zone_name=plan.time_zone,
        ),
        # One look finds all that is due; what was missed meanwhile the row knows.
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.BUFFER_ONE, catchup_window=_SWEEP_EVERY
        ),
        state=ScheduleState(paused=plan.paused),
    )


@contextmanager
def _forgiving_absence() -> Iterator[None]:
    try:
        yield
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise


async def start_hook(temporal: Client, ref: HookRef) -> None:
    """Have what a hook was sent applied; asking twice is the same as asking once."""
    await _tell_changed(
        temporal, ref.company_id, HookWorkflow.run, ref, workflow_id=f"hook/{ref.hook_id}"
    )


async def start_import(temporal: Client, ref: ImportRef) -> None:
    """Have an import's row looked at: it is to be checked, run or undone.

    Signal-with-start: a workflow that is just ending sees the signal and looks once more.
    """
    await temporal.start_workflow(
        ImportWorkflow.run,
        ref,
        id=f"import/{ref.import_id}",
        task_queue=TaskQueue.WORKFLOWS,
        start_signal="changed",
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(
            [
                SearchAttributePair(COMPANY_ID, str(ref.company_id)),
                SearchAttributePair(IMPORT_ID, str(ref.import_id)),
            ]
        ),
    )


async def follow_import(temporal: Client, ref: ImportRef) -> None:
    """start_import for whoever has committed and must answer now; the sweep repeats it."""
    async with _patiently("import", ref.import_id):
        await start_import(temporal, ref)


async def start_media(temporal: Client, ref: MediaRef) -> None:
    """Have a file fetched from the provider; asking while that goes on changes nothing."""
    await temporal.start_workflow(
        MediaWorkflow.run,
        ref,
        id=f"media/{ref.media_id}",
        task_queue=TaskQueue.WORKFLOWS,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(
            [SearchAttributePair(COMPANY_ID, str(ref.company_id))]
        ),
    )


async def follow_media(temporal: Client, ref: MediaRef) -> None:
    """start_media for whoever has committed and must answer now; the sweep repeats it."""
    async with _patiently("file", ref.media_id):
        await start_media(temporal, ref)


async def start_number_order(temporal: Client, ref: NumberOrderRef) -> None:
    """Have a number bought or given back as its row says; asking meanwhile changes nothing."""
    await temporal.start_workflow(
        NumberOrderWorkflow.run,
        ref,
        id=f"number-order/{ref.order_id}",
        task_queue=TaskQueue.WORKFLOWS,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(
            [SearchAttributePair(COMPANY_ID, str(ref.company_id))]
        ),
    )


async def follow_number_order(temporal: Client, ref: NumberOrderRef) -> None:
    """start_number_order for whoever has committed and must answer now; the sweep repeats it."""
    async with _patiently("the order", ref.order_id):
        await start_number_order(temporal, ref)


async def start_notifications(temporal: Client, company_id: UUID) -> None:
    """Have a company's unpushed notifications looked at; asking twice is asking once."""
    await temporal.start_workflow(
        NotificationsWorkflow.run,
        CompanyRef(company_id),
        id=f"notifications/{company_id}",
        task_queue=TaskQueue.WORKFLOWS,
        start_signal="changed",
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes([SearchAttributePair(COMPANY_ID, str(company_id))]),
    )


async def follow_notifications(temporal: Client, company_id: UUID) -> None:
    """start_notifications for whoever has committed and must answer now; the sweep repeats it."""
    async with _patiently("news in company", company_id):
        await start_notifications(temporal, company_id)


async def start_automation(temporal: Client, company: CompanyRef) -> None:
    """Have what waits of a company's rules looked at; asking twice is the same as asking once.

    Signal-with-start: a workflow that is just ending sees the signal and looks once more.
    """
    await _tell_changed(
        temporal,
        company.company_id,
        AutomationWorkflow.run,
        company,
        workflow_id=f"automation/{company.company_id}",
    )


async def start_deliveries(temporal: Client, ref: EndpointRef) -> None:
    """Have an endpoint's deliveries looked at; asking twice is the same as asking once.

    Signal-with-start: a workflow that is just ending sees the signal and looks once more.
    """
    await _tell_changed(
        temporal,
        ref.company_id,
        DeliveriesWorkflow.run,
        DeliveriesInput(ref.company_id, ref.endpoint_id),
        workflow_id=f"deliveries/{ref.endpoint_id}",
    )


async def start_replies(temporal: Client, ref: ConversationRef, *, signal: str = "changed") -> None:
    """Have a conversation's outbox looked at; asking twice is the same as asking once.

    Signal-with-start: a workflow that is just ending sees the signal and looks once more.
    """
    await temporal.start_workflow(
        ReplyWorkflow.run,
        ReplyInput(ref.company_id, ref.conversation_id),
        id=f"replies/{ref.conversation_id}",
        task_queue=TaskQueue.WORKFLOWS,
        start_signal=signal,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(
            [SearchAttributePair(COMPANY_ID, str(ref.company_id))]
        ),
    )


async def follow_replies(temporal: Client, ref: ConversationRef) -> None:
    """start_replies for whoever has committed and must answer now; the sweep repeats it."""
    await _follow_replies(temporal, ref, "changed")


async def follow_reading(temporal: Client, ref: ConversationRef) -> None:
    """Show the customer that their newest message was read; best effort, and never repeated."""
    await _follow_replies(temporal, ref, "read")


async def _follow_replies(temporal: Client, ref: ConversationRef, signal: str) -> None:
    async with _patiently(f"({signal}) conversation", ref.conversation_id):
        await start_replies(temporal, ref, signal=signal)
