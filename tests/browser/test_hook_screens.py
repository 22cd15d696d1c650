"""A hook in a real browser: its first call appears, is mapped by clicking, switched on, applied."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page, expect
from temporalio.client import Client

import logs
from db.models.contacts import ContactField
from db.models.people import Company
from db.session import Database
from schemas.enums import FieldType
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot
from tests.browser.stage import Desk, Stage, open_stage, sign_in
from tests.triggers.conftest import add_cadence

pytestmark = pytest.mark.browser
PAYLOADS = Path(__file__).parent.parent / "triggers" / "payloads"


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    logs.configure("warning")
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@pytest.fixture
async def page(
    stage: Stage, visits: Visits, database: Database, request: pytest.FixtureRequest
) -> Page:
    visits.base_url = stage.url
    company_id = uuid4()
    async with database.system() as session:
        session.add(Company(id=company_id, name="Padaria Central", timezone="America/Sao_Paulo"))
        await session.flush()
        session.add(
            ContactField(
                company_id=company_id, key="cargo", label="Cargo", type=FieldType.TEXT, choices=[]
            )
        )
    await add_cadence(database, company_id, "Boas-vindas")
    desk = Desk(database, company_id, company_id, company_id, company_id, "")
    page = await sign_in(visits, desk, **request.param)
    await page.goto(f"{stage.url}/incoming-hooks")
    return page


async def assert_good(page: Page, name: str) -> None:
    await assert_accessible(page)
    await screenshot(page, name)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} scrolls sideways"


async def address_of(page: Page) -> str:
    """The path of the address the page shows."""
    address = await page.locator("#hook-address").inner_text()
    return address.partition("//")[2].partition("/")[2]


async def call(stage: Stage, path: str, payload: str, **changes: object) -> None:
    """What the other system does."""
    body = json.loads((PAYLOADS / f"{payload}.json").read_text()) | changes
    async with httpx.AsyncClient(base_url=stage.url) as client:
        answer = await client.post(f"/{path}", json=body)
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"size": DESKTOP, "language": "en-US"}, id="desktop"),
        pytest.param({"size": PHONE, "language": "pt-BR", "theme": "dark"}, id="phone"),
    ],
    indirect=True,
)
async def test_a_first_call_is_mapped_switched_on_and_applied(
    page: Page, stage: Stage, request: pytest.FixtureRequest
) -> None:
    name = f"hooks-{request.node.callspec.id}"
    await assert_good(page, f"{name}-empty")
    await page.locator("[name=name]").fill("RD Station")
    await page.locator(".form button[type=submit]").click()
    await page.wait_for_url(re.compile("/incoming-hooks/[0-9a-f-]{36}$"))
    await assert_good(page, f"{name}-waiting")
    # Live: nobody looks again.
    path = await address_of(page)
    await call(stage, path, "rd_station")
    await expect(page.locator(".hook-places button").first).to_be_visible()
    # The likeliest places are there already, and what would come of them.
    phone = page.locator("[data-fillable=phone]")
    await expect(phone).to_have_value("contact.mobile_phone")
    await phone.focus()
    await page.locator("[data-fill='contact.personal_phone']").click()
    await expect(phone).to_have_value("contact.personal_phone")
    await expect(page.locator("#hook-result-0")).to_contain_text("48 3025-2598")
    await page.locator("[data-fill='contact.mobile_phone']").click()
    await expect(page.locator("#hook-result-0")).to_contain_text("48 98765-1002")
    await page.locator("#hook-path-2").fill("contact.name")
    await expect(page.locator("#hook-result-2.wrong")).to_be_visible()
    await assert_good(page, f"{name}-wrong")
    await page.locator("#hook-path-2").fill("contact.email")
    await page.locator("[data-fillable=tags]").fill("contact.tags")
    await page.locator("[name=enrol]").select_option(index=1)
    await page.locator("[name=event]").fill("converted")
    await expect(page.locator("#hook-preview li")).to_have_count(3)
    await assert_good(page, f"{name}-mapped")
    await page.locator("[name=switch]").click()
    await expect(page.locator("[name=switch][value=off]")).to_be_visible()
    tabs = page.locator(".tab-links a")
    await tabs.nth(2).click()
    await page.wait_for_url("**/guard")
    await assert_good(page, f"{name}-guard")
    await call(stage, path, "rd_station", event_identifier="another")
    await tabs.nth(1).click()
    await page.wait_for_url("**/log")
    # The worker applies it, and the page hears of it.
    done = page.locator(".hook-calls .tone-success").first
    await expect(done).to_be_visible()
    await page.locator(".hook-calls summary").first.click()
    # What was opened stays so when another call comes, and is still the same one.
    opened = await page.locator(".hook-calls details[open]").get_attribute("id")
    await call(stage, path, "rd_station", event_identifier="a third")
    await expect(page.locator(".hook-calls .tone-success")).to_have_count(2)
    await expect(page.locator(".hook-calls details[open]")).to_have_attribute("id", opened or "")
    await assert_good(page, f"{name}-log")
    await page.locator("details[open] .hook-call-body a[href*='/contacts/']").click()
    await expect(page.locator("body")).to_contain_text("João Lima")
    await page.goto(f"{stage.url}/incoming-hooks")
    await expect(page.locator(".hook-list li")).to_have_count(1)
    await assert_good(page, f"{name}-list")
