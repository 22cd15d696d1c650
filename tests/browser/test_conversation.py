"""An agent's day in one conversation, in a real browser, with messages really sent."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from playwright.async_api import Page, expect
from sqlalchemy import insert, update
from temporalio.client import Client

import logs
import server
import worker
from bootstrap import Resources, open_resources
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.people import Company
from db.queries import channels
from db.session import Database
from sandbox.app import create_app
from sandbox.options import Options
from schemas.enums import DeliveryStatus, Direction, TaskQueue
from services import sessions
from services.phones import match_key
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns import scenes
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser
CUSTOMER = "+5511970001234"


@dataclass(frozen=True)
class Stage:
    """The whole program on loopback ports: server, workers and the sandbox as Meta."""

    url: str
    resources: Resources
    sandbox: httpx.AsyncClient


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    # Rich's tracebacks of a whole request take a minute each.
    logs.configure("warning")
    secret = settings.meta_app_secret
    assert secret is not None
    options = Options(latency=0.01, throughput=0, app_secret=secret.get_secret_value())
    async with AsyncExitStack() as stack:
        meta = create_app(options)
        sandbox_url = await stack.enter_async_context(serve(meta))
        stack.push_async_callback(meta.state.world.close)
        values = settings.model_copy(
            update={
                "temporal_address": temporal_client.service_client.config.target_host,
                "temporal_namespace": temporal_client.namespace,
                "meta_graph_base_url": sandbox_url,
            }
        )
        resources = await stack.enter_async_context(open_resources(values, await_temporal=True))
        url = await stack.enter_async_context(serve(server.create_app(resources)))
        control = httpx.AsyncClient(base_url=f"{sandbox_url}/sandbox/api")
        sandbox = await stack.enter_async_context(control)
        answer = await sandbox.put("/settings", json={"webhook_url": f"{url}/webhooks/meta"})
        answer.raise_for_status()
        pool = stack.enter_context(ThreadPoolExecutor(1))
        for one in worker.workers_of(resources, pool, list(TaskQueue)):
            await stack.enter_async_context(one)
        yield Stage(url, resources, sandbox)


@dataclass(frozen=True)
class Desk:
    """One conversation with one customer."""

    company_id: UUID
    number_id: UUID
    contact_id: UUID
    conversation_id: UUID

    @property
    def path(self) -> str:
        return f"/inbox/{self.conversation_id}"


@pytest.fixture
async def desk(stage: Stage, database: Database) -> AsyncIterator[Desk]:
    company_id, contact_id, conversation_id = uuid4(), uuid4(), uuid4()
    async with database.system() as session:
        session.add(
            Company(id=company_id, name="Padaria Central", timezone="America/Sao_Paulo")
        )
    shop = await scenes.open_shop(database, stage.resources.keyring, company_id)
    owner = channels.Route(company_id, shop.connection_id)
    async with database.system() as session:
        await channels.claim(session, channels.META, [scenes.ACCOUNT_ID, scenes.NUMBER_ID], owner)
    now = datetime.now(UTC)
    async with database.company(company_id) as session:
        session.add(
            Contact(
                id=contact_id,
                company_id=company_id,
                name="Ana Souza",
                phone=CUSTOMER,
                phone_key=match_key(CUSTOMER),
            )
        )
        await session.flush()
        session.add(
            Conversation(
                id=conversation_id,
                company_id=company_id,
                contact_id=contact_id,
                phone_number_id=shop.number_id,
                last_message_at=now,
                last_inbound_at=now,
            )
        )
    yield Desk(company_id, shop.number_id, contact_id, conversation_id)
    async with database.system() as session:
        await channels.release(session, shop.connection_id)


async def said(database: Database, desk: Desk, *rows: dict[str, object]) -> list[UUID]:
    """Entries put straight into the timeline, a minute apart, ending now."""
    begin = datetime.now(UTC) - timedelta(minutes=len(rows))
    ids = []
    async with database.company(desk.company_id) as session:
        for place, row in enumerate(rows):
            key = uuid4()
            ids.append(key)
            values = {
                "company_id": desk.company_id,
                "id": key,
                "conversation_id": desk.conversation_id,
                "contact_id": desk.contact_id,
                "phone_number_id": desk.number_id,
                "direction": Direction.IN,
                "kind": "text",
                "occurred_at": begin + timedelta(minutes=place),
                "provider_id": f"wamid.{key.hex}",
                **row,
            }
            await session.execute(insert(Message).values(values))
    return ids


async def sign_in(
    visits: Visits, database: Database, desk: Desk, *, name: str = "", **options: object
) -> Page:
    person = await add_person(database, desk.company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, desk.company_id, user_agent="test")
    page = await visits.open("/sign-in", **options)  # type: ignore[arg-type]
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


@pytest.fixture
def console(visits: Visits, stage: Stage) -> Visits:
    visits.base_url = stage.url
    return visits


OUT = {"direction": Direction.OUT, "source": "console"}
ALL_KINDS: tuple[dict[str, object], ...] = (
    {"body": "Oi! Vocês abrem amanhã?", "occurred_at": datetime.now(UTC) - timedelta(days=1)},
    {"body": "Queria *dois bolos* e _um pão_ ~velho~ novo\n- chocolate\n- cenoura\nhttps://padaria.example/cardapio"},
    {**OUT, "body": "Abrimos às 7h, sim! 😊", "status": DeliveryStatus.READ},
    {"kind": "location", "body": "Praça da Sé", "payload": {"latitude": -23.55, "longitude": -46.63, "name": "Praça da Sé", "address": "Centro, São Paulo"}},
    {"kind": "contacts", "body": "Lucía Gómez", "payload": {"contacts": [{"name": {"formatted_name": "Lucía Gómez"}, "org": {"company": "Google"}, "phones": [{"phone": "+1 983 555 2319"}]}]}},
    {"kind": "order", "payload": {"order": {"text": "Para sábado", "product_items": [{"product_retailer_id": "bolo-chocolate", "quantity": 2, "item_price": 30, "currency": "BRL"}]}}},
    {"kind": "interactive", "body": "Retirar na loja", "payload": {"type": "list_reply", "list_reply": {"id": "1", "title": "Retirar na loja", "description": "Até as 18h"}}},
    {"kind": "poll", "payload": {}},
    {"direction": Direction.NOTE, "kind": "note", "body": "Cliente antiga, *cuidar bem* @Bruno", "payload": {"mentions": [{"id": str(uuid4()), "name": "Bruno"}]}, "provider_id": None},
    {"direction": Direction.EVENT, "kind": "assigned", "payload": {"user_id": str(uuid4()), "name": "Bruno"}, "provider_id": None},
    {**OUT, "kind": "interactive", "body": "Como prefere?", "payload": {"type": "buttons", "body": "Como prefere?", "buttons": [{"id": "1", "title": "Retirar"}, {"id": "2", "title": "Entregar"}], "footer": "Padaria"}, "status": DeliveryStatus.DELIVERED},
    {**OUT, "body": "Segue o cardápio", "status": DeliveryStatus.FAILED, "reason": "131026"},
    {**OUT, "body": "Confirmado!", "status": DeliveryStatus.UNKNOWN, "reason": "no_answer"},
    {"body": "👍"},
)


@pytest.mark.parametrize(
    ("size", "theme", "language"),
    [(DESKTOP, "light", "en-US"), (PHONE, "dark", "pt-BR"), (PHONE, "light", "pt-BR"), (DESKTOP, "dark", "pt-BR")],
    ids=["desktop", "phone-dark", "phone", "desktop-dark"],
)
async def test_every_kind_is_shown_and_accessible(
    *,
    console: Visits,
    desk: Desk,
    database: Database,
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    await said(database, desk, *ALL_KINDS)
    page = await sign_in(console, database, desk, size=size, theme=theme, language=language)
    await page.goto(desk.path)
    await expect(page.locator("#entries [data-entry]")).to_have_count(len(ALL_KINDS))
    kind = f"{'phone' if size == PHONE else 'desktop'}-{theme}"
    await screenshot(page, f"conversation-{kind}", whole=False)
    await page.locator("#timeline").evaluate("(box) => { box.scrollTop = -box.scrollHeight; }")
    await screenshot(page, f"conversation-top-{kind}", whole=False)
    await assert_accessible(page)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
