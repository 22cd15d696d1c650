"""The API reference opens from this server alone, under its own content policy."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from playwright.async_api import expect

from tests.browser.harness import DESKTOP, Visits, screenshot, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def api_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


async def test_the_reference_shows_every_resource(visits: Visits, api_url: str) -> None:
    visits.base_url = api_url
    page = await visits.open("/api/docs", size=DESKTOP)
    for resource in ("company", "campaigns", "consent", "series", "webhook_events"):
        await expect(page.locator(f"#operations-tag-{resource}")).to_be_visible()
    await page.locator("#operations-tag-campaigns").click()
    await expect(page.locator("#operations-campaigns-launch_campaign")).to_be_visible()
    await screenshot(page, "api-reference", whole=False)


async def test_the_type_of_a_problem_leads_to_its_meaning(visits: Visits, api_url: str) -> None:
    visits.base_url = api_url
    page = await visits.open("/api/docs/problems#idempotency_key_reused")
    await expect(page.locator("#idempotency_key_reused")).to_be_in_viewport()
