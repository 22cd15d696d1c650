"""What webhooks do: receipts, messages, wishes, templates, accounts."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import redis.asyncio
from sqlalchemy import func, select, text, update

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.contacts import Contact, ContactIdentity, Suppression
from db.models.conversations import Message
from db.queries import webhook_events
from db.session import Database
from providers import registry
from schemas.enums import (
    CampaignStatus,
    ConnectionHealth,
    DeliveryStatus,
)
from services import inbound
from tests.webhooks.meta import Account, post, status, text_message
from tests.webhooks.scenes import events_of, make_campaign, recipient, statuses_of

PARSE = registry.meta_reader([]).parse


async def test_receipts_in_any_order_and_repeated_give_one_result(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account)
    receipts = [
        status(word, recipient(campaign, n), timestamp=str(1750000000 + at))
        for n, words in ((1, ["sent", "delivered", "read"]), (2, ["sent"]), (3, ["failed"]))
        for at, word in enumerate(words)
    ]
    bodies = [account.messages(statuses=[receipt]) for receipt in receipts] * 3
    bodies.append(account.messages(statuses=receipts))
    random.Random(7).shuffle(bodies)
    answers = await asyncio.gather(*(post(meta, body) for body in bodies))
    assert {answer.status_code for answer in answers} == {200}
    assert await statuses_of(database, campaign) == ["read", "sent", "failed"]
    assert len(await events_of(database, account)) == 5
    async with database.company(account.company_id) as session:
        counts = await session.execute(
            select(CampaignCount.status, CampaignCount.count).where(CampaignCount.count != 0)
        )
        assert {s.value: n for s, n in counts.all()} == {"read": 1, "sent": 1, "failed": 1}


async def test_a_receipt_without_our_id_is_found_by_metas(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    receipt = status("delivered", id=f"wamid.{recipient(campaign, 1).hex}")
    assert (await post(meta, account.messages(statuses=[receipt]))).status_code == 200
    assert await statuses_of(database, campaign) == ["delivered"]


async def test_a_receipt_before_its_row_is_applied_by_the_sweep(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    early = uuid4()
    await post(meta, account.messages(statuses=[status("read", early)]))
    (event,) = await events_of(database, account)
    assert (event.applied_at, event.error, event.attempts) == (None, "no_recipient", 1)
    async with database.system() as session:
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.id == recipient(campaign, 1))
            .values(id=early)
        )
        await session.execute(
            text("UPDATE webhook_events SET received_at = now() - interval '1 hour'")
        )
    await inbound.retry_open(database, PARSE, limit=100)
    (event,) = await events_of(database, account)
    assert event.applied_at is not None
    assert event.error is None
    assert await statuses_of(database, campaign) == ["read"]


async def test_a_receipt_that_never_finds_its_row_is_closed_in_the_end(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    await post(meta, account.messages(statuses=[status("read", uuid4())]))
    for _ in range(12):
        async with database.system() as session:
            await session.execute(
                text("UPDATE webhook_events SET received_at = now() - interval '1 day'")
            )
        await inbound.retry_open(database, PARSE, limit=100)
    (event,) = await events_of(database, account)
    assert event.applied_at is not None
    assert (event.error, event.attempts) == ("no_recipient", 10)


async def test_one_companys_flood_holds_up_no_others(
    meta: httpx.AsyncClient, database: Database, account: Account, other_account: Account
) -> None:
    for one, count in ((account, 50), (other_account, 1)):
        await post(meta, one.messages(statuses=[status("read", uuid4()) for _ in range(count)]))
    async with database.system() as session:
        await session.execute(
            text("UPDATE webhook_events SET received_at = received_at - interval '1 hour'")
        )
        waiting = await webhook_events.due(session, "meta", limit=10_000)
    turns = [event.company_id for event in waiting]
    assert turns.count(account.company_id) == 50
    earlier = turns[: turns.index(other_account.company_id)]
    assert earlier.count(account.company_id) <= 1


async def test_another_companys_receipt_changes_nothing(
    meta: httpx.AsyncClient, database: Database, account: Account, other_account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    body = other_account.messages(statuses=[status("read", recipient(campaign, 1))])
    assert (await post(meta, body)).status_code == 200
    assert await statuses_of(database, campaign) == ["accepted"]


async def test_a_spam_block_reported_later_pauses_campaign_and_number(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account)
    errors = [{"code": 131048, "title": "Spam rate limit hit"}]
    failed = status("failed", recipient(campaign, 1), errors=errors)
    await post(meta, account.messages(statuses=[failed]))
    async with database.company(account.company_id) as session:
        paused = await session.get_one(Campaign, campaign.id)
        number = await session.get_one(PhoneNumber, account.number_id)
    assert paused.status is CampaignStatus.AUTO_PAUSED
    assert paused.status_code == number.health_code == "131048"
    assert number.health is ConnectionHealth.PAUSED


async def test_who_stopped_marketing_gets_no_more(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    failed = status("failed", recipient(campaign, 1), errors=[{"code": 131050}])
    await post(meta, account.messages(statuses=[failed]))
    async with database.company(account.company_id) as session:
        (row,) = await session.scalars(select(Suppression))
    assert row.reason == "provider_opt_out"
    assert row.match_key.startswith("55118765")


async def test_a_message_makes_a_contact_once_and_keeps_the_providers_time(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    profile = [{"wa_id": "551187654321", "profile": {"name": "Ana"}, "user_id": "BR.1"}]
    first = text_message("Oi", timestamp="1750000100")
    for message in (first, first, text_message("E aí?", timestamp="1750000050")):
        body = account.messages(messages=[message], contacts=profile)
        assert (await post(meta, body)).status_code == 200
    async with database.company(account.company_id) as session:
        (contact,) = await session.scalars(select(Contact))
        messages = list(await session.scalars(select(Message).order_by(Message.occurred_at)))
        kinds = set(await session.scalars(select(ContactIdentity.kind)))
    assert contact.name == "Ana"
    assert contact.last_inbound_at == datetime.fromtimestamp(1750000100, UTC)
    assert [message.body for message in messages] == ["E aí?", "Oi"]
    assert {"whatsapp", "bsuid"} >= kinds >= {"bsuid"}


async def test_the_brazilian_ninth_digit_does_not_make_a_second_person(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    for sender in ("551187654321", "5511987654321"):
        await post(meta, account.messages(messages=[text_message("Oi", **{"from": sender})]))
    async with database.company(account.company_id) as session:
        assert await session.scalar(select(func.count()).select_from(Contact)) == 1


async def test_an_answer_is_tied_to_the_recipient_it_answers(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    context = {"from": "551140001234", "id": f"wamid.{recipient(campaign, 1).hex}"}
    await post(meta, account.messages(messages=[text_message("Sim", context=context)]))
    async with database.company(account.company_id) as session:
        (message,) = await session.scalars(select(Message))
    assert message.reply_to_recipient_id == recipient(campaign, 1)


async def test_a_marketing_wish_is_heeded_and_can_be_taken_back(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    seen = []
    for at, wish in enumerate(("stop", "resume", "stop")):
        preference = {
            "wa_id": "5511987654321",
            "category": "marketing_messages",
            "value": wish,
            "timestamp": str(1750000000 + at),
        }
        value = {"user_preferences": [preference]}
        assert (await post(meta, account.change("user_preferences", value))).status_code == 200
        async with database.company(account.company_id) as session:
            seen.append(list(await session.scalars(select(Suppression.match_key))))
    assert seen == [["551187654321"], [], ["551187654321"]]


async def test_an_event_that_cannot_be_applied_is_kept_and_holds_up_nobody(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    nobody = text_message("From nobody")
    del nobody["from"]
    payload = account.messages(
        messages=[nobody, text_message("Oi")], statuses=[status("read", recipient(campaign, 1))]
    )
    assert (await post(meta, payload)).status_code == 200
    assert await statuses_of(database, campaign) == ["read"]
    events = {event.external_id: event for event in await events_of(database, account)}
    assert len(events) == 3
    kept = events[str(nobody["id"])]
    assert (kept.applied_at, kept.attempts) == (None, 1)
    assert kept.error is not None
    assert kept.error == "sender_unknown"


async def test_a_stored_event_can_be_replayed(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account, people=1)
    await post(meta, account.messages(statuses=[status("read", recipient(campaign, 1))]))
    (event,) = await events_of(database, account)
    async with database.system() as session:
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.campaign_id == campaign.id)
            .values(status=DeliveryStatus.SENT)
        )
    again = await inbound.replay(database, PARSE, account.company_id, event.id)
    assert again.applied_at is not None
    assert await statuses_of(database, campaign) == ["read"]


async def test_what_changed_is_told_to_open_pages(
    meta: httpx.AsyncClient,
    database: Database,
    account: Account,
    cache: redis.asyncio.Redis,
) -> None:
    campaign = await make_campaign(database, account, people=1)
    await post(meta, account.messages(statuses=[status("read", recipient(campaign, 1))]))
    told: Any = await cache.xread({f"live:{account.company_id}": "0"}, block=5000)
    (_, fields) = told[0][1][0]
    assert (fields[b"kind"], fields[b"id"]) == (b"campaign", campaign.id.hex.encode())
