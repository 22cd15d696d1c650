"""Everything that happens is told where it happens, once, in its schema."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from httpx import AsyncClient
from sqlalchemy import select, update

from db.models.campaigns import Campaign, CampaignCount
from db.models.conversations import Conversation
from db.models.imports import ContactImport
from db.models.templates import Template
from db.queries import claims, recipients
from db.queries.claims import Rules
from db.queries.conversations import Eyes
from db.queries.recipients import Outcome
from db.session import Database
from providers.base import Recovery, Rejected
from providers.registry import meta_reader
from schemas.consents import Entry
from schemas.contents import Text
from schemas.enums import (
    Channel,
    ConnectionHealth,
    ConsentSource,
    DeliveryStatus,
    ImportStatus,
    Role,
    TemplateStatus,
)
from schemas.events import StatusEvent, TemplateEvent
from schemas.policies import ALL
from services import (
    breakers,
    budget_watch,
    campaign_news,
    campaigns,
    channel_news,
    consents,
    conversations,
    imports,
    inbound,
    merges,
    message_news,
    replies,
    reply_dispatch,
    status_reports,
    template_changes,
)
from services.inbound import Routed
from tests.campaigns.scenes import Shop, add_contacts, draft_campaign, ordinary_phones
from tests.events.hearing import listen, names, told
from tests.inbox.desk import Desk
from tests.replies.chat import Chat
from tests.webhooks.meta import Account, text_message

_NOTICE: dict[str, Any] = {"provider": "meta", "account_id": "1", "kind": "notice"}


def _heard(account: Account, *messages: dict[str, object]) -> list[Routed]:
    person = {"wa_id": "551187654321", "profile": {"name": "Ana"}}
    body = json.dumps(account.messages(contacts=[person], messages=list(messages))).encode()
    return [Routed(account.connection_id, event) for event in meta_reader([]).parse(body)]


async def test_who_writes_first_is_told_with_contact_and_conversation(
    database: Database, account: Account
) -> None:
    await listen(database, account.company_id)
    heard = _heard(account, text_message("Oi, tem vaga?"))
    for _ in range(3):
        await inbound.accept(database, account.company_id, heard)
    found = await told(database, account.company_id)
    assert Counter(names(found)) == {
        "contact.created": 1,
        "conversation.created": 1,
        "message.received": 1,
    }
    message = next(one for one in found if one.type == "message.received")
    assert message.data["text"] == "Oi, tem vaga?"
    assert message.data["channel"] == "whatsapp"
    assert message.conversation_id is not None
    assert message.contact_id is not None
    assert message.occurred_at == datetime.fromtimestamp(1750000000, UTC)


async def test_reactions_and_what_we_wrote_elsewhere_are_no_message_received(
    database: Database, account: Account
) -> None:
    await inbound.accept(database, account.company_id, _heard(account, text_message("Oi")))
    await listen(database, account.company_id, "message.received")
    reaction = text_message("") | {
        "type": "reaction",
        "reaction": {"message_id": "wamid.1", "emoji": "👍"},
    }
    await inbound.accept(database, account.company_id, _heard(account, reaction))
    assert await told(database, account.company_id) == []


async def test_what_customers_write_reopens_a_closed_conversation(
    database: Database, account: Account
) -> None:
    await inbound.accept(database, account.company_id, _heard(account, text_message("Oi")))
    async with database.company(account.company_id) as session:
        conversation_id = (await session.scalars(select(Conversation.id))).one()
        await conversations.close(session, Eyes(None), conversation_id)
    await listen(database, account.company_id, "conversation.reopened", "conversation.closed")
    now = str(int((datetime.now(UTC) + timedelta(minutes=2)).timestamp()))
    late = text_message("Ainda aí?", timestamp=now)
    await inbound.accept(database, account.company_id, _heard(account, late))
    assert names(await told(database, account.company_id)) == ["conversation.reopened"]


async def test_a_conversation_tells_who_has_it(desk: Desk) -> None:
    conversation_id = await desk.conversation("Ana")
    bia, carla = await desk.person("Bia"), await desk.person("Carla")
    eyes = await desk.eyes("Bia", Role.OWNER)
    await listen(desk.database, desk.company_id)
    async with desk.database.company(desk.company_id) as session:
        await conversations.assign(session, eyes, conversation_id, bia)
        await conversations.assign(session, eyes, conversation_id, bia)
    for change in (carla, None):
        async with desk.database.company(desk.company_id) as session:
            await conversations.assign(session, eyes, conversation_id, change)
    async with desk.database.company(desk.company_id) as session:
        await conversations.close(session, eyes, conversation_id)
        await conversations.close(session, eyes, conversation_id)
    async with desk.database.company(desk.company_id) as session:
        await conversations.reopen(session, eyes, conversation_id)
    found = await told(desk.database, desk.company_id)
    assert names(found) == [
        "conversation.assigned",
        "conversation.assigned",
        "conversation.handoff",
        "conversation.assigned",
        "conversation.closed",
        "conversation.reopened",
    ]
    assert [one.sequence for one in found] == [1, 2, 3, 4, 5, 6]
    handoff = found[2].data
    assert handoff["previous_assignee_id"] == f"usr_{bia.hex}"
    assert handoff["assignee_id"] == f"usr_{carla.hex}"
    assert handoff["user_id"] == f"usr_{eyes.user_id.hex if eyes.user_id else ''}"


async def test_contacts_tell_of_themselves(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    tag = (await api_client.post("/api/v1/tags", json={"name": "quente"})).json()["id"]
    await listen(database, company_id)
    made = await api_client.post(
        "/api/v1/contacts", json={"name": "Ana", "phone": "+5511987654321", "tag_ids": [tag]}
    )
    key = made.json()["id"]
    await api_client.patch(f"/api/v1/contacts/{key}", json={"name": "Ana", "email": "a@b.co"})
    await api_client.patch(f"/api/v1/contacts/{key}", json={"email": "a@b.co"})
    await api_client.patch(f"/api/v1/contacts/{key}", json={"tag_ids": []})
    await api_client.delete(f"/api/v1/contacts/{key}")
    found = await told(database, company_id)
    assert names(found) == [
        "contact.created",
        "contact.tagged",
        "contact.updated",
        "contact.untagged",
        "contact.deleted",
    ]
    assert found[0].data["phone"] == "+5511987654321"
    assert found[1].data == {"contact_id": key, "tag_id": tag, "name": "quente"}
    assert found[2].data["changed"] == ["email"]


async def test_many_contacts_at_once_are_told_one_by_one(
    database: Database, company_id: UUID, api_client: AsyncClient
) -> None:
    tag = (await api_client.post("/api/v1/tags", json={"name": "quente"})).json()["id"]
    await api_client.post("/api/v1/contacts", json={"name": "Rui", "external_id": "old"})
    await listen(database, company_id)
    rows = [{"name": f"Ana {n}", "external_id": f"new-{n}"} for n in range(5)]
    changed = {"name": "Rui Barbosa", "external_id": "old"}
    await api_client.post("/api/v1/contacts:batch", json={"contacts": [*rows, changed]})
    answer = await api_client.post(
        "/api/v1/contacts:tag", json={"selection": {"everyone": True}, "add": [tag]}
    )
    assert answer.json() == {"changed": 6}
    await api_client.delete(f"/api/v1/tags/{tag}")
    assert Counter(names(await told(database, company_id))) == {
        "contact.created": 5,
        "contact.updated": 1,
        "contact.tagged": 6,
        "contact.untagged": 6,
    }


async def test_a_merge_is_told_of_who_stayed(database: Database, company_id: UUID) -> None:
    into, gone = await add_contacts(database, company_id, ordinary_phones(2))
    await listen(database, company_id)
    async with database.company(company_id) as session:
        done = await merges.merge(session, company_id, into=into, gone=gone, user_id=None)
    async with database.company(company_id) as session:
        await merges.undo(session, done.merge.id, user_id=None)
    found = await told(database, company_id)
    assert [(one.type, one.resource_id) for one in found] == [
        ("contact.merged", into),
        ("contact.created", gone),
        ("contact.updated", into),
    ]
    assert found[0].data["merged_contact_ids"] == [f"ct_{gone.hex}"]


async def test_consent_is_told_once_for_each_channel(database: Database, company_id: UUID) -> None:
    (contact_id,) = await add_contacts(database, company_id, ordinary_phones(1))
    await listen(database, company_id)

    async def say(*, granted: bool) -> None:
        async with database.company(company_id) as session:
            entry = Entry(
                channel=Channel.SMS,
                scope=ALL,
                granted=granted,
                source=ConsentSource.KEYWORD,
                occurred_at=datetime.now(UTC),
                contact_id=contact_id,
            )
            await consents.record(session, company_id, [entry])

    await say(granted=False)
    await say(granted=False)
    await say(granted=True)
    found = await told(database, company_id)
    # Whoever leaves one channel gets no marketing on the other.
    assert [(one.type, one.data["channel"], one.data["scope"]) for one in found] == [
        ("contact.opted_out", "sms", "all"),
        ("contact.opted_out", "whatsapp", "marketing"),
        ("contact.opted_in", "sms", "all"),
    ]
    assert {one.data["source"] for one in found} == {"keyword"}


async def _claimed(database: Database, shop: Shop, campaign_id: UUID) -> list[UUID]:
    async with database.company(shop.company_id) as session:
        found = await claims.claim_fresh(session, campaign_id, Rules(), after=UUID(int=0), limit=50)
    return [one.id for one in found.recipients]


async def _running(database: Database, shop: Shop, people: int) -> UUID:
    await add_contacts(database, shop.company_id, ordinary_phones(people))
    campaign_id = await draft_campaign(database, shop)
    async with database.company(shop.company_id) as session:
        await campaigns.mark_launching(session, campaign_id)
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
    return campaign_id


async def _record(database: Database, shop: Shop, outcomes: list[Outcome]) -> None:
    """As activities.recorder does it."""
    async with database.company(shop.company_id) as session:
        tell = await message_news.are_wanted(session, shop.company_id)
        moved = await recipients.record_outcomes(session, outcomes, tell=tell)
        await message_news.sends_moved(session, shop.company_id, moved)


async def test_a_campaign_tells_what_becomes_of_it_and_of_each_send(
    database: Database, shop: Shop
) -> None:
    await listen(database, shop.company_id)
    campaign_id = await _running(database, shop, 3)
    async with database.company(shop.company_id) as session:
        await campaigns.pause(session, campaign_id)
    async with database.company(shop.company_id) as session:
        await campaigns.resume(session, campaign_id)
    ids = await _claimed(database, shop, campaign_id)
    sent = [Outcome(one, DeliveryStatus.ACCEPTED, provider_id=f"wamid.{one}") for one in ids[:2]]
    failed = Outcome(ids[2], DeliveryStatus.FAILED, reason="131026", detail="Undeliverable")
    for _ in range(2):
        await _record(database, shop, [*sent, failed])
    reports = [
        StatusEvent(
            **_NOTICE,
            external_id=f"{one}{status}",
            provider_id=f"wamid.{one}",
            message_id=one,
            status=status,
            occurred_at=datetime.now(UTC),
            payload={},
        )
        for one in ids[:2]
        for status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED)
    ]
    for _ in range(2):
        async with database.company(shop.company_id) as session:
            await status_reports.apply(session, shop.company_id, reports)
    async with database.company(shop.company_id) as session:
        await campaigns.finish(session, campaign_id)
        await campaigns.finish(session, campaign_id)
    found = await told(database, shop.company_id)
    assert Counter(names(found)) == {
        "campaign.started": 1,
        "campaign.paused": 1,
        "campaign.resumed": 1,
        "message.sent": 2,
        "message.failed": 1,
        "message.delivered": 2,
        "campaign.completed": 1,
    }
    wrong = next(one for one in found if one.type == "message.failed")
    assert wrong.resource_type == "recipient"
    assert wrong.data["campaign_id"] == f"cmp_{campaign_id.hex}"
    assert wrong.data["error_code"] == "131026"
    end = next(one for one in found if one.type == "campaign.completed")
    assert end.data["counts"] == {"delivered": 2, "failed": 1}


async def test_without_a_listener_sends_are_recorded_by_the_same_statements(
    database: Database, shop: Shop
) -> None:
    campaign_id = await _running(database, shop, 2)
    ids = await _claimed(database, shop, campaign_id)
    outcomes = [Outcome(one, DeliveryStatus.ACCEPTED, provider_id=f"w.{one}") for one in ids]
    async with database.company(shop.company_id) as session:
        assert not await message_news.are_wanted(session, shop.company_id)
        assert await recipients.record_outcomes(session, outcomes) == []
    assert await told(database, shop.company_id) == []


async def test_the_sends_of_a_steps_campaign_name_their_cadence_and_it_stays_unnamed(
    database: Database, shop: Shop
) -> None:
    await listen(database, shop.company_id)
    campaign = Campaign(id=uuid4(), company_id=shop.company_id, cadence_id=uuid4())
    async with database.company(shop.company_id) as session:
        await campaign_news.tell(session, campaign, "started")
    assert await told(database, shop.company_id) == []


async def test_a_campaign_that_stops_by_itself_says_why(database: Database, shop: Shop) -> None:
    campaign_id = await _running(database, shop, 1)
    await listen(database, shop.company_id)
    refusal = Rejected("131048", "Spam rate limit hit", Recovery.PAUSE_NUMBER)
    async with database.company(shop.company_id) as session:
        await breakers.trip(session, campaign_id, refusal)
    async with database.company(shop.company_id) as session:
        await campaigns.cancel(session, campaign_id)
    found = await told(database, shop.company_id)
    assert Counter(names(found)) == {
        "campaign.auto_paused": 1,
        "channel.restricted": 1,
        "campaign.cancelled": 1,
    }
    stopped = next(one for one in found if one.type == "campaign.auto_paused")
    assert stopped.data["code"] == "131048"
    channel = next(one for one in found if one.type == "channel.restricted")
    assert channel.resource_id == shop.number_id


async def test_the_health_of_a_channel_is_told_when_it_changes(
    database: Database, shop: Shop
) -> None:
    await listen(database, shop.company_id)
    states = (
        (ConnectionHealth.DEGRADED, "account_violation"),
        (ConnectionHealth.DEGRADED, "account_violation"),
        (ConnectionHealth.HEALTHY, None),
    )
    for health, code in states:
        async with database.company(shop.company_id) as session:
            await channel_news.set_health(session, shop.connection_id, health, code, None)
    found = await told(database, shop.company_id)
    assert names(found) == ["channel.degraded", "channel.connected"]


async def test_a_templates_new_status_is_told(database: Database, shop: Shop) -> None:
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(Template)
            .where(Template.id == shop.template_id)
            .values(provider_template_id="77")
        )
    await listen(database, shop.company_id)
    notice = TemplateEvent(
        **_NOTICE,
        external_id="t1",
        provider_template_id="77",
        name="promocao_do_mes",
        language="pt_BR",
        change="status",
        before=None,
        after="paused",
        reason="Low quality",
        occurred_at=datetime.now(UTC),
        payload={},
    )
    for _ in range(2):
        async with database.company(shop.company_id) as session:
            await template_changes.apply(session, shop.connection_id, notice)
    (found,) = await told(database, shop.company_id, "template.status_changed")
    assert found.data["status"] == TemplateStatus.PAUSED
    assert found.data["previous"] == TemplateStatus.APPROVED


async def test_a_budget_nearly_spent_is_told_once(database: Database, shop: Shop) -> None:
    campaign_id = await _running(database, shop, 2)
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(Campaign).where(Campaign.id == campaign_id).values(budget_micros=100)
        )
        await session.execute(
            update(CampaignCount)
            .where(CampaignCount.campaign_id == campaign_id)
            .values(status=DeliveryStatus.SENT, cost_micros=85)
        )
    await listen(database, shop.company_id)
    for _ in range(2):
        await budget_watch.sweep(database)
    (found,) = await told(database, shop.company_id)
    assert (found.type, found.resource_id) == ("budget.threshold", campaign_id)
    assert found.data["percent"] == 85


async def test_an_import_tells_its_end(database: Database, company_id: UUID) -> None:
    await listen(database, company_id)
    async with database.company(company_id) as session:
        row = ContactImport(
            company_id=company_id,
            status=ImportStatus.RUNNING,
            file_name="leads.csv",
            storage_key="x",
            file_hash="x",
            size_bytes=1,
            created_count=3,
        )
        session.add(row)
        await session.flush()
        import_id = row.id
    for _ in range(2):
        async with database.company(company_id) as session:
            await imports.finish(session, import_id)
    (found,) = await told(database, company_id)
    assert found.type == "import.completed"
    assert found.data["counts"] == {
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "duplicate": 0,
        "rejected": 0,
    }


async def test_a_reply_tells_of_each_of_its_stations(database: Database, shop: Shop) -> None:
    chat = await Chat.begin(database, shop)
    await listen(database, shop.company_id)
    async with database.company(shop.company_id) as session:
        (message,) = await replies.compose(
            session,
            shop.company_id,
            chat.id,
            [Text("Olá!")],
            author_id=None,
            source="api",
            client_keys=["k1"],
            caller_data={"order": 7},
        )
    async with database.company(shop.company_id) as session:
        step = await reply_dispatch.take_next(session, chat.id, lease_seconds=60, files={})
    claimed = step.next
    assert isinstance(claimed, reply_dispatch.Claimed)
    outcome = reply_dispatch.Outcome(
        claimed.message_id, DeliveryStatus.ACCEPTED, claimed.claimed_at, provider_id="wamid.9"
    )
    for _ in range(2):
        async with database.company(shop.company_id) as session:
            await reply_dispatch.record(session, shop.company_id, outcome)
    report = StatusEvent(
        **_NOTICE,
        external_id="r1",
        provider_id="wamid.9",
        message_id=None,
        status=DeliveryStatus.READ,
        occurred_at=datetime.now(UTC),
        payload={},
    )
    async with database.company(shop.company_id) as session:
        await status_reports.apply(session, shop.company_id, [report])
    found = await told(database, shop.company_id)
    assert [(one.type, one.resource_id, one.sequence) for one in found] == [
        ("message.queued", message.id, 1),
        ("message.sent", message.id, 2),
        ("message.read", message.id, 3),
    ]
    assert found[0].data["metadata"] == {"order": 7}
    assert found[0].data["text"] == "Olá!"
