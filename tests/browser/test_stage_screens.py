"""The pipeline's stages, and a contact moved along them, on a phone and a desktop, in both themes."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect
from sqlalchemy import insert

from db.models.contacts import Contact
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
    [(PHONE, "dark", "pt-BR", "phone"), (DESKTOP, "light", "en-US", "desktop")],
)
async def test_a_stage_is_added_put_in_its_place_and_somebody_moved_there(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    theme: str,
    language: str,
    name: str,
) -> None:
    owner = await new_owner(console, database, size=size, theme=theme, language=language)
    page, contact_id = owner.page, uuid4()
    async with database.company(owner.company_id) as session:
        await session.execute(
            insert(Contact).values(
                id=contact_id,
                company_id=owner.company_id,
                name="Beatriz Prado",
                phone="+5511999990001",
                phone_key="551199990001",
            )
        )
    await page.goto("/stages")
    await page.locator("form[action='/stages'] input[name=name]").fill("Proposta enviada")
    await page.locator("form[action='/stages'] select[name=colour]").select_option("yellow")
    await page.locator("form[action='/stages'] button[type=submit]").click()
    rows = page.locator("#stage-list tbody tr")
    await expect(rows).to_have_count(6)
    for place in (4, 3):
        row = rows.filter(has_text="Proposta enviada")
        await row.locator("button[type=submit]").first.click()
        await expect(rows.nth(place)).to_contain_text("Proposta enviada")
    await look(page, f"stages-{name}")

    await page.goto(f"/contacts/{contact_id}")
    choice = page.locator("select[name=stage]")
    await choice.select_option(label="Proposta enviada")
    await page.locator("form:has(select[name=stage]) button[type=submit]").click()
    await expect(page.locator(".stage-now")).to_contain_text("Proposta enviada")
    await look(page, f"contact-stage-{name}")

    await page.goto("/contacts")
    await page.locator("select[name=stage]").select_option(label="Proposta enviada")
    await expect(page.locator("#contact-list tbody tr")).to_have_count(1)

    await page.goto("/stages")
    row = rows.filter(has_text="Proposta enviada")
    await row.locator("[popovertarget], [data-menu], button[aria-haspopup]").last.click()
    await row.locator("[data-dialog-open^=delete]").click()
    dialog = page.locator("dialog[open]")
    await look(page, f"stage-delete-{name}")
    await dialog.locator("button[type=submit]").last.click()
    await expect(rows).to_have_count(5)
