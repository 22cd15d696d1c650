"""A number in a real browser: found, bought, watched while it is set up, and given back."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect
from temporalio.client import Client

import logs
from db.models.people import Company
from db.session import Database
from sandbox.twilio import offers
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot
from tests.browser.stage import Desk, Stage, open_stage, sign_in
from tests.sms.conftest import SmsBusiness, new_sms_business

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    logs.configure("warning")
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@pytest.fixture
def business(stage: Stage) -> SmsBusiness:
    return new_sms_business(stage.world)


@pytest.fixture
async def connection_id(database: Database, stage: Stage, business: SmsBusiness) -> UUID:
    company_id = uuid4()
    async with database.system() as session:
        session.add(Company(id=company_id, name="Padaria Central", timezone="America/Sao_Paulo"))
    return (await stage.resources.sms_connections.connect(company_id, business.wanted())).id


@pytest.fixture
async def page(
    *,
    stage: Stage,
    visits: Visits,
    database: Database,
    connection_id: UUID,
    request: pytest.FixtureRequest,
) -> Page:
    visits.base_url = stage.url
    async with database.system() as session:
        from db.queries import connections

        company_id = (await connections.get(session, connection_id)).company_id
    desk = Desk(database, company_id, company_id, company_id, company_id, "")
    page = await sign_in(visits, desk, **request.param)
    await page.goto(f"{stage.url}/connections/{connection_id}")
    return page


async def assert_good(page: Page, name: str) -> None:
    await assert_accessible(page)
    await screenshot(page, name)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} scrolls sideways"


async def search(page: Page, digits: str) -> None:
    await page.locator(".page-actions a").click()
    await page.locator("[name=country]").select_option("US")
    await page.locator("[name=digits]").fill(digits)
    await page.locator(".number-search button").click()
    await expect(page.locator(".number-offers > li").first).to_be_visible()


async def agree(page: Page) -> None:
    await page.locator("#confirm-dialog [value=yes]").click()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"size": DESKTOP, "language": "en-US"}, id="desktop"),
        pytest.param({"size": PHONE, "language": "pt-BR", "theme": "dark"}, id="phone"),
    ],
    indirect=True,
)
async def test_a_number_is_bought_and_given_back(
    page: Page, business: SmsBusiness, request: pytest.FixtureRequest
) -> None:
    name = f"numbers-{request.node.callspec.id}"
    await search(page, "415")
    await assert_good(page, f"{name}-found")
    await page.locator(".number-options summary").click()
    await expect(page.locator("[name=address_id]")).to_be_visible()
    buy = page.locator(".number-offers button").first
    phone = await buy.get_attribute("value")
    assert phone
    await buy.click()
    await assert_good(page, f"{name}-asked")
    await agree(page)
    await page.wait_for_url(re.compile("/connections/[0-9a-f-]{36}$"))
    # Live: nobody looks again.
    actions = page.locator("td.actions [popovertarget]")
    await expect(actions).to_be_visible()
    assert business.twilio.number_by_phone(business.account_sid, phone)
    await assert_good(page, f"{name}-ready")
    await actions.click()
    await page.locator("form[action$=release] button").click()
    await agree(page)
    await expect(page.locator("form[action$=release]")).to_have_count(0)
    await expect(page.locator(".number-orders")).to_have_count(0)
    assert business.twilio.number_by_phone(business.account_sid, phone) is None


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"size": DESKTOP, "language": "pt-BR"}, id="desktop"),
        pytest.param({"size": PHONE, "language": "en-US"}, id="phone"),
    ],
    indirect=True,
)
async def test_how_an_order_goes_wrong_is_told(page: Page, request: pytest.FixtureRequest) -> None:
    name = f"numbers-{request.node.callspec.id}"
    for ending in (offers.TAKEN, offers.CONFIGURE_FAILS):
        await search(page, ending)
        await page.locator(".number-offers button").first.click()
        await agree(page)
        await page.wait_for_url(re.compile("/connections/[0-9a-f-]{36}$"))
    await expect(page.locator(".number-orders [aria-current=step]")).to_be_visible()
    await expect(page.locator(".number-orders > li")).to_have_count(2)
    await assert_good(page, f"{name}-failed")
