"""Everything people and providers may do to a running campaign, at once and at random moments.

Whatever order it comes in, the counters are the rows: by status, reason and variant, and in money.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from random import Random
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.testing import ActivityEnvironment

from activities.sending import SendActivities, SendOptions
from db.models.campaigns import CampaignCount
from db.models.limits import Rate
from db.queries import campaigns as rows
from db.queries import merge_ledger
from db.queries.receipts import Receipt, apply_receipts
from db.session import Database
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from schemas.errors import AppError
from schemas.payloads.campaigns import SendBatchInput, SendBatchResult
from services import campaigns, experiments, repeats
from services.senders import Senders
from tests.campaigns.conftest import LEASE_SECONDS
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    recipients_of,
)
from tests.campaigns.test_races import Race
from tests.experiments.trials import add_template

_Button = Callable[[AsyncSession], Awaitable[object]]
_PEOPLE = 200
# PostgreSQL's code for two who waited for each other.
_DEADLOCK = "40P01"
_ODD = ("0100", "0501", "0998", "0656")
_OPEN = {DeliveryStatus.PENDING, DeliveryStatus.SENDING}
_WORDS = (
    (DeliveryStatus.SENT, None),
    (DeliveryStatus.DELIVERED, None),
    (DeliveryStatus.FAILED, None),
    (DeliveryStatus.FAILED, "hold"),
    (DeliveryStatus.FAILED, "retry_once"),
)


@contextmanager
def _unless_crosswise() -> Iterator[None]:
    """PostgreSQL ends one of two that wait for each other, whichever it is: nothing of it happened."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _DEADLOCK:
            raise


class Storm(Race):
    """A test with two variants and prices, and people who try everything there is."""

    # Contacts that turn out to be one person.
    pairs: list[tuple[UUID, UUID]]
    other: UUID

    async def launch(self, phones: list[str]) -> None:
        contacts = await add_contacts(self.database, self.shop.company_id, phones)
        self.pairs = list(zip(contacts[:10], contacts[10:20], strict=True))
        self.other = await add_template(self.database, self.shop)
        async with self.database.company(self.shop.company_id) as session:
            price = {"category": "", "price_micros": 70_000, "valid_from": date(2020, 1, 1)}
            session.add(
                Rate(company_id=self.shop.company_id, channel=Channel.WHATSAPP, country="", **price)
            )
        variant = {"name": "B", "weight": 1, "template_id": str(self.other), "bindings": {}}
        rules = {"sample_percent": 30, "metric": "read", "wait_minutes": 1, "unclear": "ask"}
        self.campaign_id = await draft_campaign(
            self.database, self.shop, variants=[variant], experiment=rules
        )
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
            assert (await campaigns.begin(session, self.campaign_id, now=datetime.now(UTC))).ready

    async def _person(self) -> None:
        """Any button there is; most are refused at most moments."""
        button = self.random.choice(self._buttons())
        with _unless_crosswise():
            async with self.database.company(self.shop.company_id) as session:
                with suppress(AppError):
                    await button(session)

    def _buttons(self) -> list[_Button]:
        key = self.campaign_id
        template = self.random.choice((self.shop.template_id, self.other))

        async def unknown(session: AsyncSession) -> None:
            tally = await rows.tally(session, key)
            await repeats.resume_unknown(session, key, tally.unknown)

        async def drop(session: AsyncSession) -> None:
            found = await recipients_of(self.database, self.shop.company_id, key)
            ids = [row.id for row in self.random.sample(found, 2)]
            await repeats.drop_pending(session, key, ids)

        async def merge(session: AsyncSession) -> None:
            pair = self.random.choice(self.pairs)
            await merge_ledger.lock_recipients(session, pair)
            skipped = await merge_ledger.skip_twice_reached(session, pair[:1], pair)
            if self.random.random() < 0.5:
                await merge_ledger.unskip(session, skipped)

        return [
            lambda s: campaigns.pause(s, key),
            lambda s: campaigns.resume(s, key),
            lambda s: campaigns.resume(s, key),
            lambda s: repeats.retry_failed(s, key),
            lambda s: repeats.change_pending(s, key, {"template_id": template}),
            lambda s: experiments.choose(s, key, self.random.choice((1, 2))),
            unknown,
            drop,
            merge,
        ]

    async def _meta(self) -> None:
        found = await recipients_of(self.database, self.shop.company_id, self.campaign_id)
        sent = [row for row in found if row.provider_id]
        receipts = []
        for row in self.random.sample(sent, min(len(sent), 10)):
            status, later = self.random.choice(_WORDS)
            code = "131049" if status is DeliveryStatus.FAILED else None
            receipts.append(
                Receipt(row.id, row.provider_id or "", status, datetime.now(UTC), code, later=later)
            )
        applied = False
        while not applied:
            # As the webhook's door does it: one of two that waited crosswise tries again.
            with _unless_crosswise():
                async with self.database.company(self.shop.company_id) as session:
                    await apply_receipts(session, receipts)
                applied = True

    async def _clock(self) -> None:
        """As a day goes by; who waits for the winner goes on waiting."""
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                text(
                    "UPDATE campaign_recipients SET not_before = now() WHERE campaign_id = :id"
                    " AND not_before > now() AND not_before < '9000-01-01'"
                ),
                {"id": self.campaign_id},
            )

    async def to_the_end(self) -> None:
        for _ in range(400):
            await self.go_on()
            async with self.database.company(self.shop.company_id) as session:
                with suppress(AppError):
                    await experiments.choose(session, self.campaign_id, 2)
            await self._clock()
            batch = SendBatchInput(self.shop.company_id, self.campaign_id, 1_000)
            with suppress(OSError):
                result = await ActivityEnvironment().run(self.sending.send_batch, batch)
                assert isinstance(result, SendBatchResult)
                if result.exhausted:
                    break
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.finish(session, self.campaign_id)


async def books_balance(storm: Storm) -> Counter[DeliveryStatus]:
    people: Counter[tuple[str, str, int]] = Counter()
    money: Counter[tuple[str, str, int]] = Counter()
    found = await recipients_of(storm.database, storm.shop.company_id, storm.campaign_id)
    for row in found:
        key = (row.status.value, row.reason or "", row.variant)
        people[key] += 1
        money[key] += row.cost_micros or 0
    async with storm.database.company(storm.shop.company_id) as session:
        kept = await session.scalars(
            select(CampaignCount).where(CampaignCount.campaign_id == storm.campaign_id)
        )
        counts = {(one.status.value, one.reason, one.variant): one for one in kept}
    assert {key: one.count for key, one in counts.items() if one.count} == dict(people)
    assert {key: one.cost_micros for key, one in counts.items() if one.cost_micros} == {
        key: cost for key, cost in money.items() if cost
    }
    return Counter(row.status for row in found)


@pytest.mark.parametrize("seed", range(2))
async def test_the_books_balance_whatever_people_and_providers_do(
    database: Database, shop: Shop, cache: Redis, senders: Senders, seed: int
) -> None:
    sending = SendActivities(database, cache, senders, SendOptions(20, LEASE_SECONDS))
    storm = Storm(database, shop, sending, Random(seed))
    odd = [f"+55118{n:04d}{ending}" for n in range(5) for ending in _ODD]
    await storm.launch([*ordinary_phones(_PEOPLE - len(odd)), *odd])
    await storm.storm(2.0)
    await books_balance(storm)
    await storm.to_the_end()
    found = await books_balance(storm)
    assert sum(found.values()) == _PEOPLE
    async with database.company(shop.company_id) as session:
        campaign = await rows.get(session, storm.campaign_id)
    assert not _OPEN & found.keys()
    assert campaign.status is CampaignStatus.COMPLETED
