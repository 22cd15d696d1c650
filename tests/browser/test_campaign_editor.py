"""Making a campaign in a real browser: versions compared on WhatsApp, an SMS with its cost."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select
from temporalio.client import Client

from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from db.models.consents import Topic
from db.models.contacts import Contact
from db.models.conversations import Message
from db.session import Database
from schemas.enums import Channel, ConnectionKind
from services.phones import match_key
from settings import Settings
from tests.browser.harness import PHONE, Visits, assert_accessible, screenshot
from tests.browser.stage import Desk, Stage, open_desk, open_stage, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@pytest.fixture
async def desk(stage: Stage, database: Database) -> AsyncIterator[Desk]:
    async with open_desk(stage, database) as desk:
        yield desk


@pytest.fixture
def console(visits: Visits, stage: Stage) -> Visits:
    visits.base_url = stage.url
    return visits


@dataclass(frozen=True)
class Texting:
    """A number that sends SMS, beside the desk's own."""

    number_id: UUID


@pytest.fixture
async def texting(desk: Desk) -> Texting:
    number_id = uuid4()
    async with desk.database.company(desk.company_id) as session:
        connection = Connection(
            company_id=desk.company_id,
            kind=ConnectionKind.TWILIO,
            name="SMS da loja",
            account_id=f"AC{uuid4().hex}",
            access_token=b"never opened here",
        )
        session.add(connection)
        session.add(Topic(company_id=desk.company_id, name="Ofertas"))
        await session.flush()
        session.add(
            PhoneNumber(
                id=number_id,
                company_id=desk.company_id,
                connection_id=connection.id,
                channel=Channel.SMS,
                provider_number_id=f"PN{uuid4().hex}",
                display_phone="+551150283344",
                rate_per_second=10,
            )
        )
    return Texting(number_id)


async def good(page: Page, name: str) -> None:
    await assert_accessible(page)
    await screenshot(page, f"campaign-editor-{name}")
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} scrolls sideways"


async def stored(desk: Desk) -> Campaign:
    async with desk.database.company(desk.company_id) as session:
        found = await session.scalar(select(Campaign).order_by(Campaign.created_at.desc()))
    assert found is not None
    return found


async def named(page: Page, name: str, number: str) -> None:
    await page.goto("/campaigns/new")
    await page.locator("[name=name]").fill(name)
    await page.locator(".picks label", has_text=number).get_by_role("radio").check()


async def go_on(page: Page, step: str) -> None:
    await page.locator(".form-actions button:not([name])").click()
    await page.wait_for_url(f"**/edit/{step}**")


LOOKS: list[Any] = [
    pytest.param({"size": PHONE, "theme": "light", "language": "pt-BR"}, "phone", id="phone"),
    pytest.param({"theme": "dark", "language": "en-US"}, "desktop-dark", id="desktop-dark"),
]


@pytest.mark.parametrize(("looks", "kind"), LOOKS)
async def test_an_sms_says_what_it_costs_while_it_is_written(
    console: Visits, desk: Desk, texting: Texting, looks: dict[str, Any], kind: str
) -> None:
    page = await sign_in(console, desk, **looks)
    await named(page, "Black Friday", "+55 11 5028-3344")
    await good(page, f"sms-1-number-{kind}")
    await go_on(page, "message")
    count = page.locator("#sms-cost")
    await page.locator("#field-text").fill("Hoje 30% em toda a loja, ")
    await expect(count.locator("b")).to_have_text(re.compile("^1 part"))
    await expect(count).not_to_have_class(re.compile("dear"))
    # With room for a name, then for where it leads.
    await page.locator("[data-insert='{{first_name}}']").click()
    await expect(page.locator(".slot")).to_have_count(1)
    await page.locator("#field-text").press_sequentially(": promoção em ")
    await page.locator("[data-insert='{{link}}']").click()
    await expect(page.locator(".slot")).to_have_count(2)
    await expect(page.locator("#source-2")).to_have_value("link")
    await page.locator("#link-2").fill("https://example.com/black-friday")
    await page.locator("#fallback-1").fill("cliente")
    await expect(count).to_have_class(re.compile("dear"))
    await expect(count).to_contain_text("“ç”, “ã”")
    await expect(page.locator(".sms-bubble")).to_contain_text("Ana: promoção em http")
    await good(page, f"sms-2-message-{kind}")
    plainly = page.locator(".fold", has=page.locator("[name=transliterate]"))
    await plainly.locator("summary").click()
    await plainly.locator("[name=transliterate]").check()
    await expect(page.locator(".sms-bubble")).to_contain_text("Ana: promocao em http")
    await expect(count).not_to_have_class(re.compile("dear"))
    await good(page, f"sms-3-plain-{kind}")
    await go_on(page, "audience")
    await page.locator("[name=who][value=everyone]").check()
    await expect(page.locator("#audience-count .big-number")).to_have_text("1")
    await good(page, f"sms-4-audience-{kind}")
    await go_on(page, "when")
    await page.locator("[name=hours][value=own]").check()
    await page.locator("[name=quiet_end]").fill("09:30")
    await good(page, f"sms-5-when-{kind}")
    await go_on(page, "limits")
    await page.locator("[name=budget]").fill("150,00" if kind == "phone" else "150.00")
    await good(page, f"sms-6-limits-{kind}")
    await go_on(page, "review")
    await expect(page.locator(".key-values")).to_contain_text("150")
    await expect(page.locator("aside .sms-bubble")).to_contain_text("promocao em http")
    await good(page, f"sms-7-review-{kind}")
    campaign = await stored(desk)
    assert campaign.channel is Channel.SMS
    assert campaign.text == "Hoje 30% em toda a loja, {{first_name}}: promoção em {{link}}"
    assert campaign.bindings == {
        "body.first_name": {"source": "first_name", "fallback": "cliente"},
        "body.link": {"source": "link", "value": "https://example.com/black-friday"},
    }
    assert campaign.sms["transliterate"] is True
    assert campaign.hours is not None
    assert campaign.hours["quiet_end"] == "09:30"
    assert campaign.budget_micros == 150_000_000


@pytest.mark.parametrize(("looks", "kind"), LOOKS)
async def test_two_versions_are_compared_and_each_is_seen(
    console: Visits, desk: Desk, looks: dict[str, Any], kind: str
) -> None:
    page = await sign_in(console, desk, **looks)
    await named(page, "Natal", "+55 11 4000-1234")
    await go_on(page, "message")
    await page.locator("#field-template").select_option(index=1)
    await expect(page.locator("#message-preview")).to_contain_text("Oi Ana! Este mês")
    await page.locator("[name=to][value=add]").click()
    await page.wait_for_url("**/message?variant=2")
    await page.locator("[name=way_name]").fill("Mais desconto")
    await page.locator("#value-2").fill("45%")
    await expect(page.locator("#message-preview")).to_contain_text("45% de desconto")
    await page.locator("[name=how][value=test]").check()
    await page.locator("[name=sample]").fill("30")
    await page.locator("#weight-1").fill("3")
    await good(page, f"versions-{kind}")
    # Going to the other version keeps what was written in this one.
    await page.locator("[name=to][value='1']").click()
    await page.wait_for_url("**/message?variant=1")
    await expect(page.locator("#message-preview")).to_contain_text("20% de desconto")
    await expect(page.locator(".way").nth(1)).to_contain_text("Mais desconto")
    await go_on(page, "audience")
    campaign = await stored(desk)
    assert [(v["name"], v["bindings"]["body.2"]["value"]) for v in campaign.variants] == [  # type: ignore[index]
        ("Mais desconto", "45%")
    ]
    assert campaign.weight == 3
    assert campaign.experiment is not None
    assert campaign.experiment["sample_percent"] == 30


async def test_a_test_goes_to_ones_own_phone_once(
    console: Visits, stage: Stage, desk: Desk
) -> None:
    own = f"+55119{uuid4().int % 10_000_000:07d}7"
    page = await sign_in(console, desk)
    await named(page, "Natal", "+55 11 4000-1234")
    await go_on(page, "message")
    await page.locator("#field-template").select_option(index=1)
    await expect(page.locator("#message-preview")).to_contain_text("Oi Ana!")
    await page.locator("[name=to][value=test]").click()
    await page.wait_for_url("**/edit/test?variant=1")
    await page.locator("[name=to]").fill(own)
    await page.locator("#test-people label", has_text="Ana Souza").get_by_role("radio").check()
    await expect(page.locator("#message-preview")).to_contain_text("Oi Ana!")
    await page.get_by_role("button", name="Send the test").click()
    await expect(page.locator(".alert")).to_contain_text("On its way to")
    for _ in range(100):
        if texts := await stage.texts(own):
            break
        await page.wait_for_timeout(100)
    assert len(texts) == 1
    assert texts[0].startswith("Oi Ana! Este mês você tem 20% de desconto")
    await good(page, "test-sent")
    # It is remembered, and the conversation says what it was.
    await page.goto(page.url)
    await expect(page.locator("[name=to]")).to_have_value(own)
    async with desk.database.company(desk.company_id) as session:
        key = match_key(own)
        contact = await session.scalar(select(Contact).where(Contact.phone_key == key))
        assert contact is not None
        written = select(Message.conversation_id).where(Message.contact_id == contact.id)
        conversation = await session.scalar(written)
    await page.goto(f"/inbox/{conversation}")
    await expect(page.locator("main")).to_contain_text("Test of a campaign")


async def test_whom_whatsapp_misses_gets_an_sms(
    console: Visits, desk: Desk, texting: Texting
) -> None:
    page = await sign_in(console, desk, size=PHONE, theme="dark", language="pt-BR")
    await named(page, "Natal", "+55 11 4000-1234")
    await page.locator(".form-actions button[name=leave]").click()
    await page.wait_for_url("**/campaigns")
    campaign = await stored(desk)
    await page.goto(f"/campaigns/{campaign.id}/edit/limits")
    await page.locator("[name=falls_back]").check()
    await page.locator("[name=fallback_number]").select_option(str(texting.number_id))
    await page.locator("[name=fallback_text]").fill("Oi {{first_name}}, veja a oferta.")
    await expect(page.locator(".sms-bubble")).to_contain_text("Oi Ana, veja a oferta.")
    await good(page, "fallback-phone-dark")
    await go_on(page, "review")
    fallback = (await stored(desk)).fallback
    assert fallback is not None
    assert fallback["phone_number_id"] == str(texting.number_id)
    assert fallback["bindings"] == {"body.first_name": {"source": "first_name"}}


async def test_enter_goes_on_and_the_buttons_stand_below_the_limits(
    console: Visits, desk: Desk, texting: Texting
) -> None:
    page = await sign_in(console, desk)
    await named(page, "Ofertas", "+55 11 5028-3344")
    await page.locator("[name=name]").press("Enter")
    await page.wait_for_url("**/edit/message")
    await page.goto(page.url.replace("/message", "/limits"))
    form = await page.locator(".limits-form > .form").bounding_box()
    actions = await page.locator(".form-actions").bounding_box()
    assert form
    assert actions
    assert actions["y"] >= form["y"] + form["height"]
