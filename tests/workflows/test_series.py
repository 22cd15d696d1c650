"""A recurring campaign's schedule follows its row, and its workflow looks when its time has come."""

import asyncio
import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from schemas.enums import TaskQueue
from schemas.payloads.series import SeriesPlan, SeriesRef
from workflows import starters
from workflows.series import SeriesWorkflow

NOW = dt.datetime.now(dt.UTC)


def plan(**changes: object) -> SeriesPlan:
    made = SeriesPlan(
        ref=SeriesRef(uuid4(), uuid4()),
        version=1,
        time_zone="America/Sao_Paulo",
        hour=9,
        minute=30,
        weekdays=(1, 7),
        month_days=(),
        starts_at=NOW,
        ends_at=None,
        paused=False,
        removed=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


class Looks:
    def __init__(self, *, failures: int = 0) -> None:
        self.refs: list[SeriesRef] = []
        self._failures = failures

    @activity.defn
    async def run_series(self, ref: SeriesRef) -> int:
        self.refs.append(ref)
        if len(self.refs) <= self._failures:
            raise ConnectionError
        return 1


async def test_the_schedule_comes_on_the_days_of_the_row_in_its_zone(
    temporal_client: Client,
) -> None:
    wanted = plan()
    await starters.schedule_series(temporal_client, wanted)
    await starters.schedule_series(temporal_client, wanted)
    described = await temporal_client.get_schedule_handle(
        f"series/{wanted.ref.series_id}"
    ).describe()
    times = described.info.next_action_times
    assert len(times) > 5
    assert {at.isoweekday() for at in times} == {1, 7}
    # Half past nine in São Paulo.
    assert {(at.hour, at.minute) for at in times} == {(12, 30)}


async def test_a_change_a_pause_and_the_end_reach_the_schedule(temporal_client: Client) -> None:
    wanted = plan()
    handle = temporal_client.get_schedule_handle(f"series/{wanted.ref.series_id}")
    await starters.schedule_series(temporal_client, wanted)
    changed = replace(wanted, hour=18, month_days=(28, 29, 30, 31), weekdays=(), paused=True)
    await starters.schedule_series(temporal_client, changed)
    described = await handle.describe()
    assert described.schedule.state.paused
    assert {at.hour for at in described.info.next_action_times} == {21}
    assert {at.day for at in described.info.next_action_times} <= {28, 29, 30, 31}
    await starters.schedule_series(temporal_client, replace(changed, removed=True))
    await starters.schedule_series(temporal_client, replace(changed, removed=True))
    with pytest.raises(RPCError):
        await handle.describe()


async def test_what_the_schedule_starts_looks_at_its_series(temporal_client: Client) -> None:
    looks, wanted = Looks(), plan()
    await starters.schedule_series(temporal_client, wanted)
    handle = temporal_client.get_schedule_handle(f"series/{wanted.ref.series_id}")
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[SeriesWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=[looks.run_series]),
    ):
        await handle.trigger()
        async with asyncio.timeout(60):
            while wanted.ref not in looks.refs:
                await asyncio.sleep(0.05)
    await handle.delete()


async def test_a_failure_of_ours_is_tried_again_until_it_works(
    skipping: WorkflowEnvironment,
) -> None:
    looks, ref = Looks(failures=12), SeriesRef(uuid4(), uuid4())
    async with (
        Worker(skipping.client, task_queue=TaskQueue.WORKFLOWS, workflows=[SeriesWorkflow]),
        Worker(skipping.client, task_queue=TaskQueue.DATA, activities=[looks.run_series]),
    ):
        made = await skipping.client.execute_workflow(
            SeriesWorkflow.run, ref, id=f"series/{ref.series_id}", task_queue=TaskQueue.WORKFLOWS
        )
    assert made == 1
    assert len(looks.refs) == 13
