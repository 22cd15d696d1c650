"""API keys: what opens the API, and what no longer does."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update

from db.models.people import ApiKey
from db.session import Database
from schemas.enums import Scope
from tests.fixtures.people import OpenApi

_COMPANY = "/api/v1/company"


def _token(caller: AsyncClient) -> str:
    return caller.headers["Authorization"].removeprefix("Bearer ")


async def test_only_a_hash_of_the_secret_is_stored(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    prefix, secret = _token(api_client).removeprefix("mia_live_").split("_", 1)
    async with database.company(company_id) as session:
        key = (await session.scalars(select(ApiKey))).one()
    assert key.prefix == prefix
    assert len(key.secret_hash) == 32
    assert secret.encode() not in key.secret_hash


@pytest.mark.parametrize("how", ["expired", "revoked"])
async def test_an_ended_key_opens_nothing(
    api_client: AsyncClient, database: Database, company_id: UUID, how: str
) -> None:
    assert (await api_client.get(_COMPANY)).status_code == 200
    column = {"expired": "expires_at", "revoked": "revoked_at"}[how]
    async with database.company(company_id) as session:
        await session.execute(update(ApiKey).values({column: datetime.now(UTC)}))
    answer = await api_client.get(_COMPANY)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("how", ["other secret", "no secret", "words", "basic", "unknown"])
async def test_a_made_up_key_opens_nothing(api_client: AsyncClient, how: str) -> None:
    token = _token(api_client)
    sent = {
        "other secret": f"Bearer {token[:-1]}{'a' if token[-1] != 'a' else 'b'}",
        "no secret": f"Bearer {token.rpartition('_')[0]}",
        "words": "Bearer let me in",
        "basic": f"Basic {token}",
        "unknown": "Bearer mia_live_" + "0" * 12 + "_" + "A" * 43,
    }[how]
    answer = await api_client.get(_COMPANY, headers={"Authorization": sent})
    assert answer.status_code == 401


async def test_last_used_is_written_at_most_once_a_minute(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    async def last_used() -> datetime:
        async with database.company(company_id) as session:
            used: datetime | None = await session.scalar(select(ApiKey.last_used_at))
        assert used is not None
        return used

    await api_client.get(_COMPANY)
    first = await last_used()
    await api_client.get(_COMPANY)
    assert await last_used() == first
    async with database.company(company_id) as session:
        await session.execute(update(ApiKey).values(last_used_at=first - timedelta(minutes=2)))
    await api_client.get(_COMPANY)
    assert await last_used() > first


async def test_a_key_passes_on_only_what_it_may_itself(open_api: OpenApi, company_id: UUID) -> None:
    caller = await open_api(company_id, [Scope.COMPANY_WRITE])
    body = {"name": "x", "scopes": ["contacts:write"]}
    answer = await caller.post("/api/v1/api-keys", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope")


async def test_a_key_revokes_another_and_the_list_says_so(api_client: AsyncClient) -> None:
    body = {"name": "CRM", "scopes": ["contacts:read"]}
    made = (await api_client.post("/api/v1/api-keys", json=body)).json()
    for _ in range(2):
        answer = await api_client.delete(f"/api/v1/api-keys/{made['id']}")
        assert answer.status_code == 200
    listed = (await api_client.get("/api/v1/api-keys")).json()["data"]
    assert next(key for key in listed if key["id"] == made["id"])["revoked_at"]
    assert all("token" not in key for key in listed)
