"""One process' streams together: slow browsers, several processes, Redis away."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest

from db.session import Database
from embedded.redis import Redis
from services import sessions
from services.live import LiveHints
from services.live_hub import CHECK_SECONDS, Limits, LiveHub, TooManyStreams
from tests.fixtures.people import Person, add_person
from tests.live.hubs import open_hints, open_hub, told


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """One that may be stopped."""
    with TemporaryDirectory(prefix="master-ia-live-") as folder, Redis(Path(folder)) as server:
        yield server


@pytest.fixture
async def browser(database: Database, company_id: UUID, agent: Person) -> bytes:
    async with database.system() as session:
        secret = await sessions.start(session, agent.id, company_id, user_agent="test")
    return sessions.token_hash(secret)


@pytest.fixture
async def other_browser(database: Database, other_company_id: UUID) -> bytes:
    person = await add_person(database, other_company_id)
    async with database.system() as session:
        secret = await sessions.start(session, person.id, other_company_id, user_agent="test")
    return sessions.token_hash(secret)


@pytest.fixture
async def hub(database: Database, redis_server: Redis) -> AsyncIterator[LiveHub]:
    async with open_hub(database, redis_server.url) as hub:
        yield hub


async def test_two_processes_are_both_told(
    *,
    database: Database,
    redis_server: Redis,
    company_id: UUID,
    browser: bytes,
    hub: LiveHub,
    hints: LiveHints,
) -> None:
    row = uuid4()
    async with open_hub(database, redis_server.url) as other:
        here, there = await hub.join(browser, None), await other.join(browser, None)
        # Whoever has not heard yet that everything may have changed is told no single name.
        await told(here, "live")
        await told(there, "live")
        hints.changed(company_id, "campaign", row)
        await told(here, f"campaign-{row.hex}")
        await told(there, f"campaign-{row.hex}")


async def test_a_browser_goes_on_at_another_process(
    *,
    database: Database,
    redis_server: Redis,
    company_id: UUID,
    browser: bytes,
    hub: LiveHub,
    hints: LiveHints,
) -> None:
    here = await hub.join(browser, None)
    place = hub.place((await here.next(1)).key)
    hub.leave(here)
    row = uuid4()
    hints.changed(company_id, "campaign", row)
    await asyncio.sleep(0.2)
    async with open_hub(database, redis_server.url) as other:
        there = await other.join(browser, place)
        assert await told(there, f"campaign-{row.hex}") == [f"campaign-{row.hex}", "campaigns"]


async def test_a_slow_browser_is_told_to_look_at_everything_and_holds_up_nobody(
    company_id: UUID, browser: bytes, hub: LiveHub, hints: LiveHints
) -> None:
    slow, quick = await hub.join(browser, None), await hub.join(browser, None)
    await told(slow, "live")
    await told(quick, "live")
    rows = [uuid4() for _ in range(250)]
    for number, row in enumerate(rows):
        hints.changed(company_id, "contact", row)
        if number % 50 == 49:
            names = await told(quick, f"contact-{row.hex}")
            assert "live" not in names
    batch = await slow.next(1)
    assert batch.names == ["live"]
    assert slow.coalesced > 0
    # And is at the newest place, from which nothing is missing.
    hints.changed(company_id, "campaign", rows[0])
    assert await told(slow, "campaigns") == [f"campaign-{rows[0].hex}", "campaigns"]


async def test_the_same_thing_told_often_is_told_twice_a_second(
    company_id: UUID, browser: bytes, hub: LiveHub, hints: LiveHints
) -> None:
    listener, row, heard = await hub.join(browser, None), uuid4(), 0
    await told(listener, "live")
    until = time.monotonic() + 2
    while time.monotonic() < until:
        hints.changed(company_id, "campaign", row)
        heard += f"campaign-{row.hex}" in (await listener.next(0.01)).names
    assert 2 <= heard <= 6
    # And of another thing at once, in spite of the pause.
    hints.changed(company_id, "contact", row)
    await told(listener, "contacts", within=0.4)


async def test_a_process_has_few_streams(
    database: Database, redis_server: Redis, browser: bytes
) -> None:
    async with open_hub(database, redis_server.url, Limits(8, 2)) as hub:
        first = await hub.join(browser, None)
        await hub.join(browser, None)
        with pytest.raises(TooManyStreams):
            await hub.join(browser, None)
        hub.leave(first)
        await hub.join(browser, None)


async def test_a_cancellation_that_is_swallowed_does_not_keep_it_from_closing(
    database: Database, redis_server: Redis, browser: bytes
) -> None:
    async def swallow() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    async with asyncio.timeout(60), open_hub(database, redis_server.url) as hub:
        await hub.join(browser, None)
        hub._tasks.append(asyncio.create_task(swallow()))
        await asyncio.sleep(0)


async def test_the_first_of_a_company_is_told_to_look_once(
    *,
    hub: LiveHub,
    company_id: UUID,
    browser: bytes,
    other_browser: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The reader finds the company just while its first browser joins."""
    awake = await hub.join(other_browser, None)
    tail = hub._journal.tail

    async def slow_tail(company_id: UUID) -> str:
        found = await tail(company_id)
        await asyncio.sleep(0.5)
        return found

    monkeypatch.setattr(hub._journal, "tail", slow_tail)
    listener = await hub.join(browser, None)
    await told(listener, "live")
    assert (await listener.next(1)).names == []
    assert (await awake.next(0.01)).names == ["live"]


async def test_while_redis_is_away_pages_look_and_afterwards_all_is_as_before(
    database: Database, own_redis: Redis, company_id: UUID, browser: bytes
) -> None:
    row, later = uuid4(), uuid4()
    async with open_hub(database, own_redis.url) as hub, open_hints(own_redis.url) as hints:
        listener = await hub.join(browser, None)
        await told(listener, "live")
        await asyncio.to_thread(own_redis.stop)
        hints.changed(company_id, "campaign", row)
        await told(listener, "look", within=CHECK_SECONDS + 30)
        await told(listener, "look", within=CHECK_SECONDS + 30)
        # Who comes now is served too.
        late = await hub.join(browser, None)
        await told(late, "live")
        await told(late, "look", within=CHECK_SECONDS + 30)
        await asyncio.to_thread(own_redis.start)
        # Of what was told meanwhile nobody knows the order, so they look at everything once more.
        await told(listener, "live", within=30)
        await told(late, "live", within=30)
        hints.changed(company_id, "campaign", later)
        for each in (listener, late):
            assert "look" not in await told(each, f"campaign-{later.hex}", within=30)


async def test_redis_that_only_stood_still_loses_nothing(
    database: Database, own_redis: Redis, company_id: UUID, browser: bytes
) -> None:
    row = uuid4()
    async with open_hub(database, own_redis.url) as hub, open_hints(own_redis.url) as hints:
        listener = await hub.join(browser, None)
        await told(listener, "live")
        assert own_redis.pid is not None
        os.kill(own_redis.pid, signal.SIGSTOP)
        try:
            hints.changed(company_id, "campaign", row)
            await told(listener, "look", within=CHECK_SECONDS + 30)
        finally:
            os.kill(own_redis.pid, signal.SIGCONT)
        names = await told(listener, f"campaign-{row.hex}", within=30)
        assert "live" not in names


async def test_telling_never_waits_for_redis(company_id: UUID) -> None:
    async with open_hints("redis://127.0.0.1:1/0") as hints:
        started = time.monotonic()
        for _ in range(12_000):
            hints.changed(company_id, "contact", uuid4())
        assert time.monotonic() - started < 10
