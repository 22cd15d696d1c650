"""Settings of consent, one person's consent and a pasted list, as a person sees them."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect
from sqlalchemy import insert
from temporalio.client import Client
from temporalio.worker import Worker

from activities.imports import ImportActivities
from db.models.conversations import Conversation
from db.models.people import Company
from db.session import Database
from schemas.enums import Channel, TaskQueue
from services import sessions, topics
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.consents.ledger import ana, said, tell
from tests.fixtures.people import add_person
from tests.inbox.desk import open_desk
from web.dependencies import SESSION_COOKIE
from workflows.imports import ImportWorkflow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture(scope="module")
async def importing(
    database: Database, settings: Settings, temporal_client: Client
) -> AsyncIterator[None]:
    with ThreadPoolExecutor(2) as pool:
        work = ImportActivities(database, settings.storage_dir, pool).work_on_import
        async with (
            Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[ImportWorkflow]),
            Worker(temporal_client, task_queue=TaskQueue.IMPORTS, activities=[work]),
        ):
            yield


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def sign_up(
    visits: Visits,
    database: Database,
    size: tuple[int, int],
    language: str,
    theme: Literal["light", "dark"],
) -> tuple[Page, UUID]:
    """A page of a new company, and the company."""
    company_id = uuid4()
    async with database.system() as session:
        await session.execute(insert(Company).values(id=company_id, name="Loja Aurora"))
    owner = await add_person(database, company_id)
    # Not through the form: one address may sign up so often only, and other tests do too.
    async with database.system() as session:
        secret = await sessions.start(session, owner.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", size=size, language=language, theme=theme)
    await page.context.add_cookies(
        [{"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}]
    )
    await page.goto("/")
    return page, company_id


async def look(page: Page, name: str) -> None:
    """It fits, it is accessible, and here is a picture of it."""
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, name)


LOOKS = [
    pytest.param(PHONE, "pt-BR", "dark", "phone", id="phone"),
    pytest.param(DESKTOP, "en", "light", "desktop", id="desktop"),
]


@pytest.mark.parametrize(("size", "language", "theme", "kind"), LOOKS)
async def test_settings_and_topics(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    language: str,
    theme: Literal["light", "dark"],
    kind: str,
) -> None:
    page, _ = await sign_up(console, database, size, language, theme)
    await page.goto("/settings/consent")
    await expect(page.locator("#field-frequency_cap")).to_be_hidden()
    await page.check("[name=capped]")
    await page.fill("#field-frequency_cap", "3")
    await page.fill("#field-start_words", "SAIR")
    console.expected.append("422")
    await page.click("#consent-form button[type=submit]")
    await expect(page.locator("#field-start_words-error")).to_be_visible()
    await page.fill("#field-start_words", "Quero ofertas")
    await page.click(".consent-known summary")
    await look(page, f"consent-settings-{kind}")
    await page.click("#consent-form button[type=submit]")
    await expect(page.locator(".toast")).to_be_visible()
    assert await page.input_value("#field-frequency_cap") == "3"
    await page.goto("/topics")
    await look(page, f"topics-empty-{kind}")
    await page.fill("#field-name", "Ofertas")
    await page.fill("#field-description", "Toda segunda-feira")
    await page.click("#topic-list form button[type=submit]")
    await expect(page.locator("#topic-list td.main")).to_contain_text("Ofertas")
    await look(page, f"topics-{kind}")


@pytest.mark.parametrize(("size", "language", "theme", "kind"), LOOKS)
async def test_one_persons_consent(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    language: str,
    theme: Literal["light", "dark"],
    kind: str,
) -> None:
    page, company_id = await sign_up(console, database, size, language, theme)
    contact = await ana(database, company_id)
    await tell(
        database,
        company_id,
        said(True, channel=Channel.SMS, minute=-5),
        said(False, proof={"word": "sair"}),
    )
    await page.goto("/topics")
    await page.fill("#field-name", "Ofertas")
    await page.click("#topic-list form button[type=submit]")
    await expect(page.locator("#topic-list td.main")).to_contain_text("Ofertas")
    await page.goto(f"/contacts/{contact}/consent")
    await expect(page.locator("#whatsapp-nothing")).to_be_checked()
    await expect(page.locator("#sms-no_marketing")).to_be_checked()
    await page.check("#whatsapp-everything")
    console.expected.append("422")
    await page.click("form:has(#whatsapp-note) button[type=submit]")
    await expect(page.locator("#whatsapp-note-error")).to_be_visible()
    await look(page, f"contact-consent-{kind}")
    await page.fill("#whatsapp-note", "Ligou em 3 de maio")
    await page.click("form:has(#whatsapp-note) button[type=submit]")
    await expect(page.locator(".consent-history")).to_contain_text("Ligou em 3 de maio")
    await expect(page.locator("#whatsapp-everything")).to_be_checked()
    await page.click("form[action$='/topics'] button[type=submit]")
    await expect(page.locator(".consent-history")).to_contain_text("Ofertas")
    await page.goto("/opt-outs")
    await look(page, f"opt-outs-{kind}")


@pytest.mark.usefixtures("importing")
@pytest.mark.parametrize(("size", "language", "theme", "kind"), LOOKS)
async def test_a_pasted_list(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    language: str,
    theme: Literal["light", "dark"],
    kind: str,
) -> None:
    page, _ = await sign_up(console, database, size, language, theme)
    await page.goto("/opt-outs")
    await look(page, f"opt-outs-empty-{kind}")
    await page.goto("/opt-outs/new")
    await page.fill("#field-numbers", "(11) 98765-4321\n11 98765-4322, 12\n(11) 98765-4321")
    await look(page, f"opt-outs-new-{kind}")
    await page.click("#list-form button[type=submit]")
    await page.wait_for_url("**/opt-outs/lists/*")
    await expect(page.locator(".import-stats")).to_be_visible()
    await look(page, f"opt-outs-checked-{kind}")
    await page.click("form[action$='/start'] button[type=submit]")
    await page.click("#confirm-dialog [value=yes]")
    await expect(page.locator("a[href='/opt-outs'].btn")).to_be_visible()
    await look(page, f"opt-outs-done-{kind}")
    await page.goto("/opt-outs")
    await expect(page.locator("tbody tr")).to_have_count(4)


@pytest.mark.parametrize(("size", "language", "theme", "kind"), LOOKS)
async def test_the_panel_beside_a_conversation(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    language: str,
    theme: Literal["light", "dark"],
    kind: str,
) -> None:
    page, company_id = await sign_up(console, database, size, language, theme)
    desk = await open_desk(database, company_id)
    talk = await desk.conversation("Bia Nunes")
    async with database.company(company_id) as session:
        contact = (await session.get_one(Conversation, (company_id, talk))).contact_id
        await topics.create(session, company_id, "Ofertas", "")
    stop = said(False, match_key=None, contact_id=contact, proof={"word": "sair"})
    await tell(database, company_id, stop)
    await page.goto(f"/inbox/{talk}/panel")
    part = page.locator("[aria-labelledby=panel-consent]")
    await expect(part.locator(".consent-history li")).to_have_count(2)
    await part.locator("form[action$='/consent'] button").click()
    await page.click("#confirm-dialog [value=yes]")
    await expect(part.locator("form[action$='/consent']")).to_have_count(0)
    await part.locator("form[action$='/topic'] button").click()
    await expect(part.locator(".consent-history")).to_contain_text("Ofertas")
    await look(page, f"panel-consent-{kind}")
    await part.locator("a").last.click()
    await page.wait_for_url(f"**/contacts/{contact}/consent")
