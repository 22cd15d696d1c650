"""Tabs of one browser share one stream, lose nothing when one closes, and poll without Redis."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest
from playwright.async_api import BrowserContext, Page, Request
from sqlalchemy import update
from starlette.types import Message, Receive, Scope, Send
from temporalio.client import Client

import server
from bootstrap import Resources, open_resources
from db.models.campaigns import Campaign
from db.session import Database
from embedded.redis import Redis
from schemas.enums import CampaignStatus
from services import sessions
from settings import Settings
from tests.browser.harness import Visits, serve
from tests.campaigns.world import add_campaign, add_world
from tests.fixtures.people import add_person, here
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser

_HEAR = """names => {
  window.heard = [];
  names.forEach(name => document.getElementById("stream")
    .addEventListener(name, () => window.heard.push(name)));
}"""


@pytest.fixture(scope="module")
async def own_redis() -> AsyncIterator[Redis]:
    """One that may be stopped."""
    with TemporaryDirectory(prefix="master-ia-live-") as folder, Redis(Path(folder)) as redis:
        yield redis


@pytest.fixture(scope="module")
async def resources(
    settings: Settings, temporal_client: Client, own_redis: Redis
) -> AsyncIterator[Resources]:
    async with open_resources(here(settings, temporal_client, redis_url=own_redis.url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def slow_roads() -> dict[str, Callable[[], None]]:
    """What happens while the answer of a path is on its way, a second long."""
    return {}


@pytest.fixture(scope="module")
async def url(
    resources: Resources, slow_roads: dict[str, Callable[[], None]]
) -> AsyncIterator[str]:
    app = server.create_app(resources)

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_slowly(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"] in slow_roads:
                slow_roads.pop(scope["path"])()
                await asyncio.sleep(1)
            await send(message)

        await app(scope, receive, send_slowly)

    async with serve(front) as url:
        yield url


@pytest.fixture
async def first(visits: Visits, url: str, database: Database, company_id: UUID) -> Page:
    """A tab of somebody who is signed in."""
    visits.base_url = url
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in")
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.context.on("page", visits.watch)
    await page.goto("/campaigns")
    await is_live(page)
    return page


async def is_live(page: Page) -> None:
    await page.wait_for_selector('html[data-live="live"]', state="attached")


async def open_tab(context: BrowserContext, path: str = "/campaigns") -> Page:
    page = await context.new_page()
    await page.goto(path)
    return page


async def hears(page: Page, name: str, seconds: float = 30) -> None:
    # Looked at by the clock: a tab in the background may draw no frames.
    await page.wait_for_function(
        "name => window.heard.includes(name)", arg=name, timeout=seconds * 1000, polling=100
    )


def count_streams(context: BrowserContext) -> list[str]:
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/live"):
            asked.append(request.url)

    context.on("request", note)
    return asked


async def test_tabs_share_one_stream_and_another_takes_over(
    first: Page, resources: Resources, company_id: UUID
) -> None:
    asked = count_streams(first.context)
    second, third = await open_tab(first.context), await open_tab(first.context, "/contacts")
    row, later = uuid4(), uuid4()
    for tab in (first, second, third):
        await tab.evaluate(_HEAR, [f"campaign-{key.hex}" for key in (row, later)])
    resources.hints.changed(company_id, "campaign", row)
    for tab in (first, second, third):
        await hears(tab, f"campaign-{row.hex}")
    assert asked == []
    assert resources.live.open_streams == 1
    # What is told between the leader's end and its successor's first words is not lost.
    await first.close()
    resources.hints.changed(company_id, "campaign", later)
    for tab in (second, third):
        await hears(tab, f"campaign-{later.hex}")
    assert len(asked) == 1


async def test_what_is_told_while_a_page_is_on_its_way_is_heard_by_it(
    *,
    first: Page,
    resources: Resources,
    company_id: UUID,
    slow_roads: dict[str, Callable[[], None]],
) -> None:
    row = uuid4()
    # Registered before the page's own scripts run.
    await first.add_init_script(
        "window.heard = []; addEventListener('DOMContentLoaded', () => document"
        f".getElementById('stream').addEventListener('campaign-{row.hex}',"
        f" () => window.heard.push('campaign-{row.hex}')));"
    )

    # The server has made the page; it has not reached the browser.
    slow_roads["/contacts"] = lambda: resources.hints.changed(company_id, "campaign", row)
    await first.goto("/contacts")
    await hears(first, f"campaign-{row.hex}")


async def test_a_page_follows_by_looking_while_redis_is_away(
    *,
    first: Page,
    own_redis: Redis,
    database: Database,
    company_id: UUID,
    resources: Resources,
) -> None:
    world = await add_world(database, company_id)
    key = await add_campaign(database, world, CampaignStatus.SCHEDULED)
    await first.goto("/campaigns")
    await is_live(first)
    await asyncio.to_thread(own_redis.stop)
    try:
        await first.wait_for_selector('html[data-live="polling"]', state="attached")
        async with database.company(company_id) as session:
            await session.execute(
                update(Campaign).where(Campaign.id == key).values(name="Renamed meanwhile")
            )
        await first.get_by_text("Renamed meanwhile").first.wait_for()
    finally:
        await asyncio.to_thread(own_redis.start)
    await is_live(first)
    row = uuid4()
    await first.evaluate(_HEAR, [f"campaign-{row.hex}"])
    resources.hints.changed(company_id, "campaign", row)
    await hears(first, f"campaign-{row.hex}")


async def test_a_tab_says_when_it_is_signed_out(first: Page, database: Database) -> None:
    second = await open_tab(first.context)
    cookies = {cookie["name"]: cookie["value"] for cookie in await first.context.cookies()}
    async with database.system() as session:
        await sessions.end(session, cookies[SESSION_COOKIE])
    for tab in (first, second):
        await tab.wait_for_url("**/sign-in**")


async def test_a_phone_in_a_pocket_has_no_stream_and_catches_up(
    *,
    visits: Visits,
    first: Page,
    url: str,
    resources: Resources,
    company_id: UUID,
) -> None:
    context = await visits.browser.new_context(base_url=url, has_touch=True, is_mobile=True)
    await context.add_cookies(await first.context.cookies())  # type: ignore[arg-type]
    await first.close()
    try:
        phone = await context.new_page()
        await phone.clock.install()
        await phone.goto("/campaigns")
        await is_live(phone)
        await show(phone, hidden=True)
        await phone.clock.fast_forward("05:01")
        await phone.wait_for_selector('html[data-live="paused"]', state="attached")
        row = uuid4()
        await phone.evaluate(_HEAR, [f"campaign-{row.hex}", "live"])
        resources.hints.changed(company_id, "campaign", row)
        await asyncio.sleep(1)
        assert resources.live.open_streams == 0
        assert await phone.evaluate("window.heard") == []
        await show(phone, hidden=False)
        await hears(phone, f"campaign-{row.hex}")
        # Not by looking at everything again.
        assert "live" not in await phone.evaluate("window.heard")
    finally:
        await context.close()


async def show(page: Page, *, hidden: bool) -> None:
    """As when a person puts the phone away, or takes it out again."""
    await page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )
