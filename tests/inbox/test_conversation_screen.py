"""The page of one conversation: what came by the webhook's own door, shown rightly and safely."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import insert, select

from db.models.connections import PhoneNumber
from db.models.conversations import Conversation, Draft, Message
from db.queries import channels, drafts
from db.queries.channels import META
from db.session import Database
from schemas.enums import DeliveryStatus, Direction, Role
from services import inboxes, sessions
from settings import Settings
from tests.fixtures.people import open_client, sign_in_as
from tests.inbox.desk import Desk, open_desk
from tests.webhooks.meta import encode, signed

HTMX = {"HX-Request": "true"}


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    desk = await open_desk(database, company_id)
    await desk.person("Ana")
    return desk


async def browser_of(app: FastAPI, desk: Desk, name: str) -> AsyncClient:
    async with desk.database.system() as session:
        secret = await sessions.start(
            session, desk.people[name], desk.company_id, user_agent="test"
        )
    client = open_client(app)
    sign_in_as(client, app, secret)
    return client


@pytest.fixture
async def ana(app: FastAPI, desk: Desk) -> AsyncIterator[AsyncClient]:
    async with await browser_of(app, desk, "Ana") as client:
        yield client


async def add(desk: Desk, conversation_id: UUID, **values: object) -> UUID:
    row, key = await desk.row(conversation_id), uuid4()
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            insert(Message).values(
                {
                    "company_id": desk.company_id,
                    "id": key,
                    "conversation_id": row.id,
                    "contact_id": row.contact_id,
                    "phone_number_id": row.phone_number_id,
                    "direction": Direction.IN,
                    "kind": "text",
                    "provider_id": f"wamid.{key.hex}",
                    "occurred_at": datetime.now(UTC),
                    **values,
                }
            )
        )
    return key


async def read(client: AsyncClient, path: str, **headers: str) -> str:
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def entries(text: str) -> list[str]:
    return re.findall(r'<li id="e(\w+)"', text)


async def test_a_visit_gets_the_page_and_a_swap_its_part(desk: Desk, ana: AsyncClient) -> None:
    key = await desk.conversation("Carla", body="Bom dia")
    whole = await read(ana, f"/inbox/{key}")
    part = await read(ana, f"/inbox/{key}", **HTMX)
    assert "<html" in whole
    assert "<html" not in part
    assert 'id="inbox-open"' in part
    for text in (whole, part):
        assert "Bom dia" in text
        assert 'role="log"' in text


async def test_what_customers_write_is_never_markup(desk: Desk, ana: AsyncClient) -> None:
    hostile = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>"
    key = await desk.conversation("<b>Carla</b>", body=hostile)
    await add(desk, key, kind=hostile[:60], body=hostile)
    await add(
        desk, key, kind="order", payload={"product_items": [{"product_retailer_id": hostile}]}
    )
    await add(
        desk, key, kind="contacts", payload={"contacts": [{"name": {"formatted_name": hostile}}]}
    )
    await add(desk, key, kind="location", payload={"latitude": hostile, "name": hostile})
    await add(desk, key, body=f"https://a.example/{hostile}")
    text = await read(ana, f"/inbox/{key}", **HTMX)
    assert "<script" not in text
    assert "<img src=x" not in text
    assert "<b>Carla</b>" not in text


SHOWN = {
    "button_message": ["bubble"],
    "contact_sharing_message": ["Lucía Gómez", "+1 (983) 555-2319", "Google"],
    "image_message": ["Fetching the file"],
    "interactive_button_reply_message": ["choice"],
    "interactive_list_reply_message": ["choice"],
    "location_message": ["google.com/maps"],
    "order_message": ["di9ozbzfi4", "$85.00"],
    "system_message": ["changed from"],
    "text_message": ["bubble-text"],
    "text_message_from_click_to_whatsapp_ad": ["Summer Succulents", "https://fb.me/3cr4Wqqkv"],
    "text_message_with_context_product_inquiry": ["bubble-text"],
    "unsupported_message": ["A message of a kind we cannot show"],
}


@pytest.mark.parametrize("name", SHOWN)
async def test_official_examples_are_shown(
    name: str,
    *,
    contracts: Path,
    settings: Settings,
    desk: Desk,
    app: FastAPI,
    ana: AsyncClient,
) -> None:
    path = contracts / "data" / "meta_webhooks" / "facebook-openapi" / f"{name}.json"
    body = json.loads(path.read_text())
    account = f"num{uuid4().hex}"
    await lead_here(desk, account)
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = account
    await deliver(app, settings, body)
    text = await read(ana, f"/inbox/{await newest(desk)}", **HTMX)
    for expected in SHOWN[name]:
        assert expected in text


async def lead_here(desk: Desk, account: str) -> None:
    """Webhooks of this account belong to the desk's number."""
    owner = channels.Route(desk.company_id, desk.connection_id)
    async with desk.database.system() as session:
        await channels.claim(session, META, [account], owner)
    async with desk.database.company(desk.company_id) as session:
        number = await session.get_one(PhoneNumber, desk.number_id)
        number.provider_number_id = account


async def deliver(app: FastAPI, settings: Settings, body: object) -> None:
    assert settings.meta_app_secret is not None
    raw = encode(body)
    headers = signed(raw, settings.meta_app_secret.get_secret_value())
    async with open_client(app) as meta:
        answer = await meta.post("/webhooks/meta", content=raw, headers=headers)
    assert answer.status_code == 200, answer.text


async def newest(desk: Desk) -> UUID:
    async with desk.database.company(desk.company_id) as session:
        rows = await session.scalars(
            select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
        )
        return rows.one()


async def test_scrolling_reaches_every_entry_once_in_both_directions(
    desk: Desk, ana: AsyncClient
) -> None:
    key = await desk.conversation("Carla", minutes_ago=600)
    begin = datetime.now(UTC) - timedelta(minutes=500)
    made = [
        (await add(desk, key, body=str(n), occurred_at=begin + timedelta(minutes=n // 2))).hex
        for n in range(100)
    ]
    text = await read(ana, f"/inbox/{key}", **HTMX)
    found = entries(text)
    while address := re.search(r'data-more="before"><a href="[^"]*" data-fetch="([^"]+)"', text):
        text = await read(ana, address[1], **HTMX)
        found = entries(text) + found
    assert len(found) == 101
    assert set(made) < set(found)
    assert len(set(found)) == 101


async def test_a_hit_is_shown_with_what_stands_around_it(desk: Desk, ana: AsyncClient) -> None:
    key = await desk.conversation("Carla", minutes_ago=600)
    begin = datetime.now(UTC) - timedelta(minutes=500)
    made = [
        await add(desk, key, body=f"nr {n}", occurred_at=begin + timedelta(minutes=n))
        for n in range(120)
    ]
    text = await read(ana, f"/inbox/{key}?at={made[60]}", **HTMX)
    found = entries(text)
    assert f'data-at="{made[60].hex}"' in text
    assert found == [one.hex for one in made[41:81]]
    assert 'data-more="before"' in text
    assert 'data-more="after"' in text


async def test_changes_are_only_what_the_page_has_not_got(desk: Desk, ana: AsyncClient) -> None:
    key = await desk.conversation("Carla")
    sent = await add(
        desk, key, direction=Direction.OUT, source="console", body="Oi", status=DeliveryStatus.SENT
    )
    text = await read(ana, f"/inbox/{key}", **HTMX)
    known = ".".join(re.findall(r'data-v="(\w+)" data-day', text))
    assert entries(await read(ana, f"/inbox/{key}/changes?known={known}", **HTMX)) == []
    async with desk.database.company(desk.company_id) as session:
        message = await session.get_one(Message, (desk.company_id, sent))
        message.status = DeliveryStatus.READ
    changed = await read(ana, f"/inbox/{key}/changes?known={known}", **HTMX)
    assert entries(changed) == [sent.hex]
    assert "tick-read" in changed


async def test_drafts_are_each_persons_own_and_survive(
    desk: Desk, ana: AsyncClient, app: FastAPI
) -> None:
    key = await desk.conversation("Carla")
    await desk.person("Bruno")
    fields = {"body": "Estou vendo <isso>", "mode": "note"}
    answer = await ana.post(f"/inbox/{key}/draft", data=fields)
    assert answer.status_code == 204
    assert "Estou vendo &lt;isso&gt;" in await read(ana, f"/inbox/{key}", **HTMX)
    async with await browser_of(app, desk, "Bruno") as bruno:
        assert "Estou vendo" not in await read(bruno, f"/inbox/{key}", **HTMX)
    async with desk.database.company(desk.company_id) as session:
        found = await drafts.of_person(session, desk.people["Ana"], [key])
    assert found == {key: "Estou vendo <isso>"}
    await ana.post(f"/inbox/{key}/draft", data={"body": "  "})
    async with desk.database.company(desk.company_id) as session:
        assert list(await session.scalars(select(Draft))) == []


async def test_a_note_tells_who_is_mentioned_and_is_written_once(
    desk: Desk, ana: AsyncClient
) -> None:
    key = await desk.conversation("Carla")
    bruno = await desk.person("Bruno")
    fields = {
        "mode": "note",
        "body": "@Bruno veja isto",
        "mention": str(bruno),
        "client_key": uuid4().hex,
    }
    for _ in range(2):
        answer = await ana.post(f"/inbox/{key}/messages", data=fields, headers=HTMX)
        assert answer.status_code == 200, answer.text
        assert '<span class="mention">@Bruno</span>' in answer.text
    text = await read(ana, f"/inbox/{key}", **HTMX)
    assert len(re.findall("entry-note", text)) == 1


async def test_a_reply_is_written_once_for_one_key(desk: Desk, ana: AsyncClient) -> None:
    key = await desk.conversation("Carla")
    fields = {"body": "Claro!", "client_key": uuid4().hex}
    found = set()
    for _ in range(2):
        answer = await ana.post(f"/inbox/{key}/messages", data=fields, headers=HTMX)
        assert answer.status_code == 200, answer.text
        found |= set(entries(answer.text))
    assert len(found) == 1


async def test_a_form_without_script_comes_back_to_the_conversation(
    desk: Desk, ana: AsyncClient
) -> None:
    key = await desk.conversation("Carla")
    answer = await ana.post(f"/inbox/{key}/messages", data={"body": "Claro!"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/inbox/{key}"
    assert "Claro!" in await read(ana, f"/inbox/{key}")


async def test_who_only_looks_may_not_write(desk: Desk, app: FastAPI) -> None:
    key = await desk.conversation("Carla")
    await desk.person("Vera", Role.VIEWER)
    async with await browser_of(app, desk, "Vera") as vera:
        assert 'id="composer"' not in await read(vera, f"/inbox/{key}", **HTMX)
        for path in ("messages", "draft", "menus", "places"):
            answer = await vera.post(f"/inbox/{key}/{path}", data={"body": "x", "place": "1,1"})
            assert answer.status_code == 403, path


async def test_an_inbox_of_others_is_not_there(desk: Desk, app: FastAPI) -> None:
    key = await desk.conversation("Carla")
    await desk.person("Bruno")
    await desk.person("Zeca")
    async with desk.database.company(desk.company_id) as session:
        await inboxes.set_up(
            session,
            desk.company_id,
            desk.number_id,
            auto_assign=False,
            team_id=None,
            user_ids=[desk.people["Zeca"]],
        )
    async with await browser_of(app, desk, "Bruno") as bruno:
        for path in ("", "/changes", "/entries", "/present"):
            answer = await bruno.get(f"/inbox/{key}{path}", headers=HTMX)
            assert answer.status_code == 404, path


async def test_a_closed_window_leaves_only_templates(desk: Desk, ana: AsyncClient) -> None:
    key = await desk.conversation("Carla", minutes_ago=60 * 25)
    text = await read(ana, f"/inbox/{key}", **HTMX)
    assert 'data-window="closed"' in text
    assert "Only templates" in text


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        (DeliveryStatus.FAILED, "131026", ["not on WhatsApp", "Send again"]),
        (DeliveryStatus.FAILED, "131047", ["24 hours", "Send a template instead"]),
        (DeliveryStatus.FAILED, "190", ["token", "Look at the connection"]),
        (DeliveryStatus.UNKNOWN, "no_answer", ["We do not know whether this", "get it twice"]),
    ],
)
async def test_what_did_not_arrive_says_why_and_what_can_be_done(
    desk: Desk, ana: AsyncClient, status: DeliveryStatus, reason: str, expected: list[str]
) -> None:
    key = await desk.conversation("Carla")
    await add(
        desk,
        key,
        direction=Direction.OUT,
        source="console",
        body="Oi",
        status=status,
        reason=reason,
    )
    text = await read(ana, f"/inbox/{key}", **HTMX)
    for words in expected:
        assert words in text
