"""A step that changes something here waits for nobody: whoever holds the contact or conversation goes first."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import OperationalError

from db.models.cadences import CadenceStepCount, Enrolment
from db.models.contacts import Contact, Tag
from db.models.conversations import Conversation
from schemas.enums import EnrolmentStatus, StageOutcome
from services import enrolling, enrolment_stops, stages
from tests.cadences.scenes import Road, Said, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones

_SOMEBODY_WAITS = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
)


async def _people(road: Road, count: int) -> list[UUID]:
    phones = ordinary_phones(count)
    found = await add_contacts(road.database, road.shop.company_id, phones)
    await road.enter(found)
    return found


async def _tag(road: Road) -> Said:
    tag_id = uuid4()
    async with road.database.company(road.shop.company_id) as session:
        values = {"id": tag_id, "company_id": road.shop.company_id, "name": "north"}
        await session.execute(insert(Tag).values(values))
    return {"key": "mark", "kind": "tag", "add": [str(tag_id)], "remove": []}


async def test_somebody_who_changes_a_contact_and_ends_their_way_never_meets_the_engine_crosswise(
    road: Road,
) -> None:
    await road.open([await _tag(road), wait("w", 60)])
    one, other = await _people(road, 2)
    async with road.database.company(road.shop.company_id) as session:
        held = select(Contact.id).where(Contact.id == one).with_for_update()
        await session.execute(held)
        # Whoever holds a contact ends their enrolments behind it: the engine must not wait for them.
        async with asyncio.timeout(60):
            await road.move()
        await enrolment_stops.stop(session, road.shop.company_id, [one], "opted_out")
    await road.move()
    await road.move()
    found = {row.contact_id: row for row in await road.enrolments()}
    assert found[one].status is EnrolmentStatus.STOPPED
    assert (found[other].status, found[other].step_key) == (EnrolmentStatus.ACTIVE, "w")


async def test_whose_contact_is_held_does_the_step_a_moment_later(road: Road) -> None:
    await road.open([await _tag(road), wait("w", 60)])
    (one,) = await _people(road, 1)
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(update(Contact).where(Contact.id == one).values(name="Ana"))
        async with asyncio.timeout(60):
            await road.move()
    (row,) = await road.enrolments()
    assert (row.status, row.step_key) == (EnrolmentStatus.ACTIVE, "mark")
    assert row.due_at is not None
    await road.move(row.due_at)
    assert await road.steps() == [("mark", "done", None)]
    assert await road.counts() == {("mark", "done"): 1, ("w", "waiting"): 1}


async def test_a_conversation_somebody_holds_is_assigned_a_moment_later(road: Road) -> None:
    step: Said = {"key": "give", "kind": "assign", "user_id": None, "team_id": None}
    await road.open([step, wait("w", 60)])
    (one,) = await _people(road, 1)
    conversation = {
        "id": uuid4(),
        "company_id": road.shop.company_id,
        "phone_number_id": road.shop.number_id,
        "contact_id": one,
        "last_message_at": datetime.now(UTC),
    }
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(insert(Conversation).values(conversation))
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(
            select(Conversation.id).where(Conversation.contact_id == one).with_for_update()
        )
        async with asyncio.timeout(60):
            await road.move()
    (row,) = await road.enrolments()
    assert (row.status, row.step_key) == (EnrolmentStatus.ACTIVE, "give")
    await road.move(row.due_at)
    assert await road.steps() == [("give", "done", None)]


async def test_while_others_are_enrolled_a_step_that_enrols_waits_for_its_turn(road: Road) -> None:
    other = Road(road.database, road.shop, road._environment, road._sending)
    await other.open([wait("w", 60)])
    step: Said = {"key": "on", "kind": "enrol", "cadence_id": str(other.cadence_id)}
    await road.open([step, wait("w", 60)])
    (one,) = await _people(road, 1)
    more = await add_contacts(road.database, road.shop.company_id, ordinary_phones(1, start=500))
    company_id = road.shop.company_id
    async with road.database.company(company_id) as session:
        await enrolling.enrol(session, company_id, other.cadence_id, more, source="api")
        async with asyncio.timeout(60):
            await road.move()
        await enrolment_stops.stop(session, company_id, [one], "opted_out")
    (row,) = await road.enrolments()
    assert row.status is EnrolmentStatus.STOPPED


async def test_a_stage_that_ends_other_cadences_waits_for_whoever_is_ending_them(
    road: Road,
) -> None:
    other = Road(road.database, road.shop, road._environment, road._sending)
    await other.open([wait("w", 60)])
    company_id = road.shop.company_id
    async with road.database.company(company_id) as session:
        won = await stages.create(session, company_id, "Ganho", "green", StageOutcome.WON)
    await road.open([{"key": "win", "kind": "stage", "stage_id": str(won.id)}])
    (one,) = await _people(road, 1)
    await other.enter([one])
    async with road.database.company(company_id) as session:
        # As a reply does, which takes all that somebody is in, one after the other.
        (theirs,) = await other.enrolments()
        await session.execute(
            select(Enrolment.id).where(Enrolment.id == theirs.id).with_for_update()
        )
        async with asyncio.timeout(60):
            await road.move()
        await enrolment_stops.stop(session, company_id, [one], "opted_out")
    assert await road.statuses() == await other.statuses() == [EnrolmentStatus.STOPPED]


async def test_a_page_that_loses_a_deadlock_is_taken_back_whole_and_done_by_the_next_try(
    road: Road,
) -> None:
    await road.open([wait("first", 0), wait("w", 60)])
    await _people(road, 1)
    await road.run(
        "INSERT INTO cadence_step_counts (company_id, cadence_id, version, step_key, outcome)"
        " VALUES (:company_id, :cadence_id, 1, 'w', 'waiting')",
        company_id=road.shop.company_id,
        cadence_id=road.cadence_id,
    )
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(select(CadenceStepCount).with_for_update())
        page = asyncio.create_task(road.move())
        async with asyncio.timeout(60):
            # Of two who wait for each other the first one loses.
            while not await session.scalar(_SOMEBODY_WAITS):
                await asyncio.sleep(0.02)
            await session.execute(select(Enrolment.id).with_for_update())
        with pytest.raises(OperationalError, match="deadlock"):
            await page
    assert await road.steps() == []
    await road.move()
    assert await road.steps() == [("first", "done", None)]
    assert await road.counts() == {("first", "done"): 1, ("w", "waiting"): 1}
