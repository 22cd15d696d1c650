"""The bucket of a number: shared by workers, and never faster than the number allows."""

import asyncio
import time
from uuid import uuid4

from redis.asyncio import Redis

from providers.rate_limit import Pace, Rate


async def take(pace: Pace, count: int) -> None:
    for _ in range(count):
        await pace.take()


async def test_two_workers_share_one_numbers_rate(cache: Redis) -> None:
    rate = Rate(f"test:{uuid4()}", 200)
    started = time.monotonic()
    await asyncio.gather(take(Pace(cache, rate), 50), take(Pace(cache, rate), 50))
    # 100 messages at 200 a second, less what the bucket held at the start: slower is fine,
    # faster would be throttled by the provider.
    assert time.monotonic() - started >= (100 - 20 - 1) / 200


async def test_a_bucket_that_rested_lets_no_flood_through(cache: Redis) -> None:
    rate = Rate(f"test:{uuid4()}", 100)
    await take(Pace(cache, rate), 1)
    await asyncio.sleep(0.5)
    started = time.monotonic()
    await take(Pace(cache, rate), 31)
    assert time.monotonic() - started >= (31 - 10 - 1) / 100


async def test_without_redis_it_goes_on_well_below_the_rate() -> None:
    nowhere = Redis(port=1, socket_connect_timeout=0.1)
    pace = Pace(nowhere, Rate("test", 100))
    started = time.monotonic()
    await take(pace, 20)
    # A quarter of 100 a second: the tenth and the twentieth wait 0.4 s each.
    assert time.monotonic() - started >= 0.7
    await nowhere.aclose()
