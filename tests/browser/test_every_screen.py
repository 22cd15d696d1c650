"""Every page of the console, in both themes, on both widths: readable by everybody.

Pages are found by asking every GET address, so a new screen is covered by being there.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from playwright.async_api import Page

from db.session import Database
from services import sessions
from tests.architecture.addresses import addresses
from tests.architecture.rows import Row, plant
from tests.architecture.test_isolation import PARAMETERS, Named
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, serve
from tests.conftest import create_company
from tests.fixtures.people import add_person, open_client, sign_in_as
from web.dependencies import SESSION_COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Swagger has a test of its own, and examples of the design system are not for customers.
_NOT_HERE = ("/api/", "/design")


@dataclass(frozen=True)
class Tour:
    """An owner's session, and the address of every page there is for them."""

    secret: str
    pages: list[str]


@pytest.fixture(scope="module")
async def tour(app: FastAPI, database: Database) -> Tour:
    company_id = await create_company(database)
    async with database.system() as session:
        rows = await plant(session, company_id)
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    async with open_client(app) as client:
        sign_in_as(client, app, secret)
        paths = [path for path in _paths(app, rows) if await _is_page(client, path)]
    return Tour(secret, paths)


def _paths(app: FastAPI, rows: dict[str, Row]) -> list[str]:
    found = []
    for address in addresses(app):
        if address.is_api or address.method != "GET" or address.path.startswith(_NOT_HERE):
            continue
        path = address.path
        for name in address.parameters:
            known = PARAMETERS[name]
            value = str(rows[known.table]["id"]) if isinstance(known, Named) else known.value
            path = path.replace(f"{{{name}}}", value)
        found.append(path)
    return found


async def _is_page(client: AsyncClient, path: str) -> bool:
    """Not a download, a stream, a part of a page or a way to another."""
    if path == "/live":
        return False
    answer = await client.get(path)
    return answer.status_code == 200 and answer.text.lstrip().lower().startswith("<!doctype html")


@pytest.fixture(scope="module")
async def url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


async def _walk(page: Page, paths: list[str]) -> dict[str, str]:
    found = {}
    for path in paths:
        await page.goto(path)
        try:
            await assert_accessible(page)
        except AssertionError as error:
            found[path] = str(error)[:600]
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found[path] = f"{found.get(path, '')} scrolls sideways by {wide}px"
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("theme", "size"), [("light", PHONE), ("dark", DESKTOP)], ids=["light-phone", "dark-desk"]
)
async def test_every_page_is_accessible(
    visits: Visits, url: str, tour: Tour, theme: str, size: tuple[int, int]
) -> None:
    assert len(tour.pages) > 30
    visits.base_url = url
    page = await visits.open("/offline", theme=theme, size=size)  # type: ignore[arg-type]
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": tour.secret, "url": url}])
    found = await _walk(page, tour.pages)
    assert not found, "\n".join(f"{path}: {what}" for path, what in found.items())


async def test_whoever_is_not_signed_in_can_read_their_pages(visits: Visits, url: str) -> None:
    visits.base_url = url
    for theme in ("light", "dark"):
        page = await visits.open("/sign-in", theme=theme, size=PHONE)
        assert await _walk(page, ["/sign-in", "/sign-up", "/offline"]) == {}
