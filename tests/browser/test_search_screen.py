"""Searching the inbox, on a phone and a desktop: it fits, is accessible, and leads to the message."""

from collections.abc import AsyncIterator
from typing import Literal
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import expect

from db.session import Database
from schemas.enums import Direction
from services import sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.fixtures.people import add_person
from tests.search.talk import Talk
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.mark.parametrize(
    ("size", "theme", "language", "name"),
    [(PHONE, "dark", "pt-BR", "phone"), (DESKTOP, "light", "en-US", "desktop")],
)
async def test_what_is_found_is_marked_and_leads_to_it(
    *,
    visits: Visits,
    console_url: str,
    database: Database,
    company_id: UUID,
    size: tuple[int, int],
    theme: Literal["light", "dark"],
    language: str,
    name: str,
) -> None:
    talk = Talk(database, company_id)
    sales, support = await talk.number(), await talk.number()
    ana = await talk.conversation(sales, "Ana Lúcia Souza")
    bia = await talk.conversation(support, "Bia Promoções")
    await talk.say(ana, "Oi! Vi a promoção de sábado, ainda está valendo?")
    await talk.say(ana, "Sim, as promoções vão até domingo às 18h.", direction=Direction.OUT)
    await talk.say(bia, "Quero saber se a PROMOÇÃO vale também para entrega no meu bairro")
    await talk.say(bia, "promoção prometida", kind="note", direction=Direction.NOTE)
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    visits.base_url = console_url
    page = await visits.open("/sign-in", size=size, theme=theme, language=language)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": console_url}])
    await page.goto("/inbox/search?q=promocoes")
    await expect(page.locator(".found mark")).to_have_count(4)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    await assert_accessible(page)
    await screenshot(page, f"search-page-{name}")
    await page.select_option("#field-who", "notes")
    await page.click(".search-form button[type=submit]")
    await expect(page.locator(".found mark")).to_have_count(1)
    await page.click(".found-link")
    await page.wait_for_url(f"**/inbox/{bia.id}**")
