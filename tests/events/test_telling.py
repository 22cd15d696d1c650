"""What is told reaches whoever listens: once, in order, and only if it happened."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select
from sqlalchemy import event as sql_event

from db.models.automation import RuleRun
from db.models.events import EventSequence, WebhookEndpoint
from db.session import Database
from services import events, wakes
from services.event_shapes import MOST_BYTES, fit, shape
from services.events import Happening
from tests.events.hearing import deliveries, listen, rule, told


def _about(contact_id: UUID, name: str = "contact.created", **data: object) -> Happening:
    return Happening(name, "contact", contact_id, {"name": "Ana", **data}, contact_id=contact_id)


async def _tell(database: Database, company_id: UUID, *happenings: Happening) -> None:
    async with database.company(company_id) as session:
        await events.tell(session, company_id, happenings)


async def _tell_and_fail(
    database: Database, company_id: UUID, subjects: Sequence[UUID], external_id: str = ""
) -> None:
    async with database.company(company_id) as session:
        for subject in subjects:
            await events.tell(session, company_id, [_about(subject, external_id=external_id)])
        raise RuntimeError


async def test_whoever_listens_gets_one_delivery_of_each(
    database: Database, company_id: UUID
) -> None:
    everything = await listen(database, company_id)
    created = await listen(database, company_id, "contact.created")
    contact_id = uuid4()
    await _tell(database, company_id, _about(contact_id), _about(contact_id, "contact.updated"))
    written = await told(database, company_id)
    assert [(one.type, one.sequence) for one in written] == [
        ("contact.created", 1),
        ("contact.updated", 2),
    ]
    sent = {(one.endpoint_id, one.event_id) for one in await deliveries(database, company_id)}
    assert sent == {
        (everything, written[0].id),
        (everything, written[1].id),
        (created, written[0].id),
    }
    assert written[0].data["contact_id"] == f"ct_{contact_id.hex}"


async def test_what_nobody_listens_to_is_not_written(database: Database, company_id: UUID) -> None:
    await listen(database, company_id, "message.received")
    await _tell(database, company_id, _about(uuid4()))
    assert await told(database, company_id) == []
    async with database.company(company_id) as session:
        assert (await session.scalars(select(EventSequence))).all() == []


async def test_without_a_listener_a_transaction_costs_one_statement(
    database: Database, company_id: UUID
) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    async with database.company(company_id) as session:
        connection = await session.connection()
        sql_event.listen(connection.sync_connection, "before_cursor_execute", note)
        for _ in range(50):
            await events.tell(session, company_id, [_about(uuid4()) for _ in range(20)])
    assert len(statements) == 1


async def test_with_listeners_a_thousand_cost_as_many_statements_as_one(
    database: Database, company_id: UUID
) -> None:
    await listen(database, company_id)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    async with database.company(company_id) as session:
        connection = await session.connection()
        sql_event.listen(connection.sync_connection, "before_cursor_execute", note)
        await events.tell(session, company_id, [_about(uuid4()) for _ in range(1_000)])
    assert len(await told(database, company_id)) == 1_000
    # Who listens; what is told of them; all events and deliveries; one wake.
    assert len(statements) == 4


async def test_what_was_rolled_back_is_not_told(database: Database, company_id: UUID) -> None:
    await listen(database, company_id)
    with pytest.raises(RuntimeError):
        await _tell_and_fail(database, company_id, [uuid4()])
    assert await told(database, company_id) == []


async def test_what_was_told_in_a_savepoint_goes_with_it(
    database: Database, company_id: UUID
) -> None:
    await listen(database, company_id)
    kept, lost, inner = uuid4(), uuid4(), uuid4()
    async with database.company(company_id) as session:
        await events.tell(session, company_id, [_about(kept)])
        async with session.begin_nested() as savepoint:
            await events.tell(session, company_id, [_about(lost)])
            async with session.begin_nested():
                await events.tell(session, company_id, [_about(inner)])
            await savepoint.rollback()
        async with session.begin_nested():
            await events.tell(session, company_id, [_about(kept, "contact.updated")])
    assert [(one.resource_id, one.sequence) for one in await told(database, company_id)] == [
        (kept, 1),
        (kept, 2),
    ]


async def test_a_switched_off_endpoint_hears_nothing_and_another_company_neither(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    await listen(database, other_company_id)
    await _tell(database, company_id, _about(uuid4()))
    assert await told(database, company_id) == []
    assert await told(database, other_company_id) == []
    assert await deliveries(database, other_company_id) == []


async def test_an_endpoint_that_is_deleted_meanwhile_undoes_nothing(
    database: Database, company_id: UUID
) -> None:
    endpoint_id = await listen(database, company_id)
    contact_id = uuid4()
    async with database.company(company_id) as session:
        await events.tell(session, company_id, [_about(contact_id)])
        async with database.company(company_id) as other:
            await other.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id))
    assert [one.resource_id for one in await told(database, company_id)] == [contact_id]
    assert await deliveries(database, company_id) == []


async def test_numbers_are_gapless_and_in_the_order_of_the_commits(
    database: Database, company_id: UUID
) -> None:
    """Many tell of the same resources crosswise: none waits for ever, and no number is skipped."""
    await listen(database, company_id)
    subjects = [uuid4() for _ in range(5)]
    committed: dict[UUID, list[int]] = defaultdict(list)
    chance = random.Random(5)

    async def one(number: int) -> None:
        chosen = chance.sample(subjects, 3)
        if number % 7 == 0:
            with suppress(RuntimeError):
                await _tell_and_fail(database, company_id, chosen, str(number))
            return
        async with database.company(company_id) as session:
            for subject in chosen:
                await events.tell(session, company_id, [_about(subject, external_id=str(number))])
                await asyncio.sleep(chance.random() / 200)
        for subject in chosen:
            committed[subject].append(number)

    for first in range(0, 120, 12):
        await asyncio.gather(*(one(number) for number in range(first, first + 12)))
    written = await told(database, company_id)
    for subject in subjects:
        mine = sorted(
            (one for one in written if one.resource_id == subject), key=lambda e: e.sequence
        )
        assert [one.sequence for one in mine] == list(range(1, len(mine) + 1))
        assert sorted(int(str(one.data["external_id"])) for one in mine) == sorted(
            committed[subject]
        )
        # Written under the resource's lock, which is held until the commit.
        assert [one.id for one in mine] == [
            one.id for one in sorted(mine, key=lambda e: e.created_at)
        ]


async def test_listeners_are_woken_when_it_is_committed(
    database: Database, company_id: UUID, settings: object
) -> None:
    endpoint_id = await listen(database, company_id)
    heard: list[wakes.Wake] = []
    came = asyncio.Event()

    async def on_wake(wake: wakes.Wake) -> None:
        if wake.company_id == company_id:
            heard.append(wake)
            came.set()

    listener = wakes.WakeListener(settings.app_database, on_wake)  # type: ignore[attr-defined]
    task = asyncio.create_task(listener.run())
    try:
        for _ in range(50):
            await _tell(database, company_id, _about(uuid4()))
            try:
                await asyncio.wait_for(came.wait(), 0.2)
            except TimeoutError:
                continue
            break
    finally:
        task.cancel()
    assert heard[0] == wakes.Wake(wakes.Sleeper.ENDPOINT, company_id, endpoint_id)


async def test_a_rule_gets_a_run_and_never_of_its_own_work(
    database: Database, company_id: UUID
) -> None:
    from services import automation_matching

    rule_id = await rule(database, company_id, {"kind": "contact_created"})
    other_id = await rule(database, company_id, {"kind": "contact_created"})
    async with database.company(company_id) as session:
        with automation_matching.work_of(rule_id), events.caused_by_rule(2):
            await events.tell(session, company_id, [_about(uuid4())])
    async with database.company(company_id) as session:
        runs = (await session.scalars(select(RuleRun))).all()
    assert [(run.rule_id, run.depth) for run in runs] == [(other_id, 2)]


def test_what_does_not_fit_its_schema_is_told_as_it_is() -> None:
    key = uuid4()
    shaped = shape(
        "campaign.started",
        {"status": "no such status", "series_id": key},
        subject=("campaign", key),
        contact_id=None,
        conversation_id=None,
    )
    assert shaped["status"] == "no such status"
    assert shaped["series_id"] == str(key)


def test_ids_written_as_text_become_those_of_programs_outside() -> None:
    enrolment, cadence, contact = uuid4(), uuid4(), uuid4()
    shaped = shape(
        "cadence.enrolled",
        {"cadence_id": str(cadence), "source": "tag", "lap": 2},
        subject=("enrolment", enrolment),
        contact_id=contact,
        conversation_id=None,
    )
    assert shaped["enrolment_id"] == f"enr_{enrolment.hex}"
    assert shaped["cadence_id"] == f"cad_{cadence.hex}"
    assert shaped["contact_id"] == f"ct_{contact.hex}"


@pytest.mark.parametrize(
    "data",
    [
        {"text": "é" * 100_000, "id": "x"},
        {"fields": {f"key{n}": "v" * 300 for n in range(2_000)}, "id": "x"},
        {"metadata": {"list": list(range(20_000))}, "id": "x"},
    ],
)
def test_long_data_is_cut_to_what_can_be_sent(data: dict[str, object]) -> None:
    import json

    cut = fit(data)
    assert len(json.dumps(cut, ensure_ascii=False).encode()) <= MOST_BYTES
    assert cut["id"] == "x"
    assert set(cut) == set(data)
