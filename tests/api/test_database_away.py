"""While the database is away both faces say so, and what to do; nobody gets a bare 500."""

from dataclasses import replace

import pytest
from httpx import AsyncClient

import server
from bootstrap import Resources
from db.session import Database
from tests.fixtures.people import open_client

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"


@pytest.fixture
async def away(app_resources: Resources) -> AsyncClient:
    nothing = Database.connect(NOWHERE, NOWHERE)
    return open_client(server.create_app(replace(app_resources, database=nothing)))


async def test_the_api_answers_503_with_a_problem(away: AsyncClient) -> None:
    async with away:
        answer = await away.get(
            "/api/v1/contacts", headers={"Authorization": f"Bearer mia_live_{'a' * 12}_{'x' * 43}"}
        )
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "service_away"


async def test_the_console_answers_503_with_a_page(away: AsyncClient) -> None:
    async with away:
        away.cookies.set("session", "x" * 43)
        answer = await away.get("/campaigns")
    assert answer.status_code == 503
    assert "try again shortly" in answer.text or "Tente de novo" in answer.text
