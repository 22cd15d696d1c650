"""A campaign from its first step to its end, in a real browser, with messages really sent."""

import asyncio
import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from playwright.async_api import Page, expect
from temporalio.client import Client

import server
import worker
from bootstrap import Resources, open_resources
from db.models.people import Company
from db.queries import channels
from db.session import Database
from sandbox.app import create_app
from sandbox.options import Options
from schemas.enums import CampaignStatus, DeliveryStatus, TaskQueue
from services import sessions
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns import scenes
from tests.campaigns.world import World, add_campaign, add_tag
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser

# Enough for the slowest machine to pause it half way; it is cancelled before its end.
PEOPLE, RATE = 600, 12


@dataclass(frozen=True)
class Stage:
    """The whole program on loopback ports: server, workers and the sandbox as Meta."""

    url: str
    resources: Resources
    sandbox: httpx.AsyncClient


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
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
        # No import is run here, so a thread will do for the pool that parses files.
        pool = stack.enter_context(ThreadPoolExecutor(1))
        for one in worker.workers_of(resources, pool, list(TaskQueue)):
            await stack.enter_async_context(one)
        yield Stage(url, resources, sandbox)


@pytest.fixture
async def shop(stage: Stage, database: Database) -> AsyncIterator[World]:
    """A company connected to the sandbox; its account is free for the next test afterwards."""
    resources = stage.resources
    company_id = uuid4()
    async with database.system() as session:
        session.add(Company(id=company_id, name="Padaria Central & Confeitaria do Bairro Novo"))
    made = await scenes.open_shop(database, resources.keyring, company_id, rate=RATE)
    owner = channels.Route(company_id, made.connection_id)
    async with database.system() as session:
        await channels.claim(session, channels.META, [scenes.ACCOUNT_ID, scenes.NUMBER_ID], owner)
    yield World(company_id, made.connection_id, made.number_id, made.template_id)
    async with database.system() as session:
        await channels.release(session, made.connection_id)


@pytest.fixture
def console(visits: Visits, stage: Stage) -> Visits:
    visits.base_url = stage.url
    return visits


async def sign_in(visits: Visits, database: Database, company_id: UUID, **options: object) -> Page:
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", **options)  # type: ignore[arg-type]
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


async def assert_good(page: Page, name: str) -> None:
    await assert_accessible(page)
    await screenshot(page, f"campaign-{name}", whole="running" not in name)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} scrolls sideways"


async def tile(page: Page, label: str) -> int:
    found = page.locator(".tiles .stat", has_text=label).locator(".stat-value")
    return int(re.sub(r"\D", "", await found.inner_text()))


async def at_rest(page: Page) -> int:
    """How many are sent once nothing moves any more: what was in flight may still leave."""
    before = -1
    async with asyncio.timeout(60):
        while (now := await tile(page, "Sent")) != before:
            before = now
            await asyncio.sleep(1.5)
    return before


async def draft_in_steps(page: Page) -> None:
    await page.goto("/campaigns")
    await page.get_by_role("link", name="New campaign").first.click()
    await page.get_by_label("Name").fill("Black Friday")
    await assert_good(page, "1-sender")
    await page.get_by_role("button", name="Save and go on").click()
    await page.wait_for_url("**/edit/message")
    await page.get_by_label("Template").select_option(index=1)
    await expect(page.locator("#message-preview")).to_contain_text("Oi Pessoa! Este mês")
    await page.locator("#value-2").fill("35%")
    await expect(page.locator("#message-preview")).to_contain_text("35% de desconto")
    await assert_good(page, "2-message")
    await page.get_by_role("button", name="Save and go on").click()
    await page.wait_for_url("**/edit/audience")
    await page.get_by_label("Everyone").check()
    await expect(page.locator("#audience-count .big-number")).to_have_text(str(PEOPLE))
    await assert_good(page, "3-audience")
    for step in ("when", "limits", "review"):
        await page.get_by_role("button", name="Save and go on").click()
        await page.wait_for_url(f"**/edit/{step}")
    await expect(page.locator(".sheet-facts dd").first).to_have_text(str(PEOPLE))
    await assert_good(page, "4-review")


@pytest.mark.slow
async def test_from_draft_to_cancelled_with_ticks_coming_in(
    console: Visits, stage: Stage, shop: World, database: Database
) -> None:
    phones = scenes.ordinary_phones(PEOPLE)
    await scenes.add_contacts(database, shop.company_id, phones)
    page = await sign_in(console, database, shop.company_id)
    await draft_in_steps(page)
    await page.locator(".sheet-action > section > form button").click()
    dialog = page.locator("#confirm-dialog")
    await expect(dialog).to_contain_text(f"Send to {PEOPLE} people now?")
    await assert_accessible(page)
    await dialog.get_by_role("button", name=f"Send to {PEOPLE} people").click()

    status = page.locator("h1 + .status")
    await expect(status).to_contain_text("Running")
    # Nobody reloads this page: the ticks come by the stream.
    await page.evaluate("window.neverReloaded = true")
    delivered = page.locator(".tiles .stat", has_text="Delivered").locator(".stat-value")
    await expect(delivered).not_to_have_text("0")
    await expect(page.locator(".live-head")).to_contain_text("a second")
    await assert_good(page, "5-running")
    assert await page.evaluate("window.neverReloaded")

    await page.get_by_role("button", name="Pause").click()
    await expect(status).to_contain_text("Paused")
    before = await at_rest(page)
    assert 0 < before < PEOPLE
    await assert_good(page, "6-paused")

    await page.get_by_role("button", name="Resume").click()
    await expect(status).to_contain_text("Running")
    await expect(delivered).not_to_have_text(str(before))
    await page.get_by_role("button", name="Cancel", exact=True).click()
    await expect(dialog).to_contain_text("were not sent to yet and will not get it")
    await dialog.get_by_role("button", name="Cancel the campaign").click()
    await expect(status).to_contain_text("Cancelled")
    await expect(page.locator(".legend")).to_contain_text("Not sent")
    sent, left = await tile(page, "Sent"), await tile(page, "Left out")
    assert sent + left == PEOPLE
    await page.get_by_role("link", name="History").click()
    await expect(page.locator(".happenings")).to_contain_text("Resumed")
    await assert_good(page, "7-history")
    duplicates = (await stage.sandbox.get("/duplicates")).json()
    assert not duplicates.get("duplicates", duplicates), duplicates


LEDGER = (
    (DeliveryStatus.READ, None, 14),
    (DeliveryStatus.DELIVERED, None, 9),
    (DeliveryStatus.SENT, None, 4),
    (DeliveryStatus.FAILED, "131026", 3),
    (DeliveryStatus.FAILED, "131049", 2),
    (DeliveryStatus.UNKNOWN, "no_answer", 2),
    (DeliveryStatus.SKIPPED, "opted_out", 2),
    (DeliveryStatus.PENDING, None, 6),
)


async def stand(database: Database, world: World) -> dict[str, str]:
    """Campaigns in the states worth looking at; name -> address."""
    now = datetime.now(UTC)
    begun = {"launched_at": now, "frozen_at": now}
    await add_tag(database, world.company_id)
    return {
        "completed": f"/campaigns/{await add_campaign(database, world, CampaignStatus.COMPLETED, lines=LEDGER, **begun)}?show=failed",
        "auto-paused": f"/campaigns/{await add_campaign(database, world, CampaignStatus.AUTO_PAUSED, lines=LEDGER, status_code='131048', status_detail='Spam rate limit hit', **begun)}",
        "scheduled": f"/campaigns/{await add_campaign(database, world, CampaignStatus.SCHEDULED, scheduled_at=now + timedelta(hours=5))}",
        "draft": f"/campaigns/{await add_campaign(database, world, CampaignStatus.DRAFT, audience={})}/edit/audience",
        "list": "/campaigns",
    }


@pytest.mark.parametrize(
    ("size", "theme", "language"),
    [(PHONE, "dark", "pt-BR"), (PHONE, "light", "en-US"), (DESKTOP, "dark", "pt-BR")],
    ids=["phone-dark", "phone", "desktop-dark"],
)
async def test_every_state_is_accessible_and_fits(
    *,
    console: Visits,
    shop: World,
    database: Database,
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    page = await sign_in(
        console, database, shop.company_id, size=size, theme=theme, language=language
    )
    kind = f"{'phone' if size == PHONE else 'desktop'}-{theme}"
    await page.goto("/campaigns")
    await assert_good(page, f"empty-{kind}")
    for name, path in (await stand(database, shop)).items():
        await page.goto(path)
        await assert_good(page, f"{name}-{kind}")


async def test_why_a_message_failed_is_told_on_demand(
    console: Visits, shop: World, database: Database
) -> None:
    page = await sign_in(console, database, shop.company_id)
    path = (await stand(database, shop))["completed"]
    await page.goto(path)
    await expect(page.locator("tbody tr")).to_have_count(5)
    await page.get_by_role("button", name="Details").first.click()
    shown = page.locator(".why:popover-open")
    await expect(shown).to_contain_text("131026")
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Meta held this message back").click()
    await expect(page.locator("tbody tr")).to_have_count(2)


async def test_searching_keeps_the_typed_word_and_filters(
    console: Visits, shop: World, database: Database
) -> None:
    for name in ("Natal", "Carnaval"):
        await add_campaign(database, shop, CampaignStatus.DRAFT, name=f"{name} {uuid4().hex[:4]}")
    page = await sign_in(console, database, shop.company_id)
    await page.goto("/campaigns")
    await page.get_by_role("searchbox").fill("natal")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.get_by_label("Status").select_option("running")
    await expect(page.locator("#campaign-list")).to_contain_text("No campaign matches")
    await expect(page.get_by_role("searchbox")).to_have_value("natal")
