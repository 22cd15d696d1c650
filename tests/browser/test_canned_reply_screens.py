"""Writing a canned reply with its preview, on a phone and a desktop, in both themes."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.session import Database
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.browser.owners import new_owner

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def look(page: Page, name: str) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, name)


@pytest.mark.parametrize(
    ("size", "theme", "language", "name"),
    [
        (PHONE, "dark", "pt-BR", "phone"),
        (DESKTOP, "light", "en-US", "desktop"),
    ],
)
async def test_a_reply_is_written_with_its_preview_beside_it(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    theme: str,
    language: str,
    name: str,
) -> None:
    page = (await new_owner(console, database, size=size, theme=theme, language=language)).page
    await page.goto("/canned-replies")
    await look(page, f"canned-replies-empty-{name}")
    for shortcut, body in [
        (
            "horario",
            "Nossa loja abre de segunda a sábado, das 9h às 19h.\nDomingo, das 10h às 14h.",
        ),
        ("pix", "A chave Pix é contato@aurora.example, em nome de Loja Aurora Ltda."),
    ]:
        await page.goto("/canned-replies/new")
        await page.fill("#field-shortcut", shortcut)
        await page.fill("#field-body", body)
        await page.click("#reply-form button[type=submit]")
        await page.wait_for_url("**/canned-replies")
    await page.goto("/canned-replies/new")
    await page.fill("#field-shortcut", "ola")
    await page.fill("#field-body", "Oi , como posso ajudar?")
    await page.evaluate("document.getElementById('field-body').setSelectionRange(3, 3)")
    await page.click("[data-insert='{{first_name}}']")
    await expect(page.locator("#field-body")).to_have_value("Oi {{first_name}}, como posso ajudar?")
    await expect(page.locator("#reply-preview")).to_contain_text("Oi Ana, como posso ajudar?")
    await look(page, f"canned-reply-{name}")
    await page.fill("#field-body", "Oi {{nome}}")
    await expect(page.locator("#reply-preview [role=status]")).to_contain_text("{{nome}}")
    console.expected.append("status of 422")
    await page.click("#reply-form button[type=submit]")
    await expect(page.locator("#field-body-error")).to_contain_text("nome")
    await assert_accessible(page)
    await page.fill("#field-body", "Oi {{first_name}}, como posso ajudar?")
    await page.click("#reply-form button[type=submit]")
    await page.wait_for_url("**/canned-replies")
    await look(page, f"canned-replies-{name}")
    await page.fill("input[type=search]", "sabado")
    await expect(page.locator(".reply-rows > li")).to_have_count(1)
