from collections.abc import AsyncIterator

import httpx
import pytest

from tests.web.frame_app import Person, frame_app


@pytest.fixture
async def signed_in() -> AsyncIterator[httpx.AsyncClient]:
    async with client(Person()) as session:
        yield session


@pytest.fixture
async def visitor() -> AsyncIterator[httpx.AsyncClient]:
    async with client(None) as session:
        yield session


def client(person: Person | None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(frame_app(person))
    return httpx.AsyncClient(transport=transport, base_url="http://console.test")
