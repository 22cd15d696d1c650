"""The bucket of a number: shared by workers, and never faster than the number allows."""

import asyncio
import time
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
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


class Crowd:
    """Messages that take as many tokens as they get, until told to stop."""

    def __init__(self, *paces: Pace) -> None:
        self.taken: list[float] = []
        self._stopped = False
        self._tasks = [asyncio.create_task(self._hammer(pace)) for pace in paces]

    async def _hammer(self, pace: Pace) -> None:
        while not self._stopped:
            await pace.take()
            self.taken.append(time.monotonic())

    async def stop(self) -> None:
        self._stopped = True
        await asyncio.gather(*self._tasks)


async def test_a_reply_does_not_wait_behind_a_broadcast(cache: Redis) -> None:
    rate = Rate(f"test:{uuid4()}", 80)
    bulk = Crowd(*(Pace(cache, rate) for _ in range(3)))
    waits = []
    await asyncio.sleep(0.5)
    for _ in range(20):
        started = time.monotonic()
        await Pace(cache, rate, interactive=True).take()
        waits.append(time.monotonic() - started)
        await asyncio.sleep(0.05)
    await bulk.stop()
    # Twenty a second of eighty: each finds a token in the reserve. One message's turn is 12.5 ms.
    assert sorted(waits)[10] < 0.05


async def test_many_replies_at_once_go_before_the_broadcast(cache: Redis) -> None:
    rate = Rate(f"test:{uuid4()}", 100)
    bulk = Crowd(Pace(cache, rate))
    await asyncio.sleep(0.3)
    before, started = len(bulk.taken), time.monotonic()
    await asyncio.gather(*(Pace(cache, rate, interactive=True).take() for _ in range(60)))
    assert time.monotonic() - started < 60 / 100 + 2
    # What bulk had fetched before may still leave; it gets nothing new.
    assert len(bulk.taken) - before <= rate.chunk * 2
    await bulk.stop()


async def test_bulk_has_the_whole_rate_while_nobody_writes(cache: Redis) -> None:
    rate = Rate(f"test:{uuid4()}", 400)
    pace = Pace(cache, rate)
    await take(pace, 40)
    seconds = []
    # The best of three: a busy machine makes one slower, never quicker.
    for _ in range(3):
        started = time.monotonic()
        await take(pace, 400)
        seconds.append(time.monotonic() - started)
    assert min(seconds) < 1.0 + 0.25


@settings(max_examples=8, deadline=None)
@given(
    per_second=st.integers(5, 400),
    bulk=st.integers(0, 4),
    interactive=st.integers(0, 4),
    rest=st.sampled_from([0.0, 0.3]),
)
async def test_no_mixture_sends_faster_than_the_number_allows(
    cache: Redis, per_second: int, bulk: int, interactive: int, rest: float
) -> None:
    rate = Rate(f"test:{uuid4()}", per_second)
    await Pace(cache, rate, interactive=True).take()
    await asyncio.sleep(rest)
    started = time.monotonic()
    paces = [Pace(cache, rate) for _ in range(bulk)]
    paces += [Pace(cache, rate, interactive=True) for _ in range(interactive)]
    crowd = Crowd(*paces)
    await asyncio.sleep(0.4)
    taken = list(crowd.taken)
    stopping = asyncio.create_task(crowd.stop())
    for position, at in enumerate(taken, start=1):
        assert position <= per_second * (at - started) + rate.capacity + 1
    await stopping
