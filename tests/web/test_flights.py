"""Sharing one answer: who asks together is answered once, and never with what is too old."""

import asyncio

import pytest

from services.flights import Flights


async def test_who_asks_at_the_same_moment_is_answered_by_one_call() -> None:
    flights: Flights[int] = Flights()
    calls = 0

    async def make() -> int:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.01)
        return calls

    answers = await asyncio.gather(*(flights.share("a", make) for _ in range(50)))
    # One for whoever came first, one for all who came while it was under way.
    assert sorted(answers) == [1] + [2] * 49
    assert (flights.asked, flights.made) == (50, 2)


async def test_an_answer_never_began_before_it_was_asked_for() -> None:
    flights: Flights[int] = Flights()
    truth = 0

    async def look() -> int:
        seen = truth
        await asyncio.sleep(0.002)
        return seen

    async def write_and_read(delay: float) -> None:
        nonlocal truth
        await asyncio.sleep(delay)
        truth += 1
        mine = truth
        assert await flights.share("a", look) >= mine

    await asyncio.gather(*(write_and_read(n * 0.0007) for n in range(60)))
    assert flights.made < flights.asked


async def test_keys_do_not_share() -> None:
    flights: Flights[str] = Flights()

    async def say(word: str) -> str:
        return word

    answers = await asyncio.gather(
        *(flights.share(word, lambda word=word: say(word)) for word in "abc")  # type: ignore[misc]
    )
    assert answers == ["a", "b", "c"]


async def test_a_failure_is_told_to_all_and_forgotten() -> None:
    flights: Flights[int] = Flights()

    async def fail() -> int:
        await asyncio.sleep(0)
        raise ValueError

    results = await asyncio.gather(
        *(flights.share("a", fail) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(result, ValueError) for result in results)

    async def work() -> int:
        return 7

    assert await flights.share("a", work) == 7


async def test_who_hangs_up_does_not_end_it_for_the_others() -> None:
    flights: Flights[int] = Flights()
    gate = asyncio.Event()

    async def make() -> int:
        await gate.wait()
        return 1

    first = asyncio.create_task(flights.share("a", make))
    await asyncio.sleep(0)
    second = asyncio.create_task(flights.share("a", make))
    await asyncio.sleep(0)
    first.cancel()
    gate.set()
    assert await second == 1
    with pytest.raises(asyncio.CancelledError):
        await first
