"""The stream behind live pages: prompt, its company's own, and over when the session is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from redis.asyncio import Redis
from sqlalchemy import update

from bootstrap import Resources
from db.models.campaigns import Campaign
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, Role
from services import sessions
from tests.campaigns.world import World, add_campaign, add_world
from tests.fixtures.people import add_person
from tests.serving import serve
from web import live
from web.dependencies import SignedInPerson


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


class Events:
    """What a browser heard so far."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.over = asyncio.Event()
        self._changed = asyncio.Condition()

    async def read(self, response: httpx.Response) -> None:
        async for line in response.aiter_lines():
            if line.startswith("event: "):
                async with self._changed:
                    self.names.append(line.removeprefix("event: "))
                    self._changed.notify_all()
        self.over.set()

    async def heard(self, name: str, within: float) -> None:
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: name in self.names)


@asynccontextmanager
async def listening(url: str, browser: AsyncClient, query: str = "") -> AsyncIterator[Events]:
    events = Events()
    async with (
        httpx.AsyncClient(base_url=url, cookies=dict(browser.cookies), timeout=30) as client,
        client.stream("GET", f"/live{query}") as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        reading = asyncio.create_task(events.read(response))
        await events.heard("live", within=5)
        yield events
        reading.cancel()


async def rename(database: Database, world: World, key: UUID) -> None:
    """A change nobody publishes a hint of."""
    async with database.company(world.company_id) as session:
        await session.execute(
            update(Campaign).where(Campaign.id == key).values(version=Campaign.version + 1)
        )


async def test_a_change_is_told_without_any_hint(
    console_url: str, signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.RUNNING)
    async with listening(console_url, signed_in) as events:
        await asyncio.sleep(0.3)
        await rename(database, world, key)
        await events.heard(f"campaign-{key.hex}", within=live.LOOK_SECONDS + 2)
        await events.heard("campaigns", within=1)


async def test_a_hint_is_told_at_once(
    console_url: str, signed_in: AsyncClient, world: World, app_resources: Resources
) -> None:
    row = uuid4()
    async with listening(console_url, signed_in) as events:
        await asyncio.sleep(0.3)
        app_resources.hints.changed(world.company_id, "template", row)
        await events.heard(f"template-{row.hex}", within=1)
        await events.heard("templates", within=1)


async def test_a_campaign_on_screen_is_watched_after_its_end(
    console_url: str, signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database, world, CampaignStatus.COMPLETED, lines=((DeliveryStatus.SENT, None, 1),)
    )
    async with (
        listening(console_url, signed_in, f"?campaign={key}") as watching,
        listening(console_url, signed_in) as elsewhere,
    ):
        await asyncio.sleep(0.3)
        await rename(database, world, key)
        await watching.heard(f"campaign-{key.hex}", within=live.LOOK_SECONDS + 2)
        assert f"campaign-{key.hex}" not in elsewhere.names


async def test_another_company_hears_nothing(
    *,
    console_url: str,
    other_signed_in: AsyncClient,
    signed_in: AsyncClient,
    world: World,
    database: Database,
    app_resources: Resources,
) -> None:
    key = await add_campaign(database, world, CampaignStatus.RUNNING)
    async with (
        listening(console_url, other_signed_in, f"?campaign={key}") as other,
        listening(console_url, signed_in) as own,
    ):
        await asyncio.sleep(0.3)
        await rename(database, world, key)
        app_resources.hints.changed(world.company_id, "campaign", key)
        await own.heard(f"campaign-{key.hex}", within=live.LOOK_SECONDS + 2)
        await asyncio.sleep(live.LOOK_SECONDS)
        assert other.names == ["live"]


async def test_the_stream_ends_with_the_session(
    console_url: str, signed_in: AsyncClient, world: World
) -> None:
    async with listening(console_url, signed_in) as events:
        assert (await signed_in.post("/sign-out")).status_code == 303
        await events.heard("signed-out", within=live.LOOK_SECONDS + 2)
        await asyncio.wait_for(events.over.wait(), 2)


async def test_without_redis_a_change_is_still_told(database: Database, world: World) -> None:
    person = await add_person(database, world.company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, world.company_id, user_agent="test")
    nowhere = Redis(host="127.0.0.1", port=1)
    feed = live.Feed(database, nowhere, _viewer(person.id, world.company_id, secret))
    key = await add_campaign(database, world, CampaignStatus.RUNNING)
    events = feed.events()
    assert (await anext(events)).event == "live"
    heard = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.3)
    await rename(database, world, key)
    told = await asyncio.wait_for(heard, live.LOOK_SECONDS + 2)
    assert told.event == f"campaign-{key.hex}"
    await events.aclose()
    await nowhere.aclose()


def _viewer(user_id: UUID, company_id: UUID, secret: str) -> SignedInPerson:
    return SignedInPerson(
        user_id=user_id,
        company_id=company_id,
        company_name="",
        name="",
        email="",
        role=Role.VIEWER,
        locale=None,
        timezone="UTC",
        session_id=sessions.token_hash(secret).hex(),
    )


async def test_nobody_listens_without_signing_in(client: AsyncClient) -> None:
    answer = await client.get("/live")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
