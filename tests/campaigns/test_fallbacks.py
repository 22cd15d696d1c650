"""An SMS to whom WhatsApp did not reach: who gets one, once, and who never does."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis
from sqlalchemy import delete, insert, select, update
from temporalio.testing import ActivityEnvironment

from activities.fallbacks import FallbackActivities
from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.consents import ConsentEntry
from db.models.contacts import Contact, Suppression
from db.models.limits import Rate
from db.queries import campaigns as rows
from db.queries import claims
from db.queries.claims import Rules
from db.queries.receipts import Receipt, apply_receipts
from db.queries.recipients import Outcome, record_outcomes
from db.session import Database
from schemas.enums import (
    CampaignStatus,
    Channel,
    ConnectionKind,
    ConsentSource,
    DeliveryStatus,
)
from schemas.errors import InvalidState
from schemas.fallbacks import Fallback
from schemas.payloads.campaigns import CampaignInput
from services import campaigns, fallbacks, policies, repeats
from services.live import LiveHints
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    recipients_of,
)

ACCEPTED, DELIVERED, READ, FAILED, UNKNOWN, PENDING, SKIPPED = (
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
    DeliveryStatus.UNKNOWN,
    DeliveryStatus.PENDING,
    DeliveryStatus.SKIPPED,
)
TEXT = "Oi {{first_name}}, olha a promo!"
_LATER = timedelta(hours=25)


async def add_sms_number(database: Database, company_id: UUID) -> UUID:
    connection_id, number_id = uuid4(), uuid4()
    async with database.company(company_id) as session:
        await session.execute(
            insert(Connection).values(
                id=connection_id,
                company_id=company_id,
                kind=ConnectionKind.TWILIO,
                name="SMS",
                account_id=f"AC{uuid4().hex}",
                access_token=b"never opened here",
            )
        )
        await session.execute(
            insert(PhoneNumber).values(
                id=number_id,
                company_id=company_id,
                connection_id=connection_id,
                channel=Channel.SMS,
                provider_number_id=f"PN{uuid4().hex}",
                display_phone="+15005550006",
            )
        )
    return number_id


class Fallen:
    """A WhatsApp campaign with a fallback, sent as a test wants it."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database, self.shop = database, shop
        self.campaign_id = UUID(int=0)

    async def begin(self, people: int = 10, **values: object) -> None:
        number = await add_sms_number(self.database, self.shop.company_id)
        fallback = Fallback(number, TEXT, {"body.first_name": {"source": "first_name"}}, 24)
        await add_contacts(self.database, self.shop.company_id, ordinary_phones(people))
        self.campaign_id = await draft_campaign(
            self.database, self.shop, fallback=fallback.as_json(), **values
        )
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
            await campaigns.begin(session, self.campaign_id, now=datetime.now(UTC))

    async def settle(self, part: slice, status: DeliveryStatus, reason: str | None = None) -> None:
        ids = [row.id for row in await self.ledger()][part]
        first = status if reason else ACCEPTED
        async with self.database.company(self.shop.company_id) as session:
            outcomes = [Outcome(one, first, provider_id=uuid4().hex, reason=reason) for one in ids]
            await record_outcomes(session, outcomes)
        if status is not first:
            await self.receipts(ids, status)

    async def receipts(self, ids: list[UUID], status: DeliveryStatus) -> None:
        now = datetime.now(UTC)
        async with self.database.company(self.shop.company_id) as session:
            await apply_receipts(session, [Receipt(one, "wamid", status, now) for one in ids])

    async def finish(self) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await campaigns.finish(session, self.campaign_id)

    async def look(self, later: timedelta = timedelta()) -> int:
        """One whole look, as the sweep does it."""
        added, after = 0, UUID(int=0)
        while True:
            async with self.database.company(self.shop.company_id) as session:
                now = datetime.now(UTC) + later
                looked = await fallbacks.look(session, self.campaign_id, now=now, after=after)
            added += looked.added
            if looked.after is None:
                return added
            after = looked.after

    async def ledger(self) -> list[CampaignRecipient]:
        return await recipients_of(self.database, self.shop.company_id, self.campaign_id)

    async def child(self) -> Campaign | None:
        async with self.database.company(self.shop.company_id) as session:
            return await session.scalar(
                select(Campaign).where(Campaign.parent_id == self.campaign_id)
            )

    async def texted(self) -> list[CampaignRecipient]:
        """The child's ledger; its counters say the same."""
        child = await self.child()
        if child is None:
            return []
        found = await recipients_of(self.database, self.shop.company_id, child.id)
        async with self.database.company(self.shop.company_id) as session:
            counts = await session.scalars(
                select(CampaignCount).where(CampaignCount.campaign_id == child.id)
            )
            kept = {(one.status, one.reason): one.count for one in counts if one.count}
        assert kept == Counter((row.status, row.reason or "") for row in found)
        return found

    async def claim(self, **rules: object) -> list[UUID]:
        child = await self.child()
        assert child is not None
        known = Rules(Channel.SMS, ("all", "marketing"), parent_id=self.campaign_id, **rules)  # type: ignore[arg-type]
        async with self.database.company(self.shop.company_id) as session:
            await claims.prepare(session)
            claim = await claims.claim_fresh(session, child.id, known, after=UUID(int=0), limit=100)
        return [one.id for one in claim.recipients]

    async def parent(self) -> Campaign:
        async with self.database.company(self.shop.company_id) as session:
            return await rows.get(session, self.campaign_id)


@pytest.fixture
def fallen(database: Database, shop: Shop) -> Fallen:
    return Fallen(database, shop)


async def test_only_whom_whatsapp_could_not_reach_gets_an_sms(fallen: Fallen) -> None:
    await fallen.begin(12)
    await fallen.settle(slice(0, 2), FAILED, "131026")
    await fallen.settle(slice(2, 3), FAILED, "131049")
    # Wishes of the person, mistakes of ours, and what may have arrived.
    await fallen.settle(slice(3, 4), FAILED, "131050")
    await fallen.settle(slice(4, 5), FAILED, "131008")
    await fallen.settle(slice(5, 7), UNKNOWN, "no_answer")
    await fallen.settle(slice(7, 9), DELIVERED)
    await fallen.settle(slice(9, 10), READ)
    await fallen.settle(slice(10, 12), ACCEPTED)
    parents = await fallen.ledger()
    assert await fallen.look() == 3
    assert {row.contact_id for row in await fallen.texted()} == {
        row.contact_id for row in parents[:3]
    }
    # The hours are over for those who were taken and did not arrive.
    assert await fallen.look(_LATER) == 2
    assert {row.contact_id for row in await fallen.texted()} == {
        row.contact_id for row in [*parents[:3], *parents[10:]]
    }


async def test_the_child_says_what_the_fallback_says_with_its_own_cost(fallen: Fallen) -> None:
    async with fallen.database.company(fallen.shop.company_id) as session:
        session.add(
            Rate(
                company_id=fallen.shop.company_id,
                channel=Channel.SMS,
                country="BR",
                price_micros=100_000,
                valid_from=date(2020, 1, 1),
            )
        )
    await fallen.begin(3)
    await fallen.settle(slice(0, 3), FAILED, "131026")
    await fallen.look()
    child = await fallen.child()
    assert child is not None
    assert (child.channel, child.status) == (Channel.SMS, CampaignStatus.RUNNING)
    assert child.frozen_template is not None
    parents = await fallen.ledger()
    for row, parent in zip(await fallen.texted(), parents, strict=True):
        assert (row.parameters[0], row.status, row.zone) == ("Pessoa", PENDING, parent.zone)
        assert (row.segments, row.cost_micros, row.country) == (1, 100_000, "BR")
        assert row.body_key is not None


async def test_however_often_and_by_how_many_it_is_looked_everybody_gets_one(
    fallen: Fallen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fallbacks, "_PAGE", 7)
    await fallen.begin(60)
    await fallen.settle(slice(0, 40), FAILED, "131026")
    await fallen.settle(slice(40, 60), ACCEPTED)
    await asyncio.gather(*(fallen.look(_LATER) for _ in range(4)))
    await fallen.look(_LATER)
    found = await fallen.texted()
    assert len(found) == len({row.contact_id for row in found}) == 60


async def test_a_look_that_died_after_a_page_is_taken_up_again(
    fallen: Fallen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fallbacks, "_PAGE", 5)
    await fallen.begin(20)
    await fallen.settle(slice(0, 20), FAILED, "131026")
    async with fallen.database.company(fallen.shop.company_id) as session:
        await fallbacks.look(session, fallen.campaign_id, now=datetime.now(UTC))
    assert len(await fallen.texted()) == 5
    assert await fallen.look() == 15


async def test_what_is_known_as_delivered_at_the_claim_is_never_sent_as_sms(
    fallen: Fallen,
) -> None:
    await fallen.begin(4)
    await fallen.settle(slice(0, 4), ACCEPTED)
    await fallen.look(_LATER)
    ids = [row.id for row in await fallen.ledger()]
    await fallen.receipts(ids[:1], DELIVERED)
    await fallen.receipts(ids[1:2], READ)
    assert len(await fallen.claim()) == 2
    assert Counter((row.status, row.reason) for row in await fallen.texted()) == {
        (DeliveryStatus.SENDING, None): 2,
        (SKIPPED, "delivered_meanwhile"): 2,
    }
    # Delivered later still: nothing can be taken back, and it is shown.
    child = await fallen.child()
    assert child is not None
    async with fallen.database.company(fallen.shop.company_id) as session:
        sent = [row.id for row in await fallen.texted() if row.status is not SKIPPED]
        await record_outcomes(session, [Outcome(one, ACCEPTED) for one in sent])
    await fallen.receipts(ids[2:3], DELIVERED)
    async with fallen.database.company(fallen.shop.company_id) as session:
        shown = await fallbacks.report(session, fallen.campaign_id)
    assert shown is not None
    assert shown.reached_twice == 1


async def test_the_fallback_is_no_second_message_for_the_frequency_cap(fallen: Fallen) -> None:
    await fallen.begin(2)
    await fallen.settle(slice(0, 2), ACCEPTED)
    async with fallen.database.company(fallen.shop.company_id) as session:
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.campaign_id == fallen.campaign_id)
            .values(claimed_at=datetime.now(UTC))
        )
    await fallen.look(_LATER)
    since = datetime.now(UTC) - timedelta(days=7)
    assert len(await fallen.claim(frequency_cap=1, frequency_since=since)) == 2


async def test_who_refuses_sms_gets_none(fallen: Fallen) -> None:
    await fallen.begin(4)
    await fallen.settle(slice(0, 4), FAILED, "131026")
    before, after = [row.address_key for row in (await fallen.ledger())[:2]]
    await _refuse(fallen, before)
    await fallen.look()
    await _refuse(fallen, after)
    assert len(await fallen.claim()) == 2
    assert Counter(row.reason for row in await fallen.texted()) == {None: 2, "opted_out": 2}


async def test_where_consent_has_to_be_on_record_it_is_asked_for_sms_too(fallen: Fallen) -> None:
    await fallen.begin(3)
    await fallen.settle(slice(0, 3), FAILED, "131026")
    async with fallen.database.company(fallen.shop.company_id) as session:
        await policies.save(session, fallen.shop.company_id, require_consent=True)
        session.add(
            ConsentEntry(
                company_id=fallen.shop.company_id,
                channel=Channel.SMS,
                match_key=(await fallen.ledger())[0].address_key,
                scope="marketing",
                granted=True,
                source=ConsentSource.API,
                occurred_at=datetime.now(UTC),
            )
        )
    await fallen.look()
    assert Counter(row.reason for row in await fallen.texted()) == {None: 1, "no_consent": 2}


async def test_the_child_waits_for_its_parent_and_then_is_over(fallen: Fallen) -> None:
    await fallen.begin(3)
    await fallen.settle(slice(0, 1), FAILED, "131026")
    await fallen.settle(slice(1, 3), ACCEPTED)
    await fallen.look()
    child = await fallen.child()
    assert child is not None
    assert (await _wait(fallen, child.id) or 0) > 0
    await fallen.finish()
    await fallen.look()
    assert (await _wait(fallen, child.id) or 0) > 0
    await fallen.look(_LATER)
    await fallen.look(2 * _LATER)
    assert (await fallen.parent()).fallback_at is None
    assert await _wait(fallen, child.id) is None


async def test_where_everybody_was_reached_nothing_is_made_and_nothing_looked_for(
    fallen: Fallen,
) -> None:
    await fallen.begin(3)
    await fallen.settle(slice(0, 3), DELIVERED)
    await fallen.finish()
    await fallen.look()
    assert await fallen.child() is None
    assert (await fallen.parent()).fallback_at is None


async def test_cancelling_the_campaign_ends_its_fallback(fallen: Fallen) -> None:
    await fallen.begin(4)
    await fallen.settle(slice(0, 2), FAILED, "131026")
    await fallen.look()
    await fallen.settle(slice(2, 4), FAILED, "131026")
    async with fallen.database.company(fallen.shop.company_id) as session:
        await campaigns.cancel(session, fallen.campaign_id)
    assert await fallen.look(_LATER) == 0
    child = await fallen.child()
    assert child is not None
    assert child.status is CampaignStatus.CANCELLED
    assert await fallen.claim() == []


async def test_a_paused_campaign_makes_no_sms(fallen: Fallen) -> None:
    await fallen.begin(2)
    await fallen.settle(slice(0, 1), FAILED, "131026")
    async with fallen.database.company(fallen.shop.company_id) as session:
        await campaigns.pause(session, fallen.campaign_id)
    assert await fallen.look() == 0
    async with fallen.database.company(fallen.shop.company_id) as session:
        await campaigns.resume(session, fallen.campaign_id)
    assert await fallen.look() == 1


async def test_an_expired_campaign_makes_no_sms(fallen: Fallen) -> None:
    await fallen.begin(2, expires_at=datetime.now(UTC) + timedelta(hours=1))
    await fallen.settle(slice(0, 2), FAILED, "131026")
    assert await fallen.look(timedelta(hours=2)) == 0
    assert await fallen.child() is None


async def test_a_number_that_is_gone_is_told_and_tried_no_more(fallen: Fallen) -> None:
    await fallen.begin(2)
    await fallen.settle(slice(0, 2), FAILED, "131026")
    async with fallen.database.company(fallen.shop.company_id) as session:
        await session.execute(
            update(PhoneNumber)
            .where(PhoneNumber.channel == Channel.SMS)
            .values(removed_at=datetime.now(UTC))
        )
    assert await fallen.look() == 0
    async with fallen.database.company(fallen.shop.company_id) as session:
        events = await rows.events(session, fallen.campaign_id)
    assert "fallback_failed" in {event.kind for event in events}
    assert (await fallen.parent()).fallback_at is None


async def test_somebody_erased_meanwhile_gets_nothing(fallen: Fallen) -> None:
    await fallen.begin(3)
    await fallen.settle(slice(0, 3), FAILED, "131026")
    gone = (await fallen.ledger())[0].contact_id
    async with fallen.database.company(fallen.shop.company_id) as session:
        await session.execute(delete(Contact).where(Contact.id == gone))
    assert await fallen.look() == 2
    assert await fallen.look() == 0


async def test_who_got_the_sms_is_not_tried_again_on_whatsapp(fallen: Fallen) -> None:
    await fallen.begin(3)
    await fallen.settle(slice(0, 2), FAILED, "131049")
    await fallen.settle(slice(2, 3), DELIVERED)
    await fallen.look()
    async with fallen.database.company(fallen.shop.company_id) as session:
        with pytest.raises(InvalidState):
            await repeats.retry_failed(session, fallen.campaign_id, ["131049"])


async def _refuse(fallen: Fallen, match_key: str) -> None:
    async with fallen.database.company(fallen.shop.company_id) as session:
        await session.execute(
            insert(Suppression).values(
                company_id=fallen.shop.company_id,
                channel=Channel.SMS,
                match_key=match_key,
                scope="all",
                reason="opted_out",
            )
        )


async def _wait(fallen: Fallen, child_id: UUID) -> float | None:
    async with fallen.database.company(fallen.shop.company_id) as session:
        return await fallbacks.wait(session, child_id, now=datetime.now(UTC))


async def test_the_sweep_adds_them_and_has_the_child_followed(
    fallen: Fallen, cache: Redis, environment: ActivityEnvironment
) -> None:
    await fallen.begin(5)
    await fallen.settle(slice(0, 3), FAILED, "131026")
    told: list[CampaignInput] = []

    async def start(campaign: CampaignInput) -> None:
        told.append(campaign)

    sweeps = FallbackActivities(fallen.database, LiveHints(cache), start)
    await environment.run(sweeps.sweep_fallbacks)
    child = await fallen.child()
    assert child is not None
    assert len(await fallen.texted()) == 3
    mine = [one for one in told if one.company_id == fallen.shop.company_id]
    assert [(one.campaign_id, one.channel) for one in mine] == [(child.id, Channel.SMS)]
    # Not due again before its time.
    await environment.run(sweeps.sweep_fallbacks)
    assert len([one for one in told if one.company_id == fallen.shop.company_id]) == 1
