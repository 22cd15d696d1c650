"""Scheduled while we were down: run late within the tolerance, else asked; never twice."""

import asyncio
import datetime as dt
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update

from db.models.campaigns import Campaign
from db.models.notifications import Notification
from db.queries import campaigns as rows
from db.session import Database
from schemas.enums import CampaignStatus, NotificationKind, Role
from schemas.payloads.campaigns import FreezeResult
from services import campaigns
from tests.campaigns.world import World, add_campaign
from tests.fixtures.people import add_person

DUE = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


async def begin(database: Database, world: World, key: UUID, now: dt.datetime) -> FreezeResult:
    async with database.company(world.company_id) as session:
        return await campaigns.begin(session, key, now=now)


async def status(database: Database, world: World, key: UUID) -> CampaignStatus | None:
    async with database.company(world.company_id) as session:
        return await rows.status_of(session, key)


@pytest.mark.parametrize(
    ("late", "tolerance", "expected"),
    [
        (0, 120, CampaignStatus.RUNNING),
        (120, 120, CampaignStatus.RUNNING),
        (121, 120, CampaignStatus.MISSED),
        (16, 15, CampaignStatus.MISSED),
        (60 * 24 * 6, 60 * 24 * 7, CampaignStatus.RUNNING),
    ],
)
async def test_it_begins_late_within_its_tolerance_and_beyond_it_asks(
    database: Database, world: World, late: int, tolerance: int, expected: CampaignStatus
) -> None:
    key = await add_campaign(
        database,
        world,
        CampaignStatus.SCHEDULED,
        scheduled_at=DUE,
        lateness_minutes=tolerance,
    )
    result = await begin(database, world, key, DUE + late * MINUTE)
    assert await status(database, world, key) is expected
    assert result.ready is (expected is CampaignStatus.RUNNING)
    # The workflow of a missed one ends; running it starts another.
    assert result.over is (expected is CampaignStatus.MISSED)


async def test_before_its_time_it_waits(database: Database, world: World) -> None:
    key = await add_campaign(database, world, CampaignStatus.SCHEDULED, scheduled_at=DUE)
    result = await begin(database, world, key, DUE - 5 * MINUTE)
    assert (result.ready, result.over, result.wait_seconds) == (False, False, 300.0)


async def test_owners_and_the_author_are_told_once(database: Database, world: World) -> None:
    owner = await add_person(database, world.company_id)
    author = await add_person(database, world.company_id, Role.AGENT)
    key = await add_campaign(
        database, world, CampaignStatus.SCHEDULED, scheduled_at=DUE, created_by=author.id
    )
    for _ in range(3):
        await begin(database, world, key, DUE + 500 * MINUTE)
    async with database.company(world.company_id) as session:
        told = await session.execute(select(Notification.user_id, Notification.kind))
    assert sorted(told) == sorted(
        (person.id, NotificationKind.CAMPAIGN_STOPPED) for person in (owner, author)
    )


async def missed(database: Database, world: World) -> UUID:
    key = await add_campaign(database, world, CampaignStatus.SCHEDULED, scheduled_at=DUE)
    await begin(database, world, key, DUE + 500 * MINUTE)
    assert await status(database, world, key) is CampaignStatus.MISSED
    return key


async def test_a_missed_one_is_run_by_a_person_and_only_once(
    database: Database, world: World, api_client: AsyncClient
) -> None:
    key = await missed(database, world)
    place = f"/api/v1/campaigns/cmp_{key.hex}/launch"
    answers = await asyncio.gather(
        *(api_client.post(place, headers={"Idempotency-Key": f"{key}-{n}"}) for n in range(3))
    )
    assert [answer.status_code for answer in answers] == [202] * 3
    async with database.company(world.company_id) as session:
        campaign = await rows.get(session, key)
        events = await rows.events(session, key)
    assert campaign.status is not CampaignStatus.MISSED
    assert campaign.status_code is None
    assert [event.kind for event in events].count("launched") == 1


async def test_a_missed_one_is_moved_to_another_time_or_back_to_a_draft(
    database: Database, world: World, api_client: AsyncClient
) -> None:
    key = await missed(database, world)
    at = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    place = f"/api/v1/campaigns/cmp_{key.hex}"
    moved = await api_client.post(f"{place}/schedule", json={"scheduled_at": at.isoformat()})
    assert (moved.status_code, moved.json()["status"]) == (202, "scheduled")
    async with database.company(world.company_id) as session:
        await session.execute(update(Campaign).where(Campaign.id == key).values(scheduled_at=DUE))
    await begin(database, world, key, DUE + 500 * MINUTE)
    back = await api_client.post(f"{place}/unschedule")
    assert (back.status_code, back.json()["status"]) == (202, "draft")


async def test_the_sweep_leaves_a_missed_one_to_a_person(database: Database, world: World) -> None:
    key = await missed(database, world)
    async with database.system() as session:
        assert key not in {row.campaign_id for row in await rows.open_campaigns(session)}
