"""Who else is at a conversation: seen by others, for a short while, and never in the way."""

import time
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis

from services import presence
from services.presence import Present


@pytest.fixture
def conversation_id() -> UUID:
    return uuid4()


async def test_others_see_who_views_and_who_types(
    cache: Redis, company_id: UUID, conversation_id: UUID
) -> None:
    ana, rui, me = uuid4(), uuid4(), uuid4()
    assert await presence.note(cache, company_id, conversation_id, ana, "viewing")
    assert await presence.note(cache, company_id, conversation_id, rui, "typing")
    await presence.note(cache, company_id, conversation_id, me, "viewing")
    seen = await presence.others(cache, company_id, conversation_id, me)
    assert seen == [Present(rui, typing=True), Present(ana, typing=False)]
    assert me not in {one.user_id for one in seen}


async def test_another_company_with_the_same_id_sees_nobody(
    cache: Redis, company_id: UUID, other_company_id: UUID, conversation_id: UUID
) -> None:
    await presence.note(cache, company_id, conversation_id, uuid4(), "viewing")
    assert await presence.others(cache, other_company_id, conversation_id, uuid4()) == []


async def test_others_are_told_only_of_a_difference(
    cache: Redis, company_id: UUID, conversation_id: UUID
) -> None:
    ana = uuid4()
    told = [
        await presence.note(cache, company_id, conversation_id, ana, doing)
        for doing in ("viewing", "viewing", "typing", "typing", "viewing", "gone", "gone")
    ]
    assert told == [True, False, True, False, True, True, False]


async def test_typing_ends_by_itself_and_the_end_is_told(
    cache: Redis, company_id: UUID, conversation_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, me, now = uuid4(), uuid4(), time.time()
    await presence.note(cache, company_id, conversation_id, ana, "typing")
    monkeypatch.setattr(time, "time", lambda: now + 10)
    assert await presence.others(cache, company_id, conversation_id, me) == [Present(ana, False)]
    assert await presence.note(cache, company_id, conversation_id, ana, "viewing")
    monkeypatch.setattr(time, "time", lambda: now + 100)
    assert await presence.others(cache, company_id, conversation_id, me) == []


async def test_nothing_is_kept(cache: Redis, company_id: UUID, conversation_id: UUID) -> None:
    await presence.note(cache, company_id, conversation_id, uuid4(), "viewing")
    assert 0 < await cache.ttl(f"presence:{company_id}:{conversation_id}") <= 60


async def test_without_redis_nobody_is_seen_and_nobody_waits(
    company_id: UUID, conversation_id: UUID
) -> None:
    nowhere = Redis(host="127.0.0.1", port=1)
    started = time.monotonic()
    assert not await presence.note(nowhere, company_id, conversation_id, uuid4(), "typing")
    assert await presence.others(nowhere, company_id, conversation_id, uuid4()) == []
    assert time.monotonic() - started < 5
    await nowhere.aclose()
