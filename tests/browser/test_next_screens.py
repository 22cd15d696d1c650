"""What next with a campaign: its test, who failed, who is in doubt, who waits. Looked at and used."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect
from sqlalchemy import insert, select, update

from db.models.campaigns import Campaign
from db.models.links import CampaignResponse
from db.queries import campaigns
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, ResponseKind
from services import sessions
from services.keyring import Keyring
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot, serve
from tests.campaigns.conftest import keyring
from tests.campaigns.scenes import open_shop
from tests.campaigns.world import add_campaign, add_world
from tests.experiments.trials import Trial
from tests.fixtures.people import add_person
from web.dependencies import SESSION_COOKIE

__all__ = ["keyring"]
pytestmark = pytest.mark.browser
_SIZES = [
    pytest.param({"size": PHONE, "theme": "dark", "language": "pt-BR"}, id="phone"),
    pytest.param({"size": DESKTOP, "theme": "light", "language": "en-US"}, id="desktop"),
]
_LINES = (
    (DeliveryStatus.READ, None, 12),
    (DeliveryStatus.DELIVERED, None, 8),
    (DeliveryStatus.PENDING, None, 9),
    (DeliveryStatus.FAILED, "131026", 2),
    (DeliveryStatus.FAILED, "131049", 3),
    (DeliveryStatus.UNKNOWN, "no_answer", 2),
)


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def console(visits: Visits, console_url: str) -> Visits:
    visits.base_url = console_url
    return visits


async def _open(
    visits: Visits, database: Database, company_id: UUID, path: str, how: dict[str, Any]
) -> Page:
    person = await add_person(database, company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, company_id, user_agent="test")
    page = await visits.open("/sign-in", **how)
    cookie = {"name": SESSION_COOKIE, "value": secret, "url": visits.base_url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    await page.goto(visits.base_url + path)
    return page


async def _look(page: Page, name: str, how: dict[str, Any]) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    await assert_accessible(page)
    await screenshot(page, f"next-{name}-{how['theme']}-{how['size'][0]}", whole=True)


async def _paused(database: Database, company_id: UUID) -> UUID:
    world = await add_world(database, company_id)
    campaign_id = await add_campaign(database, world, CampaignStatus.PAUSED, lines=_LINES)
    async with database.company(company_id) as session:
        frozen = {"name": "order_ready", "language": "en", "components": []}
        await session.execute(
            update(Campaign)
            .where(Campaign.id == campaign_id)
            .values(frozen_at=datetime.now(UTC), frozen_template=frozen)
        )
    return campaign_id


@pytest.mark.parametrize("how", _SIZES)
async def test_what_can_be_done_next(
    console: Visits, database: Database, company_id: UUID, how: dict[str, Any]
) -> None:
    campaign_id = await _paused(database, company_id)
    page = await _open(console, database, company_id, f"/campaigns/{campaign_id}/next", how)
    await _look(page, "paused", how)


async def test_trying_again_and_sending_in_doubt_by_hand(
    console: Visits, database: Database, company_id: UUID
) -> None:
    how: dict[str, Any] = {"size": DESKTOP, "theme": "light", "language": "en-US"}
    campaign_id = await _paused(database, company_id)
    path = f"/campaigns/{campaign_id}/next"
    page = await _open(console, database, company_id, path, how)
    await page.locator("#retry-form").get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("They wait for their turn again.")).to_be_visible()
    await page.goto(console.base_url + path)
    await page.get_by_label("Type 2 to confirm").fill("2")
    await page.get_by_role("button", name="Send again to 2 people").click()
    await expect(page.get_by_text("They wait for their turn again.")).to_be_visible()
    async with database.company(company_id) as session:
        tally = await campaigns.tally(session, campaign_id)
    assert (tally.at(DeliveryStatus.PENDING), tally.failed, tally.unknown) == (14, 2, 0)
    await page.goto(console.base_url + path)
    await page.get_by_label("Did not read it").check()
    await page.get_by_role("button", name="Make a draft").click()
    await expect(page).to_have_url(re.compile(r"/edit/review$"))
    await expect(page.get_by_text("A draft for these people")).to_be_visible()


@pytest.mark.parametrize("how", _SIZES)
async def test_a_test_that_asks_is_decided_by_hand(
    console: Visits, database: Database, keyring: Keyring, company_id: UUID, how: dict[str, Any]
) -> None:
    trial = Trial(database, await open_shop(database, keyring, company_id))
    await trial.launch(120, unclear="ask", metric="reply", max_opt_out_percent=10.0)
    await trial.send_sample()
    answers = [
        (ResponseKind.REPLY, one)
        for one in [*(await trial.ledger(1))[:3], *(await trial.ledger(2))[:5]]
    ] + [(ResponseKind.OPT_OUT, one) for one in (await trial.ledger(2))[:4]]
    async with database.company(company_id) as session:
        await session.execute(
            insert(CampaignResponse),
            [
                {
                    "company_id": company_id,
                    "campaign_id": trial.campaign_id,
                    "kind": kind,
                    "recipient_id": one.id,
                    "variant": one.variant,
                    "occurred_at": datetime.now(UTC),
                }
                for kind, one in answers
            ],
        )
    path = f"/campaigns/{trial.campaign_id}/next"
    page = await _open(console, database, company_id, path, how)
    await _look(page, "test", how)
    await page.locator("form[action$='experiment/choose'] button").first.click()
    await page.get_by_role("dialog").get_by_role("button").last.click()
    await expect(page.locator(".toast").first).to_be_visible()
    async with database.company(company_id) as session:
        winner = await session.scalar(
            select(Campaign.winner).where(Campaign.id == trial.campaign_id)
        )
    assert winner == 1
