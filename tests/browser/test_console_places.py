"""The palette, the keys, the profile, merging and the contact panel, as a person meets them."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect
from sqlalchemy import select

from db.models.contacts import Contact, ContactField, Tag
from db.session import Database
from schemas.enums import FieldType
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.browser.owners import new_owner
from tests.fixtures.people import PASSWORD
from tests.inbox.desk import Desk, open_desk

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize(
    ("size", "theme", "language"),
    [(PHONE, "dark", "pt-BR"), (DESKTOP, "light", "en-US")],
    ids=["phone", "desktop"],
)

# What is typed, and where it leads.
BELOW_THE_PLACES = {
    "recurring campaigns": "/series",
    "opt-outs": "/opt-outs",
    "topics": "/topics",
    "prices": "/prices",
    "short links": "/link-domains",
    "limits": "/limits",
    "money": "/settings/money",
    "consent frequency": "/settings/consent",
    "holidays": "/settings/hours",
}


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def furnish(desk: Desk) -> tuple[UUID, UUID]:
    """Two conversations of people who may be one, with tags and fields."""
    first = await desk.conversation("Ana Lúcia Prado", body="Oi! O pedido já saiu?")
    second = await desk.conversation("Ana Prado", body="É sobre o mesmo pedido.", minutes_ago=30)
    async with desk.database.company(desk.company_id) as session:
        tag = Tag(company_id=desk.company_id, name="Atacado", colour="green")
        session.add(tag)
        for key, kind in {"cidade": FieldType.TEXT, "nascimento": FieldType.DATE}.items():
            session.add(
                ContactField(company_id=desk.company_id, key=key, label=key.title(), type=kind)
            )
        await session.flush()
        for place, contact in enumerate(await session.scalars(select(Contact))):
            contact.email = "ana@example.com"
            contact.tag_ids = [tag.id]
            contact.fields = {"cidade": ["Recife", "Olinda"][place]}
    return first, second


async def look(page: Page, name: str) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, name, whole=False)


@SIZES
async def test_the_palette_finds_people_and_places_and_runs_commands(
    console: Visits, database: Database, size: tuple[int, int], theme: str, language: str
) -> None:
    kind = "phone" if size == PHONE else "desktop"
    page, company_id, _ = await new_owner(
        console, database, size=size, theme=theme, language=language
    )
    await furnish(await open_desk(database, company_id))
    if size == PHONE:
        await page.locator(".phone-top [data-palette-open]").click()
    else:
        await page.keyboard.press("Control+k")
    options = page.locator("#palette-list [role=option]")
    await expect(options.first).to_be_visible()
    await page.keyboard.type("prado")
    await expect(options).to_have_count(4)
    await look(page, f"palette-{kind}-{theme}")
    await page.keyboard.press("ArrowUp")
    last = options.nth(3)
    await expect(last).to_have_attribute("aria-selected", "true")
    chosen = await last.get_attribute("id")
    await expect(page.locator("#palette-input")).to_have_attribute(
        "aria-activedescendant", chosen or ""
    )
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/contacts/*")
    await page.locator("[data-palette-open]").locator("visible=true").click()
    await page.keyboard.type("tema escuro" if language == "pt-BR" else "dark theme")
    await expect(options).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_the_palette_leads_to_the_pages_below_the_places(
    console: Visits, database: Database
) -> None:
    page = (await new_owner(console, database)).page
    for words, path in BELOW_THE_PLACES.items():
        await page.keyboard.press("Control+k")
        await page.keyboard.type(words)
        await page.locator(f"#palette-list [role=option][data-href='{path}']").click()
        await page.wait_for_url(f"**{path}")
        await expect(page.locator("h1")).to_be_visible()


async def test_keys_lead_to_places_and_the_sheet_lists_them(
    console: Visits, database: Database
) -> None:
    page = (await new_owner(console, database)).page
    await page.keyboard.press("g")
    await page.keyboard.press("c")
    await page.wait_for_url("**/contacts")
    # While somebody types, keys are letters.
    await page.fill("input[name=q]", "")
    await page.focus("input[name=q]")
    await page.keyboard.type("gs")
    await expect(page.locator("input[name=q]")).to_have_value("gs")
    await page.locator("h1").click()
    await page.keyboard.press("?")
    sheet = page.locator("#shortcuts")
    await expect(sheet.get_by_role("heading", name="Go to")).to_be_visible()
    await expect(sheet.get_by_text("Campaigns")).to_be_visible()
    await look(page, "shortcuts-desktop-light")
    await page.keyboard.press("Escape")
    await expect(sheet.locator("h2")).not_to_be_visible()


async def test_the_other_browsers_are_signed_out_from_the_profile(
    console: Visits, database: Database
) -> None:
    page, _, email = await new_owner(console, database)
    other = await console.open("/sign-in")
    await other.fill("#field-email", email)
    await other.fill("#field-password", PASSWORD)
    await other.click("form[action='/sign-in'] button[type=submit]")
    await other.wait_for_url("**/")
    await page.goto("/profile")
    await expect(page.locator(".device-list li")).to_have_count(2)
    await page.get_by_role("button", name="Sign out all other browsers").click()
    await page.get_by_role("button", name="Sign them out").click()
    await expect(page.locator(".device-list li")).to_have_count(1)
    await other.goto("/contacts")
    await expect(other).to_have_url(re.compile("/sign-in"))


@SIZES
async def test_two_contacts_are_merged_and_parted_again(
    console: Visits, database: Database, size: tuple[int, int], theme: str, language: str
) -> None:
    kind = "phone" if size == PHONE else "desktop"
    page, company_id, _ = await new_owner(
        console, database, size=size, theme=theme, language=language
    )
    await furnish(await open_desk(database, company_id))
    await page.goto("/contacts/duplicates")
    await look(page, f"duplicates-{kind}-{theme}")
    await page.locator(".pair-do a").click()
    await expect(page.locator(".merge-choice")).to_have_count(3)
    await look(page, f"merge-{kind}-{theme}")
    await page.locator("form[action$='/merge'] button[type=submit]").click()
    await page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}$"))
    await page.locator(".toast-action").click()
    await expect(page.locator("#toasts")).to_contain_text(
        "dois contatos" if language == "pt-BR" else "two contacts"
    )
    await page.goto("/contacts/duplicates")
    await expect(page.locator(".pair")).to_have_count(1)


@SIZES
async def test_a_contact_is_changed_beside_the_conversation(
    console: Visits, database: Database, size: tuple[int, int], theme: str, language: str
) -> None:
    kind = "phone" if size == PHONE else "desktop"
    page, company_id, _ = await new_owner(
        console, database, size=size, theme=theme, language=language
    )
    desk = await open_desk(database, company_id)
    talk, _ = await furnish(desk)
    await page.goto("/")
    await look(page, f"home-working-{kind}-{theme}")
    await page.goto(f"/inbox/{talk}")
    panel = page.locator("#panel-body")
    if size == PHONE:
        # From the conversation's own menu.
        await page.locator("[popovertarget=act-more]").click()
        await page.locator(".menu [data-panel-toggle]").click()
    else:
        # A column of its own only where there is room for three.
        await page.locator("[data-panel-toggle]:visible").first.click()
    await expect(panel.locator("h2").first).to_be_visible()
    await panel.locator("#panel-fields-cidade").fill("Caruaru")
    await panel.locator("#panel-fields-cidade").press("Tab")
    await expect(panel.locator(".htmx-request")).to_have_count(0)
    await panel.locator("input[name=add]").fill("VIP")
    await panel.locator("input[name=add]").press("Enter")
    await expect(panel.locator(".chips")).to_contain_text("VIP")
    await look(page, f"contact-panel-{kind}-{theme}")
    row = await desk.row(talk)
    async with desk.database.company(desk.company_id) as session:
        found = await session.scalars(select(Contact).where(Contact.id == row.contact_id))
        assert found.one().fields["cidade"] == "Caruaru"
