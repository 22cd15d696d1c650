"""SMS in a real browser: Twilio is connected, a customer writes, an agent answers."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select
from temporalio.client import Client

import logs
from db.models.conversations import Conversation
from db.models.people import Company
from db.session import Database
from sandbox.twilio import inbound
from sandbox.twilio.model import Number
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot
from tests.browser.stage import Desk, Stage, open_stage, sign_in
from tests.sms.conftest import SmsBusiness, new_sms_business

pytestmark = pytest.mark.browser
CUSTOMER = "+5511970001234"


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    logs.configure("warning")
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@pytest.fixture
def business(stage: Stage) -> SmsBusiness:
    return new_sms_business(stage.world)


@pytest.fixture
async def company_id(database: Database) -> UUID:
    company_id = uuid4()
    async with database.system() as session:
        session.add(Company(id=company_id, name="Padaria Central", timezone="America/Sao_Paulo"))
    return company_id


@pytest.fixture
async def page(
    stage: Stage,
    visits: Visits,
    database: Database,
    company_id: UUID,
    request: pytest.FixtureRequest,
) -> Page:
    visits.base_url = stage.url
    # The wrong token is sent on purpose.
    visits.expected.append("status of 422")
    desk = Desk(database, company_id, company_id, company_id, company_id, CUSTOMER)
    return await sign_in(visits, desk, **request.param)


async def assert_good(page: Page, name: str) -> None:
    await assert_accessible(page)
    await screenshot(page, name)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} scrolls sideways"


async def connect(page: Page, stage: Stage, business: SmsBusiness, name: str) -> None:
    await page.goto(f"{stage.url}/connections")
    await page.get_by_role("link", name=re.compile("SMS")).first.click()
    await page.locator("[name=account_sid]").fill(business.account_sid)
    await page.locator("[name=auth_token]").fill("wrong")
    await page.locator("#connection-form button[type=submit]").click()
    await expect(page.locator("[name=auth_token]")).to_have_attribute("aria-invalid", "true")
    await assert_good(page, f"{name}-refused")
    await page.locator("[name=auth_token]").fill(business.auth_token)
    await page.locator("#connection-form button[type=submit]").click()
    await page.wait_for_url(re.compile("/connections/[0-9a-f-]{36}$"))
    await expect(page.get_by_text("Avisos")).to_be_visible()
    await assert_good(page, f"{name}-connected")


def write(business: SmsBusiness, stage: Stage, body: str) -> None:
    """The customer writes to the first number."""
    number: Number = business.twilio.numbers[business.number_sids[0]]
    phone = stage.world.phone(CUSTOMER)
    business.twilio.dialled[phone.wa_id] = CUSTOMER
    inbound.receive(business.twilio, phone, number, body)


async def opened(page: Page, stage: Stage, database: Database, company_id: UUID) -> None:
    for _ in range(100):
        async with database.company(company_id) as session:
            found = await session.scalar(select(Conversation.id))
        if found:
            await page.goto(f"{stage.url}/inbox/{found}")
            return
        await page.wait_for_timeout(100)
    raise AssertionError("no conversation came of the SMS")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"size": DESKTOP, "language": "en-US"}, id="desktop"),
        pytest.param({"size": PHONE, "language": "pt-BR", "theme": "dark"}, id="phone"),
    ],
    indirect=True,
)
async def test_an_sms_is_answered(
    *,
    page: Page,
    stage: Stage,
    business: SmsBusiness,
    database: Database,
    company_id: UUID,
    request: pytest.FixtureRequest,
) -> None:
    name = f"sms-{request.node.callspec.id}"
    await connect(page, stage, business, name)
    write(business, stage, "Quanto custa a entrega?")
    await opened(page, stage, database, company_id)
    await expect(page.locator(".sms-chip")).to_have_text("SMS")
    composer = page.locator("#composer-text")
    count = page.locator("[data-sms-count]")
    await composer.fill("A entrega custa R$ 10,00")
    await expect(count).to_contain_text("136")
    # One letter, and only 70 fit.
    await composer.fill("Não, a entrega é grátis")
    await expect(count).to_contain_text("47")
    await expect(count).to_contain_text("“ã” “á”")
    await assert_good(page, f"{name}-writing")
    await expect(page.locator("[popovertarget=composer-more]")).to_have_count(0)
    await page.locator("#composer button[type=submit]").click()
    await expect(page.locator(".bubble-text", has_text="grátis")).to_be_visible()
    await expect(page.locator(".tick-success, .tick-delivered").first).to_be_visible()
    sent = [sms for sms in business.twilio.messages.values() if not sms.inbound]
    mine = [sms.body for sms in sent if sms.account_sid == business.account_sid]
    assert mine == ["Não, a entrega é grátis"]
    await assert_good(page, f"{name}-answered")
