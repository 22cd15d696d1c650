"""Who gets how much of a number that several campaigns send by."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from providers.rate_limit import Asker, Pace, Rate


class Senders:
    """Campaigns that send as fast as they are let, each by some workers."""

    def __init__(self, redis: Redis, rate: Rate) -> None:
        self._redis, self._rate = redis, rate
        self.sent: Counter[str] = Counter()
        self._running: dict[str, list[asyncio.Task[None]]] = {}

    def start(self, name: str, *, group: str = "", weight: float = 1, workers: int = 1) -> None:
        asker = Asker(group or name, name, weight)
        self._running[name] = [
            asyncio.create_task(self._send(name, Pace(self._redis, self._rate, asker=asker)))
            for _ in range(workers)
        ]

    async def _send(self, name: str, pace: Pace) -> None:
        while True:
            await pace.take()
            self.sent[name] += 1

    async def during(self, seconds: float) -> Counter[str]:
        """What was sent in the next seconds."""
        before, self.sent = self.sent, Counter()
        await asyncio.sleep(seconds)
        found, self.sent = self.sent, self.sent + before
        return found

    async def stop(self, *names: str) -> None:
        tasks = {task for name in names or list(self._running) for task in self._running.pop(name)}
        while tasks:
            for task in tasks:
                task.cancel()
            # Again, where the client took a cancellation for a time-out of its own.
            _, tasks = await asyncio.wait(tasks, timeout=0.2)


# So slow that a busy machine keeps up, and what is compared are shares.
PER_SECOND = 120


def new_rate(per_second: float = PER_SECOND) -> Rate:
    return Rate(f"test:{uuid4()}", per_second)


async def test_a_campaign_started_later_gets_its_half_within_a_second(cache: Redis) -> None:
    senders = Senders(cache, new_rate())
    # Many workers, and a long lead: neither earns more than a fair part.
    senders.start("first", workers=4)
    await asyncio.sleep(2)
    senders.start("second")
    await asyncio.sleep(0.5)
    sent = await senders.during(1.5)
    await senders.stop()
    assert sent["second"] == pytest.approx(sent["first"], rel=0.35)
    assert sent.total() >= 0.6 * PER_SECOND * 1.5


async def test_what_one_does_not_take_goes_to_the_others(cache: Redis) -> None:
    senders = Senders(cache, new_rate())
    senders.start("first")
    senders.start("second")
    await asyncio.sleep(1)
    await senders.stop("second")
    await asyncio.sleep(0.5)
    sent = await senders.during(1)
    await senders.stop()
    # More than the half it had to share.
    assert sent["first"] >= 0.65 * PER_SECOND


async def test_a_slow_campaign_leaves_the_rest_to_a_fast_one(cache: Redis) -> None:
    rate = new_rate()
    slow_only = Rate(f"test:{uuid4()}", 20)
    senders = Senders(cache, rate)
    senders.start("fast")
    own = Pace(cache, slow_only)
    pace = Pace(cache, rate, asker=Asker("slow", "slow"), at_once=slow_only.chunk)
    slow = 0

    async def trickle() -> None:
        nonlocal slow
        while True:
            await pace.take()
            await own.take()
            slow += 1

    task = asyncio.create_task(trickle())
    await asyncio.sleep(0.5)
    before = slow
    sent = await senders.during(2)
    task.cancel()
    await senders.stop()
    assert slow - before >= 0.6 * 40
    assert sent["fast"] >= 0.65 * (PER_SECOND - 20) * 2


async def test_many_campaigns_of_one_company_get_no_more_than_the_one_of_another(
    cache: Redis,
) -> None:
    senders = Senders(cache, new_rate())
    for name in ("a", "b", "c", "d"):
        senders.start(name, group="many")
    senders.start("lone", group="one")
    await asyncio.sleep(1)
    sent = await senders.during(3)
    await senders.stop()
    assert sent["lone"] == pytest.approx(sent.total() / 2, rel=0.3)


async def test_a_weight_of_three_gets_three_times_as_much(cache: Redis) -> None:
    senders = Senders(cache, new_rate())
    senders.start("heavy", weight=3)
    senders.start("light")
    await asyncio.sleep(1)
    sent = await senders.during(2)
    await senders.stop()
    assert sent["heavy"] == pytest.approx(3 * sent["light"], rel=0.4)


async def test_a_turn_that_nobody_takes_is_not_waited_for(cache: Redis) -> None:
    rate = new_rate()
    senders = Senders(cache, rate)
    senders.start("first")
    senders.start("lost")
    await asyncio.sleep(0.5)
    # Its worker dies in the middle, with a turn it waits for.
    await senders.stop("lost")
    sent = await senders.during(1)
    await senders.stop()
    assert sent["first"] >= 0.6 * PER_SECOND


@settings(max_examples=6, deadline=None)
@given(
    per_second=st.sampled_from([10, 80, 400]),
    workers=st.lists(st.integers(1, 3), min_size=1, max_size=5),
)
async def test_no_sharing_sends_faster_than_the_number_allows(
    cache: Redis, per_second: int, workers: Sequence[int]
) -> None:
    rate = new_rate(per_second)
    senders = Senders(cache, rate)
    started = time.monotonic()
    for position, count in enumerate(workers):
        senders.start(f"campaign {position}", workers=count)
    await asyncio.sleep(0.8)
    total = senders.sent.total()
    elapsed = time.monotonic() - started
    await senders.stop()
    assert total <= per_second * elapsed + rate.capacity + 1
    # And nothing is lost to the sharing: the rate is used, less what the reserve took first.
    assert total >= 0.7 * per_second * elapsed - rate.capacity - 1
