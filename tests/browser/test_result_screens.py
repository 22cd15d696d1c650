"""A campaign's results, several compared, and the host names of short links: looked at."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

import seed_campaign
from db.models.links import LinkDomain
from db.models.templates import Template
from db.session import Database
from services import sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.fixtures.people import Person, add_person
from tests.results.scenes import people_of, world_of
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser
_SIZES = [
    pytest.param({"size": PHONE, "theme": "dark", "language": "pt-BR"}, id="phone"),
    pytest.param({"size": PHONE, "theme": "light", "language": "en-US"}, id="phone-light"),
    pytest.param({"size": DESKTOP, "theme": "light", "language": "en-US"}, id="desktop"),
    pytest.param({"size": DESKTOP, "theme": "dark", "language": "pt-BR"}, id="desktop-dark"),
]


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def _open(
    visits: Visits, database: Database, person: Person, company_id: UUID, **options: object
) -> Page:
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", **options)  # type: ignore[arg-type]
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


async def _look(page: Page, name: str) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, f"results-{name}", whole=True)


def _called(how: dict[str, Any]) -> str:
    return f"{how['theme']}-{how['size'][0]}"


async def lively(database: Database, company_id: UUID, *names: str, hosts: int = 0) -> list[UUID]:
    """Campaigns as the demo company has one: two versions, a hold-out, links, days of reading."""
    world = await world_of(database, company_id)
    made = []
    for luck, name in enumerate(names):
        contacts = await people_of(database, company_id, 240 + 60 * luck)
        async with database.company(company_id) as session:
            template = await session.get_one(Template, world.template_id)
            made.append(
                await seed_campaign.add(
                    session,
                    company_id,
                    contacts,
                    number_id=world.number_id,
                    template=template,
                    at=datetime.now(UTC) - timedelta(days=3 + luck),
                    name=name,
                    luck=luck,
                )
            )
    async with database.system() as session:
        for n in range(hosts):
            host = f"go{n}.{company_id.hex[:8]}.example"
            at = datetime.now(UTC) - timedelta(days=9) if n == 0 else None
            domain = LinkDomain(host=host, company_id=company_id, proof="p", verified_at=at)
            session.add(domain)
    return made


@pytest.mark.parametrize("how", _SIZES)
async def test_a_campaigns_results(
    console: Visits,
    database: Database,
    company_id: UUID,
    how: dict[str, Any],
) -> None:
    person = await add_person(database, company_id)
    (campaign_id,) = await lively(database, company_id, "Coleção de outono")
    page = await _open(console, database, person, company_id, **how)
    await page.goto(f"{console.base_url}/campaigns/{campaign_id}/results")
    await expect(page.locator("#course .chart-line").first).to_be_attached()
    await _look(page, _called(how))

    days = page.locator("#course .chart-steps a").nth(1)
    await days.click()
    await expect(days).to_have_attribute("aria-current", "true")
    await page.locator("#course summary").click()
    await expect(page.locator("#course table")).to_be_visible()

    await page.locator(".funnel a").nth(4).click()
    await expect(page.locator("#campaign-body .table tbody tr").first).to_be_visible()


@pytest.mark.parametrize("how", _SIZES[::3])
async def test_several_side_by_side(
    console: Visits,
    database: Database,
    company_id: UUID,
    how: dict[str, Any],
) -> None:
    person = await add_person(database, company_id)
    names = ("Coleção de outono", "Liquidação de inverno com um nome bem comprido", "Natal")
    made = await lively(database, company_id, *names)
    page = await _open(console, database, person, company_id, **how)
    await page.goto(f"{console.base_url}/campaigns/compare")
    await assert_accessible(page)
    for key in made:
        await page.locator(f'input[value="{key.hex}"]').check()
    await page.locator("main form button[type=submit]").click()
    await expect(page.locator(".compare thead th")).to_have_count(3)
    await _look(page, f"compare-{_called(how)}")


@pytest.mark.parametrize("how", _SIZES[::3])
async def test_host_names_of_short_links(
    console: Visits,
    database: Database,
    company_id: UUID,
    how: dict[str, Any],
) -> None:
    person = await add_person(database, company_id)
    await lively(database, company_id, hosts=2)
    page = await _open(console, database, person, company_id, **how)
    await page.goto(f"{console.base_url}/link-domains")
    await _look(page, f"hosts-{_called(how)}")


async def test_a_link_that_leads_nowhere(console: Visits) -> None:
    console.expected.append("404")
    page = await console.open("/l/nothing", size=PHONE, language="pt-BR")
    await expect(page.locator("h1")).to_have_text("Este link não leva a lugar nenhum")
    await _look(page, "nowhere")
