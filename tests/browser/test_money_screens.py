"""The check before a campaign begins, prices and budgets, on a phone and a desktop."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect
from sqlalchemy import insert, update

from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.limits import Portfolio, Rate
from db.session import Database
from schemas.fallbacks import Fallback
from services import policies, sessions
from services.keyring import Keyring
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns.scenes import Shop, add_contacts, draft_campaign, open_shop
from tests.campaigns.test_fallbacks import add_sms_number
from tests.fixtures.people import Person, add_person
from web.dependencies import SESSION_COOKIE

pytestmark = pytest.mark.browser
_SIZES = [
    pytest.param(PHONE, "dark", "pt-BR", id="phone"),
    pytest.param(DESKTOP, "light", "en-US", id="desktop"),
]


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


@pytest.fixture
async def shop(database: Database, settings: Settings, company_id: UUID) -> Shop:
    keyring = Keyring.parse(settings.encryption_keys.get_secret_value())
    return await open_shop(database, keyring, company_id, rate=1)


async def open_as(visits: Visits, database: Database, person: Person, company_id: UUID, **options: object) -> Page:  # fmt: skip
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", **options)  # type: ignore[arg-type]
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return page


async def look(page: Page, name: str) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, f"money-{name}", whole=True)


async def rich(database: Database, shop: Shop) -> UUID:
    """120 people in four countries, 40 a day, with prices, budgets and an SMS to whom it misses."""
    phones = [f"+55119{place:04d}7000" for place in range(100)]
    phones += [f"+35191{place:03d}7000" for place in range(12)]
    phones += [f"+549113{place:03d}7000" for place in range(8)] + ["+12125550100", "+12125550101"]
    await add_contacts(database, shop.company_id, phones)
    today = datetime.now(UTC).date()
    async with database.company(shop.company_id) as session:
        nobody = {"company_id": shop.company_id, "name": "Bia Ramos"}
        await session.execute(insert(Contact).values(nobody))
        portfolio = Portfolio(company_id=shop.company_id, provider_id="1", daily_limit=45)
        session.add(portfolio)
        for country, price in (("BR", 345_000), ("PT", 590_000)):
            session.add(
                Rate(
                    company_id=shop.company_id,
                    channel="whatsapp",
                    country=country,
                    category="marketing",
                    price_micros=price,
                    valid_from=today - timedelta(days=30),
                )
            )
        await session.flush()
        await session.execute(update(Connection).values(portfolio_id=portfolio.id))
        await session.execute(update(PhoneNumber).values(quality="YELLOW"))
        await policies.save(
            session, shop.company_id, monthly_budget_micros=200_000_000, approval_recipients=100
        )
        session.add(
            Rate(
                company_id=shop.company_id,
                channel="sms",
                price_micros=260_000,
                valid_from=today - timedelta(days=30),
            )
        )
    number = await add_sms_number(database, shop.company_id)
    return await draft_campaign(
        database,
        shop,
        name="Natal 2026",
        budget_micros=60_000_000,
        fallback=Fallback(number, "Natal na Aurora: 20% em toda a loja.").as_json(),
    )


@pytest.mark.parametrize(("size", "theme", "language"), _SIZES)
async def test_the_sheet_tells_who_what_when_and_what_could_go_wrong(
    *,
    console: Visits,
    database: Database,
    shop: Shop,
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    campaign_id = await rich(database, shop)
    asker = await add_person(database, shop.company_id)
    page = await open_as(
        console, database, asker, shop.company_id, size=size, theme=theme, language=language
    )
    await page.goto(f"/campaigns/{campaign_id}/edit/review")
    facts = page.locator(".sheet-facts dd:not(.fact-hint)")
    await expect(facts.first).to_have_text("120")
    await expect(page.locator(".day-bars li")).to_have_count(3)
    await expect(page.locator(".cost-texts li")).to_have_count(3)
    await page.locator(".tally-list summary").first.click()
    await expect(page.locator("[id^=examples-] a").first).to_be_visible()
    await look(page, f"sheet-{size[0]}")


@pytest.mark.parametrize(("size", "theme", "language"), _SIZES)
async def test_a_second_person_approves_it(
    *,
    console: Visits,
    database: Database,
    shop: Shop,
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    campaign_id = await rich(database, shop)
    options = {"size": size, "theme": theme, "language": language}
    asker, owner = [await add_person(database, shop.company_id) for _ in range(2)]
    page = await open_as(console, database, asker, shop.company_id, **options)
    await page.goto(f"/campaigns/{campaign_id}/preflight")
    await page.locator(".sheet-action > section > form button[type=submit]").click()
    await page.locator("#confirm-dialog footer button").last.click()
    await page.wait_for_url(f"**/campaigns/{campaign_id}")
    await expect(page.locator("#preflight .alert").first).to_be_visible()
    await expect(page.locator("form[action$='/approve']")).to_have_count(0)
    await look(page, f"asked-{size[0]}")
    other = await open_as(console, database, owner, shop.company_id, **options)
    await other.goto("/notifications")
    await look(other, f"told-{size[0]}")
    await other.locator(".notice").first.click()
    await other.wait_for_url(f"**/campaigns/{campaign_id}")
    await expect(other.locator("form[action$='/approve']")).to_have_count(1)
    await look(other, f"approve-{size[0]}")
    await other.locator(".sheet-other summary").click()
    await other.locator("#field-comment").fill("Menos gente, por favor.")
    await other.locator("form[action$='/send-back'] button").click()
    await other.wait_for_url("**/edit/review")
    await page.goto("/notifications")
    await expect(page.locator(".notice").first).to_contain_text("Menos gente, por favor.")


@pytest.mark.parametrize(("size", "theme", "language"), _SIZES)
async def test_prices_and_budgets_are_set(
    *,
    console: Visits,
    database: Database,
    shop: Shop,
    size: tuple[int, int],
    theme: str,
    language: str,
) -> None:
    await rich(database, shop)
    owner = await add_person(database, shop.company_id)
    options = {"size": size, "theme": theme, "language": language}
    page = await open_as(console, database, owner, shop.company_id, **options)
    await page.goto("/prices")
    await page.locator("#country-new").select_option("AR")
    await page.locator("#price-new").fill("much")
    console.expected.append("status of 422")
    await page.locator("form[action$='/prices'] button[type=submit]").first.click()
    await expect(page.locator("#price-new-error")).to_be_visible()
    await expect(page.locator("#country-new")).to_have_value("AR")
    await look(page, f"prices-{size[0]}")
    await page.locator("#price-new").fill("0,48" if language == "pt-BR" else "0.48")
    await page.locator("form[action$='/prices'] button[type=submit]").first.click()
    await expect(page.locator("#price-list tbody tr")).to_have_count(4)
    await page.goto("/settings/money")
    await look(page, f"settings-{size[0]}")
