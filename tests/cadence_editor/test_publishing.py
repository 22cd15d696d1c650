"""A cadence from its first draft until it is archived, and what forbids a step of that."""

from uuid import UUID

import pytest

from db.models.cadences import Cadence
from db.queries import cadences as rows
from db.session import Database
from schemas.cadences import (
    Condition,
    Definition,
    End,
    Enrol,
    Message,
    SetField,
    SetStage,
    Wait,
    WaitKind,
)
from schemas.cadences import (
    TestKind as Asks,
)
from schemas.enums import CadenceStatus
from schemas.errors import Conflict, InvalidInput, InvalidState, PreconditionFailed
from services import cadence_checks, cadences, enrolling, topics
from tests.campaigns.world import World
from tests.enrolments.people import add_contacts, enrolments


def greeting(world: World, key: str = "hello") -> Message:
    return Message(key, phone_number_id=world.number_id, template_id=world.template_id)


async def made(database: Database, world: World, *steps: object, **values: object) -> Cadence:
    async with database.company(world.company_id) as session:
        wanted = {"name": "Leads", "definition": Definition(steps), **values}  # type: ignore[arg-type]
        return await cadences.create(session, world.company_id, wanted)  # type: ignore[arg-type]


async def found(database: Database, world: World, *steps: object, **values: object) -> set[str]:
    """The codes of all there is to say."""
    cadence = await made(database, world, *steps, **values)
    async with database.company(world.company_id) as session:
        return {one.code for one in await cadence_checks.check(session, cadence)}


async def test_it_goes_from_draft_to_archive(database: Database, world: World) -> None:
    cadence = await made(database, world, greeting(world), Wait("w", minutes=60), End("end"))
    company_id, key = world.company_id, cadence.id
    assert (cadence.status, cadence.published) == (CadenceStatus.DRAFT, None)
    async with database.company(company_id) as session:
        with pytest.raises(InvalidState):
            await cadences.start(session, key)
    async with database.company(company_id) as session:
        assert (await cadences.publish(session, key)).published == 1
        assert (await cadences.publish(session, key)).published == 1
        assert (await cadences.start(session, key)).status is CadenceStatus.RUNNING
        assert (await cadences.pause(session, key)).status is CadenceStatus.PAUSED
        assert (await cadences.resume(session, key)).status is CadenceStatus.RUNNING
    async with database.company(company_id) as session:
        assert (await cadences.archive(session, key)).status is CadenceStatus.ARCHIVED
        with pytest.raises(InvalidState):
            await cadences.edit(session, key, {"name": "Other"})
        with pytest.raises(InvalidState):
            await cadences.start(session, key)
        kinds = [one.kind for one in await rows.history(session, key, limit=10)]
    assert set(kinds) == {"created", "published", "started", "paused", "resumed", "archived"}


async def test_a_published_version_never_changes_and_a_further_one_is_made(
    database: Database, world: World
) -> None:
    cadence = await made(database, world, greeting(world))
    async with database.company(world.company_id) as session:
        await cadences.publish(session, cadence.id)
        later = Definition((greeting(world), Wait("w", minutes=5), greeting(world, "again")))
        await cadences.edit(session, cadence.id, {"definition": later})
        assert len((await cadences.definition(session, cadence, 1)).steps) == 1
        changed = await cadences.publish(session, cadence.id)
        assert changed.published == 2
        assert await cadences.definition(session, changed, 2) == later


async def test_what_somebody_else_changed_is_not_written_over(
    database: Database, world: World
) -> None:
    cadence = await made(database, world, greeting(world))
    async with database.company(world.company_id) as session:
        seen = cadence.version
        await cadences.edit(session, cadence.id, {"name": "First"}, version=seen)
        with pytest.raises(PreconditionFailed):
            await cadences.edit(session, cadence.id, {"name": "Second"}, version=seen)


async def test_an_external_id_is_one_cadence_only(database: Database, world: World) -> None:
    await made(database, world, external_id="crm-1")
    with pytest.raises(Conflict):
        await made(database, world, external_id="crm-1")


async def test_a_copy_is_a_draft_with_the_same_steps(database: Database, world: World) -> None:
    cadence = await made(database, world, greeting(world), goal=None, exclusive_group="sales")
    async with database.company(world.company_id) as session:
        await cadences.publish(session, cadence.id)
        copy = await cadences.duplicate(session, cadence.id, lambda name: f"{name} 2")
        assert (copy.name, copy.published, copy.exclusive_group) == ("Leads 2", None, "sales")
        assert copy.draft == cadence.draft
        await cadences.delete(session, copy.id)
        with pytest.raises(InvalidState):
            await cadences.delete(session, cadence.id)


async def test_archiving_stops_everybody_on_their_way(database: Database, world: World) -> None:
    cadence = await made(database, world, Wait("w", minutes=60), greeting(world))
    async with database.company(world.company_id) as session:
        people = await add_contacts(session, world.company_id, 3)
        await cadences.publish(session, cadence.id)
        await cadences.start(session, cadence.id)
        await enrolling.enrol(
            session, world.company_id, cadence.id, people, source="console", user_id=None
        )
    async with database.company(world.company_id) as session:
        await cadences.archive(session, cadence.id)
    rows_after = await enrolments(database, world.company_id, cadence.id)
    assert {(one.status.value, one.reason) for one in rows_after} == {("stopped", "archived")}


async def test_what_is_missing_forbids_publishing(database: Database, world: World) -> None:
    cadence = await made(database, world, Message("m"), Wait("w"))
    async with database.company(world.company_id) as session:
        with pytest.raises(InvalidInput) as wrong:
            await cadences.publish(session, cadence.id)
    places = {one.field: one.code for one in wrong.value.errors}
    assert places["steps/0/phone_number_id"] == "missing"
    assert places["steps/1/minutes"] == "never_comes"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Message("m", phone_number_id=UUID(int=1)), "not_found"),
        (Wait("w", WaitKind.FIELD_DATE, field="fields.gone"), "not_found"),
        (Wait("w", WaitKind.UNTIL, weekdays=(9,)), "never_comes"),
        (Wait("w", WaitKind.UNTIL, time="25:00"), "invalid_time"),
        (Condition("c"), "missing"),
        (SetField("f", "gone", "x"), "not_found"),
        (SetStage("s", UUID(int=1)), "not_found"),
        (Enrol("e", UUID(int=1)), "not_found"),
    ],
)
async def test_a_step_that_names_what_is_not_there_is_wrong(
    database: Database, world: World, step: object, code: str
) -> None:
    assert code in await found(database, world, step)


async def test_what_is_odd_is_told_and_forbids_nothing(database: Database, world: World) -> None:
    said = await found(
        database,
        world,
        Condition("c0", Asks.READ, yes=(End("e"),)),
        greeting(world),
        Message("text", phone_number_id=world.number_id, text="Hello"),
        Condition("c", Asks.REPLIED, yes=(End("e2"),)),
        Wait("w", minutes=5),
    )
    assert said == {
        "no_message_before",
        "no_wait",
        "closed_window",
        "reply_stops",
        "ends_with_wait",
    }


async def test_steps_behind_an_end_are_never_reached(database: Database, world: World) -> None:
    over = Condition("c", Asks.WINDOW_OPEN, yes=(End("e1"),), no=(End("e2"),))
    assert "unreachable" in await found(database, world, End("e"), greeting(world))
    assert "unreachable" in await found(database, world, over, greeting(world))


async def test_it_cannot_enrol_people_in_itself(database: Database, world: World) -> None:
    cadence = await made(database, world, greeting(world))
    async with database.company(world.company_id) as session:
        steps = Definition((greeting(world), Enrol("again", cadence.id)))
        changed = await cadences.edit(session, cadence.id, {"definition": steps})
        codes = {one.code for one in await cadence_checks.check(session, changed)}
    assert "itself" in codes


async def test_even_a_draft_has_a_shape(database: Database, world: World) -> None:
    deep = Wait("w")
    for place in range(6):
        deep = Condition(f"c{place}", Asks.READ, yes=(deep,))  # type: ignore[assignment]
    for steps in ((Wait("w"), Wait("w")), (deep,), tuple(Wait(f"w{n}") for n in range(101))):
        with pytest.raises(InvalidInput):
            await made(database, world, *steps)


async def test_a_topic_a_cadence_is_about_stays(database: Database, world: World) -> None:
    async with database.company(world.company_id) as session:
        topic = await topics.create(session, world.company_id, "News", "")
        await cadences.create(session, world.company_id, {"name": "Leads", "topic_id": topic.id})
        with pytest.raises(InvalidState):
            await topics.delete(session, topic.id)
