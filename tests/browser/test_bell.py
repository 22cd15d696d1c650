"""The bell: it rings while a page is open, its panel leads to the place, and looking stills it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from playwright.async_api import expect
from temporalio.client import Client

from db.session import Database
from services import notifications
from settings import Settings
from tests.browser.harness import DESKTOP, PHONE, Visits, assert_accessible, screenshot
from tests.browser.stage import Desk, Stage, open_desk, open_stage, sign_in_as
from tests.fixtures.people import add_person
from workflows import starters

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@pytest.fixture
async def desk(stage: Stage, database: Database) -> AsyncIterator[Desk]:
    async with open_desk(stage, database) as desk:
        yield desk


async def _gave(stage: Stage, desk: Desk, user_id: UUID, actor_id: UUID) -> None:
    async with desk.database.company(desk.company_id) as session:
        await notifications.assigned(
            session, desk.company_id, [desk.conversation_id], user_id, actor_id=actor_id
        )
        await notifications.for_inbound(session, desk.company_id, [desk.conversation_id])
    await starters.follow_notifications(stage.resources.temporal, desk.company_id)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_bell_rings_on_an_open_page_and_is_stilled_by_looking(
    visits: Visits, stage: Stage, desk: Desk, theme: str
) -> None:
    visits.base_url = stage.url
    colleague = await add_person(desk.database, desk.company_id)
    me = await add_person(desk.database, desk.company_id)
    page = await sign_in_as(visits, desk, me.id, size=DESKTOP, theme=theme)
    await page.goto("/tags")
    bell = page.locator(".side-top .bell")
    await expect(bell.locator(".bell-count")).to_be_hidden()
    await _gave(stage, desk, me.id, colleague.id)
    await expect(bell).to_have_accessible_name("Notifications: 2 unread")
    await bell.click()
    notice = page.locator("#bell-panel .notice", has_text="gave you the conversation")
    await expect(notice).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, f"bell-desktop-{theme}", whole=False)
    phone = await sign_in_as(visits, desk, me.id, size=PHONE, theme=theme)
    await phone.goto("/notifications")
    await expect(phone.locator(".notice")).to_have_count(2)
    await assert_accessible(phone)
    await screenshot(phone, f"notifications-phone-{theme}")
    await notice.click()
    await page.wait_for_url(f"**{desk.path}")
    await expect(phone.locator(".phone-top .bell .bell-count")).to_be_hidden()
