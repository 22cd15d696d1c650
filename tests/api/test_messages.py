"""POST /messages: accepted at once, once, to somebody, with one content; and what is told of it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import delete, func, select, update

from db.models.contacts import Suppression
from db.models.conversations import Conversation, Message
from db.models.people import IdempotencyKey
from db.models.templates import Template
from db.session import Database
from schemas.api import ids
from schemas.enums import Channel, DeliveryStatus, TemplateCategory, TemplateStatus
from services.phones import match_key
from tests.inbox.desk import Desk, open_desk

BASE = "/api/v1/messages"
Query = dict[str, str | int]
TEXT = {"text": {"body": "Seu pedido saiu"}}


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


@pytest.fixture
async def chat(desk: Desk) -> Conversation:
    """The customer wrote just now."""
    return await desk.row(await desk.conversation("Ana Lima"))


def to(chat: Conversation) -> dict[str, str]:
    return {"conversation_id": ids.CONVERSATION.format(chat.id)}


async def send(client: AsyncClient, body: object, key: str | None = None) -> Response:
    return await client.post(BASE, json=body, headers={"Idempotency-Key": key or uuid4().hex})


async def count(desk: Desk) -> int:
    async with desk.database.company(desk.company_id) as session:
        query = select(func.count()).select_from(Message).where(Message.direction == "out")
        return await session.scalar(query) or 0


async def template(desk: Desk, **values: object) -> Template:
    async with desk.database.company(desk.company_id) as session:
        row = Template(
            **{
                "company_id": desk.company_id,
                "connection_id": desk.connection_id,
                "name": "order_shipped",
                "language": "pt_BR",
                "category": TemplateCategory.UTILITY,
                "status": TemplateStatus.APPROVED,
                "components": [{"type": "BODY", "text": "Oi {{1}}, seu pedido {{2}} saiu."}],
                "bindings": {"body.1": {"source": "first_name"}},
                **values,
            }
        )
        session.add(row)
        await session.flush()
        return row


async def test_a_message_is_accepted_and_told_of(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    asked = {**TEXT, **to(chat), "external_id": "crm-1", "metadata": {"deal": 7}}
    sent = await send(api_client, asked, "first-key")
    assert sent.status_code == 202
    row = sent.json()
    assert (row["status"], row["channel"], row["idempotency_key"]) == (
        "queued",
        "whatsapp",
        "first-key",
    )
    assert (row["external_id"], row["metadata"]) == ("crm-1", {"deal": 7})
    assert row["to"].startswith("+55119")
    found = (await api_client.get(f"{BASE}/{row['id']}")).json()
    assert [event["type"] for event in found["events"]] == ["queued"]
    assert found["content"]["body"] == "Seu pedido saiu"
    listed = (await api_client.get(BASE, params={"external_id": "crm-1"})).json()["data"]
    assert [one["id"] for one in listed] == [row["id"]]


async def test_the_same_key_is_the_same_message(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    first = await send(api_client, {**TEXT, **to(chat)}, "once")
    again = await send(api_client, {**TEXT, **to(chat)}, "once")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    other = await send(api_client, {"text": {"body": "Outra"}, **to(chat)}, "once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await count(desk) == 1


async def test_a_message_outlives_the_memory_of_its_request(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    """As after a crash between the message's commit and the answer's."""
    first = await send(api_client, {**TEXT, **to(chat), "external_id": "a"}, "crash")
    async with desk.database.company(desk.company_id) as session:
        await session.execute(delete(IdempotencyKey))
    again = await send(api_client, {**TEXT, **to(chat), "external_id": "a"}, "crash")
    assert again.status_code == 202
    assert again.json()["id"] == first.json()["id"]
    assert await count(desk) == 1


async def test_without_a_key_nothing_is_sent(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    refused = await api_client.post(BASE, json={**TEXT, **to(chat)})
    assert (refused.status_code, refused.json()["code"]) == (400, "idempotency_key_missing")
    assert await count(desk) == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**TEXT}, "one_recipient"),
        (
            {"to": "+5511987654321", "contact_id": ids.CONTACT.format(UUID(int=1)), **TEXT},
            "one_recipient",
        ),
        ({"to": "+5511987654321"}, "one_content"),
        (
            {"to": "+5511987654321", **TEXT, "location": {"latitude": 1, "longitude": 2}},
            "one_content",
        ),
        ({"to": "+5511987654321", **TEXT, "metadata": {"a": "x" * 5000}}, "metadata_too_large"),
        ({"to": "+5511987654321", "template": {"name": "x"}}, "template_not_named"),
        ({"to": "+5511987654321", "text": {"body": ""}}, "string_too_short"),
        ({"to": "+5511987654321", **TEXT, "send_at": "2030-01-01T00:00:00"}, "timezone_aware"),
        ({"to": "+5511987654321", "interactive": {"type": "carousel"}}, "union_tag_invalid"),
    ],
)
async def test_what_is_wrong_is_said(
    desk: Desk, api_client: AsyncClient, body: dict[str, object], code: str
) -> None:
    answer = await send(api_client, body)
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == [code]


async def test_every_content_becomes_a_message(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    async with desk.database.company(desk.company_id) as session:
        customers = await session.scalar(select(Message.id).where(Message.direction == "in"))
        assert customers is not None
    buttons = {"type": "buttons", "body": "Tudo certo?", "buttons": [{"id": "y", "title": "Sim"}]}
    rows = [{"rows": [{"id": "a", "title": "Azul"}, {"id": "b", "title": "Preta"}]}]
    menu = {"type": "list", "body": "Qual cor?", "button": "Escolher", "sections": rows}
    wanted: list[tuple[dict[str, object], str, str]] = [
        ({"location": {"latitude": -23.5, "longitude": -46.6, "name": "Loja"}}, "location", "Loja"),
        (
            {"reaction": {"message_id": ids.MESSAGE.format(customers), "emoji": "👍"}},
            "reaction",
            "👍",
        ),
        ({"interactive": buttons}, "interactive", "Tudo certo?"),
        ({"interactive": menu}, "interactive", "Qual cor?"),
    ]
    for content, kind, body in wanted:
        sent = await send(api_client, {**content, **to(chat)})
        assert (sent.status_code, sent.json()["kind"], sent.json()["body"]) == (202, kind, body)


async def test_a_template_is_filled_by_its_bindings_and_by_the_caller(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    await template(desk)
    named = {"name": "order_shipped", "language": "pt_BR", "variables": {"body.2": "4711"}}
    sent = await send(api_client, {"template": named, **to(chat)})
    assert sent.status_code == 202, sent.text
    assert sent.json()["body"] == "Oi Ana, seu pedido 4711 saiu."
    assert "frozen" not in sent.json()["content"]
    odd = await send(api_client, {"template": {**named, "variables": {"body.9": "x"}}, **to(chat)})
    assert odd.json()["errors"][0]["pointer"] == "/template/variables/body.9"
    gone = await send(api_client, {"template": {**named, "language": "en"}, **to(chat)})
    assert gone.status_code == 404


async def test_a_closed_window_takes_a_template_or_a_fallback(
    desk: Desk, api_client: AsyncClient
) -> None:
    await template(desk, components=[{"type": "BODY", "text": "Podemos conversar?"}], bindings={})
    closed = await send(api_client, {"to": "+5511987650001", **TEXT})
    assert (closed.status_code, closed.json()["code"]) == (409, "window_closed")
    spare = [{"name": "order_shipped", "language": "pt_BR"}]
    sent = await send(api_client, {"to": "+5511987650001", **TEXT, "fallback": spare})
    assert sent.status_code == 202, sent.text
    assert "fallback" not in sent.json()["content"]


async def test_a_scheduled_message_can_be_taken_back_until_it_is_sent(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    at = (datetime.now(UTC) + timedelta(hours=2)).replace(microsecond=0)
    sent = (await send(api_client, {**TEXT, **to(chat), "send_at": at.isoformat()})).json()
    assert sent["status"] == "scheduled"
    assert datetime.fromisoformat(sent["send_at"]) == at
    gone = await api_client.delete(f"{BASE}/{sent['id']}")
    assert (gone.status_code, gone.json()["status"]) == (200, "skipped")
    assert (await api_client.delete(f"{BASE}/{sent['id']}")).status_code == 409
    events = (await api_client.get(f"{BASE}/{sent['id']}")).json()["events"]
    assert [event["type"] for event in events] == ["queued", "skipped"]
    chat_path = f"/api/v1/conversations/{to(chat)['conversation_id']}/messages"
    shown = (await api_client.get(chat_path)).json()["data"]
    assert sent["id"] not in [entry["id"] for entry in shown]


async def test_marketing_is_refused_to_people_who_opted_out(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    phone = (await send(api_client, {**TEXT, **to(chat)})).json()["to"]
    async with desk.database.company(desk.company_id) as session:
        session.add(
            Suppression(
                company_id=desk.company_id,
                channel=Channel.WHATSAPP,
                match_key=match_key(phone),
                reason="opted_out",
            )
        )
    refused = await send(api_client, {**TEXT, **to(chat), "purpose": "marketing"})
    assert (refused.status_code, refused.json()["code"]) == (409, "opted_out")
    assert (await send(api_client, {**TEXT, **to(chat)})).status_code == 202


async def test_an_external_id_is_one_messages(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    asked = {**TEXT, **to(chat), "external_id": "crm-1"}
    assert (await send(api_client, asked)).status_code == 202
    second = await send(api_client, asked)
    assert (second.status_code, second.json()["code"]) == (409, "conflict")
    assert await count(desk) == 1


async def test_what_happened_is_told_in_order_with_the_providers_code(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    key = (await send(api_client, {**TEXT, **to(chat)})).json()["id"]
    at = datetime.now(UTC)
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Message)
            .where(Message.id == ids.MESSAGE.parse(key))
            .values(
                status=DeliveryStatus.FAILED,
                accepted_at=at,
                failed_at=at + timedelta(seconds=1),
                reason="131026",
                reason_detail="Message undeliverable",
            )
        )
    shown = (await api_client.get(f"{BASE}/{key}", headers={"Accept-Language": "pt-BR"})).json()
    assert [event["type"] for event in shown["events"]] == ["queued", "accepted", "failed"]
    failed = shown["events"][-1]
    assert (failed["provider_code"], failed["detail"]) == ("131026", "Message undeliverable")
    assert "entregar" in failed["reason_text"]
    listed = (await api_client.get(BASE, params={"status": "failed"})).json()["data"]
    assert [row["id"] for row in listed] == [key]


async def test_messages_are_listed_and_looked_for(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    for n in range(5):
        await send(api_client, {"text": {"body": f"Orçamento número {n}"}, **to(chat)})
    first = (await api_client.get(BASE, params={"limit": 4})).json()
    rest = (await api_client.get(BASE, params={"cursor": first["next_cursor"]})).json()
    bodies = [row["body"] for row in [*first["data"], *rest["data"]]]
    assert bodies == [*(f"Orçamento número {n}" for n in (4, 3, 2, 1, 0)), "Olá"]
    query: Query = {"q": "orcamentos", "limit": 3, "direction": "out"}
    found = (await api_client.get(BASE, params=query)).json()
    assert [row["found"] for row in found["data"]] == [f"«Orçamento» número {n}" for n in (4, 3, 2)]
    more = (await api_client.get(BASE, params={**query, "cursor": found["next_cursor"]})).json()
    assert [row["body"][-1] for row in more["data"]] == ["1", "0"]
    assert not more["has_more"]


async def test_another_companys_things_do_not_exist(
    chat: Conversation, desk: Desk, api_client: AsyncClient, other_api_client: AsyncClient
) -> None:
    key = (await send(api_client, {**TEXT, **to(chat)})).json()["id"]
    assert (await other_api_client.get(f"{BASE}/{key}")).status_code == 404
    assert (await send(other_api_client, {**TEXT, **to(chat)})).status_code == 404
    reply = {**TEXT, **to(chat), "from": ids.NUMBER.format(UUID(int=5))}
    assert (await send(api_client, reply)).json()["errors"][0]["pointer"] == "/from"
    assert (await other_api_client.get(BASE, params={"q": "pedido"})).json()["data"] == []
