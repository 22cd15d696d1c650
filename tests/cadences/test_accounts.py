"""The counters of steps say what the rows say, whatever people do meanwhile; nobody is stuck."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from db.models.campaigns import CampaignRecipient
from schemas.cadences import from_json
from schemas.enums import DeliveryStatus, EnrolmentStatus
from services import cadence_moves, cadences, enrolments
from tests.cadences.scenes import Road, Said, message, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones

_DONE = text(
    """
    SELECT s.version, s.step_key, s.outcome, count(*) FROM enrolment_steps s
    JOIN enrolments e ON e.id = s.enrolment_id WHERE e.cadence_id = :id GROUP BY 1, 2, 3
    """
)
_STANDING = text(
    """
    SELECT version, step_key, CASE status WHEN 'stopped' THEN 'left' ELSE 'waiting' END, count(*)
    FROM enrolments
    WHERE cadence_id = :id AND step_key IS NOT NULL AND status <> 'completed' GROUP BY 1, 2, 3
    """
)
_COUNTED = text(
    """
    SELECT version, step_key, outcome, count FROM cadence_step_counts
    WHERE cadence_id = :id AND count <> 0
    """
)


async def assert_counted(road: Road) -> None:
    """Every number of every step is that of its rows."""
    values = {"id": road.cadence_id}
    async with road.database.company(road.shop.company_id) as session:
        counted = {tuple(row[:3]): row[3] for row in await session.execute(_COUNTED, values)}
        rows: Counter[tuple[object, ...]] = Counter()
        for statement in (_DONE, _STANDING):
            for row in await session.execute(statement, values):
                rows[tuple(row[:3])] += row[3]
    assert counted == dict(rows)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=3)


async def enter(road: Road, count: int = 1) -> None:
    phones = ordinary_phones(count)
    await road.enter(await add_contacts(road.database, road.shop.company_id, phones))


async def publish(road: Road, steps: list[Said]) -> None:
    async with road.database.company(road.shop.company_id) as session:
        await cadences.edit(session, road.cadence_id, {"definition": from_json({"steps": steps})})
        await cadences.publish(session, road.cadence_id)


async def _act(road: Road, action: enrolments.Action) -> None:
    ids = [one.id for one in await road.enrolments()]
    async with road.database.company(road.shop.company_id) as session:
        assert await enrolments.act(session, road.shop.company_id, action, ids)


async def test_a_wait_that_a_person_skipped_is_counted_as_skipped(road: Road) -> None:
    await road.open([wait("w", 60), message(road.shop, "later"), wait("end", 60)])
    await enter(road, 3)
    await road.move()
    await _act(road, enrolments.Action.SKIP)
    await assert_counted_after_moving(road)
    assert (await road.counts())["w", "skipped"] == 3


async def assert_counted_after_moving(road: Road) -> None:
    await road.move(soon())
    await road.send()
    await road.move(soon())
    await assert_counted(road)


async def test_a_wait_come_by_a_second_time_is_counted_once(road: Road) -> None:
    await road.open([wait("w", 1), wait("long", 60)])
    await enter(road)
    await road.move()
    await road.move(soon())
    await publish(road, [wait("long", 60), wait("w", 1), wait("end", 60)])
    async with road.database.company(road.shop.company_id) as session:
        await cadence_moves.move(session, road.cadence_id)
    await road.move(soon() + timedelta(hours=1))
    await road.move(soon() + timedelta(hours=2))
    await assert_counted(road)


async def test_who_rests_with_a_message_leaves_the_ledger_with_its_step(road: Road) -> None:
    steps: list[Said] = [message(road.shop, "gone"), wait("w", 60), message(road.shop, "later")]
    await road.open(steps)
    await enter(road)
    await road.move()
    await _act(road, enrolments.Action.PAUSE)
    await publish(road, [message(road.shop, "later")])
    async with road.database.company(road.shop.company_id) as session:
        block = await cadence_moves.move(session, road.cadence_id)
    assert (block.moved, block.sending) == (1, 0)
    (row,) = await road.recipients()
    assert (row.status, row.reason) == (DeliveryStatus.SKIPPED, "cadence_stopped")
    (enrolment,) = await road.enrolments()
    assert (enrolment.status, enrolment.step_key) == (EnrolmentStatus.PAUSED, "later")
    await _act(road, enrolments.Action.RESUME)
    await assert_counted_after_moving(road)
    assert await road.steps() == [("later", "sent", None)]


async def test_what_was_sent_to_somebody_who_rests_is_never_sent_again(road: Road) -> None:
    steps: list[Said] = [message(road.shop, "hello"), wait("w", 60)]
    await road.open(steps)
    await enter(road)
    await road.move()
    await road.send()
    await _act(road, enrolments.Action.PAUSE)
    await publish(road, [wait("w", 60)])
    async with road.database.company(road.shop.company_id) as session:
        await cadence_moves.move(session, road.cadence_id)
    await publish(road, [wait("first", 1), message(road.shop, "hello"), wait("w", 60)])
    async with road.database.company(road.shop.company_id) as session:
        await cadence_moves.move(session, road.cadence_id)
    await _act(road, enrolments.Action.RESUME)
    await assert_counted_after_moving(road)
    sent = [one for one in await road.recipients() if one.status is DeliveryStatus.ACCEPTED]
    assert [type(one) for one in sent] == [CampaignRecipient]
    assert await road.steps() == [("hello", "sent", None)]
