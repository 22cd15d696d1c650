"""What is written down: once, in order, and only what may be sent."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update

from db.models.connections import PhoneNumber
from db.models.contacts import Suppression
from db.models.conversations import Message
from db.models.media import Media
from db.models.people import User
from db.models.templates import Template
from db.session import Database
from schemas.contents import Button, Buttons, MediaContent, Reaction, TemplateContent, Text
from schemas.enums import Channel, DeliveryStatus, MediaStatus, TemplateStatus
from schemas.errors import Conflict, InvalidInput, InvalidState, NotFound
from services import replies
from services.phones import match_key
from services.replies import WindowClosed
from tests.campaigns.scenes import Shop
from tests.replies.chat import ORDINARY, Chat

DAY = timedelta(hours=24)
PENDING = DeliveryStatus.PENDING


def offer(shop: Shop) -> TemplateContent:
    return TemplateContent(shop.template_id, ("Ana", "20%"))


async def a_person(database: Database) -> UUID:
    async with database.system() as session:
        found = await session.scalars(
            insert(User)
            .values(email=f"{uuid4().hex}@a.example", name="Bia", password_hash="x")
            .returning(User.id)
        )
        return found.one()


async def test_several_keep_their_order(chat: Chat) -> None:
    await chat.write("one", "two", Buttons("three", (Button("y", "Yes"),)))
    await chat.write("four")
    rows = await chat.ours()
    assert [row.body for row in rows] == ["one", "two", "three", "four"]
    assert [row.kind for row in rows] == ["text", "text", "interactive", "text"]
    times = [row.occurred_at for row in rows]
    assert times == sorted(set(times))


async def test_a_send_that_was_clicked_twice_is_one_message(chat: Chat) -> None:
    first, second = await asyncio.gather(
        chat.write("Hi", client_keys=["k1"]), chat.write("Hi", client_keys=["k1"])
    )
    assert first[0].id == second[0].id
    assert len(await chat.ours()) == 1


async def test_the_same_key_for_other_words_is_a_conflict(
    chat: Chat, database: Database, shop: Shop
) -> None:
    await chat.write("Hi", client_keys=["k1"])
    with pytest.raises(Conflict):
        await chat.write("Bye", client_keys=["k1"])
    other = await Chat.begin(database, shop, phone="+5511900027000")
    with pytest.raises(Conflict):
        await other.write("Hi", client_keys=["k1"])


async def test_the_same_template_and_reaction_are_the_same(chat: Chat, shop: Shop) -> None:
    heard = await chat.hear("Nice", datetime.now(UTC))
    for content in (offer(shop), Reaction("👍", target=heard.id)):
        key = uuid4().hex
        first = await chat.write(content, client_keys=[key])
        again = await chat.write(content, client_keys=[key])
        assert first[0].id == again[0].id


async def test_a_message_moves_the_conversation_and_a_persons_answers_it(
    chat: Chat, database: Database
) -> None:
    written = (await chat.write("From a program"))[0]
    row = await chat.row()
    assert (row.last_message_at, row.last_message_id) == (written.occurred_at, written.id)
    assert row.waiting_since is not None
    written = (await chat.write("From a person", author_id=await a_person(database)))[0]
    row = await chat.row()
    assert (row.waiting_since, row.answered_at) == (None, written.occurred_at)


async def test_a_reaction_moves_nothing(chat: Chat, database: Database) -> None:
    before = await chat.row()
    heard = await chat.hear("Nice", datetime.now(UTC))
    written = await chat.write(Reaction("👍", target=heard.id), author_id=await a_person(database))
    assert written[0].modifies == heard.provider_id
    after = await chat.row()
    assert (after.last_message_id, after.waiting_since) == (
        before.last_message_id,
        before.waiting_since,
    )


async def test_an_answer_names_what_it_answers_and_only_the_first_does(chat: Chat) -> None:
    heard = await chat.hear("What time?", datetime.now(UTC))
    first, second = await chat.write("At ten", "Or eleven", reply_to_id=heard.id)
    assert (first.reply_to, second.reply_to) == (heard.provider_id, None)


async def test_another_conversations_message_cannot_be_answered(
    chat: Chat, database: Database, shop: Shop
) -> None:
    other = await Chat.begin(database, shop, phone="+5511900027000")
    heard = await other.hear("Secret", datetime.now(UTC))
    with pytest.raises(InvalidInput):
        await chat.write("Hm", reply_to_id=heard.id)
    with pytest.raises(InvalidInput):
        await chat.write(Reaction("👍", target=heard.id))


async def test_what_was_not_sent_yet_cannot_be_answered(chat: Chat) -> None:
    written = (await chat.write("One moment"))[0]
    with pytest.raises(InvalidInput):
        await chat.write("Hm", reply_to_id=written.id)


@pytest.mark.parametrize("wrote", [None, DAY + timedelta(minutes=1)])
async def test_outside_the_window_only_templates_are_taken(
    database: Database, shop: Shop, wrote: timedelta | None
) -> None:
    chat = await Chat.begin(database, shop, wrote=wrote)
    with pytest.raises(WindowClosed):
        await chat.write("Hi")
    with pytest.raises(WindowClosed):
        await chat.write("Hi", offer(shop))
    assert await chat.ours() == []
    written = (await chat.write(offer(shop)))[0]
    assert written.status is PENDING
    assert written.body.startswith("Oi Ana! Este mês você tem 20%")


async def test_a_refusal_closes_the_window_until_the_customer_writes(chat: Chat) -> None:
    await chat.change(window_closed_at=datetime.now(UTC))
    with pytest.raises(WindowClosed):
        await chat.write("Hi")
    await chat.change(last_inbound_at=datetime.now(UTC) + timedelta(seconds=1))
    await chat.write("Hi")


async def test_what_is_scheduled_behind_the_window_needs_a_template_to_fall_back_on(
    chat: Chat, shop: Shop
) -> None:
    later = datetime.now(UTC) + DAY
    with pytest.raises(WindowClosed):
        await chat.write("Hi", scheduled_at=later)
    await chat.write("Hi", scheduled_at=later, fallback=offer(shop))
    await chat.write("Hi", scheduled_at=datetime.now(UTC) + timedelta(hours=1))


async def test_what_is_scheduled_does_not_move_the_conversation_yet(chat: Chat) -> None:
    before = (await chat.row()).last_message_at
    at = datetime.now(UTC) + timedelta(hours=1)
    written = (await chat.write("Hi", scheduled_at=at))[0]
    assert (written.scheduled, written.not_before, written.occurred_at) == (True, at, at)
    assert (await chat.row()).last_message_at == before


async def test_a_moment_that_no_clock_reaches_is_refused_and_one_long_past_is_now(
    chat: Chat, shop: Shop
) -> None:
    end = datetime.max.replace(tzinfo=timezone(timedelta(hours=-14)))
    beginning = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    for times in ({"scheduled_at": end}, {"expires_at": end}):
        with pytest.raises(InvalidInput):
            await chat.write(offer(shop), **times)
    (message,) = await chat.write(offer(shop), scheduled_at=beginning, expires_at=beginning)
    now = datetime.now(UTC)
    assert message.not_before is not None
    assert message.expires_at is not None
    assert abs(message.not_before - now) < timedelta(minutes=1)
    assert abs(message.expires_at - now) < timedelta(minutes=1)
    async with chat.database.company(shop.company_id) as session:
        with pytest.raises(InvalidInput):
            await replies.reschedule(session, message.id, end)


async def test_a_template_needs_approval_and_all_its_values(
    chat: Chat, database: Database, shop: Shop
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await chat.write(TemplateContent(shop.template_id, ("Ana",)))
    assert [error.field for error in refused.value.errors] == ["parameters/body.2"]
    async with database.company(shop.company_id) as session:
        await session.execute(update(Template).values(status=TemplateStatus.PAUSED))
    with pytest.raises(InvalidInput) as refused:
        await chat.write(offer(shop))
    assert [error.code for error in refused.value.errors] == ["not_approved"]
    with pytest.raises(InvalidInput):
        await chat.write(TemplateContent(uuid4(), ()))


async def test_who_opted_out_gets_no_marketing_but_answers(
    chat: Chat, database: Database, shop: Shop
) -> None:
    async with database.company(shop.company_id) as session:
        await session.execute(
            insert(Suppression).values(
                company_id=shop.company_id,
                channel=Channel.WHATSAPP,
                match_key=match_key(ORDINARY),
                reason="opted_out",
            )
        )
    with pytest.raises(InvalidState):
        await chat.write(offer(shop))
    await chat.write("You wrote, so here is your answer")


async def test_wrong_contents_are_refused_whole(chat: Chat) -> None:
    with pytest.raises(InvalidInput):
        await chat.write("fine", Text(""))
    assert await chat.ours() == []


async def test_a_number_that_is_gone_sends_nothing(
    chat: Chat, database: Database, shop: Shop
) -> None:
    async with database.company(shop.company_id) as session:
        await session.execute(update(PhoneNumber).values(removed_at=datetime.now(UTC)))
    with pytest.raises(InvalidState):
        await chat.write("Hi")


async def stored_file(database: Database, company_id: UUID) -> UUID:
    async with database.company(company_id) as session:
        found = await session.scalars(
            insert(Media)
            .values(
                company_id=company_id,
                kind="document",
                status=MediaStatus.STORED,
                filename="offer.pdf",
                storage_key=uuid4().hex,
                size=3,
            )
            .returning(Media.id)
        )
        return found.one()


async def test_a_file_becomes_its_messages_and_twice_is_once(
    chat: Chat, database: Database, shop: Shop
) -> None:
    file = await stored_file(database, shop.company_id)
    content = MediaContent("document", file)
    written = (await chat.write(content, client_keys=["k1"]))[0]
    assert (await chat.write(content, client_keys=["k1"]))[0].id == written.id
    assert written.body == "offer.pdf"
    async with database.company(shop.company_id) as session:
        assert await session.scalar(select(Media.message_id)) == written.id
    second = (await chat.write(content))[0]
    assert second.payload["media_id"] != written.payload["media_id"]


async def test_another_companys_file_and_conversation_are_not_there(
    chat: Chat, database: Database, other_company_id: UUID
) -> None:
    file = await stored_file(database, other_company_id)
    with pytest.raises(NotFound):
        await chat.write(MediaContent("document", file))
    async with database.company(other_company_id) as session:
        with pytest.raises(NotFound):
            await replies.compose(
                session,
                other_company_id,
                chat.id,
                [Text("Hi")],
                author_id=None,
                source="api",
                client_keys=[None],
            )


async def test_what_waits_can_be_taken_back_and_moved(chat: Chat) -> None:
    at = datetime.now(UTC) + timedelta(hours=1)
    first, second = await chat.write("one", "two", scheduled_at=at)
    async with chat.database.company(chat.shop.company_id) as session:
        await replies.cancel_scheduled(session, first.id)
        await replies.reschedule(session, second.id, at + timedelta(hours=2))
    rows = {row.id: row for row in await chat.ours()}
    assert (rows[first.id].status, rows[first.id].reason) == (DeliveryStatus.SKIPPED, "withdrawn")
    assert rows[second.id].not_before == at + timedelta(hours=2)
    async with chat.database.company(chat.shop.company_id) as session:
        with pytest.raises(InvalidState):
            await replies.cancel_scheduled(session, first.id)


async def test_only_what_did_not_arrive_is_sent_again_and_only_once(
    chat: Chat, database: Database
) -> None:
    author = await a_person(database)
    heard = await chat.hear("Hm?", datetime.now(UTC))
    original = (await chat.write("Hi", reply_to_id=heard.id, caller_data={"order": 7}))[0]

    async def again() -> Message:
        async with database.company(chat.shop.company_id) as session:
            return await replies.send_again(
                session, original.id, author_id=author, source="console"
            )

    with pytest.raises(InvalidState):
        await again()
    async with database.company(chat.shop.company_id) as session:
        await session.execute(
            update(Message).where(Message.id == original.id).values(status=DeliveryStatus.UNKNOWN)
        )
    copy, same = await again(), await again()
    assert copy.id == same.id != original.id
    assert (copy.body, copy.reply_to, copy.author_id) == ("Hi", heard.provider_id, author)
    assert copy.status is PENDING
    assert copy.caller_data == {"order": 7}
