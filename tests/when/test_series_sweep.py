"""What no schedule began is begun by the sweep: row, Temporal and campaign together."""

import asyncio
import datetime as dt
from functools import partial
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.series import SeriesActivities, SeriesTemporal
from db.queries import series as rows
from db.session import Database
from schemas.enums import CampaignStatus, TaskQueue
from schemas.payloads.series import SeriesRef
from schemas.recurrence import Frequency, Recurrence
from services import series
from services.live import LiveHints
from services.series import SeriesFields
from tests.campaigns.world import World, add_campaign
from workflows import starters
from workflows.series import SeriesWorkflow


@pytest.fixture
def activities(database: Database, temporal_client: Client, hints: LiveHints) -> SeriesActivities:
    return SeriesActivities(
        database,
        hints,
        SeriesTemporal(
            partial(starters.start_campaign, temporal_client),
            partial(starters.start_series, temporal_client),
            partial(starters.schedule_series, temporal_client),
        ),
    )


async def make_due(database: Database, world: World) -> SeriesRef:
    """An occurrence was due a minute ago, and nobody was there."""
    now = dt.datetime.now(dt.UTC)
    due = now - dt.timedelta(minutes=1)
    rule = Recurrence(Frequency.DAILY, at=f"{due:%H:%M}", starts_on=f"{due:%Y-%m-%d}")
    source_id = await add_campaign(database, world, CampaignStatus.DRAFT)
    wanted = SeriesFields("Morning news", source_id, rule, "UTC")
    async with database.company(world.company_id) as session:
        made = await series.create(
            session, world.company_id, wanted, now=now - dt.timedelta(minutes=5)
        )
        return SeriesRef(world.company_id, made.id)


async def test_what_is_overdue_is_begun_and_the_schedule_is_made(
    database: Database,
    world: World,
    temporal_client: Client,
    activities: SeriesActivities,
) -> None:
    ref = await make_due(database, world)
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[SeriesWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=[activities.run_series]),
    ):
        await ActivityEnvironment().run(activities.sweep_series)
        handle = temporal_client.get_workflow_handle(f"series/{ref.series_id}/late")
        assert await asyncio.wait_for(handle.result(), 20) == 1
    async with database.company(world.company_id) as session:
        (campaign,) = await rows.runs(session, ref.series_id, limit=10)
        row = await rows.get(session, ref.series_id)
    assert campaign.status is CampaignStatus.LAUNCHING
    assert row.followed_version == row.version
    started = temporal_client.get_workflow_handle(f"campaign/{campaign.id}")
    assert (await started.describe()).workflow_type == "CampaignWorkflow"
    await started.terminate()
    assert await ActivityEnvironment().run(activities.run_series, ref) == 0
    await temporal_client.get_schedule_handle(f"series/{ref.series_id}").delete()


async def test_a_removed_series_loses_its_schedule_and_then_its_row(
    database: Database, world: World, temporal_client: Client, activities: SeriesActivities
) -> None:
    ref = await make_due(database, world)
    async with database.company(world.company_id) as session:
        row = await rows.get(session, ref.series_id)
        await starters.schedule_series(temporal_client, series.plan(row))
        await series.remove(session, ref.series_id, now=dt.datetime.now(dt.UTC))
    await ActivityEnvironment().run(activities.sweep_series)
    async with database.system() as session:
        assert ref.series_id not in {row.id for row in await rows.unfollowed(session)}
        assert not await rows.uses(session, row.source_campaign_id)
    with pytest.raises(RPCError):
        await temporal_client.get_schedule_handle(f"series/{ref.series_id}").describe()


async def test_a_series_that_is_gone_is_nothing_to_do(
    world: World, activities: SeriesActivities
) -> None:
    ref = SeriesRef(world.company_id, uuid4())
    assert await ActivityEnvironment().run(activities.run_series, ref) == 0
