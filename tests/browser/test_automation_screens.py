"""A rule from an example to its log, on a phone and a desktop, in both themes and languages."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.models.templates import Template
from db.session import Database
from schemas.automation import Action, ActionKind, TriggerKind
from schemas.enums import TemplateCategory, TemplateStatus
from tests.automation.house import House, open_house
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
    await screenshot(page, f"automation-{name}")


@pytest.mark.parametrize(
    ("size", "theme", "language", "name"),
    [(PHONE, "dark", "pt-BR", "phone"), (DESKTOP, "light", "en-US", "desktop")],
)
async def test_a_rule_is_made_tried_switched_and_its_log_read(
    *,
    console: Visits,
    database: Database,
    size: tuple[int, int],
    theme: str,
    language: str,
    name: str,
) -> None:
    # A form that is not right yet.
    console.expected += ["422"]
    owner = await new_owner(console, database, size=size, theme=theme, language=language)
    page, house = owner.page, await open_house(database, owner.company_id)
    await house.desk.person("Bruno Lima")
    await house.tag("Interessado")
    template = await add_template(house)
    talk = await house.desk.conversation("Ana Souza")
    await page.goto("/automation")
    await look(page, f"empty-{name}")
    await page.click("a[href*='recipe=price']")
    await expect(page.locator("textarea[name='t-words']")).to_contain_text("preço")
    await _add(page, "do-add:tag")
    await page.locator("input[name='a-2-tag_ids']").check()
    await page.locator("button[name=do][value='add:0']").click()
    await page.locator("input[name='value-0-0']").fill("Ana Souza")
    await look(page, f"editor-{name}")
    await _fill_a_template(page, template, name)
    # A field nobody chose sends the form back with the words beside it.
    await _add(page, "do-add:stage")
    await page.locator(".form-actions button[type=submit]").click()
    await expect(page.locator("#rule-editor [role=alert]")).to_have_count(1)
    await look(page, f"wrong-{name}")
    await page.locator("button[value='do-remove:3']").click()
    await expect(page.locator("#rule-editor [role=alert]")).to_have_count(0)
    await page.locator(".form-actions button[type=submit]").click()
    await page.wait_for_url("**/automation")
    switch = page.locator(".rule-switch")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await switch.click()
    await expect(page.locator(".rule-switch")).to_have_attribute("aria-checked", "true")
    await _happen(house, talk)
    await page.reload()
    await look(page, f"list-{name}")
    await page.click(".rule-name")
    await page.click("a[href$='/try']")
    await page.fill("#field-q", "Ana")
    await page.keyboard.press("Enter")
    await page.click(".rule-people a")
    await expect(page.locator(".rule-did li")).to_have_count(3)
    await look(page, f"try-{name}")
    await page.goto("/automation/runs")
    await expect(page.locator(".rule-runs > li")).to_have_count(3)
    await look(page, f"log-{name}")
    await page.select_option("select[name=status]", "done")
    await expect(page.locator(".rule-runs > li")).to_have_count(2)


async def _fill_a_template(page: Page, template: UUID, name: str) -> None:
    """What fills its places is asked as soon as one is chosen."""
    await _add(page, "do-add:send")
    await page.select_option("select[name='a-3-template_id']", str(template))
    source = page.locator("select[name='a-3-source:body.1']")
    await source.select_option("text")
    await page.fill("input[name='a-3-value:body.1']", "cliente")
    await look(page, f"template-{name}")
    await page.locator("button[value='do-remove:3']").click()
    await expect(source).to_have_count(0)


async def add_template(house: House) -> UUID:
    async with house.database.company(house.company_id) as session:
        template = Template(
            company_id=house.company_id,
            connection_id=house.desk.connection_id,
            name="lembrete",
            language="pt_BR",
            category=TemplateCategory.UTILITY,
            status=TemplateStatus.APPROVED,
            components=[{"type": "BODY", "text": "Olá {{1}}, tudo bem?"}],
        )
        session.add(template)
        await session.flush()
        return template.id


async def _add(page: Page, action: str) -> None:
    if not await page.locator(f"button[value='{action}']").is_visible():
        await page.click(".rule-more > summary")
    await page.locator(f"button[value='{action}']").click()
    kind = action.partition(":")[2]
    await expect(page.locator(f"input[name=action][value={kind}]")).to_have_count(1)


async def _happen(house: House, talk: UUID) -> None:
    """The rule runs, another passes it over, and one has nobody to give it to."""
    await house.rule(
        TriggerKind.MESSAGE_RECEIVED,
        Action(ActionKind.WEBHOOK, name="lead"),
        Action(ActionKind.PRIORITY),
        name="Avisar o CRM",
        pause_minutes=60,
    )
    await house.writes(talk, "Oi, qual o preço?")
    await house.work()
    await house.writes(talk, "Alô?")
    await house.work()
