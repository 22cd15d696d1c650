"""Connections and templates in a real browser, with the stand-in as Meta."""

import dataclasses
import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

import server
from bootstrap import Resources
from db.models.contacts import Contact
from db.queries import connections
from db.session import Database
from sandbox.meta import reviews
from services import sessions
from services.connections import Connections
from services.templates import Templates
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.fixtures.meta import Business
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser


@pytest.fixture
async def console(
    visits: Visits, app_resources: Resources, connecting: Connections, templating: Templates
) -> AsyncIterator[Visits]:
    resources = dataclasses.replace(app_resources, connections=connecting, templates=templating)
    async with serve(server.create_app(resources)) as url:
        visits.base_url = url
        yield visits
        # Before the server goes: open pages hold streams.
        for context in visits._contexts:
            await context.close()
        visits._contexts.clear()


async def sign_in(visits: Visits, database: Database, company_id: UUID, **options: object) -> Page:
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", **options)  # type: ignore[arg-type]
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


async def assert_good(page: Page, name: str) -> None:
    await assert_accessible(page)
    await screenshot(page, name)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} scrolls sideways"


async def test_connecting_whatsapp(
    console: Visits, database: Database, company_id: UUID, business: Business
) -> None:
    console.expected.append("status of 422")
    page = await sign_in(console, database, company_id)
    await page.goto("/connections")
    await expect(page.get_by_text("Connect your first WhatsApp account")).to_be_visible()
    await page.get_by_role("link", name="Connect WhatsApp").first.click()
    await page.fill("#field-account_id", business.account_id)
    await page.fill("#field-access_token", "not-a-token")
    await page.get_by_role("button", name="Check and connect").click()
    await expect(page.locator("#field-access_token-error")).to_contain_text("does not accept")
    await assert_good(page, "connection-wrong-token")
    await page.fill("#field-access_token", business.token)
    await page.get_by_role("button", name="Check and connect").click()
    await expect(page.locator("h1")).to_have_text("Loja Aurora")
    await expect(page.locator("#toasts")).to_contain_text("1 template came along")
    await expect(page.get_by_text("+55 11 4000-1234").first).to_be_visible()


async def test_writing_a_template_with_the_message_beside_it(
    console: Visits, database: Database, company_id: UUID, connection_id: UUID, business: Business
) -> None:
    async with database.company(company_id) as session:
        contact = Contact(
            company_id=company_id, name="Bia Lima", phone="+5511987650001", phone_key="551187650001"
        )
        session.add(contact)
    page = await sign_in(console, database, company_id)
    await page.goto("/templates/new")
    await page.fill("#field-name", "pedido_saiu")
    await page.fill("#field-body", "Oi {{1}}, seu pedido já saiu para entrega.")
    await expect(page.locator("#source-1")).to_be_visible()
    await page.select_option("#source-1", "first_name")
    await page.fill("#fallback-1", "cliente")
    await page.fill("#example-1", "Ana")
    await expect(page.locator("#template-preview .wa-body")).to_have_text(
        "Oi Ana, seu pedido já saiu para entrega."
    )
    await page.select_option("#button-kind-0", "QUICK_REPLY")
    await page.fill("#button-text-0", "Obrigada!")
    await expect(page.locator("#template-preview .wa-buttons")).to_contain_text("Obrigada!")
    await assert_good(page, "template-editor")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("h1")).to_have_text("pedido_saiu")
    await expect(page.locator("#template-preview .wa-body")).to_contain_text("Oi Bia")
    await page.get_by_role("button", name="Send for review").click()
    await expect(page.locator("#template-page")).to_contain_text("In review")
    (there,) = [t for t in business.world.templates_of(business.account_id) if "pedido" in t.name]
    reviews.set_status(business.world, there, "APPROVED")
    await page.goto("/templates")
    await page.get_by_role("button", name="Synchronise").click()
    await expect(page.locator("#toasts")).to_contain_text("1 changed")
    row = page.locator("#template-list tr", has_text="pedido_saiu")
    await expect(row).to_contain_text("Approved")


@pytest.mark.parametrize(
    "look",
    [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")],
    ids=["phone-light", "phone-dark", "desktop-light", "desktop-dark"],
)
@pytest.mark.usefixtures("connection_id")
async def test_every_page_is_accessible_and_never_scrolls_sideways(
    console: Visits,
    database: Database,
    templating: Templates,
    company_id: UUID,
    look: tuple[tuple[int, int], str],
) -> None:
    size, theme = look
    async with database.company(company_id) as session:
        (connection,) = await connections.page(session, limit=1)
    connection_id = connection.id
    await templating.sync(company_id, connection_id)
    language = "pt-BR" if theme == "dark" else "en-US"
    page = await sign_in(console, database, company_id, size=size, theme=theme, language=language)
    suffix = f"{'phone' if size == PHONE else 'desktop'}-{theme}"
    for path, name in (
        ("/connections", "connections"),
        ("/connections/new", "connection-new"),
        (f"/connections/{connection_id}", "connection"),
        ("/templates", "templates"),
        ("/templates/new", "template-new"),
    ):
        await page.goto(path)
        await assert_good(page, f"{name}-{suffix}")
    await page.goto("/templates")
    await page.get_by_role("link", name="hello_world").click()
    await expect(page.locator("h1")).to_have_text(re.compile("hello_world"))
    await assert_good(page, f"template-{suffix}")
