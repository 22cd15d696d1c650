"""The workflow of a cadence over thirty days and a change of the clocks, with the real activities.

Temporal's clock skips; the database's does not, so what it wrote down as "now" is put to the
workflow's time by the tests' sending.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis
from sqlalchemy import text
from temporalio import activity
from temporalio.client import WorkflowHandle
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment
from temporalio.worker import Worker

from activities.cadences import CadenceActivities
from activities.sending import SendActivities
from db.queries import campaigns, travelling
from db.session import Database
from schemas.enums import CadenceStatus, EnrolmentStatus, TaskQueue
from schemas.payloads.cadences import CadenceInput, CadenceRef
from schemas.payloads.campaigns import SendBatchInput, SendBatchResult
from services import cadences as cadence_service
from services import enrolment_stops
from services.live import LiveHints
from tests.cadences.scenes import Road, message, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones
from workflows.cadences import CadenceWorkflow

_ZONE = "America/New_York"
_DAY = 24 * 60


class Sending:
    """The real batch; what it accepted was accepted by the workflow's clock."""

    def __init__(
        self, database: Database, sending: SendActivities, skipping: WorkflowEnvironment
    ) -> None:
        self._database, self._sending, self._skipping = database, sending, skipping

    @activity.defn
    async def send_batch(self, batch: SendBatchInput) -> SendBatchResult:
        async with self._database.company(batch.company_id) as session:
            # Nobody moves on by the database's time meanwhile.
            campaign = await campaigns.get(session, batch.campaign_id)
            assert campaign.cadence_id is not None
            await travelling.take_turn(session, campaign.cadence_id)
            result = await ActivityEnvironment().run(self._sending.send_batch, batch)
            now = await self._skipping.get_current_time()
            await session.execute(
                text(
                    "UPDATE campaign_recipients SET accepted_at = :now, claimed_at = :now"
                    " WHERE campaign_id = :id AND accepted_at > now() - interval '1 minute'"
                ),
                {"now": now, "id": batch.campaign_id},
            )
        return result


async def _told(_: CadenceRef) -> None:
    """Nobody sweeps here."""


@pytest.fixture
async def handle(
    database: Database,
    cache: Redis,
    sending: SendActivities,
    road: Road,
    skipping: WorkflowEnvironment,
) -> AsyncIterator["Begin"]:
    cadences = CadenceActivities(database, LiveHints(cache), _told)
    stand_in = Sending(database, sending, skipping)
    client = skipping.client
    async with (
        Worker(client, task_queue=TaskQueue.WORKFLOWS, workflows=[CadenceWorkflow]),
        Worker(client, task_queue=TaskQueue.DATA, activities=[cadences.move_on]),
        Worker(client, task_queue=TaskQueue.SEND_WHATSAPP, activities=[stand_in.send_batch]),
    ):
        yield Begin(skipping, road)


class Begin:
    def __init__(self, skipping: WorkflowEnvironment, road: Road) -> None:
        self._skipping, self._road = skipping, road

    async def __call__(self) -> WorkflowHandle[CadenceWorkflow, None]:
        return await self._skipping.client.start_workflow(
            CadenceWorkflow.run,
            CadenceInput(self._road.shop.company_id, self._road.cadence_id),
            id=f"cadence/{uuid4()}",
            task_queue=TaskQueue.WORKFLOWS,
            start_signal="changed",
        )


def _next_change(after: datetime) -> datetime:
    """The next night in which New York's clocks change."""
    zone, day = ZoneInfo(_ZONE), after
    while (
        day.astimezone(zone).utcoffset() == (day + timedelta(days=1)).astimezone(zone).utcoffset()
    ):
        day += timedelta(days=1)
    return day


async def _people(road: Road, count: int) -> list[UUID]:
    people = await add_contacts(road.database, road.shop.company_id, ordinary_phones(count))
    await road.run(
        "UPDATE contacts SET time_zone = :zone WHERE id = ANY(:ids)", zone=_ZONE, ids=people
    )
    return people


async def test_thirty_days_over_a_change_of_the_clocks(
    road: Road, handle: Begin, skipping: WorkflowEnvironment
) -> None:
    change = _next_change(await skipping.get_current_time() + timedelta(days=12))
    await skipping.sleep(change - timedelta(days=10) - await skipping.get_current_time())
    await road.open(
        [
            message(road.shop, "day 0"),
            wait("week", 7 * _DAY),
            message(road.shop, "day 7"),
            {"key": "until", "kind": "wait", "wait": "until", "weekdays": [1], "time": "09:30"},
            message(road.shop, "monday"),
            wait("fortnight", 14 * _DAY),
            message(road.shop, "end"),
        ]
    )
    people = await _people(road, 3)
    await road.enter(people)
    start = await skipping.get_current_time()
    await road.run("UPDATE enrolments SET due_at = :now", now=start)

    running = await handle()
    await running.result()

    assert await road.statuses() == [EnrolmentStatus.COMPLETED] * 3
    by_step: dict[str, set[datetime]] = {}
    for row in await road.recipients():
        assert row.accepted_at is not None
        by_step.setdefault(row.parameters[1], set()).add(row.accepted_at.replace(microsecond=0))
    zone = ZoneInfo(_ZONE)
    at = {key: min(found).astimezone(zone) for key, found in by_step.items()}
    assert at["day 7"].date() == at["day 0"].date() + timedelta(days=7)
    assert _minutes(at["day 7"]) - _minutes(at["day 0"]) <= 1
    assert at["monday"].isoweekday() == 1
    assert (at["monday"].hour, at["monday"].minute) == (9, 30)
    # The clocks changed in between, and the wall shows the same time all the same.
    assert at["end"].utcoffset() != at["day 0"].utcoffset()
    assert at["end"].date() == at["monday"].date() + timedelta(days=14)
    assert (at["end"].hour, at["end"].minute) == (9, 30)
    assert len(await road.recipients()) == 4 * 3


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


async def test_a_reply_ends_the_way_and_the_workflow_with_the_last_one(
    road: Road, handle: Begin, skipping: WorkflowEnvironment
) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", _DAY), message(road.shop, "again")])
    people = await _people(road, 2)
    await road.enter(people)
    running = await handle()
    await _rest(road, skipping, 2)
    async with road.database.company(road.shop.company_id) as session:
        await enrolment_stops.stop(session, road.shop.company_id, people, "reply")
    await running.signal(CadenceWorkflow.changed)
    await running.result()
    assert await road.statuses() == [EnrolmentStatus.STOPPED] * 2
    assert len(await road.recipients()) == 2


async def test_a_paused_cadence_waits_and_goes_on_where_it_was(
    road: Road, handle: Begin, skipping: WorkflowEnvironment
) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", _DAY), message(road.shop, "again")])
    await road.enter(await _people(road, 2))
    running = await handle()
    await _rest(road, skipping, 2)
    async with road.database.company(road.shop.company_id) as session:
        await cadence_service.pause(session, road.cadence_id)
    await running.signal(CadenceWorkflow.changed)
    await skipping.sleep(timedelta(days=3))
    assert len(await road.recipients()) == 2
    async with road.database.company(road.shop.company_id) as session:
        cadence = await cadence_service.resume(session, road.cadence_id)
        assert cadence.status is CadenceStatus.RUNNING
    await running.signal(CadenceWorkflow.changed)
    await running.result()
    assert await road.statuses() == [EnrolmentStatus.COMPLETED] * 2
    assert len(await road.recipients()) == 4


async def _rest(road: Road, skipping: WorkflowEnvironment, count: int) -> None:
    """Until so many stand at the wait; a real moment, in which no time is skipped."""
    with skipping.auto_time_skipping_disabled():
        for _ in range(300):
            if (await road.counts()).get(("rest", "waiting")) == count:
                return
            await asyncio.sleep(0.1)
    raise AssertionError(await road.counts())
