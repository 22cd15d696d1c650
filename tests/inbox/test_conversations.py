"""What people do with a conversation: each change once in the row and once in the timeline."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis
from sqlalchemy import event as sql_event
from sqlalchemy import update
from temporalio.testing import ActivityEnvironment

from activities.inbox import InboxActivities
from bootstrap import Resources
from db.models.contacts import Contact
from db.queries.conversations import Eyes
from db.session import Database, Session
from schemas.enums import ConversationStatus, Direction, Priority, Role
from schemas.errors import InvalidInput, InvalidState, NotFound, PreconditionFailed
from services import conversation_changes as changes
from services import conversations, inboxes, labels, teams
from services.conversations import Assign, Outcome
from services.live import stream
from tests.inbox.desk import Desk, open_desk

TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    desk = await open_desk(database, company_id)
    await desk.person("Ana")
    return desk


async def test_assigning_tells_to_whom_and_by_whom(desk: Desk) -> None:
    bia = await desk.person("Bia")
    key = await desk.conversation("Carla")
    eyes = await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        row = await conversations.assign(session, eyes, key, bia)
    assert (row.assignee_id, row.version) == (bia, 2)
    (told,) = await desk.events(key)
    assert (told.kind, told.author_id) == ("assigned", desk.people["Ana"])
    assert told.payload == {"user_id": str(bia), "name": "Bia"}

    async with desk.database.company(desk.company_id) as session:
        row = await conversations.assign(session, eyes, key, None)
    assert (row.assignee_id, row.version) == (None, 3)
    assert (await desk.events(key))[1].payload == {"user_id": str(bia), "name": "Bia"}


async def test_what_is_so_already_is_not_told_again(desk: Desk) -> None:
    key, eyes = await desk.conversation(), await desk.eyes("Ana")
    for _ in range(2):
        async with desk.database.company(desk.company_id) as session:
            await conversations.close(session, eyes, key)
            await conversations.set_priority(session, eyes, key, Priority.HIGH)
    assert await desk.told(key) == ["closed", "priority"]
    assert (await desk.row(key)).version == 3


async def test_an_older_version_changes_nothing(desk: Desk) -> None:
    key, eyes = await desk.conversation(), await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        await conversations.close(session, eyes, key, version=1)
    with pytest.raises(PreconditionFailed):
        async with desk.database.company(desk.company_id) as session:
            await conversations.reopen(session, eyes, key, version=1)
    assert (await desk.row(key)).status is ConversationStatus.CLOSED


async def test_an_inbox_of_others_is_not_there_and_its_people_alone_are_assigned(
    desk: Desk,
) -> None:
    bia, chief = await desk.person("Bia"), await desk.person("Chefe", Role.ADMIN)
    async with desk.database.company(desk.company_id) as session:
        await inboxes.set_up(
            session,
            desk.company_id,
            desk.number_id,
            auto_assign=False,
            team_id=None,
            user_ids=[bia],
        )
    key = await desk.conversation()
    with pytest.raises(NotFound):
        async with desk.database.company(desk.company_id) as session:
            await conversations.close(session, await desk.eyes("Ana"), key)
    for wanted in (desk.people["Ana"], uuid4()):
        with pytest.raises((InvalidInput, NotFound)):
            async with desk.database.company(desk.company_id) as session:
                await conversations.assign(session, await desk.eyes("Bia"), key, wanted)
    for wanted in (bia, chief):
        async with desk.database.company(desk.company_id) as session:
            row = await conversations.assign(session, await desk.eyes("Bia"), key, wanted)
        assert row.assignee_id == wanted


async def test_a_viewer_is_given_nothing(desk: Desk) -> None:
    viewer, key = await desk.person("Vera", Role.VIEWER), await desk.conversation()
    with pytest.raises(InvalidInput):
        async with desk.database.company(desk.company_id) as session:
            await conversations.assign(session, await desk.eyes("Ana"), key, viewer)


async def test_closing_clears_what_was_unread_and_reopening_brings_it_back(desk: Desk) -> None:
    key = await desk.conversation(unread_count=3, waiting_since=datetime.now(UTC))
    eyes = await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        row = await conversations.close(session, eyes, key)
    assert (row.status, row.unread_count, row.waiting_since) == (
        ConversationStatus.CLOSED,
        0,
        None,
    )
    assert row.closed_at is not None
    async with desk.database.company(desk.company_id) as session:
        row = await conversations.reopen(session, eyes, key)
    assert (row.status, row.closed_at) == (ConversationStatus.OPEN, None)


async def test_snoozing_needs_a_moment_that_is_still_to_come(desk: Desk) -> None:
    key, eyes = await desk.conversation(), await desk.eyes("Ana")
    for wrong in (datetime.now(UTC) - timedelta(minutes=1), TOMORROW + timedelta(days=800)):
        with pytest.raises(InvalidInput):
            async with desk.database.company(desk.company_id) as session:
                await conversations.snooze(session, eyes, key, wrong)
    async with desk.database.company(desk.company_id) as session:
        row = await conversations.snooze(session, eyes, key, TOMORROW)
    assert (row.status, row.snoozed_until) == (ConversationStatus.SNOOZED, TOMORROW)


async def test_what_slept_long_enough_wakes_once(desk: Desk, other_company_id: UUID) -> None:
    late = datetime.now(UTC) - timedelta(seconds=1)
    key = await desk.conversation(status=ConversationStatus.SNOOZED, snoozed_until=late)
    other = await open_desk(desk.database, other_company_id)
    theirs = await other.conversation(status=ConversationStatus.SNOOZED, snoozed_until=late)
    sleeping = await desk.conversation(status=ConversationStatus.SNOOZED, snoozed_until=TOMORROW)
    woken = {
        row.id
        for found in await asyncio.gather(
            *(conversations.wake_due(desk.database) for _ in range(3))
        )
        for row in found
    }
    assert {key, theirs} <= woken
    assert sleeping not in woken
    assert await desk.told(key) == ["unsnoozed"]
    assert await other.told(theirs) == ["unsnoozed"]
    assert (await desk.row(key)).status is ConversationStatus.OPEN


async def test_labels_are_told_by_name(desk: Desk) -> None:
    key, eyes = await desk.conversation(), await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        paid = await labels.create(session, desk.company_id, "Pago", "green")
        late = await labels.create(session, desk.company_id, "Atraso", "red")
        await conversations.set_labels(session, eyes, key, [paid.id])
        row = await conversations.set_labels(session, eyes, key, [late.id])
    assert row.label_ids == [late.id]
    told = (await desk.events(key))[1].payload
    assert told["added"] == [{"id": str(late.id), "name": "Atraso", "colour": "red"}]
    assert told["removed"] == [{"id": str(paid.id), "name": "Pago", "colour": "green"}]
    async with desk.database.company(desk.company_id) as session:
        await labels.delete(session, late.id)
    assert (await desk.row(key)).label_ids == []


async def test_a_team_is_told_and_its_end_leaves_the_conversation(desk: Desk) -> None:
    key, eyes = await desk.conversation(), await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        team = await teams.create(session, desk.company_id, "Vendas", [desk.people["Ana"]])
        row = await conversations.set_team(session, eyes, key, team.id)
    assert row.team_id == team.id
    assert (await desk.events(key))[0].payload["name"] == "Vendas"
    async with desk.database.company(desk.company_id) as session:
        await teams.delete(session, team.id)
    assert (await desk.row(key)).team_id is None


async def test_read_and_unread_leave_no_trace(desk: Desk) -> None:
    key, eyes = await desk.conversation(unread_count=2), await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        row = await conversations.mark_read(session, eyes, key)
    assert (row.unread_count, row.version) == (0, 1)
    async with desk.database.company(desk.company_id) as session:
        row = await conversations.mark_unread(session, eyes, key)
    assert (row.unread_count, row.version) == (1, 1)
    assert row.seen_at is not None
    assert row.last_inbound_at is not None
    assert row.seen_at < row.last_inbound_at
    assert await desk.told(key) == []


async def test_many_at_once_take_as_few_statements_as_one(desk: Desk) -> None:
    keys = [await desk.conversation() for _ in range(30)]
    gone, eyes = uuid4(), await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        label = await labels.create(session, desk.company_id, "Pago")
    counts = []
    for some in (keys[:1], keys[1:]):
        async with desk.database.company(desk.company_id) as session:
            change = await changes.change_labels(session, add=[label.id])
            statements = await _watched(session)
            done = await conversations.bulk(session, eyes, [*some, gone], change)
            counts.append(len(statements))
        assert [one.outcome for one in done] == [Outcome.CHANGED] * len(some) + [Outcome.NOT_FOUND]
    assert counts[0] == counts[1] <= 4
    assert [await desk.told(key) for key in keys] == [["labelled"]] * 30
    async with desk.database.company(desk.company_id) as session:
        change = await changes.change_labels(session, add=[label.id])
        done = await conversations.bulk(session, eyes, keys[:2], change)
    assert {one.outcome for one in done} == {Outcome.UNCHANGED}


async def _watched(session: Session) -> list[str]:
    """Fills with the statements of the session from now on."""
    statements: list[str] = []
    connection = (await session.connection()).sync_connection
    sql_event.listen(
        connection,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: statements.append(statement),
    )
    return statements


async def test_of_many_only_those_the_person_may_see_are_given(desk: Desk) -> None:
    bia = await desk.person("Bia")
    sales = await desk.number()
    async with desk.database.company(desk.company_id) as session:
        await inboxes.set_up(
            session,
            desk.company_id,
            sales,
            auto_assign=False,
            team_id=None,
            user_ids=[desk.people["Ana"]],
        )
    mine, hers = await desk.conversation(number_id=sales), await desk.conversation()
    async with desk.database.company(desk.company_id) as session:
        done = await conversations.bulk(session, await desk.eyes("Ana"), [mine, hers], Assign(bia))
    assert [one.outcome for one in done] == [Outcome.MAY_NOT_SEE_INBOX, Outcome.CHANGED]
    with pytest.raises(InvalidInput):
        async with desk.database.company(desk.company_id) as session:
            await conversations.bulk(
                session, Eyes(None, None), [uuid4() for _ in range(501)], changes.close()
            )


async def test_two_people_who_pick_the_same_lines_do_not_block_each_other(desk: Desk) -> None:
    keys = [await desk.conversation() for _ in range(10)]
    eyes = await desk.eyes("Ana")

    async def pick(order: list[UUID]) -> None:
        async with desk.database.company(desk.company_id) as session:
            await conversations.bulk(session, eyes, order, changes.close())

    await asyncio.gather(*(pick(keys if turn % 2 else keys[::-1]) for turn in range(6)))
    assert [await desk.told(key) for key in keys] == [["closed"]] * 10


async def test_starting_finds_the_conversation_there_is(desk: Desk) -> None:
    eyes = await desk.eyes("Ana")
    async with desk.database.company(desk.company_id) as session:
        made = await conversations.start(
            session, eyes, desk.company_id, desk.number_id, phone="(11) 98888-7766", name="Duda"
        )
    assert made.assignee_id == desk.people["Ana"]
    assert await desk.told(made.id) == ["started"]
    async with desk.database.company(desk.company_id) as session:
        # The same person, as WhatsApp writes the number.
        again = await conversations.start(
            session, eyes, desk.company_id, desk.number_id, phone="+551188887766"
        )
    assert again.id == made.id
    assert await desk.told(made.id) == ["started"]
    with pytest.raises(InvalidInput):
        async with desk.database.company(desk.company_id) as session:
            await conversations.start(session, eyes, desk.company_id, desk.number_id, phone="12")


async def test_nobody_starts_a_conversation_with_who_has_no_number(desk: Desk) -> None:
    key = await desk.conversation("Sem número")
    contact_id = (await desk.row(key)).contact_id

    async with desk.database.company(desk.company_id) as session:
        await session.execute(update(Contact).where(Contact.id == contact_id).values(phone=None))
    with pytest.raises(InvalidState):
        async with desk.database.company(desk.company_id) as session:
            await conversations.start(
                session,
                await desk.eyes("Ana"),
                desk.company_id,
                desk.number_id,
                contact_id=contact_id,
            )


async def test_who_leaves_leaves_their_open_conversations_to_nobody(desk: Desk) -> None:
    ana = desk.people["Ana"]
    mine = await desk.conversation(assignee_id=ana)
    done = await desk.conversation(assignee_id=ana, status=ConversationStatus.CLOSED)
    async with desk.database.company(desk.company_id) as session:
        await conversations.release(session, ana, author_id=None)
    assert (await desk.row(mine)).assignee_id is None
    assert (await desk.row(done)).assignee_id == ana
    assert await desk.told(mine) == ["unassigned"]
    assert (await desk.events(mine))[0].direction is Direction.EVENT


async def test_the_sweep_wakes_and_tells_open_pages(
    desk: Desk, cache: Redis, app_resources: Resources
) -> None:
    key = await desk.conversation(
        status=ConversationStatus.SNOOZED,
        snoozed_until=datetime.now(UTC) - timedelta(minutes=1),
    )
    sweep = InboxActivities(desk.database, app_resources.hints)
    assert await ActivityEnvironment().run(sweep.sweep_snoozed) >= 1
    assert (await desk.row(key)).status is ConversationStatus.OPEN
    async with asyncio.timeout(60):
        while not any(key.hex in str(hint) for hint in await _hints(cache, desk)):
            await asyncio.sleep(0.05)


async def _hints(cache: Redis, desk: Desk) -> list[object]:
    return [*(await cache.xrange(stream(desk.company_id)) or [])]
