"""Who is in a cadence: enrol, pause one, take one out, the story; on a phone and a desktop."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.models.contacts import Contact, Segment, Tag
from db.session import Database
from schemas.cadence_sources import SourceFields, SourceKind
from schemas.cadences import ChangeTags, Condition, Definition, Wait, WaitKind
from schemas.enums import Role
from schemas.recurrence import Recurrence
from schemas.segments import Group, to_json
from services import cadence_engine, cadence_jobs, cadence_sources, enrolling, sessions
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.conftest import create_company
from tests.enrolments.people import add_cadence, add_contacts
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser
_NAMES = ("Ana Beatriz Lima", "Caio Prado", "Débora Nunes", "Edu Figueiredo")


@dataclass(frozen=True)
class View:
    name: str
    size: tuple[int, int]
    theme: Literal["light", "dark"]
    language: str


ON_PHONE = View("phone", PHONE, "dark", "pt-BR")
ON_DESK = View("desktop", DESKTOP, "light", "en-US")
VIEWS = pytest.mark.parametrize("view", [ON_PHONE, ON_DESK], ids=lambda view: view.name)


@dataclass(frozen=True)
class Desk:
    page: Page
    company_id: UUID
    cadence_id: UUID
    contacts: list[UUID]


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def enter(console: Visits, database: Database, view: View) -> Desk:
    """A signed-in owner, a cadence of some days, and three of four contacts on their way."""
    company_id = await create_company(database)
    async with database.company(company_id) as session:
        tag = Tag(company_id=company_id, name="Interessado")
        session.add(tag)
        await session.flush()
        steps = (
            Wait("w1", minutes=2 * 24 * 60),
            Condition("c1", segment=to_json(Group()), yes=(ChangeTags("t1", add=(tag.id,)),)),
            Wait("w2", WaitKind.UNTIL, weekdays=(1, 3), time="09:00"),
        )
        cadence_id = await add_cadence(session, company_id, Definition(steps))
        contacts = await add_contacts(session, company_id, len(_NAMES))
        for key, name in zip(contacts, _NAMES, strict=True):
            (await session.get_one(Contact, (company_id, key))).name = name
        await enrolling.enrol(session, company_id, cadence_id, contacts[1:], source="console")
    async with database.company(company_id) as session:
        await cadence_engine.move_page(session, cadence_id)
    person = await add_person(database, company_id, Role.OWNER)
    async with database.system() as session:
        token = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await console.open("/sign-in", size=view.size, theme=view.theme, language=view.language)
    await page.context.add_cookies(
        [{"name": SESSION_COOKIE, "value": token, "url": console.base_url}]
    )
    return Desk(page, company_id, cadence_id, contacts)


async def add_sources(database: Database, desk: Desk) -> None:
    async with database.company(desk.company_id) as session:
        segment = Segment(
            company_id=desk.company_id, name="Clientes de Recife", definition=to_json(Group())
        )
        session.add(segment)
        await session.flush()
        daily = Recurrence("daily", 1, (), 1, "09:00", "2026-01-01")
        for fields in (
            SourceFields(SourceKind.SEGMENT, segment.id, rule=daily, time_zone="America/Recife"),
            SourceFields(SourceKind.KEYWORD, words=("Eu quero", "Oferta")),
        ):
            await cadence_sources.create(
                session, desk.company_id, desk.cadence_id, fields, now=datetime.now(UTC)
            )


async def test_enrol_pause_one_see_the_story_and_take_one_out(
    console: Visits, database: Database
) -> None:
    desk = await enter(console, database, ON_DESK)
    page = desk.page
    await page.goto(f"{console.base_url}/contacts/{desk.contacts[0]}")
    card = page.locator(".in-cadences")
    await expect(card).to_contain_text("In no cadence.")
    await card.get_by_label("Enrol in a cadence").select_option(index=1)
    await card.get_by_role("button", name="Enrol").click()
    await expect(card).to_contain_text("On their way")
    await card.get_by_role("button", name="Pause Cadence").click()
    await expect(card).to_contain_text("Paused")

    await page.goto(f"{console.base_url}/cadences/{desk.cadence_id}/people")
    await expect(page.locator("#people-list tbody tr")).to_have_count(4)
    await page.get_by_label("Status", exact=True).select_option("paused")
    await expect(page.locator("#people-list tbody tr")).to_have_count(1)
    await page.get_by_role("link", name="Ana Beatriz Lima").click()
    story = page.locator(".happenings").first
    await expect(story).to_contain_text("Enrolled by a person")
    await expect(story).to_contain_text("Paused")
    await page.get_by_role("button", name="Go on").click()
    await expect(page.locator("#enrolment-body h1 + .status")).to_have_text("On their way")

    await page.goto(f"{console.base_url}/cadences/{desk.cadence_id}/people")
    await page.get_by_label("Select Caio Prado").check()
    bar = page.locator(".bulk-bar")
    await bar.get_by_label("Why (optional)").fill("Comprou na loja")
    await bar.get_by_role("button", name="Take out").click()
    await page.click("#confirm-dialog [value=yes]")
    row = page.locator("#people-list tbody tr", has_text="Caio Prado")
    await expect(row).to_contain_text("Stopped")
    await row.get_by_role("link").click()
    await expect(page.locator(".happenings").first).to_contain_text("Comprou na loja")


async def test_whoever_is_ticked_stays_so_until_a_cadence_is_chosen(
    console: Visits, database: Database
) -> None:
    console.expected.append("422")
    desk = await enter(console, database, ON_PHONE)
    async with database.company(desk.company_id) as session:
        await add_cadence(session, desk.company_id)
    page = desk.page
    await page.goto(f"{console.base_url}/contacts")
    await page.locator(f"input[name=contact][value='{desk.contacts[0]}']").check()
    bar = page.locator(".bulk-bar")
    enrol = bar.locator("button[formaction$='/contacts/enrol']")
    await enrol.click()
    await expect(bar.get_by_role("alert")).to_have_text("Escolha uma cadência.")
    await expect(bar.locator("[data-picked-count]")).to_have_text("1")
    await assert_accessible(page)
    await bar.locator("select[name=cadence]").select_option(value=desk.cadence_id.hex)
    await enrol.click()
    # What was done stands elsewhere; the message leads there.
    await page.locator(".toast a").click()
    await page.wait_for_url(f"**/cadences/{desk.cadence_id}/people")
    await expect(page.locator("#people-list")).to_contain_text("Ana Beatriz Lima")


@VIEWS
async def test_the_screens_are_accessible_on_each_device(
    console: Visits, database: Database, view: View
) -> None:
    desk = await enter(console, database, view)
    await add_sources(database, desk)
    page, place = desk.page, f"{console.base_url}/cadences/{desk.cadence_id}"
    for name, address in (
        ("people", f"{place}/people"),
        ("sources", f"{place}/sources"),
        ("source-new", f"{place}/sources/new?kind=segment"),
        ("source-word", f"{place}/sources/new?kind=keyword"),
        ("contact", f"{console.base_url}/contacts/{desk.contacts[1]}"),
    ):
        await page.goto(address)
        await assert_accessible(page)
        await screenshot(page, f"enrolments-{name}-{view.name}")
    await page.goto(f"{place}/people")
    await page.get_by_role("link", name="Caio Prado").click()
    await expect(page.locator(".happenings").first).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, f"enrolments-story-{view.name}")


@VIEWS
async def test_what_is_done_with_many_shows_how_far_it_is_and_what_was_done(
    console: Visits, database: Database, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cadence_jobs, "BLOCK", 2)
    desk = await enter(console, database, view)
    page, place = desk.page, f"{console.base_url}/cadences/{desk.cadence_id}"

    async def work() -> None:
        async with database.company(desk.company_id) as session:
            await cadence_jobs.work_on(session, desk.cadence_id)

    await page.goto(f"{place}/people?status=live")
    await page.locator("#people-list tbody [name=enrolment]").first.check()
    await page.locator(".bulk-bar [name=matching]").check()
    await page.locator(".bulk-bar [value=pause]").click()
    line = page.locator(".job-line")
    await expect(line).to_be_visible()
    await work()
    await work()
    await expect(line.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "67")
    await assert_accessible(page)
    await screenshot(page, f"cadence-job-{view.name}")
    await work()
    await expect(line.get_by_role("progressbar")).to_have_count(0)
    # The list is read anew by itself.
    paused = page.locator("#people-list tbody tr .status", has_text=re.compile("Paus"))
    await expect(paused).to_have_count(3)
    await screenshot(page, f"cadence-job-over-{view.name}")

    await page.locator("#people-list tbody [name=enrolment]").first.check()
    await page.locator(".bulk-bar [name=matching]").check()
    await page.locator(".bulk-bar [value=resume]").click()
    await page.locator(".job-line button").click()
    await expect(page.locator(".job-line .tone-warning")).to_be_visible()
    await expect(paused).to_have_count(3)
