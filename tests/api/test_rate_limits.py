"""Reads and writes of each key have their own bucket."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
import redis.asyncio
from fastapi import FastAPI
from httpx import AsyncClient

import server
from api.rate_limits import Limit, RateLimits
from bootstrap import Resources
from tests.architecture.addresses import parts
from tests.fixtures.people import OpenApi, open_client


@pytest.fixture
def tight(app: FastAPI) -> Iterator[None]:
    """At most three reads and two writes in ten minutes."""
    api = parts(app)["/api/v1"]
    before = api.state.rate_limits
    api.state.rate_limits = RateLimits(Limit("read", 3, 600), Limit("write", 2, 600))
    yield
    api.state.rate_limits = before


@pytest.mark.usefixtures("tight")
async def test_past_the_limit_a_caller_is_told_how_long_to_wait(api_client: AsyncClient) -> None:
    answers = [await api_client.get("/api/v1/company") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused.json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 200
    assert refused.headers["ratelimit-policy"] == '"read";q=3;w=600'
    assert refused.headers["ratelimit"].startswith('"read";r=0;')


@pytest.mark.usefixtures("tight")
async def test_spent_reads_leave_the_writes(api_client: AsyncClient) -> None:
    for _ in range(4):
        await api_client.get("/api/v1/company")
    body = {"name": "x", "scopes": ["contacts:read"]}
    answer = await api_client.post("/api/v1/api-keys", json=body)
    assert answer.status_code == 201
    assert answer.headers["ratelimit"].startswith('"write";r=1;')


@pytest.mark.usefixtures("tight")
async def test_one_key_does_not_spend_anothers(open_api: OpenApi, company_id: UUID) -> None:
    first, second = await open_api(company_id), await open_api(company_id)
    for _ in range(4):
        await first.get("/api/v1/company")
    assert (await second.get("/api/v1/company")).status_code == 200


async def test_without_redis_calls_go_through(
    app_resources: Resources, api_client: AsyncClient
) -> None:
    gone = redis.asyncio.Redis.from_url("redis://127.0.0.1:1")
    app = server.create_app(replace(app_resources, redis=gone))
    headers = {"Authorization": api_client.headers["Authorization"]}
    async with open_client(app, headers=headers) as caller:
        answer = await caller.get("/api/v1/company")
    assert answer.status_code == 200
    assert "ratelimit" not in answer.headers
