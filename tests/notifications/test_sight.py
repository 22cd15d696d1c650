"""Who may no longer see a conversation, and what was taken back, is not in any bell or push."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update

from db.models.conversations import InboxMember, Message
from db.models.notifications import Notification
from db.queries import notifications as rows
from db.queries import push
from db.session import Database
from schemas.enums import DeliveryStatus, Direction, Role
from services import notifications
from tests.inbox.desk import Desk, open_desk


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


async def only_for(desk: Desk, user_id: UUID) -> None:
    async with desk.database.company(desk.company_id) as session:
        session.add(
            InboxMember(company_id=desk.company_id, phone_number_id=desk.number_id, user_id=user_id)
        )


async def wrote(desk: Desk, conversation_id: UUID) -> bool:
    async with desk.database.company(desk.company_id) as session:
        return await notifications.for_inbound(session, desk.company_id, [conversation_id])


async def pushed(desk: Desk) -> list[str]:
    async with desk.database.company(desk.company_id) as session:
        return [due.body for due in await push.claim_due(session, desk.company_id, limit=10)]


async def test_whose_conversation_is_out_of_sight_is_not_told_of_it(desk: Desk) -> None:
    ana, bia = await desk.person("Ana"), await desk.person("Bia")
    mine = await desk.conversation(assignee_id=ana)
    message_id = (await desk.row(mine)).last_message_id
    await only_for(desk, bia)
    assert not await wrote(desk, mine)
    failed = {"direction": Direction.OUT, "author_id": ana, "status": DeliveryStatus.FAILED}
    async with desk.database.company(desk.company_id) as session:
        await session.execute(update(Message).where(Message.id == message_id).values(**failed))
        assert message_id is not None
        assert not await notifications.send_failed(session, desk.company_id, [message_id])
        assert (await session.scalars(select(Notification))).all() == []


async def test_what_went_out_of_sight_is_neither_pushed_nor_counted(desk: Desk) -> None:
    ana, bia = await desk.person("Ana"), await desk.person("Bia")
    boss = await desk.person("boss", Role.ADMIN)
    mine, theirs = [await desk.conversation(assignee_id=who) for who in (ana, boss)]
    assert await wrote(desk, mine)
    assert await wrote(desk, theirs)
    await only_for(desk, bia)
    async with desk.database.company(desk.company_id) as session:
        assert await notifications.unread(session, ana) == 0
        assert await notifications.unread(session, boss) == 1
    assert len(await pushed(desk)) == 1


@pytest.mark.parametrize(("kind", "now"), [("revoke", ""), ("edit", "Outra coisa")])
async def test_what_was_changed_says_what_it_says_now(desk: Desk, kind: str, now: str) -> None:
    ana = await desk.person("Ana")
    mine = await desk.conversation(assignee_id=ana, body="Segredo")
    row = await desk.row(mine)
    await wrote(desk, mine)
    provider_id = uuid4().hex
    values = {
        "company_id": desk.company_id,
        "conversation_id": mine,
        "contact_id": row.contact_id,
        "phone_number_id": desk.number_id,
        "kind": kind,
        "body": now,
        "modifies": provider_id,
        "occurred_at": datetime.now(UTC),
    }
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Message).where(Message.id == row.last_message_id).values(provider_id=provider_id)
        )
        # Of our own side it changes nothing.
        stranger = {"direction": Direction.OUT, "body": "Falso"}
        await session.execute(insert(Message), [values | stranger])
        await session.execute(insert(Message), [values | {"direction": Direction.IN}])
    async with desk.database.company(desk.company_id) as session:
        assert [one.body for one in await rows.page(session, ana, after=None, limit=3)] == [now]
    assert await pushed(desk) == [now]
