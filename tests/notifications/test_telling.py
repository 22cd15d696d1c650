"""Who is told of what, and who is not."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from db.models.conversations import InboxMember, Message
from db.models.notifications import Notification
from db.models.people import Membership
from db.queries import notifications as rows
from db.session import Database
from schemas.enums import DeliveryStatus, Direction, NotificationKind, Role
from schemas.errors import NotFound
from services import notifications
from services.notifications import Wish, Wishes
from tests.inbox.desk import Desk, open_desk


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


async def bell(desk: Desk, name: str) -> list[NotificationKind]:
    """The unread kinds of one person, oldest first."""
    async with desk.database.company(desk.company_id) as session:
        found = await session.scalars(
            select(Notification.kind)
            .where(Notification.user_id == desk.people[name], Notification.read_at.is_(None))
            .order_by(Notification.created_at, Notification.id)
        )
        return list(found)


async def wrote(desk: Desk, *conversations: UUID) -> bool:
    async with desk.database.company(desk.company_id) as session:
        return await notifications.for_inbound(session, desk.company_id, conversations)


async def test_my_customer_writing_often_is_told_to_me_once(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.person("Bia")
    mine = await desk.conversation(assignee_id=ana)
    assert await wrote(desk, mine)
    assert not await wrote(desk, mine)
    assert await bell(desk, "Ana") == [NotificationKind.MESSAGE]
    assert await bell(desk, "Bia") == []


async def test_once_i_have_looked_the_next_message_is_told_again(desk: Desk) -> None:
    ana = await desk.person("Ana")
    mine = await desk.conversation(assignee_id=ana)
    await wrote(desk, mine)
    async with desk.database.company(desk.company_id) as session:
        assert await notifications.seen(session, ana, mine)
        assert not await notifications.seen(session, ana, mine)
    assert await wrote(desk, mine)
    assert await bell(desk, "Ana") == [NotificationKind.MESSAGE]


async def test_two_webhooks_at_once_tell_once(desk: Desk) -> None:
    ana = await desk.person("Ana")
    await desk.person("Bia", Role.OWNER)
    mine, nobodys = await desk.conversation(assignee_id=ana), await desk.conversation()
    await asyncio.gather(*(wrote(desk, mine, nobodys) for _ in range(6)))
    assert (await bell(desk, "Ana")).count(NotificationKind.MESSAGE) == 1
    assert await bell(desk, "Bia") == [NotificationKind.UNASSIGNED]


async def test_a_flood_of_new_conversations_is_one_row_a_person(desk: Desk) -> None:
    await desk.person("Ana")
    waiting = [await desk.conversation() for _ in range(5)]
    assert await wrote(desk, *waiting[:3])
    assert not await wrote(desk, *waiting[3:])
    assert await bell(desk, "Ana") == [NotificationKind.UNASSIGNED]


async def test_what_nobody_has_is_told_to_those_who_could_take_it(desk: Desk) -> None:
    """Not to viewers, nor whoever is off, nor whoever may not see the number or is of no such team."""
    inside = await desk.person("inside")
    for name, role, values in (
        ("outside", Role.AGENT, {}),
        ("boss", Role.ADMIN, {}),
        ("viewer", Role.VIEWER, {}),
        ("off", Role.OWNER, {"available": False}),
        ("quiet", Role.OWNER, {"notify": {"unassigned": {"bell": False, "push": False}}}),
    ):
        await desk.person(name, role, **values)
    async with desk.database.company(desk.company_id) as session:
        session.add(
            InboxMember(company_id=desk.company_id, phone_number_id=desk.number_id, user_id=inside)
        )
    await wrote(desk, await desk.conversation())
    told = {name for name in desk.people if await bell(desk, name)}
    assert told == {"inside", "boss"}


async def test_being_assigned_is_told_unless_i_took_it_myself(desk: Desk) -> None:
    ana, bia = await desk.person("Ana"), await desk.person("Bia")
    one, two = await desk.conversation(), await desk.conversation()
    async with desk.database.company(desk.company_id) as session:
        given = desk.company_id, [one]
        assert await notifications.assigned(session, *given, bia, actor_id=ana)
        assert not await notifications.assigned(session, desk.company_id, [two], bia, actor_id=bia)
    assert await bell(desk, "Bia") == [NotificationKind.ASSIGNED]
    assert await bell(desk, "Ana") == []


async def test_what_was_taken_from_me_rings_no_more(desk: Desk) -> None:
    ana, bia = await desk.person("Ana"), await desk.person("Bia")
    mine = await desk.conversation(assignee_id=ana)
    await wrote(desk, mine)
    async with desk.database.company(desk.company_id) as session:
        await notifications.assigned(session, desk.company_id, [mine], bia, actor_id=bia)
    assert await bell(desk, "Ana") == []


async def test_a_note_rings_for_those_it_names_and_who_may_read_it(desk: Desk) -> None:
    ana, bia, cid = [await desk.person(name) for name in ("Ana", "Bia", "Cid")]
    async with desk.database.company(desk.company_id) as session:
        for user_id in (ana, bia):
            session.add(
                InboxMember(
                    company_id=desk.company_id, phone_number_id=desk.number_id, user_id=user_id
                )
            )
    conversation, note = await desk.conversation(), uuid4()
    for _ in range(2):
        async with desk.database.company(desk.company_id) as session:
            await notifications.mentioned(
                session,
                desk.company_id,
                conversation_id=conversation,
                message_id=note,
                author_id=ana,
                user_ids=[ana, bia, cid, uuid4()],
            )
    assert await bell(desk, "Bia") == [NotificationKind.MENTION]
    assert await bell(desk, "Ana") == await bell(desk, "Cid") == []


async def test_a_failed_reply_is_told_to_its_author_once(desk: Desk) -> None:
    ana = await desk.person("Ana")
    conversation = await desk.conversation(direction=Direction.OUT)
    message_id = (await desk.row(conversation)).last_message_id
    assert message_id is not None

    async def failed() -> bool:
        async with desk.database.company(desk.company_id) as session:
            return await notifications.send_failed(session, desk.company_id, [message_id])

    async with desk.database.company(desk.company_id) as session:
        await session.execute(update(Message).where(Message.id == message_id).values(author_id=ana))
    assert not await failed()
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Message).where(Message.id == message_id).values(status=DeliveryStatus.FAILED)
        )
    assert await failed()
    assert not await failed()
    assert await bell(desk, "Ana") == [NotificationKind.SEND_FAILED]


async def test_what_i_do_not_want_is_not_told(desk: Desk) -> None:
    ana = await desk.person("Ana")
    mine = await desk.conversation(assignee_id=ana)
    kinds = dict.fromkeys(NotificationKind, Wish.PUSH) | {NotificationKind.MESSAGE: Wish.OFF}
    async with desk.database.company(desk.company_id) as session:
        await notifications.change_wishes(
            session, desk.company_id, ana, Wishes(kinds, hide_text=True)
        )
    assert not await wrote(desk, mine)
    async with desk.database.company(desk.company_id) as session:
        stored = await notifications.wishes(session, desk.company_id, ana)
    assert stored == Wishes(kinds, hide_text=True)


async def test_the_list_pages_by_key_and_shows_nothing_i_may_no_longer_see(desk: Desk) -> None:
    ana = await desk.person("Ana")
    for number in range(5):
        await wrote(desk, await desk.conversation(f"Customer {number}", assignee_id=ana))
    async with desk.database.company(desk.company_id) as session:
        first = await rows.page(session, ana, after=None, limit=3)
        last = first[-1]
        rest = await rows.page(session, ana, after=rows.place_of(last), limit=3)
        assert [row.contact for row in first + rest] == [f"Customer {n}" for n in (4, 3, 2, 1, 0)]
        assert await notifications.unread(session, ana) == 5
        session.add(
            InboxMember(
                company_id=desk.company_id,
                phone_number_id=desk.number_id,
                user_id=await desk.person("Bia"),
            )
        )
    async with desk.database.company(desk.company_id) as session:
        assert await rows.page(session, ana, after=None, limit=3) == []


async def test_nobody_reads_anothers(desk: Desk) -> None:
    ana, bia = await desk.person("Ana"), await desk.person("Bia")
    await wrote(desk, await desk.conversation(assignee_id=ana))
    async with desk.database.company(desk.company_id) as session:
        [row] = await rows.page(session, ana, after=None, limit=3)
        with pytest.raises(NotFound):
            await notifications.mark_read(session, bia, row.id)
        await notifications.mark_all_read(session, bia)
        assert await notifications.unread(session, ana) == 1
        await notifications.mark_all_read(session, ana)
        assert await notifications.unread(session, ana) == 0


async def test_a_person_of_another_company_is_told_nothing(
    desk: Desk, other_company_id: UUID
) -> None:
    other = await open_desk(desk.database, other_company_id)
    stranger = await other.person("Zoe", Role.OWNER)
    conversation = await desk.conversation(assignee_id=stranger)
    await wrote(desk, conversation)
    async with desk.database.company(desk.company_id) as session:
        await notifications.assigned(
            session, desk.company_id, [conversation], stranger, actor_id=None
        )
    async with desk.database.system() as session:
        found = await session.scalars(select(Notification).where(Notification.user_id == stranger))
        assert found.all() == []
        member = await session.scalars(
            select(Membership.company_id).where(Membership.user_id == stranger)
        )
        assert member.all() == [other_company_id]
