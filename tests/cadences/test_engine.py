"""People move through cadences, page by page, over the real ledger and the sandbox."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import insert

from db.models.contacts import Tag
from db.models.conversations import Conversation
from schemas.enums import CadenceStatus, DeliveryStatus, EnrolmentStatus
from services import cadence_engine, enrolment_stops
from services.cadence_engine import StepUnsendable
from tests.cadences.scenes import Road, message, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones

ACTIVE, SENDING, COMPLETED, STOPPED = (
    EnrolmentStatus.ACTIVE,
    EnrolmentStatus.SENDING,
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.STOPPED,
)
_DAY = 24 * 60


async def _people(road: Road, count: int, *, start: int = 0) -> list[UUID]:
    phones = ordinary_phones(count, start=start)
    return await add_contacts(road.database, road.shop.company_id, phones)


async def test_from_entering_to_the_end(road: Road) -> None:
    await road.open(
        [message(road.shop, "hello"), wait("rest", 3 * _DAY), message(road.shop, "again")]
    )
    await road.enter(await _people(road, 3))

    assert (await road.move()).dispatched == 3
    assert await road.statuses() == [SENDING] * 3
    await road.send()
    await road.move()
    assert await road.statuses() == [ACTIVE] * 3
    rows = await road.enrolments()
    accepted = {row.contact_id: row.accepted_at for row in await road.recipients()}
    for row in rows:
        sent_at = accepted[row.contact_id]
        assert sent_at is not None
        assert row.due_at == sent_at + timedelta(days=3)
        assert row.step_key == "rest"

    await road.move(datetime.now(UTC) + timedelta(days=2, hours=23))
    assert await road.statuses() == [ACTIVE] * 3
    later = datetime.now(UTC) + timedelta(days=3, minutes=1)
    assert (await road.move(later)).dispatched == 3
    await road.send()
    await road.move(later)

    assert await road.statuses() == [COMPLETED] * 3
    assert sorted(await road.steps()) == sorted(
        [("hello", "sent", None)] * 3 + [("rest", "done", None)] * 3 + [("again", "sent", None)] * 3
    )
    assert await road.counts() == {
        ("hello", "sent"): 3,
        ("rest", "done"): 3,
        ("again", "sent"): 3,
    }


async def test_the_counts_say_who_stands_where(road: Road) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", _DAY)])
    await road.enter(await _people(road, 4))
    await road.move()
    assert await road.counts() == {("hello", "waiting"): 4}
    await road.send()
    await road.move()
    assert await road.counts() == {("hello", "sent"): 4, ("rest", "waiting"): 4}


async def test_pages_that_race_step_nobody_twice(road: Road, sandbox: httpx.AsyncClient) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", _DAY)])
    people = await _people(road, 300)
    await road.enter(people)

    async def hurry() -> None:
        for _ in range(8):
            await road.move(limit=50)
            await asyncio.sleep(0)

    await asyncio.gather(*(hurry() for _ in range(4)))
    assert len(await road.recipients()) == 300
    await asyncio.gather(road.send(), *(hurry() for _ in range(3)))
    while (await road.move(limit=50)).count:
        pass
    assert await road.counts() == {("hello", "sent"): 300, ("rest", "waiting"): 300}


async def test_a_page_that_dies_leaves_everybody_where_they_were(road: Road) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", _DAY)])
    await road.enter(await _people(road, 5))
    before = [(row.id, row.status, row.due_at) for row in await road.enrolments()]
    with pytest.raises(ConnectionError):
        await _move_and_die(road)
    assert [(row.id, row.status, row.due_at) for row in await road.enrolments()] == before
    assert await road.recipients() == []


async def _move_and_die(road: Road) -> None:
    async with road.database.company(road.shop.company_id) as session:
        await cadence_engine.move_page(session, road.cadence_id)
        raise ConnectionError


async def test_a_paused_cadence_moves_nobody(road: Road) -> None:
    await road.open([message(road.shop, "hello")])
    await road.enter(await _people(road, 2))
    await road.set_status(CadenceStatus.PAUSED)
    assert (await road.move()).count == 0
    await road.set_status(CadenceStatus.RUNNING)
    assert (await road.move()).dispatched == 2


async def test_who_was_stopped_before_the_claim_gets_nothing(road: Road) -> None:
    await road.open([message(road.shop, "hello")])
    people = await _people(road, 3)
    await road.enter(people)
    await road.move()
    async with road.database.company(road.shop.company_id) as session:
        await enrolment_stops.stop(session, road.shop.company_id, people[:1], "reply")
    await road.send()
    await road.move()
    assert sorted(await road.statuses()) == sorted([STOPPED, COMPLETED, COMPLETED])
    statuses = sorted(row.status for row in await road.recipients())
    assert statuses == sorted(
        [DeliveryStatus.SKIPPED, DeliveryStatus.ACCEPTED, DeliveryStatus.ACCEPTED]
    )


async def test_branches_go_their_ways_and_meet_again(road: Road) -> None:
    people = await _people(road, 4)
    await road.run(
        'UPDATE contacts SET fields = \'{"city": "Recife"}\' WHERE id = ANY(:ids)', ids=people[:1]
    )
    tag_id = uuid4()
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(
            insert(Tag).values(id=tag_id, company_id=road.shop.company_id, name="north")
        )
    condition = {
        "match": "all",
        "negated": False,
        "conditions": [
            {"field": "fields.city", "kind": "text", "operator": "is", "value": "Recife"}
        ],
    }
    await road.open(
        [
            {
                "key": "where",
                "kind": "condition",
                "test": "segment",
                "segment": condition,
                "yes": [{"key": "mark", "kind": "tag", "add": [str(tag_id)], "remove": []}],
                "no": [message(road.shop, "others")],
            },
            wait("rest", _DAY),
        ]
    )
    await road.enter(people)
    await road.move()
    await road.send()
    await road.move()
    assert await road.counts() == {
        ("where", "yes"): 1,
        ("where", "no"): 3,
        ("mark", "done"): 1,
        ("others", "sent"): 3,
        ("rest", "waiting"): 4,
    }


async def test_a_text_goes_to_open_windows_and_the_template_to_the_others(
    road: Road, sandbox: httpx.AsyncClient
) -> None:
    people = await _people(road, 2, start=500)
    async with road.database.company(road.shop.company_id) as session:
        await session.execute(
            insert(Conversation).values(
                company_id=road.shop.company_id,
                contact_id=people[0],
                phone_number_id=road.shop.number_id,
                last_message_at=datetime.now(UTC),
                last_inbound_at=datetime.now(UTC) - timedelta(hours=1),
            )
        )
    words = "Oi {{who}}, ainda está por aqui?"
    bindings = {
        "body.who": {"source": "first_name"},
        "body.1": {"source": "first_name"},
        "body.2": {"source": "text", "value": "10%"},
    }
    await road.open([message(road.shop, "hello", text=words, bindings=bindings)])
    await road.enter(people)
    await road.move()
    await road.send()
    await road.move()
    rows = {row.contact_id: row for row in await road.recipients()}
    assert rows[people[0]].variant == 1
    assert rows[people[0]].cost_micros in (0, None)
    assert rows[people[1]].variant == 2
    assert await road.statuses() == [COMPLETED] * 2
    kinds = {}
    for row in rows.values():
        found = (await sandbox.get("/messages", params={"to": row.address})).json()
        kinds[row.contact_id] = found
    assert "ainda" in str(kinds[people[0]])
    assert "promocao_do_mes" in str(kinds[people[1]])


async def test_a_text_without_a_template_passes_closed_windows_by(road: Road) -> None:
    await road.open([message(road.shop, "hello", text="Oi!", template_id=None, bindings={})])
    await road.enter(await _people(road, 2))
    await road.move()
    assert await road.statuses() == [COMPLETED] * 2
    assert await road.steps() == [("hello", "skipped", "window_closed")] * 2


async def test_a_step_nobody_can_get_moves_nobody(road: Road) -> None:
    await road.open([message(road.shop, "hello")])
    await road.enter(await _people(road, 2))
    await road.run(
        "UPDATE templates SET status = 'paused' WHERE id = :id", id=road.shop.template_id
    )
    with pytest.raises(StepUnsendable):
        await road.move()
    assert await road.statuses() == [ACTIVE] * 2


async def test_whoever_opted_out_is_stopped_with_that_reason(road: Road) -> None:
    await road.open([message(road.shop, "hello"), wait("rest", _DAY)])
    people = await _people(road, 2, start=900)
    await road.enter(people)
    await road.run(
        "INSERT INTO suppressions (company_id, channel, match_key, scope, reason)"
        " SELECT company_id, 'whatsapp', phone_key, 'all', 'keyword' FROM contacts WHERE id = :id",
        id=people[0],
    )
    await road.move()
    await road.send()
    await road.move()
    found = {row.contact_id: row for row in await road.enrolments()}
    assert (found[people[0]].status, found[people[0]].reason) == (STOPPED, "opted_out")
    assert found[people[1]].status is ACTIVE


async def test_steps_that_nobody_performs_yet_are_passed_and_say_so(road: Road) -> None:
    await road.open(
        [
            {"key": "ai", "kind": "ai", "instructions": "Ask what they need."},
            {"key": "call", "kind": "call", "instructions": ""},
        ]
    )
    await road.enter(await _people(road, 1))
    await road.move()
    assert await road.steps() == [
        ("ai", "passed", "not_available"),
        ("call", "passed", "not_available"),
    ]


async def test_a_second_lap_sends_the_same_step_again(road: Road) -> None:
    await road.open(
        [message(road.shop, "hello")], rules={"reentry_days": 0, "daily_limit": None, "only": None}
    )
    people = await _people(road, 1)
    for _ in range(2):
        await road.run(
            "UPDATE campaign_recipients SET claimed_at = claimed_at - interval '2 days'"
            " WHERE contact_id = :id",
            id=people[0],
        )
        await road.enter(people)
        await road.move()
        await road.send()
        await road.move()
    assert [row.lap for row in await road.enrolments()] == [1, 2]
    assert [row.status for row in await road.recipients()] == [DeliveryStatus.ACCEPTED] * 2
