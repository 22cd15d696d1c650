"""What webhooks do: receipts, messages, wishes, templates, accounts."""

import asyncio
import json
import random
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
import redis.asyncio
from sqlalchemy import func, select, text, update

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact, ContactIdentity, Suppression
from db.models.inbound import Message, WebhookEvent
from db.models.templates import Template, TemplateEvent
from db.queries.ledger import id_range
from db.session import Database
from providers import registry
from schemas.enums import (
    CampaignStatus,
    ConnectionHealth,
    DeliveryStatus,
    TemplateCategory,
    TemplateStatus,
)
from services import inbound
from tests.webhooks.meta import Account, post, status, text_message

PARSE = registry.meta_reader([]).parse


async def make_template(database: Database, account: Account) -> UUID:
    async with database.company(account.company_id) as session:
        template = Template(
            company_id=account.company_id,
            connection_id=account.connection_id,
            name=f"t{uuid4().hex}",
            language="pt_BR",
            category=TemplateCategory.UTILITY,
            status=TemplateStatus.APPROVED,
            components=[{"type": "BODY", "text": "Oi"}],
            provider_template_id=str(uuid4().int),
        )
        session.add(template)
        await session.flush()
        return template.id


async def make_campaign(database: Database, account: Account, people: int = 3) -> Campaign:
    """Running, with everybody accepted."""
    template_id = await make_template(database, account)
    async with database.company(account.company_id) as session:
        campaign = Campaign(
            company_id=account.company_id,
            name="Promo",
            status=CampaignStatus.RUNNING,
            phone_number_id=account.number_id,
            template_id=template_id,
        )
        session.add(campaign)
        await session.flush()
        first, _ = id_range(campaign.id)
        for n in range(1, people + 1):
            session.add(
                CampaignRecipient(
                    id=UUID(int=first.int + n),
                    company_id=account.company_id,
                    campaign_id=campaign.id,
                    contact_id=uuid4(),
                    address=f"+55119876500{n:02}",
                    address_key=f"55118765{campaign.id.hex[:6]}{n}",
                    status=DeliveryStatus.ACCEPTED,
                    provider_id=f"wamid.{UUID(int=first.int + n).hex}",
                )
            )
        session.add(
            CampaignCount(
                company_id=account.company_id,
                campaign_id=campaign.id,
                status=DeliveryStatus.ACCEPTED,
                count=people,
            )
        )
        return campaign


def recipient(campaign: Campaign, n: int) -> UUID:
    return UUID(int=id_range(campaign.id)[0].int + n)


async def statuses_of(database: Database, campaign: Campaign) -> list[str]:
    async with database.company(campaign.company_id) as session:
        query = select(CampaignRecipient.status).order_by(CampaignRecipient.id)
        rows = await session.scalars(query.where(CampaignRecipient.campaign_id == campaign.id))
        return [row.value for row in rows]


async def events_of(database: Database, account: Account) -> list[WebhookEvent]:
    async with database.company(account.company_id) as session:
        return list(await session.scalars(select(WebhookEvent)))


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


async def template_notice(
    meta: httpx.AsyncClient,
    account: Account,
    template: Template,
    event: str,
    *,
    time: int = 1750000000,
) -> None:
    value = {
        "event": event,
        "message_template_id": int(template.provider_template_id or 0),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "reason": "Too many people blocked it",
    }
    field = "message_template_status_update"
    assert (await post(meta, account.change(field, value, time=time))).status_code == 200


async def test_a_paused_template_pauses_its_campaigns_and_keeps_its_history(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account)
    async with database.company(account.company_id) as session:
        template = await session.get_one(Template, campaign.template_id)
    await template_notice(meta, account, template, "PAUSED", time=1750000100)
    # An older notice that comes late is recorded, and changes nothing.
    await template_notice(meta, account, template, "APPROVED", time=1750000000)
    async with database.company(account.company_id) as session:
        now = await session.get_one(Template, template.id)
        paused = await session.get_one(Campaign, campaign.id)
        history = list(
            await session.scalars(select(TemplateEvent).order_by(TemplateEvent.occurred_at))
        )
    assert now.status is TemplateStatus.PAUSED
    assert paused.status is CampaignStatus.AUTO_PAUSED
    assert paused.status_code == "template_paused"
    assert [(event.kind, event.after) for event in history] == [
        ("status", "approved"),
        ("status", "paused"),
    ]


async def test_category_and_quality_changes_are_written(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    template_id = await make_template(database, account)
    async with database.company(account.company_id) as session:
        template = await session.get_one(Template, template_id)
    common = {"message_template_id": template.provider_template_id}
    category = {**common, "previous_category": "UTILITY", "new_category": "MARKETING"}
    quality = {**common, "previous_quality_score": "GREEN", "new_quality_score": "RED"}
    await post(meta, account.change("template_category_update", category))
    await post(meta, account.change("message_template_quality_update", quality))
    async with database.company(account.company_id) as session:
        now = await session.get_one(Template, template_id)
    assert now.category is TemplateCategory.MARKETING
    assert now.quality == "RED"


@pytest.mark.parametrize(
    ("value", "health", "code"),
    [
        ({"event": "ACCOUNT_RESTRICTION"}, "paused", "account_restricted"),
        ({"event": "ACCOUNT_DELETED"}, "broken", "account_deleted"),
        (
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}},
            "broken",
            "account_disabled",
        ),
        ({"event": "SOMETHING_NEW"}, "healthy", None),
    ],
)
async def test_account_notices_become_health(
    *,
    meta: httpx.AsyncClient,
    database: Database,
    account: Account,
    value: object,
    health: str,
    code: str | None,
) -> None:
    assert (await post(meta, account.change("account_update", value))).status_code == 200
    async with database.company(account.company_id) as session:
        connection = await session.get_one(Connection, account.connection_id)
    assert (connection.health.value, connection.health_code) == (health, code)


async def test_number_notices_become_the_numbers_health_and_rate(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    for event in ("FLAGGED", "THROUGHPUT_UPGRADE"):
        value = {"display_phone_number": "551140001234", "event": event}
        await post(meta, account.change("phone_number_quality_update", value))
        async with database.company(account.company_id) as session:
            number = await session.get_one(PhoneNumber, account.number_id)
        if event == "FLAGGED":
            assert number.health is ConnectionHealth.DEGRADED
    assert (number.health, number.rate_per_second) == (ConnectionHealth.HEALTHY, 1000)


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
    assert kept.error.startswith("SenderUnknown")


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
    async with cache.pubsub() as pubsub:
        await pubsub.subscribe(f"live:{account.company_id}")
        await post(meta, account.messages(statuses=[status("read", recipient(campaign, 1))]))
        async with asyncio.timeout(5):
            async for told in pubsub.listen():
                if told["type"] == "message":
                    break
    assert json.loads(told["data"]) == {"kind": "campaign", "id": str(campaign.id)}
