"""A recurring campaign: each occurrence is run once, whatever is paused, late, repeated or wrong."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from db.models.campaigns import Campaign
from db.models.contacts import Contact
from db.models.series import CampaignSeries
from db.queries import campaigns as campaign_rows
from db.queries import series as rows
from db.session import Database
from schemas.enums import CampaignStatus
from schemas.errors import InvalidInput, NotFound
from schemas.recurrence import Frequency, Recurrence
from services import campaigns, series
from services.series import SeriesFields
from tests.campaigns.world import World, add_campaign, add_contacts

MONDAY = dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
NINE_DAILY = Recurrence(Frequency.DAILY, at="09:00", starts_on="2027-01-01")


async def source(database: Database, world: World, **values: Any) -> UUID:
    return await add_campaign(database, world, CampaignStatus.DRAFT, name="News", **values)


async def make(
    database: Database,
    world: World,
    *,
    now: dt.datetime = MONDAY - MINUTE,
    source_id: UUID | None = None,
    **changes: Any,
) -> UUID:
    """Every day at nine in São Paulo, which is noon here."""
    wanted = SeriesFields(
        "Morning news", source_id or await source(database, world), NINE_DAILY, "America/Sao_Paulo"
    )
    async with database.company(world.company_id) as session:
        made = await series.create(session, world.company_id, replace(wanted, **changes), now=now)
        return made.id


async def run(
    database: Database, world: World, series_id: UUID, now: dt.datetime
) -> list[Campaign]:
    async with database.company(world.company_id) as session:
        return await series.run_due(session, series_id, now=now)


async def made(database: Database, world: World, series_id: UUID) -> Sequence[Campaign]:
    async with database.company(world.company_id) as session:
        found = await session.scalars(
            select(Campaign).where(Campaign.series_id == series_id).order_by(Campaign.occurrence_at)
        )
        return found.all()


async def test_an_occurrence_is_a_launched_copy_of_the_source_as_it_is_then(
    database: Database, world: World
) -> None:
    source_id = await source(database, world)
    series_id = await make(database, world, source_id=source_id)
    async with database.company(world.company_id) as session:
        await session.execute(
            update(Campaign).where(Campaign.id == source_id).values(rate_per_second=7)
        )
    (found,) = await run(database, world, series_id, MONDAY)
    assert found.status is CampaignStatus.LAUNCHING
    assert (found.name, found.rate_per_second) == ("Morning news 2027-01-04", 7)
    assert (found.source_id, found.occurrence_at) == (source_id, MONDAY)
    async with database.company(world.company_id) as session:
        row = await rows.get(session, series_id)
        assert row.next_at == MONDAY + DAY


async def test_nothing_is_run_before_its_time(database: Database, world: World) -> None:
    series_id = await make(database, world)
    assert await run(database, world, series_id, MONDAY - MINUTE) == []


async def test_told_ten_times_at_once_it_is_run_once(database: Database, world: World) -> None:
    series_id = await make(database, world)
    told = await asyncio.gather(*(run(database, world, series_id, MONDAY) for _ in range(10)))
    assert sum(map(len, told)) == 1
    assert len(await made(database, world, series_id)) == 1


async def test_within_its_tolerance_it_runs_late_and_beyond_it_asks(
    database: Database, world: World
) -> None:
    """Down from Monday to Wednesday, 10:00: two were missed and say so, the last is run."""
    series_id = await make(database, world)
    await run(database, world, series_id, MONDAY + 2 * DAY + 60 * MINUTE)
    found = await made(database, world, series_id)
    assert [campaign.status for campaign in found] == [
        CampaignStatus.MISSED,
        CampaignStatus.MISSED,
        CampaignStatus.LAUNCHING,
    ]
    assert [campaign.occurrence_at for campaign in found] == [
        MONDAY,
        MONDAY + DAY,
        MONDAY + 2 * DAY,
    ]
    assert found[0].status_code == "missed"


async def test_what_is_paused_does_not_come_round_and_is_not_made_up_for(
    database: Database, world: World
) -> None:
    series_id = await make(database, world)
    async with database.company(world.company_id) as session:
        await series.pause(session, series_id, now=MONDAY - MINUTE)
    assert await run(database, world, series_id, MONDAY + 2 * DAY) == []
    async with database.company(world.company_id) as session:
        row = await series.unpause(session, series_id, now=MONDAY + 2 * DAY + MINUTE)
        assert row.next_at == MONDAY + 3 * DAY
    assert len(await run(database, world, series_id, MONDAY + 3 * DAY)) == 1


async def test_one_that_is_left_out_is_left_out_and_can_be_put_back(
    database: Database, world: World
) -> None:
    series_id = await make(database, world)
    now = MONDAY - MINUTE
    async with database.company(world.company_id) as session:
        await series.skip(session, series_id, None, now=now)
        row = await series.skip(session, series_id, None, now=now)
        shown = series.upcoming(row, now=now)
    assert [one.skipped for one in shown] == [True, True, False, False, False]
    async with database.company(world.company_id) as session:
        await series.unskip(session, series_id, MONDAY + DAY, now=now)
    assert await run(database, world, series_id, MONDAY) == []
    assert len(await run(database, world, series_id, MONDAY + DAY)) == 1


async def test_a_moment_at_which_it_does_not_come_round_cannot_be_left_out(
    database: Database, world: World
) -> None:
    series_id = await make(database, world)
    with pytest.raises(InvalidInput):
        async with database.company(world.company_id) as session:
            await series.skip(session, series_id, MONDAY + MINUTE, now=MONDAY)


async def test_it_ends(database: Database, world: World) -> None:
    series_id = await make(database, world, ends_at=MONDAY + DAY)
    await run(database, world, series_id, MONDAY)
    await run(database, world, series_id, MONDAY + DAY)
    assert await run(database, world, series_id, MONDAY + 5 * DAY) == []
    assert len(await made(database, world, series_id)) == 2


async def test_what_was_due_before_a_change_is_still_run(database: Database, world: World) -> None:
    series_id = await make(database, world)
    later = MONDAY + 10 * MINUTE
    async with database.company(world.company_id) as session:
        row = await rows.get(session, series_id)
        wanted = SeriesFields(
            "Evening news",
            row.source_campaign_id,
            replace(NINE_DAILY, at="18:00"),
            "America/Sao_Paulo",
        )
        await series.change(session, series_id, wanted, now=later)
    (due,) = await run(database, world, series_id, later)
    assert due.occurrence_at == MONDAY
    async with database.company(world.company_id) as session:
        row = await rows.get(session, series_id)
        assert row.next_at == MONDAY.replace(hour=21)


async def test_an_occurrence_that_would_reach_nobody_fails_visibly_and_the_next_comes(
    database: Database, world: World
) -> None:
    series_id = await make(database, world)
    async with database.company(world.company_id) as session:
        await session.execute(delete(Contact))
    (found,) = await run(database, world, series_id, MONDAY)
    assert (found.status, found.status_code) == (CampaignStatus.FAILED, "invalid_input")
    async with database.company(world.company_id) as session:
        assert (await rows.get(session, series_id)).next_at == MONDAY + DAY


async def test_send_at_is_the_same_wall_clock_time_on_each_occurrences_day(
    database: Database, world: World
) -> None:
    wall = dt.datetime.fromisoformat("2026-11-20T10:30")
    source_id = await source(database, world, send_at_local=wall)
    series_id = await make(database, world, source_id=source_id)
    (found,) = await run(database, world, series_id, MONDAY)
    assert found.send_at_local == dt.datetime.fromisoformat("2027-01-04T10:30")


async def test_a_removed_series_runs_no_more_and_keeps_what_it_made(
    database: Database, world: World
) -> None:
    series_id = await make(database, world)
    await run(database, world, series_id, MONDAY)
    async with database.company(world.company_id) as session:
        removed = await series.remove(session, series_id, now=MONDAY + MINUTE)
        assert series.plan(removed).removed
    assert await run(database, world, series_id, MONDAY + DAY) == []
    assert len(await made(database, world, series_id)) == 1
    with pytest.raises(NotFound):
        async with database.company(world.company_id) as session:
            await series.pause(session, series_id, now=MONDAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "America/Atlantis"}, "time_zone"),
        ({"lateness_minutes": 0}, "lateness_minutes"),
        ({"source_id": uuid4()}, "source_campaign_id"),
        ({"ends_at": MONDAY - DAY}, "ends_at"),
        ({"rule": replace(NINE_DAILY, at="25:00")}, "rule/at"),
    ],
)
async def test_what_is_wrong_is_named(
    database: Database, world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await make(database, world, **changes)
    assert [error.field for error in refused.value.errors] == [field]


async def test_the_sweep_finds_what_is_overdue_and_what_no_schedule_follows(
    database: Database, world: World
) -> None:
    now = dt.datetime.now(dt.UTC)
    hourly = replace(NINE_DAILY, starts_on="2026-01-01")
    series_id = await make(database, world, now=now - 3 * DAY, rule=hourly)
    async with database.system() as session:
        assert (world.company_id, series_id) in await rows.overdue(session)
        assert series_id in {row.id for row in await rows.unfollowed(session)}
    async with database.company(world.company_id) as session:
        await rows.set_followed(session, series_id, 1)
    async with database.system() as session:
        assert series_id not in {row.id for row in await rows.unfollowed(session)}


async def test_who_gets_it_is_judged_anew_each_time(database: Database, world: World) -> None:
    series_id = await make(database, world)
    counts = []
    for at in (MONDAY, MONDAY + DAY):
        (found,) = await run(database, world, series_id, at)
        async with database.company(world.company_id) as session:
            assert (await campaigns.begin(session, found.id, now=at)).ready
            counts.append((await campaign_rows.tally(session, found.id)).total)
        if at == MONDAY:
            await add_contacts(database, world.company_id, 2, first=100)
    assert counts == [3, 5]


async def test_another_companys_series_is_not_there(
    database: Database, world: World, other_company_id: UUID
) -> None:
    series_id = await make(database, world)
    async with database.company(other_company_id) as session:
        assert await series.run_due(session, series_id, now=MONDAY) == []
        assert (await session.scalars(select(CampaignSeries.id))).all() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (
            {
                "ends_at": dt.datetime(
                    9999, 12, 31, 23, tzinfo=dt.timezone(-12 * dt.timedelta(hours=1))
                )
            },
            "ends_at",
        ),
        ({"rule": replace(NINE_DAILY, starts_on="9999-12-31")}, "rule/starts_on"),
    ],
)
async def test_a_day_behind_the_end_of_the_calendar_is_refused(
    database: Database, world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await make(database, world, **changes)
    assert [error.field for error in refused.value.errors] == [field]
