"""Cadences in the console: built step by step, looked at beforehand, published, started, changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.session import Database
from schemas.enums import Role
from services import sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns.world import World, add_contacts, add_world
from tests.conftest import create_company
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class View:
    name: str
    size: tuple[int, int]
    theme: Literal["light", "dark"]
    language: str


ON_PHONE = View("phone", PHONE, "dark", "en-US")
ON_DESK = View("desktop", DESKTOP, "light", "en-US")
VIEWS = pytest.mark.parametrize("view", [ON_PHONE, ON_DESK], ids=lambda view: view.name)


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def enter(console: Visits, database: Database, view: View) -> tuple[Page, World]:
    """A signed-in owner of a company with a number, a template and people."""
    company_id = await create_company(database)
    world = await add_world(database, company_id)
    await add_contacts(database, company_id, 3)
    person = await add_person(database, company_id, Role.OWNER)
    async with database.system() as session:
        token = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await console.open("/sign-in", size=view.size, theme=view.theme, language=view.language)
    await page.context.add_cookies(
        [{"name": SESSION_COOKIE, "value": token, "url": console.base_url}]
    )
    return page, world


async def look(page: Page, name: str) -> None:
    # What is stuck to the edge would else stand in the middle of the picture.
    await page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    await page.wait_for_timeout(400)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    await screenshot(page, name)
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)


async def add(page: Page, kind: str, place: int = -1) -> None:
    """Choose a kind of step at one of the places; the last one is the end."""
    adders = page.locator(".step-add")
    await (adders.last if place < 0 else adders.nth(place)).click()
    await page.locator(f".step-kind.kind-{kind}").click()
    await expect(page.locator(".step-form")).to_be_visible()


async def save(page: Page) -> None:
    await page.get_by_role("button", name="Save step").click()
    await expect(page.locator(".step-form")).to_have_count(0)


async def build(page: Page, view: View) -> None:
    """A message, a day, and a question with an end on one way."""
    await page.goto("/cadences")
    await look(page, f"cadences-empty-{view.name}")
    await page.locator(".empty").get_by_role("link", name="New cadence").click()
    await page.fill("#field-name", "New leads")
    await page.locator(".recipe", has_text="Empty").click()
    await look(page, f"cadence-new-{view.name}")
    await page.get_by_role("button", name="Make it").click()
    await expect(page.locator("h1")).to_have_text("New leads")
    await add(page, "message")
    await page.select_option("#field-template", label="order_ready · en · Utility")
    await expect(page.locator("#message-preview")).to_contain_text("Hi Ana")
    await look(page, f"cadence-message-{view.name}")
    await save(page)
    await add(page, "wait")
    await look(page, f"cadence-wait-{view.name}")
    await save(page)
    await add(page, "condition")
    await page.select_option("#field-test", "segment")
    await expect(page.locator(".rule")).to_have_count(1)
    await look(page, f"cadence-question-{view.name}")
    await page.select_option("#field-test", "read")
    await expect(page.locator(".rule")).to_have_count(0)
    await save(page)
    await add(page, "end", 4)
    await save(page)
    await add(page, "message")
    await save(page)


@VIEWS
async def test_a_cadence_is_built_looked_at_published_started_and_changed(
    console: Visits, database: Database, view: View
) -> None:
    page, _ = await enter(console, database, view)
    await build(page, view)
    await expect(page.locator(".step-card")).to_have_count(5)
    await expect(page.locator(".cadence-state")).to_contain_text("1 thing to do")
    await look(page, f"cadence-steps-{view.name}")
    await page.locator(".step-card.wrong .step-name").click()
    await page.select_option("#field-template", label="order_ready · en · Utility")
    await expect(page.locator("#message-preview")).to_contain_text("Hi Ana")
    await save(page)
    await expect(page.locator(".cadence-state")).to_contain_text("Ready to be published")

    await page.locator(".tab-links").get_by_role("link", name="Calendar").click()
    await expect(page.locator(".calendar-entry")).to_have_count(5)
    await expect(page.locator(".calendar-who")).to_contain_text("Ana Souza")
    await look(page, f"cadence-calendar-{view.name}")

    await page.locator(".tab-links").get_by_role("link", name="Step by step").click()
    await page.locator(".cadence-state").get_by_role("link", name="Publish").click()
    await look(page, f"cadence-publish-{view.name}")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.locator(".page-header .status")).to_contain_text("Running")
    await look(page, f"cadence-overview-{view.name}")

    await page.locator(".tab-links").get_by_role("link", name="Step by step").click()
    await page.locator(".kind-wait > .step-card .step-name").click()
    await page.fill("#field-amount", "3")
    await save(page)
    await expect(page.locator(".kind-wait > .step-card")).to_contain_text("3 days")
    await page.locator(".tab-links").get_by_role("link", name="Versions").click()
    await expect(page.locator(".change-list")).to_contain_text("3 days")
    await look(page, f"cadence-versions-{view.name}")

    await page.locator(".tab-links").get_by_role("link", name="Settings").click()
    await page.get_by_label("Yes, once they are through").check()
    await page.fill("#field-reentry_days", "30")
    await look(page, f"cadence-settings-{view.name}")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await page.goto("/cadences")
    await expect(page.locator("#cadence-list")).to_contain_text("New leads")
    await look(page, f"cadences-{view.name}")


async def test_steps_move_without_a_mouse_and_nobody_is_written_over(
    console: Visits, database: Database
) -> None:
    page, _ = await enter(console, database, ON_DESK)
    await page.goto("/cadences/new")
    await page.fill("#field-name", "Two channels")
    await page.locator(".recipe", has_text="Follow up").click()
    await page.get_by_role("button", name="Make it").click()
    titles = page.locator("#cadence-editor > .steps > .step > .step-card .step-name small")
    await expect(titles).to_have_text(
        ["1 · Message", "2 · Wait", "3 · Question", "4 · Wait", "5 · Message"]
    )
    down = page.get_by_role("button", name="Move down: 1 · Message")
    await down.focus()
    await page.keyboard.press("Enter")
    await expect(titles.first).to_have_text("1 · Wait")
    # What cannot be performed yet says so before it is chosen, and a field reads as its label.
    await page.locator(".step-add").first.click()
    await expect(page.locator(".step-kind", has_text="Not yet")).to_have_count(2)
    await page.locator(".step-kinds-head a").click()
    await page.locator(".kind-message > .step-card .step-name").first.click()
    await page.get_by_role("button", name="First name").click()
    await expect(page.locator("#field-text")).to_have_value("{{first_name}}")
    await save(page)
    await expect(page.locator(".step-name .field-chip")).to_have_text("First name")
    await page.locator(".step-card .btn[popovertarget]").first.click()
    await page.get_by_role("button", name="Duplicate").first.click()
    await expect(titles).to_have_count(6)
    # Behind the page's back somebody else changes it.
    other = await page.context.new_page()
    await other.goto(page.url)
    await other.get_by_role("button", name="Move up: 2 · Wait").click()
    await expect(other.locator("#cadence-editor")).to_have_attribute("data-version", "4")
    console.expected.append("412")
    await page.get_by_role("button", name="Move up: 3 · Message").click()
    await expect(page.get_by_text("Somebody changed this cadence in the meantime")).to_be_visible()
