"""How often one person may be written to by one number."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from providers.pair_rate import PairRate

NOW = timedelta()
ANA, BIA = "+5511970000001", "+5511970000002"


@pytest.fixture
def pairs(cache: Redis) -> PairRate:
    return PairRate(cache)


async def test_ten_messages_to_one_person_wait_for_nothing(pairs: PairRate) -> None:
    assert await pairs.ask(uuid4(), [ANA] * 10) == [NOW] * 10


async def test_after_a_burst_one_person_waits_and_the_others_do_not(pairs: PairRate) -> None:
    number = uuid4()
    waits = await pairs.ask(number, [*[ANA] * 50, BIA])
    assert waits[:45] == [NOW] * 45
    assert all(timedelta(seconds=5) < wait <= timedelta(seconds=6) for wait in waits[45:50])
    assert waits[50] == NOW


async def test_each_number_has_its_own_rate(pairs: PairRate) -> None:
    first, second = uuid4(), uuid4()
    await pairs.ask(first, [ANA] * 45)
    assert (await pairs.ask(first, [ANA]))[0] > NOW
    assert await pairs.ask(second, [ANA]) == [NOW]


async def test_a_refusal_holds_up_this_person_longer_each_time(pairs: PairRate) -> None:
    number = uuid4()
    waits = [(await pairs.refused(number, ANA)).total_seconds() for _ in range(4)]
    assert waits == [6, 16, 64, 256]
    asked = await pairs.ask(number, [ANA, BIA])
    assert timedelta(seconds=250) < asked[0] <= timedelta(seconds=256)
    assert asked[1] == NOW


async def test_redis_forgets_whoever_owes_nothing(pairs: PairRate, cache: Redis) -> None:
    number = uuid4()
    await pairs.ask(number, [ANA])
    assert 0 < await cache.pttl(f"pair:{number.hex}:{ANA}") <= 6_000


async def test_without_redis_everybody_may_go() -> None:
    nowhere = Redis(port=1, socket_connect_timeout=0.1)
    pairs = PairRate(nowhere)
    assert await pairs.ask(uuid4(), [ANA, BIA]) == [NOW, NOW]
    assert await pairs.refused(uuid4(), ANA) >= timedelta(seconds=6)
    await nowhere.aclose()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=60), max_size=6))
async def test_pages_in_any_cut_let_through_the_same(cache: Redis, pages: list[list[int]]) -> None:
    """Nobody ever gets more than the burst at once, whatever pages their messages come in."""
    number: UUID = uuid4()
    pairs = PairRate(cache)
    through = dict.fromkeys(range(4), 0)
    for page in pages:
        waits = await pairs.ask(number, [f"+55119700000{who}" for who in page])
        for who, wait in zip(page, waits, strict=True):
            through[who] += wait == NOW
    for who, count in through.items():
        asked = sum(page.count(who) for page in pages)
        # Some time passes while it is asked: one more may have been earned.
        assert min(asked, 45) <= count <= 46
