"""Readiness names each part, and tells the needed from the useful."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import redis.asyncio
from httpx import AsyncClient
from temporalio.client import Client

import server
import worker
from bootstrap import Resources, open_resources
from db.session import Database
from embedded.temporal import Temporal
from schemas.enums import TaskQueue
from settings import Settings
from tests.fixtures.people import open_client

_NOWHERE = "127.0.0.1:1"


async def _readiness(resources: Resources, part: str) -> tuple[int, str, str]:
    """The answer's status, what it says of the whole, and of one part."""
    async with open_client(server.create_app(resources)) as client:
        answer = await client.get("/health/ready")
    said = answer.json()
    return answer.status_code, said["status"], said["components"][part]["status"]


async def test_alive_asks_nobody(client: AsyncClient) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready_measures_every_part(client: AsyncClient) -> None:
    answer = await client.get("/health/ready")
    parts = answer.json()["components"]
    assert answer.status_code == 200
    assert set(parts) == {"database", "temporal", "redis", "provider", "worker"}
    assert all(part["latency_ms"] > 0 for part in parts.values())
    assert parts["database"]["status"] == parts["temporal"]["status"] == "ok"


@pytest.fixture
async def own_temporal() -> AsyncIterator[Client]:
    """A server that no other test's worker has ever served: it remembers them for minutes."""
    with tempfile.TemporaryDirectory() as folder, Temporal(Path(folder), ui_port=None) as server:
        yield await Client.connect(server.address, namespace=server.namespace)


async def test_the_worker_counts_once_it_serves_every_queue(
    app_resources: Resources, own_temporal: Client
) -> None:
    app_resources = replace(app_resources, temporal=own_temporal)
    assert await _readiness(app_resources, "worker") == (200, "degraded", "down")
    working = app_resources
    with ThreadPoolExecutor(1) as pool:
        async with AsyncExitStack() as stack:
            for one in worker.workers_of(working, pool, list(TaskQueue)):
                await stack.enter_async_context(one)
            for _ in range(50):
                if (await _readiness(app_resources, "worker"))[2] == "ok":
                    return
                await asyncio.sleep(0.2)
    pytest.fail("the worker serves, and is not seen")


async def test_without_redis_it_is_degraded_and_serves(
    app_resources: Resources,
) -> None:
    gone = redis.asyncio.Redis.from_url(f"redis://{_NOWHERE}")
    told = await _readiness(replace(app_resources, redis=gone), "redis")
    assert told == (200, "degraded", "down")


async def test_without_temporal_it_is_down(app_resources: Resources) -> None:
    gone = await Client.connect(_NOWHERE, lazy=True)
    told = await _readiness(replace(app_resources, temporal=gone), "temporal")
    assert told == (503, "down", "down")


async def test_without_the_database_it_is_down(app_resources: Resources) -> None:
    address = "postgresql+psycopg://x:x@127.0.0.1:1/x?connect_timeout=1"
    gone = Database.connect(address, address)
    told = await _readiness(replace(app_resources, database=gone), "database")
    await gone.close()
    assert told == (503, "down", "down")


async def test_the_whole_program_opens_from_settings(settings: Settings) -> None:
    async with open_resources(settings) as resources:
        server.create_app(resources)
