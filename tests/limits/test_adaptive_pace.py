"""What throttling does to a number's pace, and what the loss of Redis does."""

import asyncio
import time
from pathlib import Path
from uuid import uuid4

from redis.asyncio import Redis

from embedded.redis import Redis as RedisServer
from providers.rate_limit import Asker, Pace, Rate, shares_left


def new_rate(per_second: float = 200) -> Rate:
    return Rate(f"test:{uuid4()}", per_second)


async def sent_in(pace: Pace, seconds: float) -> int:
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        try:
            async with asyncio.timeout(max(0.001, until - time.monotonic())):
                await pace.take()
        except TimeoutError:
            break
        count += 1
    return count


async def test_throttling_halves_the_pace_of_all_who_send_by_the_number(cache: Redis) -> None:
    rate = new_rate()
    mine, theirs = Pace(cache, rate), Pace(cache, rate)
    await sent_in(theirs, 0.3)
    assert await mine.throttled() == 0.5
    # The rest of what was fetched before the cut does not count.
    await sent_in(theirs, 0.1)
    assert await sent_in(theirs, 0.8) <= 0.5 * 200 * 0.8 + rate.capacity


async def test_many_refusals_in_one_second_are_one_cut(cache: Redis) -> None:
    pace = Pace(cache, new_rate())
    assert [await pace.throttled() for _ in range(50)] == [0.5] * 50


async def test_the_pace_never_falls_below_the_floor_and_comes_back_step_by_step(
    cache: Redis,
) -> None:
    rate = new_rate(4)
    pace = Pace(cache, rate)
    seen = []
    for _ in range(4):
        seen.append(await pace.throttled())
        await asyncio.sleep(1.05)
    assert seen[:2] == [0.5, 0.25 + 0.0] or seen[1] < 0.3
    assert min(seen) >= rate.floor == 0.25
    await asyncio.sleep(2)
    [share] = (await shares_left(cache, [rate.key])).values()
    assert 0.25 < share < 0.6


async def test_a_bucket_nobody_uses_shows_its_whole_rate(cache: Redis) -> None:
    assert await shares_left(cache, ["test:never"]) == {"test:never": 1.0}


async def test_a_flushed_redis_costs_at_most_one_bucket(cache: Redis) -> None:
    """FLUSHALL in the middle: the pace goes on, and no flood leaves."""
    rate = new_rate()
    pace = Pace(cache, rate, asker=Asker("company", "campaign"))
    await sent_in(pace, 0.3)
    started, sent = time.monotonic(), 0
    for _ in range(3):
        sent += await sent_in(pace, 0.3)
        await cache.flushall()
    sent += await sent_in(pace, 0.3)
    elapsed = time.monotonic() - started
    assert sent <= 200 * elapsed + 4 * rate.capacity
    assert sent >= 0.5 * 200 * elapsed


async def test_redis_dies_and_comes_back_in_the_middle_of_a_run(tmp_path: Path) -> None:
    rate = new_rate(100)
    with RedisServer(tmp_path, password="test") as server:
        client = Redis.from_url(server.url, socket_timeout=0.5, socket_connect_timeout=0.5)
        pace = Pace(client, rate)
        with_redis = await sent_in(pace, 1)
    alone = await sent_in(pace, 2)
    with RedisServer(tmp_path, password="test", port=server.port):
        await sent_in(pace, 0.7)
        again = await sent_in(pace, 1)
        await client.aclose()
    assert with_redis >= 70
    # A quarter of the rate, with what one chunk is.
    assert 0 < alone <= 0.25 * 100 * 2 + rate.chunk
    assert again >= 70
