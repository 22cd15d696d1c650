"""People in flight stay in their version or move; nobody does a step twice, nobody is lost."""

from uuid import UUID

from sqlalchemy import insert, select, update

from db.models.cadences import CadenceStepCount, Enrolment, EnrolmentEvent, EnrolmentStep
from db.queries import cadences as rows
from db.session import Database
from schemas.cadences import Condition, Definition, Step, Wait
from schemas.cadences import TestKind as Asks
from schemas.enums import EnrolmentStatus
from services import cadence_moves, cadences, enrolling
from tests.campaigns.world import World
from tests.enrolments.people import add_contacts


def pause(key: str) -> Wait:
    return Wait(key, minutes=60)


async def running(database: Database, world: World, *steps: Step) -> UUID:
    async with database.company(world.company_id) as session:
        cadence = await cadences.create(
            session, world.company_id, {"name": "Leads", "definition": Definition(steps)}
        )
        await cadences.publish(session, cadence.id)
        await cadences.start(session, cadence.id)
        return cadence.id


async def standing(database: Database, world: World, cadence_id: UUID, key: str | None) -> UUID:
    """Somebody who stands at this step of version 1; their enrolment."""
    async with database.company(world.company_id) as session:
        (contact_id,) = await add_contacts(session, world.company_id, 1)
        await enrolling.enrol(session, world.company_id, cadence_id, [contact_id], source="console")
        who: UUID | None = await session.scalar(
            update(Enrolment)
            .where(Enrolment.contact_id == contact_id)
            .values(step_key=key)
            .returning(Enrolment.id)
        )
        assert who is not None
        if key is not None:
            await session.execute(
                insert(CadenceStepCount).values(
                    company_id=world.company_id,
                    cadence_id=cadence_id,
                    version=1,
                    step_key=key,
                    outcome="waiting",
                    count=1,
                )
            )
        return who


async def publish(database: Database, world: World, cadence_id: UUID, *steps: Step) -> None:
    async with database.company(world.company_id) as session:
        await cadences.edit(session, cadence_id, {"definition": Definition(steps)})
        await cadences.publish(session, cadence_id)


async def move(database: Database, world: World, cadence_id: UUID) -> cadence_moves.Block:
    async with database.company(world.company_id) as session:
        return await cadence_moves.move(session, cadence_id)


async def now_at(database: Database, world: World, who: UUID) -> tuple[int, str | None, str]:
    async with database.company(world.company_id) as session:
        row = await session.get_one(Enrolment, who)
        return row.version, row.step_key, row.status.value


async def test_they_stay_until_somebody_moves_them(database: Database, world: World) -> None:
    cadence_id = await running(database, world, pause("a"), pause("b"))
    who = await standing(database, world, cadence_id, "a")
    await publish(database, world, cadence_id, pause("a"), pause("c"))
    assert await now_at(database, world, who) == (1, "a", "active")
    block = await move(database, world, cadence_id)
    assert (block.moved, block.ended, block.sending, block.after) == (1, 0, 0, None)
    assert await now_at(database, world, who) == (2, "a", "active")
    async with database.company(world.company_id) as session:
        told = await session.scalar(
            select(EnrolmentEvent).where(EnrolmentEvent.enrolment_id == who)
        )
        waiting = await rows.under_way(session, [cadence_id])
    assert told is not None
    assert (told.kind, told.detail) == ("moved", "1 → 2")
    assert waiting == {cadence_id: {2: 1}}
    assert (await move(database, world, cadence_id)).moved == 0


async def test_whoever_stands_at_a_step_that_is_gone_goes_on_at_the_next_that_was_kept(
    database: Database, world: World
) -> None:
    ask = Condition("ask", Asks.READ, yes=(pause("inner"),))
    cadence_id = await running(database, world, pause("a"), ask, pause("b"), pause("c"))
    in_way = await standing(database, world, cadence_id, "inner")
    at_a = await standing(database, world, cadence_id, "a")
    await publish(database, world, cadence_id, pause("c"))
    assert (await move(database, world, cadence_id)).moved == 2
    for who in (in_way, at_a):
        assert await now_at(database, world, who) == (2, "c", "active")
    async with database.company(world.company_id) as session:
        assert await rows.under_way(session, [cadence_id]) == {cadence_id: {2: 2}}


async def test_nobody_is_put_before_a_step_they_have_behind_them(
    database: Database, world: World
) -> None:
    cadence_id = await running(database, world, pause("a"), pause("b"), pause("c"))
    who = await standing(database, world, cadence_id, "b")
    async with database.company(world.company_id) as session:
        session.add(
            EnrolmentStep(
                enrolment_id=who,
                step_key="a",
                company_id=world.company_id,
                version=1,
                outcome="done",
            )
        )
    # What they did stands behind what they did not.
    await publish(database, world, cadence_id, pause("c"), pause("a"))
    async with database.company(world.company_id) as session:
        session.add(
            EnrolmentStep(
                enrolment_id=who,
                step_key="c",
                company_id=world.company_id,
                version=1,
                outcome="done",
            )
        )
    block = await move(database, world, cadence_id)
    assert (block.moved, block.ended) == (0, 1)
    assert (await now_at(database, world, who))[2] == "stopped"


async def test_paused_people_stay_paused_and_newcomers_stay_before_the_first_step(
    database: Database, world: World
) -> None:
    cadence_id = await running(database, world, pause("a"), pause("x"), pause("b"))
    new = await standing(database, world, cadence_id, None)
    rests = await standing(database, world, cadence_id, "a")
    async with database.company(world.company_id) as session:
        await session.execute(
            update(Enrolment).where(Enrolment.id == rests).values(status=EnrolmentStatus.PAUSED)
        )
    await publish(database, world, cadence_id, pause("b"))
    assert (await move(database, world, cadence_id)).moved == 2
    assert await now_at(database, world, new) == (2, None, "active")
    assert await now_at(database, world, rests) == (2, "b", "paused")


async def test_many_are_moved_block_by_block(database: Database, world: World) -> None:
    cadence_id = await running(database, world, pause("a"))
    people = [await standing(database, world, cadence_id, None) for _ in range(5)]
    await publish(database, world, cadence_id, pause("a"), pause("b"))
    after: UUID | None = cadence_moves.START
    moved = []
    while after is not None:
        async with database.company(world.company_id) as session:
            block = await cadence_moves.move(session, cadence_id, after=after, limit=2)
        moved.append(block.moved)
        after = block.after
    assert moved == [2, 2, 1]
    assert {(await now_at(database, world, who))[0] for who in people} == {2}
