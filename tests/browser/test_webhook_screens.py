"""Webhooks in a real browser: made, tried, watched, sent again."""

from collections.abc import AsyncIterator
from typing import Literal
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from bootstrap import Resources
from db.session import Database
from services import sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.deliveries.receiver import Receiver, Says, receiver
from tests.deliveries.scene import Scene, open_scene
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


@pytest.fixture
async def listener() -> AsyncIterator[Receiver]:
    async with receiver() as listener:
        yield listener


@pytest.fixture
async def scene(database: Database, company_id: UUID, listener: Receiver) -> Scene:
    """One that arrived, one that fails, one that was given up."""
    scene = await open_scene(database, company_id, f"{listener.url}/master-ia")
    await scene.happen(3)
    await scene.happen(1, kind="message.received", data={"text": "Vocês abrem amanhã?"})
    await scene.deliver()
    listener.answer = lambda _: Says(503, body=b'{"error": "maintenance"}')
    await scene.happen(kind="contact.opted_out")
    await scene.deliver()
    listener.answer = lambda _: Says()
    return scene


async def sign_in(
    visits: Visits,
    database: Database,
    company_id: UUID,
    *,
    size: tuple[int, int] = DESKTOP,
    theme: Literal["light", "dark"] = "light",
    language: str = "en-US",
) -> Page:
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", size=size, theme=theme, language=language)
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


async def test_a_webhook_is_made_and_tried(
    console: Visits, database: Database, company_id: UUID, listener: Receiver
) -> None:
    page = await sign_in(console, database, company_id)
    await page.goto("/settings/webhooks")
    await expect(page.get_by_text("No webhook yet")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("link", name="New webhook").click()
    await page.get_by_label("Address").fill(f"{listener.url}/master-ia")
    await page.get_by_label("Name").fill("CRM")
    await page.get_by_label("Only what I choose").check()
    await page.locator("summary", has_text="Messages").click()
    await page.get_by_label("message.received").check()
    await assert_accessible(page)
    await screenshot(page, "webhook-form-desktop")
    await page.get_by_role("button", name="Make the webhook").click()
    secret = await page.locator("#new-secret").inner_text()
    await assert_accessible(page)
    await screenshot(page, "webhook-secret-desktop")
    await page.get_by_role("link", name="I have copied it").click()
    await page.get_by_role("button", name="Send a test").first.click()
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("It took it")).to_be_visible()
    await assert_accessible(page)
    assert listener.calls[0].verified_by(secret)["type"] == "endpoint.test"


async def test_a_wrong_address_is_explained_where_it_stands(
    console: Visits, database: Database, company_id: UUID
) -> None:
    console.expected.append("status of 422")
    page = await sign_in(console, database, company_id)
    await page.goto("/settings/webhooks/new")
    await page.get_by_label("Address").fill("gopher://example.com")
    await page.get_by_label("Only what I choose").check()
    await page.get_by_role("button", name="Make the webhook").click()
    await expect(page.get_by_text("Choose at least one event")).to_be_visible()
    await page.locator("summary", has_text="Contacts").click()
    await page.get_by_label("contact.created").check()
    await page.get_by_role("button", name="Make the webhook").click()
    await expect(page.get_by_text("Enter a full address")).to_be_visible()
    await expect(page.get_by_label("contact.created")).to_be_checked()


async def test_the_log_is_watched_and_one_is_sent_again(
    console: Visits,
    database: Database,
    scene: Scene,
    listener: Receiver,
    app_resources: Resources,
) -> None:
    page = await sign_in(console, database, scene.company_id)
    await page.goto("/settings/webhooks")
    await expect(page.get_by_text("4 arrived today")).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, "webhooks-desktop")
    await page.get_by_role("link", name="CRM").click()
    await expect(page.get_by_text("Will be tried again")).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, "webhook-log-desktop")
    await page.get_by_role("link", name="Waiting").click()
    await expect(page.locator(".delivery")).to_have_count(1)
    await page.locator(".delivery").click()
    await expect(page.get_by_text("It answered 503 instead of 2xx.")).to_be_visible()
    await expect(page.get_by_text('{"error": "maintenance"}')).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, "webhook-delivery-desktop")
    await page.get_by_role("button", name="Send again").click()
    await expect(page.get_by_text("It is being sent again.")).to_be_visible()
    await scene.deliver()
    app_resources.hints.changed(scene.company_id, "endpoint", scene.endpoint_id)
    await expect(page.get_by_text("Try 2")).to_be_visible()
    assert listener.calls[-1].id == listener.calls[-2].id


async def test_switching_off_and_on_and_sending_all_again(
    console: Visits, database: Database, scene: Scene
) -> None:
    page = await sign_in(console, database, scene.company_id)
    await page.goto(f"/settings/webhooks/{scene.endpoint_id}")
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.get_by_text("What waits is kept.")).to_be_visible()
    await page.get_by_role("button", name="Switch on").click()
    await page.get_by_role("dialog").get_by_role("button", name="Switch on").click()
    await expect(page.get_by_text("Switched on.")).to_be_visible()
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("button", name="Send events again").click()
    await page.get_by_label("Since").fill("2026-01-01T00:00")
    await page.get_by_role("dialog").get_by_role("button", name="Send again").click()
    await expect(page.get_by_text("5 events are being sent again.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_on_a_phone(
    console: Visits, database: Database, scene: Scene, theme: Literal["light", "dark"]
) -> None:
    await open_scene(database, scene.company_id, "https://hooks.example.com/n8n/" + uuid4().hex * 3)
    page = await sign_in(
        console, database, scene.company_id, size=PHONE, theme=theme, language="pt-BR"
    )
    [failing] = [row for row in await scene.rows() if row.state.value == "pending"]
    here = f"/settings/webhooks/{scene.endpoint_id}"
    for path, name in (
        ("/settings/webhooks", "webhooks"),
        ("/settings/webhooks/new", "webhook-form"),
        (here, "webhook-log"),
        (f"{here}/deliveries/{failing.id}", "webhook-delivery"),
    ):
        await page.goto(path)
        await assert_accessible(page)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
        await screenshot(page, f"{name}-phone-{theme}")
