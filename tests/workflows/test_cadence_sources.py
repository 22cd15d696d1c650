"""A source's schedule follows its row; its workflow looks as often as somebody says so."""

import asyncio
import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities import cadence_sources as activities
from activities.cadence_sources import CadenceSourceActivities, SourceTemporal
from db.models.cadences import CadenceSource
from db.session import Database
from schemas.cadence_sources import Results, RunResult
from schemas.enums import TaskQueue
from schemas.payloads.cadence_sources import SourcePlan, SourceRef
from schemas.recurrence import Recurrence
from services import cadence_sources, source_runs
from services.contact_lists import ContactFilter
from services.live import LiveHints
from tests.enrolments.people import add_cadence, add_contacts, enrolments
from workflows import starters
from workflows.cadence_sources import CadenceSourceWorkflow


def plan(**changes: object) -> SourcePlan:
    """Every day at nine in New York, as a row says it."""
    made = CadenceSource(
        id=uuid4(),
        company_id=uuid4(),
        kind="segment",
        schedule=Recurrence("daily", 1, (), 1, "09:00", "2026-01-01").as_json(),
        time_zone="America/New_York",
        enabled=True,
        version=1,
    )
    found = cadence_sources.plan(made)
    assert found is not None
    return replace(found, **changes)  # type: ignore[arg-type]


class Looks:
    def __init__(self, *, failures: int = 0) -> None:
        self.refs: list[SourceRef] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self._failures = failures

    @activity.defn
    async def run_source(self, ref: SourceRef) -> int:
        self.refs.append(ref)
        if len(self.refs) <= self._failures:
            raise ConnectionError
        await self.go_on.wait()
        return 1


async def test_every_day_at_nine_is_nine_on_the_wall_whatever_the_clocks_do(
    temporal_client: Client,
) -> None:
    wanted = plan()
    await starters.schedule_source(temporal_client, wanted)
    await starters.schedule_source(temporal_client, wanted)
    handle = temporal_client.get_schedule_handle(f"cadence-source/{wanted.ref.source_id}")
    times = (await handle.describe()).info.next_action_times
    assert len(times) > 5
    walls = {at.astimezone(ZoneInfo("America/New_York")).time() for at in times}
    assert walls == {dt.time(9)}
    await handle.delete()


async def test_a_pause_and_the_end_reach_the_schedule(temporal_client: Client) -> None:
    wanted = plan()
    handle = temporal_client.get_schedule_handle(f"cadence-source/{wanted.ref.source_id}")
    await starters.schedule_source(temporal_client, wanted)
    await starters.schedule_source(temporal_client, replace(wanted, paused=True))
    assert (await handle.describe()).schedule.state.paused
    await starters.schedule_source(temporal_client, replace(wanted, removed=True))
    await starters.schedule_source(temporal_client, replace(wanted, removed=True))
    with pytest.raises(RPCError):
        await handle.describe()


async def test_what_the_schedule_starts_looks_at_its_source(temporal_client: Client) -> None:
    looks, wanted = Looks(), plan()
    await starters.schedule_source(temporal_client, wanted)
    handle = temporal_client.get_schedule_handle(f"cadence-source/{wanted.ref.source_id}")
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[CadenceSourceWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=[looks.run_source]),
    ):
        await handle.trigger()
        async with asyncio.timeout(60):
            while wanted.ref not in looks.refs:
                await asyncio.sleep(0.05)
    await handle.delete()


async def test_whoever_is_told_of_while_it_looks_is_looked_for_once_more(
    temporal_client: Client,
) -> None:
    looks, ref = Looks(), SourceRef(uuid4(), uuid4())
    looks.go_on.clear()
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[CadenceSourceWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=[looks.run_source]),
    ):
        await starters.start_source(temporal_client, ref)
        async with asyncio.timeout(60):
            while not looks.refs:
                await asyncio.sleep(0.02)
            await starters.start_source(temporal_client, ref)
            looks.go_on.set()
            handle = temporal_client.get_workflow_handle(f"cadence-source/{ref.source_id}/now")
            assert await handle.result() == 2
    assert looks.refs == [ref, ref]


async def test_a_failure_of_ours_is_tried_again_until_it_works(
    skipping: WorkflowEnvironment,
) -> None:
    looks, ref = Looks(failures=12), SourceRef(uuid4(), uuid4())
    async with (
        Worker(skipping.client, task_queue=TaskQueue.WORKFLOWS, workflows=[CadenceSourceWorkflow]),
        Worker(skipping.client, task_queue=TaskQueue.DATA, activities=[looks.run_source]),
    ):
        enrolled = await skipping.client.execute_workflow(
            CadenceSourceWorkflow.run, ref, id=str(ref.source_id), task_queue=TaskQueue.WORKFLOWS
        )
    assert enrolled == 1
    assert len(looks.refs) == 13


async def test_a_list_longer_than_one_call_may_take_is_enrolled_by_the_next_ones(
    database: Database,
    company_id: UUID,
    cache: Redis,
    temporal_client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_runs, "PAGE", 2)
    monkeypatch.setattr(activities, "_LONGEST_SECONDS", 0.0)
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        await add_contacts(session, company_id, 5)
        made = await cadence_sources.enrol_list(
            session, company_id, cadence_id, ContactFilter(q="person"), now=dt.datetime.now(dt.UTC)
        )
    ref, asked = SourceRef(company_id, made.id), 0

    async def start(ref: SourceRef) -> None:
        nonlocal asked
        asked += 1
        await starters.start_source(temporal_client, ref)

    async def follow(_: SourcePlan) -> None:
        raise AssertionError

    work = CadenceSourceActivities(database, LiveHints(cache), SourceTemporal(start, follow))
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[CadenceSourceWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=[work.run_source]),
        asyncio.timeout(60),
    ):
        await starters.start_source(temporal_client, ref)
        handle = temporal_client.get_workflow_handle(f"cadence-source/{ref.source_id}/now")
        assert await handle.result() == 5
    assert asked == 2
    assert len(await enrolments(database, company_id, cadence_id)) == 5
    async with database.company(company_id) as session:
        source = await session.get_one(CadenceSource, made.id)
    whole = RunResult(5)
    assert Results.from_json(source.last_result) == Results(whole, whole)
    assert source.next_run_at is None
