"""An agent's day in one conversation, in a real browser, with messages really sent."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import insert, update
from temporalio.client import Client

import logs
from db.models.contacts import Contact
from db.models.conversations import CannedReply, Conversation, Message
from db.models.people import Company, User
from db.queries import channels
from db.session import Database
from schemas.enums import DeliveryStatus, Direction
from services import sessions
from services.phones import match_key
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot
from tests.browser.stage import Stage, open_stage
from tests.campaigns import scenes
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser
CUSTOMER = "+5511970001234"


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    # Rich's tracebacks of a whole request take a minute each.
    logs.configure("warning")
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@dataclass(frozen=True)
class Desk:
    """One conversation with one customer."""

    company_id: UUID
    number_id: UUID
    contact_id: UUID
    conversation_id: UUID

    @property
    def path(self) -> str:
        return f"/inbox/{self.conversation_id}"


@pytest.fixture
async def desk(stage: Stage, database: Database) -> AsyncIterator[Desk]:
    company_id, contact_id, conversation_id = uuid4(), uuid4(), uuid4()
    async with database.system() as session:
        session.add(Company(id=company_id, name="Padaria Central", timezone="America/Sao_Paulo"))
    shop = await scenes.open_shop(database, stage.resources.keyring, company_id)
    owner = channels.Route(company_id, shop.connection_id)
    async with database.system() as session:
        await channels.claim(session, channels.META, [scenes.ACCOUNT_ID, scenes.NUMBER_ID], owner)
    now = datetime.now(UTC)
    async with database.company(company_id) as session:
        session.add(
            Contact(
                id=contact_id,
                company_id=company_id,
                name="Ana Souza",
                phone=CUSTOMER,
                phone_key=match_key(CUSTOMER),
            )
        )
        await session.flush()
        session.add(
            Conversation(
                id=conversation_id,
                company_id=company_id,
                contact_id=contact_id,
                phone_number_id=shop.number_id,
                last_message_at=now,
                last_inbound_at=now,
            )
        )
    yield Desk(company_id, shop.number_id, contact_id, conversation_id)
    async with database.system() as session:
        await channels.release(session, shop.connection_id)


async def said(database: Database, desk: Desk, *rows: dict[str, object]) -> list[UUID]:
    """Entries put straight into the timeline, a minute apart, ending now."""
    begin = datetime.now(UTC) - timedelta(minutes=len(rows))
    ids = []
    async with database.company(desk.company_id) as session:
        for place, row in enumerate(rows):
            key = uuid4()
            ids.append(key)
            values = {
                "company_id": desk.company_id,
                "id": key,
                "conversation_id": desk.conversation_id,
                "contact_id": desk.contact_id,
                "phone_number_id": desk.number_id,
                "direction": Direction.IN,
                "kind": "text",
                "occurred_at": begin + timedelta(minutes=place),
                "provider_id": f"wamid.{key.hex}",
                **row,
            }
            await session.execute(insert(Message).values(values))
    return ids


async def sign_in(
    visits: Visits, database: Database, desk: Desk, *, name: str = "", **options: object
) -> Page:
    person = await add_person(database, desk.company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, desk.company_id, user_agent="test")
    page = await visits.open("/sign-in", **options)  # type: ignore[arg-type]
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


@pytest.fixture
def console(visits: Visits, stage: Stage) -> Visits:
    visits.base_url = stage.url
    return visits


OUT = {"direction": Direction.OUT, "source": "console"}
ALL_KINDS: tuple[dict[str, object], ...] = (
    {"body": "Oi! Vocês abrem amanhã?", "occurred_at": datetime.now(UTC) - timedelta(days=1)},
    {
        "body": "Queria *dois bolos* e _um pão_ ~velho~ novo\n- chocolate\n- cenoura\nhttps://padaria.example/cardapio"
    },
    {**OUT, "body": "Abrimos às 7h, sim! 😊", "status": DeliveryStatus.READ},
    {
        "kind": "location",
        "body": "Praça da Sé",
        "payload": {
            "latitude": -23.55,
            "longitude": -46.63,
            "name": "Praça da Sé",
            "address": "Centro, São Paulo",
        },
    },
    {
        "kind": "contacts",
        "body": "Lucía Gómez",
        "payload": {
            "contacts": [
                {
                    "name": {"formatted_name": "Lucía Gómez"},
                    "org": {"company": "Google"},
                    "phones": [{"phone": "+1 983 555 2319"}],
                }
            ]
        },
    },
    {
        "kind": "order",
        "payload": {
            "order": {
                "text": "Para sábado",
                "product_items": [
                    {
                        "product_retailer_id": "bolo-chocolate",
                        "quantity": 2,
                        "item_price": 30,
                        "currency": "BRL",
                    }
                ],
            }
        },
    },
    {
        "kind": "interactive",
        "body": "Retirar na loja",
        "payload": {
            "type": "list_reply",
            "list_reply": {"id": "1", "title": "Retirar na loja", "description": "Até as 18h"},
        },
    },
    {"kind": "poll", "payload": {}},
    {
        "direction": Direction.NOTE,
        "kind": "note",
        "body": "Cliente antiga, *cuidar bem* @Bruno",
        "payload": {"mentions": [{"id": str(uuid4()), "name": "Bruno"}]},
        "provider_id": None,
    },
    {
        "direction": Direction.EVENT,
        "kind": "assigned",
        "payload": {"user_id": str(uuid4()), "name": "Bruno"},
        "provider_id": None,
    },
    {
        **OUT,
        "kind": "interactive",
        "body": "Como prefere?",
        "payload": {
            "type": "buttons",
            "body": "Como prefere?",
            "buttons": [{"id": "1", "title": "Retirar"}, {"id": "2", "title": "Entregar"}],
            "footer": "Padaria",
        },
        "status": DeliveryStatus.DELIVERED,
    },
    {**OUT, "body": "Segue o cardápio", "status": DeliveryStatus.FAILED, "reason": "131026"},
    {**OUT, "body": "Confirmado!", "status": DeliveryStatus.UNKNOWN, "reason": "no_answer"},
    {"body": "👍"},
)


@pytest.mark.parametrize(
    ("size", "theme", "language"),
    [
        (DESKTOP, "light", "en-US"),
        (PHONE, "dark", "pt-BR"),
        (PHONE, "light", "pt-BR"),
        (DESKTOP, "dark", "pt-BR"),
    ],
    ids=["desktop", "phone-dark", "phone", "desktop-dark"],
)
async def test_every_kind_is_shown_and_accessible(
    *,
    console: Visits,
    desk: Desk,
    database: Database,
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    await said(database, desk, *ALL_KINDS)
    page = await sign_in(console, database, desk, size=size, theme=theme, language=language)
    await page.goto(desk.path)
    await expect(page.locator("#entries [data-entry]")).to_have_count(len(ALL_KINDS))
    kind = f"{'phone' if size == PHONE else 'desktop'}-{theme}"
    await screenshot(page, f"conversation-{kind}", whole=False)
    await page.locator("#timeline").evaluate("(box) => { box.scrollTop = -box.scrollHeight; }")
    await screenshot(page, f"conversation-top-{kind}", whole=False)
    await assert_accessible(page)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


async def writes(stage: Stage, body: str) -> None:
    """The customer writes from their phone."""
    said = {"type": "text", "body": body, "number": scenes.NUMBER_ID, "profile_name": "Ana Souza"}
    answer = await stage.sandbox.post(f"/phones/{CUSTOMER.lstrip('+')}/send", json=said)
    answer.raise_for_status()


def last(page: Page, side: str) -> Locator:
    return page.locator(f"#entries .entry-{side}").last


async def reply(page: Page, text: str) -> None:
    await page.locator("#composer-text").fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.slow
async def test_a_day_of_messages(
    console: Visits, stage: Stage, desk: Desk, database: Database
) -> None:
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    await page.evaluate("window.neverReloaded = true")
    await expect(page.locator("html")).to_have_attribute("data-live", "live")

    await writes(stage, "Vocês têm bolo de *cenoura*?")
    await expect(last(page, "in").locator("strong")).to_have_text("cenoura")

    await reply(page, "Temos, sim!")
    await expect(last(page, "out")).to_contain_text("Temos, sim!", timeout=5_000)
    await expect(page.locator("#composer-text")).to_have_value("")
    await expect(last(page, "out").locator(".tick-read, .tick-delivered")).to_be_visible()
    await expect(page.locator("#entries .ghost")).to_have_count(0)
    await expect(page.locator("#entries .entry-out")).to_have_count(1)

    await last(page, "in").hover()
    await last(page, "in").get_by_role("button", name="Actions for this message").click()
    await page.get_by_role("button", name="👍").first.click()
    await expect(last(page, "in").locator(".bubble-reactions")).to_contain_text("👍")
    await last(page, "in").hover()
    await last(page, "in").get_by_role("button", name="Actions for this message").click()
    await page.locator("[data-bubble-reply]").click()
    await reply(page, "R$ 40,00")
    await expect(last(page, "out").locator(".quote")).to_contain_text("bolo de cenoura?")
    await screenshot(page, "conversation-day", whole=False)
    assert await page.evaluate("window.neverReloaded")
    answer = (await stage.sandbox.get("/duplicates")).json()
    assert not answer.get("duplicates", answer), answer


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.mark.slow
async def test_two_photos_at_once_are_sent_with_their_words(
    console: Visits, desk: Desk, database: Database
) -> None:
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    photos = [{"name": f"bolo{n}.png", "mimeType": "image/png", "buffer": PNG} for n in (1, 2)]
    await page.locator("#composer-attach").set_input_files(photos)  # type: ignore[arg-type]
    await expect(page.locator(".composer-file.ready")).to_have_count(2)
    await page.locator(".composer-file input").last.fill("O segundo")
    await screenshot(page, "conversation-attachments", whole=False)
    await reply(page, "O primeiro")
    await expect(page.locator("#entries .photo img")).to_have_count(2)
    await expect(page.locator("#entries .entry-out").nth(0)).to_contain_text("O primeiro")
    await expect(page.locator("#entries .entry-out").nth(1)).to_contain_text("O segundo")
    await page.locator("#entries .photo").first.click()
    await expect(page.locator("#media-viewer")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("[data-viewer-caption]")).to_have_text("O segundo")
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(page.locator("#media-viewer")).not_to_be_visible()


async def test_notes_call_people_and_canned_replies_are_filled_in(
    console: Visits, desk: Desk, database: Database
) -> None:
    bruno = await add_person(database, desk.company_id)
    async with database.system() as session:
        await session.execute(update(User).where(User.id == bruno.id).values(name="Bruno Lima"))
    async with database.company(desk.company_id) as session:
        session.add(
            CannedReply(company_id=desk.company_id, shortcut="oi", body="Olá, {{first_name}}!")
        )
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    text = page.locator("#composer-text")
    await text.press_sequentially("/o")
    await expect(page.get_by_role("option")).to_contain_text("Olá, Ana!")
    await page.keyboard.press("Enter")
    await expect(text).to_have_value("Olá, Ana!")
    await text.fill("")
    await page.get_by_text("Private note", exact=True).click()
    await text.press_sequentially("Veja @bru")
    await page.get_by_role("option", name="Bruno Lima").click()
    await expect(text).to_have_value("Veja @Bruno Lima ")
    await assert_accessible(page)
    await screenshot(page, "conversation-note", whole=False)
    await page.keyboard.press("Enter")
    await expect(last(page, "note").locator(".mention")).to_have_text("@Bruno Lima")


async def test_a_draft_is_there_after_a_reload(
    console: Visits, desk: Desk, database: Database
) -> None:
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    async with page.expect_response("**/draft"):
        await page.locator("#composer-text").press_sequentially("Meio escrito")
    await page.reload()
    await expect(page.locator("#composer-text")).to_have_value("Meio escrito")


async def test_scheduled_messages_are_listed_and_can_be_taken_back(
    console: Visits, desk: Desk, database: Database
) -> None:
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    await page.locator("#composer-text").fill("Bom dia!")
    await page.get_by_role("button", name="Send later").click()
    await page.get_by_role("button", name="In an hour").click()
    await page.get_by_text("1 scheduled message").click()
    await expect(page.locator(".scheduled li")).to_contain_text("Bom dia!")
    await screenshot(page, "conversation-scheduled", whole=False)
    await assert_accessible(page)
    await page.get_by_role("button", name="Take back").click()
    await expect(page.locator(".scheduled li")).to_have_count(0)


async def test_no_moment_behind_the_window_is_offered(
    console: Visits, desk: Desk, database: Database
) -> None:
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    await page.get_by_role("button", name="Send later").click()
    menu = page.locator("#schedule-menu")
    moments = menu.locator("[data-moment]")
    for button in await moments.all():
        due = datetime.fromisoformat(await button.get_attribute("data-moment") or "")
        late = due >= datetime.now(UTC) + timedelta(hours=24)
        await (expect(button).to_be_disabled() if late else expect(button).to_be_enabled())
    almost = datetime.now(UTC) - timedelta(hours=23, minutes=30)
    async with database.company(desk.company_id) as session:
        await session.execute(update(Conversation).values(last_inbound_at=almost))
    await page.goto(desk.path)
    await page.get_by_role("button", name="Send later").click()
    await expect(moments.first).to_be_disabled()
    await expect(menu).to_contain_text("only a template can be sent")
    await screenshot(page, "conversation-schedule-late", whole=False)
    await assert_accessible(page)


async def test_the_composer_turns_to_templates_when_the_window_closes(
    console: Visits, desk: Desk, database: Database
) -> None:
    almost = datetime.now(UTC) - timedelta(hours=24) + timedelta(seconds=6)
    async with database.company(desk.company_id) as session:
        await session.execute(update(Conversation).values(last_inbound_at=almost))
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    await expect(page.locator("#composer-text")).to_be_visible()
    await expect(page.locator(".composer-closed")).to_be_visible()
    await expect(page.locator("#composer-text")).not_to_be_visible()
    await expect(page.locator("[data-window-chip]")).to_contain_text("Only templates")
    await screenshot(page, "conversation-closed", whole=False)
    await (
        page.get_by_role("button", name="Choose a template")
        .or_(page.get_by_role("link", name="Choose a template"))
        .click()
    )
    await page.get_by_role("link", name="promocao_do_mes").click()
    await expect(page.locator("#value-0")).to_have_value("Ana")
    await page.locator("#value-1").fill("35%")
    await expect(page.locator("#template-preview")).to_contain_text("Oi Ana! Este mês você tem 35%")
    await assert_accessible(page)
    await screenshot(page, "conversation-template", whole=False)
    await page.locator("#template-picker").get_by_role("button", name="Send").click()
    await expect(last(page, "out")).to_contain_text("35% de desconto")


async def test_what_the_server_did_not_take_stays_and_is_sent_once(
    console: Visits, desk: Desk, database: Database
) -> None:
    console.expected = ["status of 503", "Service Worker registration blocked"]
    # What a service worker asks for goes past the page's routes.
    page = await sign_in(console, database, desk, service_workers="block")
    await page.goto(desk.path)
    await page.route("**/messages", lambda route: route.fulfill(status=503))
    await reply(page, "Sem rede")
    ghost = page.locator("#entries .ghost.failed")
    await expect(ghost).to_contain_text("Not sent")
    await screenshot(page, "conversation-unsent", whole=False)
    await page.unroute("**/messages")
    await ghost.get_by_role("button", name="Try again").click()
    await expect(page.locator("#entries .ghost")).to_have_count(0)
    await expect(page.locator("#entries .entry-out")).to_have_count(1)


async def test_a_failed_message_is_sent_again_when_a_person_says_so(
    console: Visits, desk: Desk, database: Database
) -> None:
    row = {**OUT, "body": "Confirmado!", "payload": {"type": "text", "body": "Confirmado!"}}
    await said(database, desk, {**row, "status": DeliveryStatus.UNKNOWN, "reason": "no_answer"})
    page = await sign_in(console, database, desk)
    await page.goto(desk.path)
    await expect(last(page, "out")).to_contain_text("We do not know whether this went out")
    await last(page, "out").get_by_role("button", name="Send again").click()
    dialog = page.locator("#confirm-dialog")
    await expect(dialog).to_contain_text("may get it twice")
    await dialog.get_by_role("button", name="Send again").click()
    await expect(page.locator("#entries .entry-out")).to_have_count(2)


async def test_reading_back_keeps_its_place(
    console: Visits, desk: Desk, database: Database
) -> None:
    lines: list[dict[str, object]] = [{"body": f"Linha {n}"} for n in range(130)]
    await said(database, desk, *lines)
    page = await sign_in(console, database, desk, size=PHONE)
    await page.goto(desk.path)
    timeline = page.locator("#timeline")
    for known in (80, 120, 130):
        await timeline.evaluate("(box) => { box.scrollTop = -box.scrollHeight; }")
        await expect(page.locator("#entries [data-entry]")).to_have_count(known)
    way = page.get_by_role("button", name="To the newest message")
    await expect(way).to_be_visible()
    seen = page.get_by_text("Linha 60", exact=True)
    await seen.scroll_into_view_if_needed()
    before = await seen.bounding_box()
    await said(database, desk, {"body": "Mais uma", "occurred_at": datetime.now(UTC)})
    await page.evaluate("pane.refresh()")
    await expect(page.get_by_text("Mais uma")).to_have_count(1)
    after = await seen.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    await expect(way).to_contain_text("1")
    await way.click()
    await expect(page.get_by_text("Mais uma")).to_be_in_viewport()
