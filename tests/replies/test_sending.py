"""What leaves: in order, once, and what becomes of it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import insert, select, update
from temporalio.testing import ActivityEnvironment

from activities.replies import ReplyActivities
from db.models.connections import Connection
from db.models.contacts import Suppression
from db.models.conversations import Conversation, Message
from db.models.media import Media
from db.models.notifications import Notification
from db.models.people import Membership
from db.models.templates import Template
from db.session import Database
from schemas.contents import MediaContent, Reaction
from schemas.enums import (
    ConnectionHealth,
    DeliveryStatus,
    MediaStatus,
    Role,
    TemplateStatus,
)
from schemas.errors import InvalidState
from schemas.events import StatusEvent
from services import replies, reply_dispatch, status_reports
from services.reply_dispatch import Claimed, Outcome
from tests.campaigns.scenes import Shop
from tests.providers.scripted import Scripted, http_answer
from tests.replies.chat import Chat
from tests.replies.conftest import LEASE_SECONDS, Open, Told
from tests.replies.test_composing import a_person, offer

PENDING, SENDING, UNKNOWN = (
    DeliveryStatus.PENDING,
    DeliveryStatus.SENDING,
    DeliveryStatus.UNKNOWN,
)
ACCEPTED, FAILED, SKIPPED = (
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.FAILED,
    DeliveryStatus.SKIPPED,
)


def accepted(provider_id: str = "wamid.1") -> bytes:
    return http_answer(200, json.dumps({"messages": [{"id": provider_id}]}).encode())


def refused(code: int, status: int = 400) -> bytes:
    error = {"error": {"code": code, "message": "no", "error_data": {"details": "Why"}}}
    return http_answer(status, json.dumps(error).encode())


def bodies(provider: Scripted) -> Iterator[dict[str, object]]:
    for request in provider.requests:
        yield json.loads(request.partition(b"\r\n\r\n")[2])


async def left(sandbox: httpx.AsyncClient) -> list[str | None]:
    """Our ids of what the provider was asked to send, in its order."""
    log = (await sandbox.get("/requests", params={"limit": 100_000})).json()["data"]
    return [one["callback"] for one in log]


async def claim(chat: Chat, lease: float = LEASE_SECONDS) -> object:
    """As a worker does it that dies right after."""
    async with chat.database.company(chat.shop.company_id) as session:
        step = await reply_dispatch.take_next(session, chat.id, lease_seconds=lease, files={})
    return step.next


async def test_several_leave_in_order_and_once(
    chat: Chat, sending: ReplyActivities, sandbox: httpx.AsyncClient
) -> None:
    await chat.write(*(f"line {n}" for n in range(8)))
    assert (await chat.send(sending)).next_due is None
    assert await chat.statuses() == [ACCEPTED] * 8
    mine = [str(row.id) for row in await chat.ours()]
    assert [one for one in await left(sandbox) if one in mine] == mine


async def test_two_workers_at_once_send_each_once_and_in_order(
    chat: Chat, open_sending: Open, sandbox_url: str, sandbox: httpx.AsyncClient
) -> None:
    await chat.write(*(f"line {n}" for n in range(10)))

    async def work() -> None:
        worker = open_sending(sandbox_url)
        while (await chat.send(worker)).next_due is not None:
            await asyncio.sleep(0.01)

    await asyncio.gather(work(), work())
    assert await chat.statuses() == [ACCEPTED] * 10
    mine = [str(row.id) for row in await chat.ours()]
    assert [one for one in await left(sandbox) if one in mine] == mine


async def test_a_worker_that_dies_after_its_claim_leaves_an_unknown(
    chat: Chat, sending: ReplyActivities, open_sending: Open, sandbox_url: str
) -> None:
    await chat.write("in doubt", "next")
    assert isinstance(await claim(chat), Claimed)
    # Nobody takes the claim over, and nothing overtakes it while it may still be on its way.
    result = await chat.send(sending)
    assert result.next_due is not None
    assert LEASE_SECONDS - 10 < result.next_due <= LEASE_SECONDS
    assert await chat.statuses() == [SENDING, PENDING]
    assert (await chat.send(open_sending(sandbox_url, lease_seconds=0.0))).next_due is None
    assert await chat.statuses() == [UNKNOWN, ACCEPTED]
    assert await chat.reasons() == ["worker_lost", None]


async def test_a_late_receipt_settles_an_unknown(chat: Chat) -> None:
    written = (await chat.write("in doubt"))[0]
    await claim(chat)
    await claim(chat, lease=0.0)
    assert await chat.statuses() == [UNKNOWN]
    async with chat.database.company(chat.shop.company_id) as session:
        await status_reports.apply(
            session,
            chat.shop.company_id,
            [
                StatusEvent(
                    provider="meta",
                    account_id="1",
                    external_id="e1",
                    kind="status",
                    payload={},
                    occurred_at=datetime.now(UTC),
                    provider_id="wamid.late",
                    message_id=written.id,
                    status=DeliveryStatus.DELIVERED,
                )
            ],
        )
    assert await chat.statuses() == [DeliveryStatus.DELIVERED]


async def test_an_outcome_written_twice_is_written_once(chat: Chat) -> None:
    """The answer to a commit can be lost: the recorder writes it again."""
    await chat.write("one", "two")
    first = await claim(chat)
    assert isinstance(first, Claimed)
    back = Outcome(first.message_id, PENDING, first.claimed_at)
    async with chat.database.company(chat.shop.company_id) as session:
        await reply_dispatch.record(session, chat.shop.company_id, back)
    second = await claim(chat)
    assert isinstance(second, Claimed)
    assert second.message_id == first.message_id
    # By now somebody else holds it and may be sending.
    async with chat.database.company(chat.shop.company_id) as session:
        await reply_dispatch.record(session, chat.shop.company_id, back)
    assert await chat.statuses() == [SENDING, PENDING]
    for _ in range(2):
        done = Outcome(second.message_id, ACCEPTED, second.claimed_at, f"wamid.{second.message_id}")
        async with chat.database.company(chat.shop.company_id) as session:
            await reply_dispatch.record(session, chat.shop.company_id, done)
    assert await chat.statuses() == [ACCEPTED, PENDING]


async def test_an_answer_goes_to_the_number_the_customer_wrote_from_last(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, database: Database
) -> None:
    """Two contacts merged into one write from two numbers, and each has its own 24 hours."""
    provider.answer = accepted()
    for other, expected in (
        ("5521988887777", "+5521988887777"),
        ("5511900017000", "+5511900017000"),
    ):
        async with database.company(chat.shop.company_id) as session:
            await session.execute(
                update(Conversation).where(Conversation.id == chat.id).values(writes_from=other)
            )
        provider.answer = accepted(f"wamid.{other}")
        await chat.write("Oi")
        await chat.send(to_provider)
        assert list(bodies(provider))[-1]["to"] == expected


async def test_a_cut_connection_is_unknown_and_never_repeated(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted
) -> None:
    provider.answer = b""
    await chat.write("once")
    for _ in range(3):
        assert (await chat.send(to_provider)).next_due is None
    assert len(provider.requests) == 1
    assert await chat.statuses() == [UNKNOWN]
    assert await chat.reasons() == ["no_answer"]


async def test_nobody_listening_is_tried_again_later_and_longer(
    chat: Chat, open_sending: Open, sandbox_url: str
) -> None:
    await chat.write("patience")
    away = open_sending("http://127.0.0.1:9")
    waits = []
    for _ in range(3):
        waits.append((await chat.send(away)).next_due or 0.0)
        await chat.become_due()
    assert [round(wait) for wait in waits] == [1, 2, 4]
    assert await chat.statuses() == [PENDING]
    assert (await chat.send(open_sending(sandbox_url))).next_due is None
    assert await chat.statuses() == [ACCEPTED]


async def test_the_pair_rate_waits_six_seconds_and_grows(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, cache: Redis
) -> None:
    provider.answer = refused(131056)
    await chat.write("one", "two")
    waits = []
    for _ in range(2):
        waits.append((await chat.send(to_provider)).next_due or 0.0)
        await chat.become_due()
        # The time is over for the pair as well, but not forgotten.
        async for key in cache.scan_iter(f"pair:{chat.shop.number_id.hex}:*[0-9]"):
            await cache.delete(key)
    assert [round(wait) for wait in waits] == [6, 16]
    # The second waits behind the first.
    assert len(provider.requests) == 2
    assert await chat.statuses() == [PENDING, PENDING]


async def test_a_refusal_fails_visibly_and_the_next_goes_on(
    database: Database, shop: Shop, sending: ReplyActivities, told: Told
) -> None:
    chat = await Chat.begin(database, shop, phone="+5511900010100")
    author = await a_person(database)
    async with database.system() as session:
        await session.execute(
            insert(Membership).values(company_id=shop.company_id, user_id=author, role=Role.AGENT)
        )
    await chat.write("bad", "good", author_id=author)
    await chat.send(sending)
    rows = await chat.ours()
    assert [row.status for row in rows] == [FAILED, FAILED]
    assert rows[0].reason == "100"
    assert rows[0].reason_detail
    assert rows[0].failed_at is not None
    assert told.companies == [shop.company_id, shop.company_id]
    async with database.company(shop.company_id) as session:
        found = await session.scalars(select(Notification.message_id))
        assert set(found) == {row.id for row in rows}


async def test_a_broken_token_fails_the_reply_and_marks_the_connection(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, database: Database
) -> None:
    provider.answer = refused(190, 401)
    await chat.write("Hi")
    assert (await chat.send(to_provider)).next_due is None
    assert await chat.statuses() == [FAILED]
    assert await chat.reasons() == ["190"]
    async with database.company(chat.shop.company_id) as session:
        health = await session.scalar(select(Connection.health))
    assert health is ConnectionHealth.BROKEN


async def test_a_token_that_cannot_be_read_fails_the_reply(
    chat: Chat, sending: ReplyActivities, database: Database
) -> None:
    await chat.write("Hi")
    async with database.company(chat.shop.company_id) as session:
        await session.execute(update(Connection).values(access_token=b"spoiled"))
    assert (await chat.send(sending)).next_due is None
    assert await chat.reasons() == ["secret_unreadable"]


async def test_who_opts_out_at_the_provider_is_suppressed(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, shop: Shop
) -> None:
    provider.answer = refused(131050)
    await chat.write(offer(shop))
    await chat.send(to_provider)
    assert await chat.reasons() == ["131050"]
    async with chat.database.company(shop.company_id) as session:
        assert (await session.scalars(select(Suppression.reason))).all() == ["provider_opt_out"]


async def test_the_window_is_looked_at_again_when_a_message_leaves(
    chat: Chat, sending: ReplyActivities, sandbox: httpx.AsyncClient
) -> None:
    await chat.write("too late")
    await chat.change(last_inbound_at=datetime.now(UTC) - timedelta(hours=25))
    assert (await chat.send(sending)).next_due is None
    assert await chat.statuses() == [FAILED]
    assert await chat.reasons() == ["window_closed"]


async def test_a_closed_window_sends_the_fallback_instead(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, shop: Shop
) -> None:
    provider.answer = accepted(f"wamid.{uuid4()}")
    await chat.write("too late", fallback=offer(shop), client_keys=["k1"])
    await chat.change(last_inbound_at=datetime.now(UTC) - timedelta(hours=25))
    await chat.send(to_provider)
    row = (await chat.ours())[0]
    assert (row.status, row.kind) == (ACCEPTED, "template")
    assert row.body.startswith("Oi Ana!")
    assert [body["type"] for body in bodies(provider)] == ["template"]
    # What was asked for is still known by its key.
    assert (await chat.write("too late", fallback=offer(shop), client_keys=["k1"]))[0].id == row.id


async def test_a_refusal_for_the_window_closes_it_here_and_falls_back(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, shop: Shop
) -> None:
    provider.answer = refused(131047)
    await chat.write("plain", "with a way out", fallback=None)
    await chat.send(to_provider)
    # The second is not even tried.
    assert len(provider.requests) == 1
    assert await chat.reasons() == ["131047", "window_closed"]
    assert (await chat.row()).window_closed_at is not None
    await chat.change(window_closed_at=None)
    await chat.write("with a way out", fallback=offer(shop))
    await chat.send(to_provider)
    assert [body["type"] for body in bodies(provider)] == ["text", "text", "template"]


async def test_a_template_paused_meanwhile_is_not_sent(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, shop: Shop
) -> None:
    await chat.write(offer(shop))
    async with chat.database.company(shop.company_id) as session:
        await session.execute(update(Template).values(status=TemplateStatus.PAUSED))
    await chat.send(to_provider)
    assert provider.requests == []
    assert await chat.reasons() == ["template_paused"]


async def test_a_scheduled_message_leaves_at_its_time_and_lets_others_pass(
    chat: Chat, sending: ReplyActivities
) -> None:
    at = datetime.now(UTC) + timedelta(hours=2)
    later = (await chat.write("later", scheduled_at=at))[0]
    await chat.write("now")
    result = await chat.send(sending)
    assert result.next_due == pytest.approx(7200, abs=60)
    assert await chat.statuses() == [ACCEPTED, PENDING]
    async with chat.database.company(chat.shop.company_id) as session:
        await replies.reschedule(session, later.id, datetime.now(UTC) - timedelta(hours=1))
    assert (await chat.send(sending)).next_due is None
    assert await chat.statuses() == [ACCEPTED, ACCEPTED]
    assert (await chat.row()).last_message_id == later.id


async def test_what_is_worth_nothing_any_more_is_left_out(
    chat: Chat, sending: ReplyActivities
) -> None:
    await chat.write("late", expires_at=datetime.now(UTC) - timedelta(seconds=1))
    await chat.send(sending)
    assert await chat.statuses() == [SKIPPED]
    assert await chat.reasons() == ["expired"]


async def test_what_is_being_sent_cannot_be_taken_back(chat: Chat) -> None:
    written = (await chat.write("gone"))[0]
    await claim(chat)
    async with chat.database.company(chat.shop.company_id) as session:
        with pytest.raises(InvalidState):
            await replies.cancel_scheduled(session, written.id)


async def test_a_cancel_racing_a_claim_is_one_or_the_other(database: Database, shop: Shop) -> None:
    for number in range(5):
        chat = await Chat.begin(database, shop, phone=f"+55119000{number}7100")
        written = (await chat.write("race"))[0]

        async def cancel(chat: Chat = chat, message_id: UUID = written.id) -> bool:
            with suppress(InvalidState):
                async with database.company(shop.company_id) as session:
                    await replies.cancel_scheduled(session, message_id)
                return True
            return False

        cancelled, claimed = await asyncio.gather(cancel(), claim(chat))
        assert cancelled is not isinstance(claimed, Claimed)


async def test_a_reaction_goes_to_the_message_it_is_about(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted
) -> None:
    provider.answer = accepted(f"wamid.{uuid4()}")
    heard = await chat.hear("Nice", datetime.now(UTC))
    await chat.write(Reaction("👍", target=heard.id))
    await chat.send(to_provider)
    assert [body["reaction"] for body in bodies(provider)] == [
        {"message_id": heard.provider_id, "emoji": "👍"}
    ]


async def test_a_file_is_handed_over_before_its_message(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted, shop: Shop
) -> None:
    provider.answer = accepted(f"wamid.{uuid4()}")
    async with chat.database.company(shop.company_id) as session:
        found = await session.scalars(
            insert(Media)
            .values(
                company_id=shop.company_id,
                kind="image",
                status=MediaStatus.STORED,
                storage_key=uuid4().hex,
            )
            .returning(Media.id)
        )
        file = found.one()
    await chat.write(MediaContent("image", file, "Look"), "and this")
    await chat.send(to_provider)
    sent = list(bodies(provider))
    assert sent[0]["image"] == {"id": str(file.int), "caption": "Look"}


async def test_reading_is_shown_to_the_customer_and_its_failure_hurts_nobody(
    chat: Chat, to_provider: ReplyActivities, provider: Scripted
) -> None:
    provider.answer = http_answer(200, b'{"success": true}')
    heard = await chat.hear("Seen?", datetime.now(UTC))
    await ActivityEnvironment().run(to_provider.mark_read, chat.ref)
    assert [body["message_id"] for body in bodies(provider)] == [heard.provider_id]
    provider.answer = refused(100)
    await ActivityEnvironment().run(to_provider.mark_read, chat.ref)


async def test_replies_count_on_their_numbers_bucket(
    chat: Chat, sending: ReplyActivities, cache: Redis
) -> None:
    await chat.write("Hi")
    await chat.send(sending)
    assert await cache.exists(f"pace:number:{chat.shop.number_id}")


async def test_a_forgotten_message_and_a_lost_claim_are_told(
    chat: Chat, sending: ReplyActivities, told: Told
) -> None:
    sweep = ActivityEnvironment()
    await chat.write("forgotten")
    await sweep.run(sending.sweep_replies)
    assert chat.ref not in told.conversations
    async with chat.database.company(chat.shop.company_id) as session:
        await session.execute(
            update(Message).values(created_at=datetime.now(UTC) - timedelta(minutes=1))
        )
    await sweep.run(sending.sweep_replies)
    assert chat.ref in told.conversations
    told.conversations.clear()
    await claim(chat)
    await sweep.run(sending.sweep_replies)
    assert chat.ref not in told.conversations
    async with chat.database.company(chat.shop.company_id) as session:
        await session.execute(
            update(Message).values(claimed_at=datetime.now(UTC) - timedelta(minutes=5))
        )
    await sweep.run(sending.sweep_replies)
    assert chat.ref in told.conversations


async def test_what_is_scheduled_is_not_forgotten(
    chat: Chat, sending: ReplyActivities, told: Told
) -> None:
    await chat.write("later", scheduled_at=datetime.now(UTC) + timedelta(hours=1))
    async with chat.database.company(chat.shop.company_id) as session:
        await session.execute(
            update(Message).values(created_at=datetime.now(UTC) - timedelta(minutes=1))
        )
    await ActivityEnvironment().run(sending.sweep_replies)
    assert chat.ref not in told.conversations
