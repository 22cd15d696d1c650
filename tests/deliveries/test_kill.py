"""kill -9 of a real worker while it delivers: nothing is lost, and ids tell what came twice."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from temporalio.client import Client

from db.session import Database
from schemas.enums import TaskQueue
from services.delivering import Delivering
from settings import Settings
from tests.deliveries.receiver import Receiver, Says, receiver
from tests.deliveries.scene import Scene, open_scene
from tests.fixtures.people import here
from workflows import starters

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def listener() -> AsyncIterator[Receiver]:
    async with receiver() as listener:
        yield listener


@pytest.fixture
async def scene(database: Database, company_id: UUID, listener: Receiver) -> Scene:
    return await open_scene(database, company_id, listener.url)


@contextmanager
def worker(settings: Settings, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`python worker.py deliveries workflows`, as it is run."""
    environment = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "TEMPORAL_ADDRESS": settings.temporal_address,
        "TEMPORAL_NAMESPACE": settings.temporal_namespace,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "ENCRYPTION_KEYS": settings.encryption_keys.get_secret_value(),
        "STORAGE_DIR": str(settings.storage_dir),
        "ALLOW_PRIVATE_NETWORK": "true",
    }
    queues = [TaskQueue.DELIVERIES.value, TaskQueue.WORKFLOWS.value]
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "worker.py", *queues],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=out,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def test_a_worker_that_is_to_end_waits_for_the_call_it_makes_and_for_no_other(
    scene: Scene, listener: Receiver
) -> None:
    await scene.happen(6)
    await Delivering(
        scene.parts,
        scene.company_id,
        scene.endpoint_id,
        stopping=lambda: len(listener.calls) > 0,
    ).work()
    assert len(listener.calls) == 1
    # What it did not come to is the next one's at once, in order.
    await scene.deliver()
    assert [call.content["sequence"] for call in listener.calls] == [1, 2, 3, 4, 5, 6]
    assert await scene.states() == ["delivered"] * 6


@pytest.mark.slow
async def test_a_worker_killed_in_the_middle_loses_nothing(
    scene: Scene,
    listener: Receiver,
    settings: Settings,
    temporal_client: Client,
    tmp_path: Path,
) -> None:
    contacts = [uuid4() for _ in range(30)]
    listener.answer = lambda _: Says(after=0.2)
    for contact in contacts:
        await scene.happen(5, resource_id=contact)
    live = here(settings, temporal_client)
    with worker(live, tmp_path / "first.log") as first:
        await starters.start_deliveries(temporal_client, scene.ref)
        async with asyncio.timeout(60):
            while len(listener.calls) < 40:
                await asyncio.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert "sending" in await scene.states()
    # A minute is over: what it held is anybody's.
    async with scene.database.company(scene.company_id) as session:
        await session.execute(
            text(
                "UPDATE webhook_deliveries SET claimed_at = claimed_at - interval '2 minutes'"
                " WHERE state = 'sending'"
            )
        )
    with worker(live, tmp_path / "second.log"):
        async with asyncio.timeout(90):
            while set(await scene.states()) != {"delivered"}:
                await asyncio.sleep(0.2)
    heard: dict[str, list[int]] = defaultdict(list)
    ids: dict[tuple[str, int], set[str]] = defaultdict(set)
    for call in listener.calls:
        content = call.verified_by(scene.secret)
        resource, sequence = content["resource"]["id"], content["sequence"]
        heard[resource].append(sequence)
        ids[resource, sequence].add(call.id)
    assert len(heard) == 30
    assert all(len(found) == 1 for found in ids.values())
    for sequences in heard.values():
        # Told again or not, the first time of each is in order, and none is missing.
        assert list(dict.fromkeys(sequences)) == [1, 2, 3, 4, 5]
