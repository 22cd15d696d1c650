"""Importing a list and building a segment, as a person does it: phone and desktop."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, Route, expect
from temporalio.client import Client
from temporalio.worker import Worker

from activities.imports import ImportActivities
from db.models.contacts import Contact
from db.session import Database
from schemas.enums import TaskQueue
from services.phones import match_key
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.browser.owners import new_owner
from workflows.imports import ImportWorkflow

pytestmark = pytest.mark.browser

LIST = (
    "Nome;WhatsApp;E-mail;Cidade;Nascimento\n"
    "Ana Lúcia;(11) 98765-4321;ana@example.com;São Paulo;05/03/1990\n"
    "Bruno Reis;+55 81 99876-5432;;Recife;\n"
    "Carla;81 3322-1100;carla@example.com;Olinda;\n"
    "Ana de novo;11 8765-4321;;São Paulo;\n"
    "Sem número;;x@example.com;;\n"
)


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture(scope="module")
async def importing(
    database: Database, settings: Settings, temporal_client: Client
) -> AsyncIterator[None]:
    """A worker for imports."""
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


async def look(page: Page, name: str) -> None:
    """It fits, it is accessible, and here is a picture of it."""
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, name)


async def import_list(page: Page, path: Path, kind: str) -> None:
    await page.goto("/imports/new")
    await page.set_input_files("#field-file", path)
    await look(page, f"import-1-file-{kind}")
    await page.click("#upload-form button[type=submit]")
    await page.wait_for_selector("#columns-form")
    assert await page.input_value("select[name=column-1]") == "phone"
    await page.select_option("select[name=column-3]", "new:text")
    await page.select_option("select[name=column-4]", "new:date")
    await page.fill("#field-new_tags", "Março")
    await look(page, f"import-2-columns-{kind}")
    await page.click("#columns-form .form-actions button[type=submit]")
    await page.wait_for_selector(".import-stats")
    assert await page.locator(".import-stats dd").all_inner_texts() == ["3", "0", "0", "1", "1"]
    await look(page, f"import-3-check-{kind}")
    await page.click("form[action$='/start'] button")
    await page.wait_for_selector("form[action$='/undo']")
    await look(page, f"import-4-result-{kind}")


async def build_segment(page: Page, kind: str) -> None:
    """By keyboard and mouse: everybody of Recife or with the tag who has an e-mail."""
    await page.goto("/segments/new")
    await page.fill("#field-name", "Recife ou março")
    await page.select_option("select[name=field-0-0]", "email")
    await expect(page.locator("select[name=field-0-0]")).to_have_value("email")
    await page.select_option("select[name=operator-0-0]", "is_set")
    await expect(page.locator("input[name=value-0-0]")).to_have_count(0)
    await expect(page.locator(".big-number")).to_have_text("2")
    await page.click("button[value='group:0']")
    await page.select_option("select[name=field-0-1-0]", "fields.cidade")
    await expect(page.locator("select[name=field-0-1-0]")).to_have_value("fields.cidade")
    await page.fill("input[name=value-0-1-0]", "sao paulo")
    await expect(page.locator(".big-number")).to_have_text("1")
    await page.click("button[value='add:0-1']")
    await page.select_option("select[name=field-0-1-1]", "tags")
    await page.locator("input[type=checkbox][name=value-0-1-1]").first.check()
    await expect(page.locator(".big-number")).to_have_text("2")
    await look(page, f"segment-builder-{kind}")
    await page.focus("#field-name")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/segments")


@pytest.mark.parametrize(
    ("size", "language"), [(PHONE, "pt-BR"), (DESKTOP, "en-US")], ids=["phone", "desktop"]
)
async def test_a_list_is_imported_and_a_segment_built(
    *,
    console: Visits,
    database: Database,
    importing: None,
    tmp_path: Path,
    size: tuple[int, int],
    language: str,
) -> None:
    kind = "phone" if size == PHONE else "desktop"
    path = tmp_path / "clientes.csv"
    path.write_bytes(LIST.encode("cp1252"))
    page = (await new_owner(console, database, size=size, language=language)).page
    await page.goto("/contacts")
    await look(page, f"contacts-empty-{kind}")
    await import_list(page, path, kind)
    await build_segment(page, kind)
    await look(page, f"segments-{kind}")
    await page.goto("/contacts")
    await page.locator("input[name=contact]").first.check()
    await look(page, f"contacts-{kind}")
    await page.locator("a.cell-main").last.click()
    await page.wait_for_selector("#contact-body")
    await look(page, f"contact-{kind}")
    for place in ("tags", "fields", "imports"):
        await page.goto(f"/{place}")
        await look(page, f"{place}-{kind}")
    await page.goto("/contacts/new")
    await look(page, f"contact-new-{kind}")


async def test_the_count_of_a_segment_is_of_what_was_typed_last(
    console: Visits, database: Database
) -> None:
    """An answer comes in the middle of the pause that follows the typing."""
    owner = await new_owner(console, database)
    phones = {"Ana": "+5511987654321", "Bruno": "+5511987654322"}
    async with database.company(owner.company_id) as session:
        for name, phone in phones.items():
            key = match_key(phone)
            session.add(Contact(company_id=owner.company_id, name=name, phone=phone, phone_key=key))
    page = owner.page
    await page.goto("/segments/new")
    await page.select_option("select[name=field-0-0]", "name")
    value = page.locator("input[name=value-0-0]")
    asked, answer = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await answer.wait()
        await route.continue_()

    await page.route("**/segments/count", hold, times=1)
    await value.fill("nobody")
    await asyncio.wait_for(asked.wait(), 60)
    async with page.expect_response("**/segments/count"):
        await value.fill("Ana")
        answer.set()
    await expect(page.locator(".big-number")).to_have_text("1")
