"""An agent's morning in the list: two browsers at once, at a desk and on a phone."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route, expect
from sqlalchemy import update

from bootstrap import Resources
from db.models.conversations import Conversation
from db.models.people import Company
from db.session import Database
from schemas.enums import ConversationStatus, Direction, Priority, Role
from services import inbox_views, labels, sessions, teams
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.inbox.desk import Desk, open_desk
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser
_HEX = re.compile("[0-9a-f]{32}")


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
    async with database.system() as session:
        await session.execute(
            update(Company).where(Company.id == company_id).values(name="Padaria Central")
        )
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
    service_workers: Literal["allow", "block"] = "allow",
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
        service_workers=service_workers,
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
    await expect(bruno.locator(f'[data-line="{keys["edu"].hex}"]')).to_be_visible()
    await expect(ana.locator(f'[data-line="{keys["edu"].hex}"]')).to_have_count(0)
    kind = "phone" if size == PHONE else "desktop"
    await look(ana, f"inbox-assigned-{kind}")


async def _bump(desk: Desk, resources: Resources, key: UUID) -> None:
    """As if its customer wrote just now."""
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Conversation)
            .where(Conversation.id == key)
            .values(last_message_at=datetime.now(UTC), unread_count=1)
        )
    resources.hints.changed(desk.company_id, "conversation", key, inbox=desk.number_id)


async def test_news_move_a_line_to_the_top_and_leave_the_reader_where_they_are(
    console: Visits, desk: Desk, app_resources: Resources
) -> None:
    keys = [await desk.conversation(f"Cliente {n}", minutes_ago=n) for n in range(1, 91)]
    page = await enter(console, desk, "Ana Souza", "/inbox?view=all")
    lines = page.locator("[data-inbox-lines]")
    await expect(page.locator("[data-line]")).to_have_count(50)
    await lines.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    await expect(page.locator("[data-line]")).to_have_count(90)
    await lines.evaluate("element => element.scrollTo(0, 1500)")
    box = page.locator(f'[data-line="{keys[30].hex}"] .line-pick')
    await box.check(force=True)
    before = await lines.evaluate("element => element.scrollTop")
    await _bump(desk, app_resources, keys[60])
    first = page.locator("[data-line]").first
    await expect(first).to_have_attribute("data-line", keys[60].hex)
    await expect(page.locator("[data-line]")).to_have_count(90)
    await expect(box).to_be_checked()
    await expect(page.locator("[data-picked-count]")).to_have_text("1")
    after = await lines.evaluate("element => element.scrollTop")
    # The line that left from below went above: nothing jumps by more than one line.
    assert abs(after - before) < 130


async def test_news_asked_for_before_more_lines_came_do_not_take_them_away(
    console: Visits, desk: Desk, app_resources: Resources
) -> None:
    keys = [await desk.conversation(f"Cliente {n}", minutes_ago=n) for n in range(1, 91)]
    console.expected = ["Service Worker registration blocked"]
    # What a service worker asks for goes past the page's routes.
    page = await enter(console, desk, "Ana Souza", "/inbox?view=all", service_workers="block")
    answered, released = asyncio.Event(), asyncio.Event()

    async def hold_back(route: Route) -> None:
        answer = await route.fetch()
        answered.set()
        await released.wait()
        # Another look may have taken its place.
        with suppress(PlaywrightError):
            await route.fulfill(response=answer)

    await page.route("**/inbox/lines?*", hold_back)
    await _bump(desk, app_resources, keys[60])
    # Asked for at once, whether or not the stream was open when it was told.
    await page.evaluate("() => document.body.dispatchEvent(new CustomEvent('inbox-changed'))")
    await asyncio.wait_for(answered.wait(), timeout=30)
    lines = page.locator("[data-inbox-lines]")
    await lines.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    # The one that moved up stands above what this page has, so one may be missing until it looks.
    last = page.locator("[data-line]").nth(88)
    await expect(last).to_be_attached()
    await lines.evaluate("element => element.scrollTo(0, 0)")
    released.set()
    first = page.locator("[data-line]").first
    await expect(first).to_have_attribute("data-line", keys[60].hex)
    await expect(last).to_be_attached()


async def test_keys_walk_tick_open_and_close(console: Visits, desk: Desk) -> None:
    keys = [await desk.conversation(f"Cliente {n}", minutes_ago=n) for n in range(1, 5)]
    page = await enter(console, desk, "Ana Souza", "/inbox?view=all")
    await expect(page.locator("[data-line]")).to_have_count(4)
    for key in ("j", "j", "k", "j", "x"):
        await page.keyboard.press(key)
    await expect(page.locator(f'[data-line="{keys[1].hex}"] .line-pick')).to_be_checked()
    await expect(page.locator("#inbox-bulk")).to_be_visible()
    await look(page, "inbox-bulk-desktop")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/inbox/{keys[1]}**")
    await expect(page.locator("#conversation-actions")).to_contain_text("Close")
    # Whoever opens a line may write at once; Escape leads back to the keys.
    await page.locator("#composer-text").focus()
    await page.keyboard.press("Escape")
    await expect(page.locator(f'[data-line="{keys[1].hex}"] .line-link')).to_be_focused()
    await page.keyboard.press("e")
    await expect(page.locator(f'[data-line="{keys[1].hex}"]')).to_have_count(0)
    await expect(page.locator("#conversation-actions")).to_contain_text("Reopen")
    # What went wrong by a key is taken back by one press.
    await page.locator(".toast-action").click()
    await expect(page.locator(f'[data-line="{keys[1].hex}"]')).to_be_visible()


async def test_many_are_ticked_and_closed(console: Visits, desk: Desk) -> None:
    keys = [await desk.conversation(f"Cliente {n}", minutes_ago=n) for n in range(1, 4)]
    page = await enter(console, desk, "Ana Souza", "/inbox?view=all")
    await page.locator(f'[data-line="{keys[0].hex}"] .line-pick').check(force=True)
    await page.locator("#inbox-bulk [data-pick-all]").check()
    await expect(page.locator("#inbox-bulk [data-picked-count]")).to_have_text("3")
    await page.locator("#inbox-bulk [popovertarget=bulk-assign]").click()
    await page.locator("#bulk-assign button", has_text="Me").click()
    await expect(page.locator("#inbox-bulk")).to_be_hidden()
    assert [(await desk.row(key)).assignee_id for key in keys] == [desk.people["Ana Souza"]] * 3
    await expect(page.locator(".inbox-tabs a").first).to_contain_text("3")


async def test_search_shows_the_hit_and_leads_to_it(console: Visits, desk: Desk) -> None:
    key = await desk.conversation("Conceição Alves", body="O orçamento da porta chegou ontem")
    await desk.conversation("Outra pessoa", minutes_ago=3)
    page = await enter(console, desk, "Ana Souza", "/inbox?view=all", size=PHONE)
    await page.keyboard.press("/")
    await page.keyboard.type("orcamento")
    await expect(page.locator(".inbox-found mark")).to_have_text("orçamento")
    await expect(page.locator("#inbox-live")).to_be_hidden()
    await look(page, "inbox-search-phone")
    await page.locator(".inbox-found .found-link").first.click()
    await page.wait_for_url(f"**/inbox/{key}?at=**")


async def test_on_a_phone_the_way_back_leads_to_the_same_place(console: Visits, desk: Desk) -> None:
    for n in range(1, 40):
        await desk.conversation(f"Cliente {n}", minutes_ago=n)
    page = await enter(console, desk, "Ana Souza", "/inbox?view=all", size=PHONE)
    lines = page.locator("[data-inbox-lines]")
    await lines.evaluate("element => element.scrollTo(0, 900)")
    await page.locator("[data-line] .line-link").nth(14).click()
    await expect(page.locator("#inbox-open")).to_have_attribute("data-conversation", _HEX)
    await page.locator(".pane-back").click()
    await expect(page.locator("#inbox-open[data-conversation]")).to_have_count(0)
    assert await lines.evaluate("element => element.scrollTop") > 800
    assert page.url.endswith("/inbox?view=all")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_the_settings_of_the_inbox_are_fit_to_be_seen(
    console: Visits, desk: Desk, size: tuple[int, int]
) -> None:
    await furnish(desk)
    await desk.person("Dona Marta", Role.OWNER)
    kind = "phone" if size == PHONE else "desktop"
    page = await enter(console, desk, "Dona Marta", "/labels", size=size, language="pt-BR")
    for place in ("labels", "teams", "inboxes", "settings/members"):
        await page.goto(f"/{place}")
        await look(page, f"settings-{place.rpartition('/')[2]}-{kind}")
