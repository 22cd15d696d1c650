"""One browser for the whole run; each test gets its own visits, watched for errors."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.browser.harness import Visits, chromium


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def visits(browser: Browser) -> AsyncIterator[Visits]:
    """Set `base_url` to the server under test, then `await visits.open("/path")`."""
    visits = Visits(browser)
    yield visits
    await visits.close()
