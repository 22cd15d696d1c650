"""A browser that was cut off goes on where it was, or is told that it cannot."""

import asyncio
import random
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis

from services.live import LiveHints
from services.live import stream as stream_key
from tests.live.streams import Heard, stream


async def tell(hints: LiveHints, company_id: UUID, count: int) -> set[str]:
    rows = [uuid4() for _ in range(count)]
    for row in rows:
        hints.changed(company_id, "contact", row)
    # Until they are in Redis.
    await asyncio.sleep(0.2)
    return {f"contact-{row.hex}" for row in rows}


def rows_of(heard: Heard) -> set[str]:
    return {name for name in heard.names if name.startswith("contact-")}


async def test_what_was_told_during_a_cut_is_told_on_return(
    console_url: str, cookies: dict[str, str], company_id: UUID, hints: LiveHints
) -> None:
    async with stream(console_url, cookies) as heard:
        seen = await tell(hints, company_id, 1)
        await heard.until(seen.copy().pop())
    missed = await tell(hints, company_id, 20)
    async with stream(console_url, cookies, after=heard.place) as again:
        await again.until("contacts")
        assert rows_of(again) == missed
        assert "live" not in again.names


async def test_nothing_is_lost_over_many_cuts(
    console_url: str, cookies: dict[str, str], company_id: UUID, hints: LiveHints
) -> None:
    told: set[str] = set()
    found: set[str] = set()
    async with stream(console_url, cookies) as heard:
        place = heard.place
    for _ in range(8):
        telling = asyncio.create_task(tell(hints, company_id, 30))
        async with stream(console_url, cookies, after=place) as heard:
            await asyncio.sleep(random.uniform(0, 0.4))
            place, names = heard.place or place, rows_of(heard)
        found |= names
        told |= await telling
        assert "live" not in heard.names
    async with stream(console_url, cookies, after=place) as heard:
        await asyncio.sleep(0.5)
        assert found | rows_of(heard) == told


async def test_nothing_missed_is_nothing_told(
    console_url: str, cookies: dict[str, str], company_id: UUID, hints: LiveHints
) -> None:
    async with stream(console_url, cookies) as heard:
        pass
    async with stream(console_url, cookies, after=heard.place) as again:
        await again.until(f"hello-{company_id.hex}")
        await asyncio.sleep(0.5)
        assert len(again.names) == 1


@pytest.mark.parametrize(
    "place",
    [
        "00000000-1700000000000-0",
        "nonsense",
        "$",
        "0-0",
        "9" * 300,
        "{epoch}-99999999999999999999-0",
    ],
)
async def test_a_place_nobody_knows_is_a_gap(
    console_url: str, cookies: dict[str, str], place: str
) -> None:
    async with stream(console_url, cookies) as heard:
        epoch = heard.place.partition("-")[0]
    async with stream(console_url, cookies, after=place.format(epoch=epoch)) as again:
        await again.until("live")


async def test_what_was_trimmed_is_a_gap(
    *,
    console_url: str,
    cookies: dict[str, str],
    company_id: UUID,
    hints: LiveHints,
    cache: Redis,
) -> None:
    async with stream(console_url, cookies) as heard:
        pass
    await tell(hints, company_id, 30)
    await cache.xtrim(stream_key(company_id), maxlen=10, approximate=False)
    async with stream(console_url, cookies, after=heard.place) as again:
        await again.until("live")


async def test_an_emptied_redis_is_a_gap(
    *,
    console_url: str,
    cookies: dict[str, str],
    company_id: UUID,
    hints: LiveHints,
    cache: Redis,
) -> None:
    async with stream(console_url, cookies) as heard:
        pass
    await cache.delete(stream_key(company_id))
    async with stream(console_url, cookies, after=heard.place) as again:
        await again.until("live")
        told = await tell(hints, company_id, 1)
        await again.until(told.pop())


async def test_a_companys_stream_ends_by_itself(
    company_id: UUID, hints: LiveHints, cache: Redis
) -> None:
    await tell(hints, company_id, 1)
    assert 0 < await cache.ttl(stream_key(company_id)) <= 3600
