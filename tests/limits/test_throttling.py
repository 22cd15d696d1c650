"""A number that is too fast slows down; nobody fails for it."""

import asyncio
import os
import time

import httpx
from redis.asyncio import Redis

from providers.pair_rate import PairRate
from schemas.enums import DeliveryStatus
from tests.campaigns.scenes import ordinary_phones, recipients_of
from tests.campaigns.test_sending import Stage

ACCEPTED, PENDING = DeliveryStatus.ACCEPTED, DeliveryStatus.PENDING
# The behaviour is promised for a minute of refusals; a few seconds show it.
SECONDS = float(os.environ.get("THROTTLED_SECONDS", "6"))


async def drain(stage: Stage, *, until: float) -> None:
    while time.monotonic() < until:
        result = await stage.send(limit=100_000)
        if result.exhausted:
            return
        await asyncio.sleep(min(result.pause_seconds, 1))


async def test_a_time_of_130429_fails_nobody_and_the_rate_comes_back(
    stage: Stage, sandbox: httpx.AsyncClient
) -> None:
    before = (await sandbox.get("/duplicates")).json()["duplicates"]
    await stage.launch(ordinary_phones(400))
    # The least the sandbox knows: from its second message on a number is too fast.
    await sandbox.put("/settings", json={"throughput": 0.0001})
    try:
        await drain(stage, until=time.monotonic() + SECONDS)
        statuses = await stage.statuses()
        assert set(statuses) <= {ACCEPTED, PENDING}
        assert statuses[PENDING] >= 390
        rows = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
        assert {row.attempts for row in rows if row.status is PENDING} == {0}
    finally:
        await sandbox.put("/settings", json={"throughput": 0})
    await drain(stage, until=time.monotonic() + 60)
    assert await stage.statuses() == {ACCEPTED: 400}
    # Others' tries on the same stand-in are no concern of this.
    assert (await sandbox.get("/duplicates")).json()["duplicates"] == before


async def test_one_throttled_message_does_not_stop_the_others(stage: Stage) -> None:
    await stage.launch(["+5511912340429", *ordinary_phones(50)])
    await stage.send()
    assert (await stage.statuses())[ACCEPTED] == 50


async def test_a_pair_that_is_refused_waits_alone(stage: Stage) -> None:
    await stage.launch(["+5511912340656", *ordinary_phones(20)])
    result = await stage.send()
    assert await stage.statuses() == {ACCEPTED: 20, PENDING: 1}
    assert 4 < result.pause_seconds <= 6


async def test_whoever_had_too_many_messages_waits_and_the_page_goes_on(
    stage: Stage, cache: Redis
) -> None:
    await stage.launch(ordinary_phones(20))
    pairs = PairRate(cache)
    await pairs.ask(stage.shop.number_id, [ordinary_phones(1)[0]] * 45)
    await stage.send()
    assert await stage.statuses() == {ACCEPTED: 19, PENDING: 1}
