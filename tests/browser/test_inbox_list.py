"""An agent's morning in the list: two browsers at once, at a desk and on a phone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from db.session import Database
from schemas.enums import ConversationStatus, Direction, Priority
from services import inbox_views, labels, sessions, teams
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.inbox.desk import Desk, open_desk
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


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    desk = await open_desk(database, company_id)
    await desk.person("Ana Souza")
    await desk.person("Bruno Lima")
    return desk


async def enter(
    console: Visits,
    desk: Desk,
    name: str,
    path: str = "/inbox",
    *,
    size: tuple[int, int] = DESKTOP,
    theme: str = "light",
    language: str = "en-US",
) -> Page:
    async with desk.database.system() as session:
        secret = await sessions.start(
            session, desk.people[name], desk.company_id, user_agent="test"
        )
    page = await console.open(
        "/sign-in",
        size=size,
        theme="dark" if theme == "dark" else "light",
        language=language,
    )
    await page.context.add_cookies(
        [{"name": SESSION_COOKIE, "value": secret, "url": console.base_url}]
    )
    await page.goto(path)
    return page


async def look(page: Page, name: str) -> None:
    """It fits, it is accessible, and here is a picture of it."""
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, name, whole=False)


async def furnish(desk: Desk) -> dict[str, UUID]:
    """A morning's list, with one of everything a line can show."""
    now = datetime.now(UTC)
    ana, bruno = desk.people["Ana Souza"], desk.people["Bruno Lima"]
    second = await desk.number("Entregas")
    async with desk.database.company(desk.company_id) as session:
        paid = await labels.create(session, desk.company_id, "Pago", "green")
        swap = await labels.create(session, desk.company_id, "Troca", "red")
        await teams.create(session, desk.company_id, "Vendas", [ana, bruno])
        await inbox_views.create(
            session,
            desk.company_id,
            ana,
            name="Urgentes",
            filters={"view": "all", "priority": "urgent"},
            shared=False,
        )
    return {
        "carla": await desk.conversation(
            "Carla Menezes",
            body="Bom dia! Meu pedido ainda não chegou, vocês conseguem ver para mim?",
            assignee_id=ana,
            unread_count=2,
            waiting_since=now - timedelta(minutes=4),
            label_ids=[swap.id],
            minutes_ago=4,
        ),
        "duda": await desk.conversation(
            "Duda Farias",
            body="Perfeito, obrigada!",
            assignee_id=ana,
            label_ids=[paid.id],
            minutes_ago=38,
            number_id=second,
        ),
        "edu": await desk.conversation(
            "Eduardo Prado",
            body="Posso retirar na loja?",
            unread_count=1,
            waiting_since=now - timedelta(minutes=95),
            priority=Priority.URGENT,
            minutes_ago=95,
        ),
        "fe": await desk.conversation(
            "Fernanda Rocha",
            body="Segue o comprovante",
            assignee_id=bruno,
            direction=Direction.OUT,
            minutes_ago=60 * 26,
        ),
        "gil": await desk.conversation(
            "", body="Oi", minutes_ago=60 * 24 * 9, waiting_since=now - timedelta(days=9)
        ),
        "helo": await desk.conversation(
            "Heloísa Braga",
            body="Até segunda",
            assignee_id=ana,
            status=ConversationStatus.SNOOZED,
            snoozed_until=now + timedelta(days=2),
            minutes_ago=300,
        ),
    }


def line(page: Page, key: UUID) -> object:
    return page.locator(f'[data-line="{key.hex}"]')


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_list_is_fit_to_be_seen(
    console: Visits, desk: Desk, size: tuple[int, int], theme: str
) -> None:
    await furnish(desk)
    kind = f"{'phone' if size == PHONE else 'desktop'}-{theme}"
    language = "pt-BR" if theme == "dark" else "en-US"
    page = await enter(
        console, desk, "Ana Souza", "/inbox?view=all", size=size, theme=theme, language=language
    )
    await expect(page.locator("[data-line]")).to_have_count(5)
    await look(page, f"inbox-list-{kind}")
    await page.locator("[popovertarget=inbox-filter]").click()
    await look(page, f"inbox-filter-{kind}")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_one_assigns_and_the_other_sees_it(
    console: Visits, desk: Desk, size: tuple[int, int]
) -> None:
    keys = await furnish(desk)
    bruno = await enter(console, desk, "Bruno Lima", "/inbox?view=mine", size=size)
    await expect(bruno.locator("[data-line]")).to_have_count(1)
    ana = await enter(console, desk, "Ana Souza", "/inbox?view=unassigned", size=size)
    await ana.locator(f'[data-line="{keys["edu"].hex}"] .line-link').click()
    await ana.wait_for_url(f"**/inbox/{keys['edu']}**")
    await ana.locator("#conversation-actions [popovertarget=act-assign]").click()
    await ana.locator("#act-assign button", has_text="Bruno Lima").click()
    await expect(ana.locator("#conversation-actions .act-text").first).to_have_text("Bruno Lima")
    # Bruno sees it come without touching anything; Ana sees it leave the unassigned ones.
    await expect(bruno.locator(f'[data-line="{keys["edu"].hex}"]')).to_be_visible(timeout=5_000)
    await expect(ana.locator(f'[data-line="{keys["edu"].hex}"]')).to_have_count(0)
    kind = "phone" if size == PHONE else "desktop"
    await look(ana, f"inbox-assigned-{kind}")
