"""Sign-up, sign-in, home and settings in a real browser: phone and desktop, both languages."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
SETTINGS = {
    "profile": "/profile",
    "company": "/settings/company",
    "members": "/settings/members",
    "api-keys": "/settings/api-keys",
}


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def sign_up(visits: Visits, size: tuple[int, int], language: str) -> Page:
    page = await visits.open("/sign-up", size=size, language=language)
    await page.fill("#field-company_name", "Loja Aurora")
    await page.fill("#field-name", "Marina Duarte")
    await page.fill("#field-email", f"{uuid4().hex[:8]}@aurora.example")
    await page.fill("#field-password", PASSWORD)
    await page.click("form[action='/sign-up'] button[type=submit]")
    await page.wait_for_url("**/")
    return page


async def assert_fits(page: Page) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    await assert_accessible(page)


@pytest.mark.parametrize(
    ("size", "language"), [(PHONE, "pt-BR"), (DESKTOP, "en-US")], ids=["phone", "desktop"]
)
async def test_from_sign_up_through_every_setting(
    console: Visits, size: tuple[int, int], language: str
) -> None:
    kind = "phone" if size == PHONE else "desktop"
    page = await sign_up(console, size, language)
    await expect(page.locator("[role=status], .toast").first).to_be_attached()
    await page.wait_for_timeout(300)
    await assert_fits(page)
    await screenshot(page, f"home-{kind}")
    for name, path in SETTINGS.items():
        await page.goto(path)
        await assert_fits(page)
        await screenshot(page, f"settings-{name}-{kind}")
    await page.check("#field-scopes-contacts\\:read")
    await page.fill("#field-name", "CRM")
    await page.click("form[action='/settings/api-keys'] button[type=submit]")
    await expect(page.locator("#new-key")).to_contain_text("mia_live_")
    await assert_fits(page)
    await page.goto("/settings/members")
    await page.fill("#field-email", "bia@aurora.example")
    await page.click("form[action='/settings/members/invitations'] button[type=submit]")
    link = await page.locator("#invitation-link").inner_text()
    await screenshot(page, f"settings-invited-{kind}")
    other = await console.open(link.replace("http://localhost:5000", console.base_url), size=size)
    await expect(other.locator("h1")).to_contain_text("Loja Aurora")
    await assert_fits(other)


async def test_a_wrong_password_keeps_the_email_and_says_so(console: Visits) -> None:
    console.expected.append("status of 401")
    page = await console.open("/sign-in?next=/settings/security", size=PHONE)
    await assert_fits(page)
    await screenshot(page, "sign-in-phone")
    await page.fill("#field-email", "nobody@aurora.example")
    await page.fill("#field-password", "not the password")
    await page.click("form[action='/sign-in'] button[type=submit]")
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    assert await page.input_value("#field-email") == "nobody@aurora.example"
    assert await page.input_value("#field-password") == ""
