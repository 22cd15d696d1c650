"""Workers, people, receipts and lost leases, all at once and at random moments.

Whatever order it comes in: nobody is asked for twice, nobody is lost, the counters are the rows.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.testing import ActivityEnvironment

from activities.sending import SendActivities, SendOptions
from db.models.campaigns import CampaignCount, CampaignRecipient
from db.queries import recipients
from db.queries.breakers import Target
from db.queries.receipts import Receipt, apply_receipts
from db.session import Database
from schemas.enums import BreakerTarget, CampaignStatus, DeliveryStatus
from schemas.errors import InvalidState
from schemas.payloads.campaigns import SendBatchInput, SendBatchResult
from services import breakers, campaigns
from services.senders import Senders
from settings import Settings
from tests.campaigns.conftest import LEASE_SECONDS
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)

# Answers late, refuses, breaks off, throttles; and receipts before the answer.
_ENDINGS = ("0100", "0500", "0501", "0656", "0998", "0999", "0777")
_PEOPLE = 120
_PAUSES = 200
_LOST = 0.1
_OPEN = {DeliveryStatus.PENDING, DeliveryStatus.SENDING}


class Unreliable(Database):
    """Now and then the answer to a commit is lost: what was written may be written again."""

    _random = Random(7)

    @asynccontextmanager
    async def company(self, company_id: UUID) -> AsyncIterator[AsyncSession]:
        async with super().company(company_id) as session:
            yield session
        if self._random.random() < _LOST:
            raise ConnectionResetError


class Race:
    """One running campaign and everybody who pulls at it."""

    def __init__(
        self, database: Database, shop: Shop, sending: SendActivities, random: Random
    ) -> None:
        self.database, self.shop, self.sending, self.random = database, shop, sending, random
        self.campaign_id = UUID(int=0)
        self.over = False

    async def launch(self, phones: list[str]) -> None:
        await add_contacts(self.database, self.shop.company_id, phones)
        self.campaign_id = await draft_campaign(self.database, self.shop)
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
            await campaigns.begin(session, self.campaign_id, now=datetime.now(UTC))

    async def storm(self, seconds: float) -> None:
        """Three windows, one person, Meta and a clock that runs too fast."""
        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(self._worker())
            for part in (self._person, self._meta, self._clock):
                group.create_task(self._again_and_again(part))
            await asyncio.sleep(seconds)
            self.over = True

    async def send(self, limit: int) -> SendBatchResult:
        """As Temporal does it: a failure is tried again."""
        batch = SendBatchInput(self.shop.company_id, self.campaign_id, limit)
        while True:
            with suppress(OSError):
                result = await ActivityEnvironment().run(self.sending.send_batch, batch)
                assert isinstance(result, SendBatchResult)
                return result

    async def to_the_end(self) -> None:
        """No more disturbance; and where failures or silence stop it, somebody lets it go on."""
        await self.go_on()
        while not (result := await self.send(1_000)).exhausted:
            if result.paused:
                await self.go_on()
            await self._clock()
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.finish(session, self.campaign_id)

    async def go_on(self) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await breakers.close(session, Target(BreakerTarget.NUMBER, self.shop.number_id))
        await self.tell(campaigns.resume)

    async def tell(self, change: Any) -> None:
        async with self.database.company(self.shop.company_id) as session:
            try:
                await change(session, self.campaign_id)
            except InvalidState:
                return

    async def _worker(self) -> None:
        cursor = None
        while not self.over:
            environment = ActivityEnvironment()
            limit = self.random.choice((1, 7, 40))
            batch = SendBatchInput(self.shop.company_id, self.campaign_id, limit, cursor)
            run = asyncio.create_task(environment.run(self.sending.send_batch, batch))
            if self.random.random() < 0.3:
                await asyncio.sleep(self.random.uniform(0, 0.05))
                self.random.choice((environment.cancel, environment.worker_shutdown))()
            try:
                result = await run
            except (asyncio.CancelledError, OSError):
                continue
            cursor = result.cursor
            if result.exhausted or result.paused:
                await asyncio.sleep(0.02)

    async def _again_and_again(self, part: Any) -> None:
        while not self.over:
            await asyncio.sleep(self.random.uniform(0, 0.08))
            await part()

    async def _person(self) -> None:
        await self.tell(self.random.choice((campaigns.pause, campaigns.resume, campaigns.resume)))

    async def _meta(self) -> None:
        """Receipts for anybody who may have been sent to, in any order."""
        rows = await recipients_of(self.database, self.shop.company_id, self.campaign_id)
        sent = [row for row in rows if row.provider_id]
        words = (
            DeliveryStatus.SENT,
            DeliveryStatus.DELIVERED,
            DeliveryStatus.READ,
            DeliveryStatus.FAILED,
        )
        told = [
            Receipt(row.id, row.provider_id or "", self.random.choice(words), datetime.now(UTC))
            for row in self.random.sample(sent, min(len(sent), 10))
        ]
        async with self.database.company(self.shop.company_id) as session:
            await apply_receipts(session, told)

    async def _clock(self) -> None:
        """Leases run out under workers that live, and who was told to wait need wait no more."""
        async with self.database.company(self.shop.company_id) as session:
            lease = self.random.choice((0.0, 0.05, 60.0))
            await recipients.expire_leases(session, self.campaign_id, lease_seconds=lease)
            await session.execute(
                text(
                    "UPDATE campaign_recipients SET not_before = now()"
                    " WHERE campaign_id = :id AND not_before > now()"
                ),
                {"id": self.campaign_id},
            )


async def counters_are_the_rows(race: Race) -> None:
    """By status and reason, and together always everybody."""
    async with race.database.company(race.shop.company_id) as session:
        row, count = CampaignRecipient, CampaignCount
        reason = func.coalesce(row.reason, "")
        found = await session.execute(
            select(row.status, reason, func.count())
            .where(row.campaign_id == race.campaign_id)
            .group_by(row.status, reason)
        )
        kept = await session.execute(
            select(count.status, count.reason, count.count).where(
                count.campaign_id == race.campaign_id, count.count != 0
            )
        )
    assert sorted(found.all()) == sorted(kept.all())


async def asked_for(race: Race, sandbox: httpx.AsyncClient) -> Counter[str]:
    """How often each recipient was asked for, without what was plainly refused."""
    rows = await recipients_of(race.database, race.shop.company_id, race.campaign_id)
    found = Counter({str(row.id): 0 for row in rows})
    after = 0
    while page := (await sandbox.get("/requests", params={"after": after})).json()["data"]:
        after = page[-1]["number"]
        for one in page:
            refused = not one["accepted"] and 400 <= (one["status"] or 0) < 500
            if one["callback"] in found and not refused:
                found[one["callback"]] += 1
    return found


@pytest.fixture
async def unreliable(settings: Settings) -> AsyncIterator[Database]:
    database = Unreliable.connect(settings.app_database, settings.system_database)
    yield database
    await database.close()


@pytest.fixture
def shaky(unreliable: Database, cache: Redis, senders: Senders) -> SendActivities:
    return SendActivities(unreliable, cache, senders, SendOptions(20, LEASE_SECONDS))


@pytest.fixture
def race(
    database: Database, shop: Shop, shaky: SendActivities, request: pytest.FixtureRequest
) -> Race:
    seed = getattr(request, "param", 0)
    return Race(database, shop, shaky, Random(seed))


@pytest.mark.parametrize("race", range(3), indirect=True)
async def test_whatever_happens_nobody_is_sent_to_twice_and_nobody_is_lost(
    race: Race, sandbox: httpx.AsyncClient
) -> None:
    odd = [f"+55118{n:04d}{ending}" for n in range(4) for ending in _ENDINGS]
    await race.launch([*ordinary_phones(_PEOPLE - len(odd)), *odd])
    await race.storm(1.5)
    await race.to_the_end()
    await counters_are_the_rows(race)
    ledger = await read_ledger(race.database, race.shop.company_id, race.campaign_id)
    assert ledger.status is CampaignStatus.COMPLETED
    assert sum(ledger.rows.values()) == _PEOPLE
    assert not _OPEN & ledger.rows.keys()
    asked = await asked_for(race, sandbox)
    # None at all where a starved machine let every lease run out before anything was sent.
    assert max(asked.values()) <= 1
    rows = await recipients_of(race.database, race.shop.company_id, race.campaign_id)
    told_sent = {DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, DeliveryStatus.DELIVERED}
    assert all(asked[str(row.id)] for row in rows if row.status in told_sent)


@pytest.mark.parametrize("race", range(3), indirect=True)
async def test_a_cancel_at_any_moment_accounts_for_everybody(
    race: Race, sandbox: httpx.AsyncClient
) -> None:
    await race.launch(ordinary_phones(_PEOPLE))
    await race.storm(race.random.uniform(0.05, 0.4))
    await race.tell(campaigns.cancel)
    late: list[Coroutine[Any, Any, Any]] = [race.send(50), race.send(50)]
    await asyncio.gather(*late, race.tell(campaigns.finish))
    async with race.database.company(race.shop.company_id) as session:
        await recipients.expire_leases(session, race.campaign_id, lease_seconds=0)
        for _, campaign_id in await recipients.handed_back_late(session):
            await recipients.skip_pending(session, campaign_id, reason="cancelled")
    await counters_are_the_rows(race)
    rows = await recipients_of(race.database, race.shop.company_id, race.campaign_id)
    assert not _OPEN & {row.status for row in rows}
    asked = await asked_for(race, sandbox)
    assert max(asked.values()) <= 1
    assert not any(asked[str(row.id)] for row in rows if row.reason == "cancelled")


async def test_two_hundred_pauses_at_random_moments(
    database: Database, shop: Shop, sending: SendActivities, sandbox: httpx.AsyncClient
) -> None:
    """While it is paused nothing leaves; behind the last resume everybody has got it once."""
    race = Race(database, shop, sending, Random(0))
    await race.launch(ordinary_phones(2 * _PAUSES))
    for _ in range(_PAUSES):
        batch = asyncio.create_task(race.send(race.random.randint(1, 4)))
        await asyncio.sleep(race.random.uniform(0, 0.02))
        await race.tell(campaigns.pause)
        await batch
        before = await read_ledger(race.database, race.shop.company_id, race.campaign_id)
        assert (await race.send(5)).paused
        after = await read_ledger(race.database, race.shop.company_id, race.campaign_id)
        assert before.rows == after.rows == after.counters
        assert sum(after.rows.values()) == 2 * _PAUSES
        assert DeliveryStatus.SENDING not in after.rows
        await race.tell(campaigns.resume)
    await race.to_the_end()
    ledger = await read_ledger(race.database, race.shop.company_id, race.campaign_id)
    assert ledger.rows == ledger.counters == {DeliveryStatus.ACCEPTED: 2 * _PAUSES}
    assert set((await asked_for(race, sandbox)).values()) == {1}
