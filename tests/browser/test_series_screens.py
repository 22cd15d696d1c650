"""Recurring campaigns, and the company's hours, on a phone and a desktop, in both themes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.session import Database
from schemas.enums import CampaignStatus, Role
from services import sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns.world import World, add_campaign, add_contacts, add_world
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


ON_PHONE = View("phone", PHONE, "dark", "pt-BR")
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


async def enter(console: Visits, database: Database, place: str, view: View) -> tuple[Page, World]:
    """A signed-in owner of a company with a draft to repeat."""
    company_id = await create_company(database)
    world = await add_world(database, company_id)
    await add_contacts(database, company_id, 3)
    await add_campaign(database, world, CampaignStatus.DRAFT, name="Novidades da semana")
    person = await add_person(database, company_id, Role.OWNER)
    async with database.system() as session:
        token = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await console.open("/sign-in", size=view.size, theme=view.theme, language=view.language)
    await page.context.add_cookies(
        [{"name": SESSION_COOKIE, "value": token, "url": console.base_url}]
    )
    await page.goto(place)
    return page, world


async def look(page: Page, name: str) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, name)


@VIEWS
async def test_a_series_is_made_left_out_once_paused_and_removed(
    console: Visits, database: Database, view: View
) -> None:
    page, _ = await enter(console, database, "/series", view)
    await look(page, f"series-empty-{view.name}")
    await page.goto("/series/new")
    await page.fill("#field-name", "Novidades de segunda")
    await page.select_option("#field-source", label="Novidades da semana")
    await expect(page.locator("#series-preview li")).to_have_count(5)
    first = await page.locator("#series-preview li").first.inner_text()
    async with page.expect_response("**/series/preview"):
        await page.fill("#field-every", "2")
    await expect(page.locator("#series-preview li")).to_have_count(5)
    async with page.expect_response("**/series/preview"):
        await page.select_option("#field-frequency", "monthly")
    await expect(page.locator(".only-monthly")).to_be_visible()
    await expect(page.locator(".only-weekly")).to_be_hidden()
    await expect(page.locator("#series-preview li").first).not_to_have_text(first)
    await look(page, f"series-form-{view.name}")
    await page.click("#series-form .form-actions button[type=submit]")
    await page.wait_for_url("**/series/*-*")
    await expect(page.locator(".next-list li")).to_have_count(5)
    async with page.expect_event("load"):
        await page.locator(".next-list li").first.get_by_role("button").click()
    await expect(page.locator(".next-list li[data-skipped]")).to_have_count(1)
    await look(page, f"series-{view.name}")
    await page.locator(".next-list li").first.get_by_role("button").click()
    await expect(page.locator(".next-list li[data-skipped]")).to_have_count(0)
    await page.locator("form[action$='/pause'] button").click()
    await page.locator("form[action$='/unpause'] button").click()
    await expect(page.locator("form[action$='/pause'] button")).to_be_visible()
    # The page that came by the button is there before it is loaded whole.
    await page.wait_for_load_state()
    await page.goto("/series")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await look(page, f"series-list-{view.name}")


async def test_a_wrong_form_keeps_what_was_typed(console: Visits, database: Database) -> None:
    page, _ = await enter(console, database, "/series/new", ON_DESK)
    await page.fill("#field-name", "Morning news")
    await page.uncheck("input[name=weekdays][value='1']", force=True)
    await expect(page.locator("#series-preview li")).to_have_count(0)
    console.expected.append("status of 422")
    await page.click("#series-form .form-actions button[type=submit]")
    await expect(page.locator("#field-name")).to_have_value("Morning news")
    await expect(page.locator("[data-invalid=true]").first).to_be_visible()
    await look(page, "series-wrong")


@VIEWS
async def test_hours_are_kept_and_days_off_added(
    console: Visits, database: Database, view: View
) -> None:
    page, _ = await enter(console, database, "/settings/hours", view)
    await look(page, f"hours-any-{view.name}")
    await page.check("#field-limited-yes")
    await page.fill("#field-opens", "09:00")
    await page.fill("#field-closes", "19:30")
    await page.uncheck("input[name=weekdays][value='7']", force=True)
    await page.select_option("#field-holidays_country", "BR")
    await page.click("form[action='/settings/hours'] button[type=submit]")
    await expect(page.locator(".day-list li").first).to_be_visible()
    await expect(page.locator("#field-closes")).to_have_value("19:30")
    await expect(page.locator("input[name=weekdays][value='7']")).not_to_be_checked()
    await page.fill("#field-day", "2027-01-25")
    await page.fill("#field-name", "Aniversário de São Paulo")
    await page.click("form[action='/settings/hours/days'] button[type=submit]")
    await expect(page.get_by_text("Aniversário de São Paulo")).to_be_visible()
    await look(page, f"hours-{view.name}")
    await page.locator("form[action$='2027-01-25/delete'] button").click()
    await expect(page.get_by_text("Aniversário de São Paulo")).to_have_count(0)


async def test_a_missed_campaign_is_run_or_moved_by_a_button(
    console: Visits, database: Database
) -> None:
    page, world = await enter(console, database, "/campaigns", ON_PHONE)
    due = datetime.now(UTC) - timedelta(hours=5)
    campaign_id = await add_campaign(
        database, world, CampaignStatus.MISSED, scheduled_at=due, status_code="missed"
    )
    await page.goto(f"/campaigns/{campaign_id}")
    await expect(page.get_by_role("button", name="Executar agora")).to_be_visible()
    await look(page, "campaign-missed")
    await page.get_by_role("button", name="Escolher outra hora").click()
    await page.fill("#field-at", f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT10:00}")
    await page.locator("dialog[open] button[type=submit]").click()
    await expect(page.locator("form[action$='/unschedule']")).to_have_count(1)
