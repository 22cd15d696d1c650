"""The durable side: told at commit, asleep until the next try, and alive after a worker is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from bootstrap import Resources
from db.session import Database
from schemas.enums import EndpointStatus, Role, TaskQueue
from schemas.payloads.deliveries import DeliveriesInput, EndpointRef
from services import wakes
from services.wakes import Sleeper, Wake, WakeListener
from settings import Settings
from tests.deliveries.receiver import Receiver, Says, receiver
from tests.deliveries.scene import Scene, open_scene, until_states, working
from tests.fixtures.people import add_person
from workflows import starters
from workflows.deliveries import DeliveriesWorkflow


@pytest.fixture
async def listener() -> AsyncIterator[Receiver]:
    async with receiver() as listener:
        yield listener


@pytest.fixture
async def scene(database: Database, company_id: UUID, listener: Receiver) -> Scene:
    return await open_scene(database, company_id, listener.url)


async def test_it_delivers_waits_for_the_next_try_and_ends(
    scene: Scene, listener: Receiver, temporal_client: Client, app_resources: Resources
) -> None:
    said = iter([500])
    listener.answer = lambda _: Says(next(said, 200))
    await scene.happen(3)
    async with working(scene, temporal_client, app_resources.hints):
        await starters.start_deliveries(temporal_client, scene.ref)
        await until_states(scene, ["delivered"] * 3)
        handle = temporal_client.get_workflow_handle(f"deliveries/{scene.endpoint_id}")
        await handle.result()
        assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
        assert [call.content["sequence"] for call in listener.calls] == [1, 1, 2, 3]
        # The next event starts it anew.
        await scene.happen()
        await starters.start_deliveries(temporal_client, scene.ref)
        await until_states(scene, ["delivered"] * 4)


async def test_what_is_told_at_commit_is_delivered_at_once(
    scene: Scene,
    listener: Receiver,
    settings: Settings,
    temporal_client: Client,
    app_resources: Resources,
) -> None:
    async def woken(wake: Wake) -> None:
        await starters.start_deliveries(temporal_client, EndpointRef(wake.company_id, wake.row_id))

    hearing = asyncio.create_task(WakeListener(settings.system_database, woken).run())
    try:
        async with working(scene, temporal_client, app_resources.hints):
            await asyncio.sleep(0.5)
            await scene.happen()
            async with scene.database.company(scene.company_id) as session:
                await wakes.wake(session, Sleeper.ENDPOINT, scene.company_id, scene.endpoint_id)
            await listener.until(1)
            await until_states(scene, ["delivered"])
    finally:
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing


async def test_five_days_of_failures_pass_and_the_owners_are_told(
    scene: Scene, listener: Receiver, skipping: WorkflowEnvironment, app_resources: Resources
) -> None:
    """The workflow's own clock, which skips: every wait of the schedule is slept through."""
    await add_person(scene.database, scene.company_id, Role.OWNER)
    listener.answer = lambda _: Says(500)

    async def clock() -> datetime:
        return await skipping.get_current_time()

    scene = scene.with_parts(clock=clock)
    await scene.happen()
    async with scene.database.company(scene.company_id) as session:
        await session.execute(
            text("UPDATE webhook_deliveries SET due_at = :now"), {"now": await clock()}
        )
    # Something else, in three days: its tries go on when the first one's are over.
    [later] = await scene.happen()
    async with scene.database.company(scene.company_id) as session:
        await session.execute(
            text("UPDATE webhook_deliveries SET due_at = :at WHERE event_id = :id"),
            {"at": await clock() + timedelta(hours=70), "id": later},
        )
    told: list[UUID] = []
    async with working(scene, skipping.client, app_resources.hints, told):
        # This server knows no search attributes, so it is not started by the starter.
        await skipping.client.execute_workflow(
            DeliveriesWorkflow.run,
            DeliveriesInput(scene.company_id, scene.endpoint_id),
            id=f"deliveries/{scene.endpoint_id}",
            task_queue=TaskQueue.WORKFLOWS,
        )
    endpoint = await scene.endpoint()
    assert (endpoint.status, endpoint.disabled_reason) == (EndpointStatus.DISABLED, "dead")
    assert told == [scene.company_id]
    [first, second] = sorted(await scene.rows(), key=lambda row: row.attempts, reverse=True)
    assert (first.state.value, first.attempts) == ("given_up", 10)
    assert second.state.value == "pending"
    assert endpoint.failing_since is not None
    attempts = await scene.attempts()
    assert attempts[-1].created_at - attempts[0].created_at >= timedelta(days=5)


async def test_a_killed_worker_s_deliveries_are_sent_again_under_the_same_id(
    scene: Scene, listener: Receiver, temporal_client: Client, app_resources: Resources
) -> None:
    listener.answer = lambda _: Says(after=60)
    await scene.happen(3)
    dying = replace(scene, parts=replace(scene.parts, database=_Unwritable(scene.database)))
    async with working(dying, temporal_client, app_resources.hints):
        await starters.start_deliveries(temporal_client, scene.ref)
        await listener.until(1)
        assert await scene.states() == ["sending"] * 3
        dying.parts.database.is_dead = True  # type: ignore[attr-defined]
    listener.answer = lambda _: Says()
    scene.clock.ahead = timedelta(seconds=61)
    async with working(scene, temporal_client, app_resources.hints):
        await until_states(scene, ["delivered"] * 3)
    assert [call.content["sequence"] for call in listener.calls] == [1, 1, 2, 3]
    assert listener.calls[0].id == listener.calls[1].id


class _Unwritable(Database):
    """A process that was killed writes nothing more."""

    def __init__(self, real: Database) -> None:
        super().__init__(real._app, real._system)
        self.is_dead = False

    def company(self, company_id: UUID):  # type: ignore[no-untyped-def]
        if self.is_dead:
            raise RuntimeError("killed")
        return super().company(company_id)


async def test_the_sweep_starts_what_nobody_was_told_of(
    scene: Scene, listener: Receiver, temporal_client: Client, app_resources: Resources
) -> None:
    await scene.happen(2)
    async with scene.database.company(scene.company_id) as session:
        await session.execute(
            text("UPDATE webhook_deliveries SET due_at = now() - interval '1 minute'")
        )
    async with working(scene, temporal_client, app_resources.hints) as activities:
        found = await _sweep(activities)
        assert scene.ref in found
        await until_states(scene, ["delivered"] * 2)
        assert scene.ref not in await _sweep(activities)


async def _sweep(activities: object) -> list[EndpointRef]:
    from temporalio.testing import ActivityEnvironment

    from activities.deliveries import DeliveryActivities

    assert isinstance(activities, DeliveryActivities)
    started: list[EndpointRef] = []
    start = activities._start

    async def noted(ref: EndpointRef) -> None:
        started.append(ref)
        await start(ref)

    activities._start = noted
    await ActivityEnvironment().run(activities.sweep_deliveries)
    activities._start = start
    return started
