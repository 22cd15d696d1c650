"""Cadences that lead to each other: nobody goes round for ever."""

from sqlalchemy import text

from schemas.cadences import Rules
from services import enrolling
from tests.cadences.scenes import Road, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones

_MOST = 5


async def test_two_cadences_that_enrol_in_each_other_come_to_rest(road: Road) -> None:
    other = Road(road.database, road.shop, road._environment, road._sending)
    again = Rules(reentry_days=0).as_json()
    steps = {
        one.cadence_id: [{"key": "on", "kind": "enrol", "cadence_id": str(two.cadence_id)}]
        for one, two in ((road, other), (other, road))
    }
    await road.open(steps[road.cadence_id], rules=again)
    await other.open(steps[other.cadence_id], rules=again)
    await road.enter(await add_contacts(road.database, road.shop.company_id, ordinary_phones(1)))
    moved = 1
    for _ in range(4 * _MOST):
        moved = (await road.move()).count + (await other.move()).count
    assert moved == 0
    assert len(await road.enrolments()) <= _MOST + 1


async def test_the_last_lap_there_is_keeps_nobody_else_out(road: Road) -> None:
    await road.open([wait("w", 60)], rules=Rules(reentry_days=0).as_json())
    first, second = await add_contacts(road.database, road.shop.company_id, ordinary_phones(2))
    await road.enter([first])
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(
            text("UPDATE enrolments SET lap = 32767, status = 'stopped' WHERE cadence_id = :id"),
            {"id": road.cadence_id},
        )
    await road.enter([second])
    async with road.database.company(road.shop.company_id) as session:
        both = await enrolling.enrol(
            session, road.shop.company_id, road.cadence_id, [first], source="api"
        )
    assert both.left_out == {"been_before": 1}
