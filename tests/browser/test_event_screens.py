"""The list of events with its examples, and what was told lately."""

import re
from collections.abc import AsyncIterator
from typing import Literal
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.session import Database
from services import events, sessions
from services.events import Happening
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.events.hearing import listen
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


async def _open(
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
    cookies = {SESSION_COOKIE: secret}
    return await visits.open(
        "/settings/events", size=size, theme=theme, language=language, cookies=cookies
    )


async def _happen(database: Database, company_id: UUID) -> None:
    await listen(database, company_id)
    for name in ("contact.deleted", "contact.opted_out"):
        async with database.company(company_id) as session:
            data = {"channel": "sms", "external_id": "lead-7"}
            key = uuid4()
            told = Happening(name, "contact", key, data, contact_id=key)
            await events.tell(session, company_id, [told])


async def test_what_happened_lately_is_narrowed_and_read(
    console: Visits, database: Database, company_id: UUID
) -> None:
    await _happen(database, company_id)
    page = await _open(console, database, company_id)
    log = page.locator("#event-log details")
    await expect(log).to_have_count(2)
    await log.first.locator("summary").click()
    await expect(log.first.locator("pre")).to_contain_text('"type": "contact.opted_out"')
    await assert_accessible(page)
    await screenshot(page, "events-desktop")
    await page.select_option("#event-type", "contact.deleted")
    await expect(log).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"\?type=contact\.deleted$"))
    await page.select_option("#event-type", "campaign.started")
    await expect(page.locator("#event-log .empty")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_event_has_an_example_on_a_phone(
    console: Visits,
    database: Database,
    company_id: UUID,
    theme: Literal["light", "dark"],
) -> None:
    await _happen(database, company_id)
    page = await _open(console, database, company_id, size=PHONE, theme=theme, language="pt-BR")
    received = page.locator("[id='message.received']")
    await received.locator("summary").click()
    await expect(received.locator("pre")).to_contain_text("Oi, ainda tem vaga?")
    await expect(received.locator(".hint")).to_have_text("Um cliente escreveu.")
    await assert_accessible(page)
    await screenshot(page, f"events-phone-{theme}")


async def test_without_news_it_says_what_makes_some(
    console: Visits, database: Database, company_id: UUID
) -> None:
    page = await _open(console, database, company_id)
    await expect(page.locator("#event-log .empty")).to_be_visible()
