"""The whole program on loopback ports with the sandbox as Meta, and a desk with one customer."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from playwright.async_api import Page
from temporalio.client import Client

import server
import worker
from bootstrap import Resources, open_resources
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.people import Company
from db.queries import channels
from db.session import Database
from sandbox.app import create_app
from sandbox.meta.world import World
from sandbox.options import Options
from sandbox.twilio.control import of as twilio_of
from schemas.enums import Direction, TaskQueue
from services import sessions
from services.phones import match_key
from settings import Settings
from tests.browser.harness import Visits, serve
from tests.campaigns import scenes
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE


@dataclass(frozen=True)
class Stage:
    url: str
    resources: Resources
    sandbox: httpx.AsyncClient
    world: World

    async def texts(self, phone: str) -> list[str]:
        """What our numbers wrote to a customer's phone, oldest first."""
        answer = await self.sandbox.get("/messages", params={"phone": phone})
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["data"]
        return [str(one["text"]) for one in found if not one["from_customer"]]


@asynccontextmanager
async def open_stage(settings: Settings, temporal: Client) -> AsyncIterator[Stage]:
    secret = settings.meta_app_secret
    assert secret is not None
    options = Options(latency=0.01, throughput=0, app_secret=secret.get_secret_value())
    async with AsyncExitStack() as stack:
        meta = create_app(options)
        sandbox_url = await stack.enter_async_context(serve(meta))
        # Served without its lifespan, it must be told when to stop sending webhooks.
        stack.push_async_callback(meta.state.world.close)
        values = settings.model_copy(
            update={
                "temporal_address": temporal.service_client.config.target_host,
                "temporal_namespace": temporal.namespace,
                "meta_graph_base_url": sandbox_url,
                "twilio_api_base_url": sandbox_url,
                "twilio_messaging_base_url": sandbox_url,
            }
        )
        resources = await stack.enter_async_context(open_resources(values, await_temporal=True))
        url = await stack.enter_async_context(serve(server.create_app(resources)))
        sandbox = await stack.enter_async_context(
            httpx.AsyncClient(base_url=f"{sandbox_url}/sandbox/api")
        )
        answer = await sandbox.put("/settings", json={"webhook_url": f"{url}/webhooks/meta"})
        answer.raise_for_status()
        twilio = twilio_of(meta.state.world)
        # Twilio signs the address we are known by; here it is reached at another.
        twilio.callbacks.via = url
        twilio.behaviour.webhook_url = f"{values.public_url}/webhooks/twilio"
        # No import is run here, so a thread will do for the pool that parses files.
        pool = stack.enter_context(ThreadPoolExecutor(1))
        for one in worker.workers_of(resources, pool, list(TaskQueue)):
            await stack.enter_async_context(one)
        await stack.enter_async_context(worker.listening(values, resources.temporal))
        yield Stage(url, resources, sandbox, meta.state.world)


@dataclass(frozen=True)
class Desk:
    """A company that is connected to the sandbox, and its conversation with one customer."""

    database: Database
    company_id: UUID
    number_id: UUID
    contact_id: UUID
    conversation_id: UUID
    phone: str

    @property
    def path(self) -> str:
        return f"/inbox/{self.conversation_id}"


@asynccontextmanager
async def open_desk(
    stage: Stage, database: Database, name: str = "Ana Souza"
) -> AsyncIterator[Desk]:
    company_id, contact_id, conversation_id = uuid4(), uuid4(), uuid4()
    phone = f"+55119{uuid4().int % 100_000_000:08d}"
    async with database.system() as session:
        session.add(Company(id=company_id, name="Padaria Central"))
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
                name=name,
                phone=phone,
                phone_key=match_key(phone),
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
        await session.flush()
        session.add(
            Message(
                company_id=company_id,
                conversation_id=conversation_id,
                contact_id=contact_id,
                phone_number_id=shop.number_id,
                direction=Direction.IN,
                kind="text",
                body="Vocês abrem no feriado?",
                payload={"body": "Vocês abrem no feriado?"},
                provider_id=f"wamid.{uuid4().hex}",
                occurred_at=now,
            )
        )
    yield Desk(database, company_id, shop.number_id, contact_id, conversation_id, phone)
    async with database.system() as session:
        await channels.release(session, shop.connection_id)


async def sign_in(visits: Visits, desk: Desk, **options: Any) -> Page:
    """A person's browser, on the page where one signs in, with the session's cookie."""
    person = await add_person(desk.database, desk.company_id)
    return await sign_in_as(visits, desk, person.id, **options)


async def sign_in_as(visits: Visits, desk: Desk, user_id: UUID, **options: Any) -> Page:
    page = await visits.open("/offline", **options)
    await give_session(page, visits.base_url, desk, user_id)
    return page


async def give_session(page: Page, url: str, desk: Desk, user_id: UUID) -> None:
    async with desk.database.system() as session:
        secret = await sessions.start(session, user_id, desk.company_id, user_agent="test")
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": url}])
