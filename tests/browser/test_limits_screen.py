"""The limits in a real browser: how much is used, what stopped, and trying it again."""

from collections.abc import AsyncIterator
from typing import Literal
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect
from sqlalchemy import update

from db.models.connections import Connection, PhoneNumber
from db.models.limits import Portfolio, PortfolioMinute
from db.queries.breakers import Target
from db.session import Database
from schemas.enums import BreakerTarget, CampaignStatus
from services import breakers, sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns.world import World, add_campaign, add_world
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


async def busy_company(database: Database, company_id: UUID) -> World:
    """A portfolio that is nearly used up, and a number that stopped with a campaign."""
    world = await add_world(database, company_id)
    await add_campaign(database, world, CampaignStatus.RUNNING)
    async with database.company(company_id) as session:
        portfolio = Portfolio(
            company_id=company_id, provider_id="7001", name="Padaria Central", daily_limit=2_000
        )
        session.add(portfolio)
        await session.flush()
        session.add(
            PortfolioMinute(
                company_id=company_id,
                portfolio_id=portfolio.id,
                minute=portfolio.created_at,
                count=1_640,
            )
        )
        await session.execute(update(Connection).values(portfolio_id=portfolio.id))
        await session.execute(update(PhoneNumber).values(quality="RED"))
        number = Target(BreakerTarget.NUMBER, world.number_id)
        await breakers.open_(session, company_id, number, "131048", "Spam rate limit hit")
    return world


async def test_what_stopped_is_explained_and_tried_again(
    console: Visits, database: Database, company_id: UUID
) -> None:
    await busy_company(database, company_id)
    page = await sign_in(console, database, company_id)
    await page.goto("/limits")
    await expect(page.get_by_text("1,640")).to_be_visible()
    await expect(page.get_by_text("of 2,000 people")).to_be_visible()
    await expect(page.get_by_text("people blocked it or reported spam")).to_be_visible()
    await expect(page.get_by_text("1 campaign waits.")).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, "limits-desktop")
    await page.get_by_role("button", name="again now").click()
    await expect(page.get_by_text("It is being tried with a few messages.")).to_be_visible()


async def test_the_reserve_is_changed_and_a_wrong_one_explained(
    console: Visits, database: Database, company_id: UUID
) -> None:
    console.expected.append("status of 422")
    await busy_company(database, company_id)
    page = await sign_in(console, database, company_id)
    await page.goto("/limits")
    field = page.get_by_label("Kept for single messages (%)")
    await field.fill("95")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Choose a share from 0 to 90 percent.")).to_be_visible()
    await field.fill("25")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Campaigns may use 1,500")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_limits_on_a_phone_in_portuguese(
    console: Visits,
    database: Database,
    company_id: UUID,
    theme: Literal["light", "dark"],
) -> None:
    await busy_company(database, company_id)
    page = await sign_in(console, database, company_id, size=PHONE, theme=theme, language="pt-BR")
    await page.goto("/limits")
    await expect(page.get_by_text("1.640")).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, f"limits-phone-{theme}")
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
