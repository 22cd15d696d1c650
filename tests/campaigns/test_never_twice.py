"""Second tries, fallbacks, merges and changes that meet: one message for each person, nobody stuck."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from redis.asyncio import Redis
from sqlalchemy import select, update
from temporalio.testing import ActivityEnvironment

from activities.fallbacks import FallbackActivities
from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.queries import claims, merge_ledger, recipients, sending
from db.queries.receipts import Receipt, apply_receipts
from db.queries.recipients import Outcome, record_outcomes
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus
from schemas.payloads.campaigns import CampaignInput
from services import campaigns, claiming, experiments, fallbacks, repeats
from services.claiming import Wait
from services.keyring import Keyring
from services.live import LiveHints
from tests.campaigns.scenes import Shop, open_shop, recipients_of
from tests.campaigns.test_fallbacks import Fallen
from tests.campaigns.test_repeats import HELD, Sending
from tests.experiments.trials import Trial

PENDING, SENT, FAILED, ACCEPTED, SKIPPED, DELIVERED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.SENT,
    DeliveryStatus.FAILED,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SKIPPED,
    DeliveryStatus.DELIVERED,
)
_LATER = timedelta(hours=25)


async def claim(database: Database, shop: Shop, campaign_id: UUID) -> list[UUID]:
    """Whoever would be sent to now, by the rules a window goes by."""
    async with database.company(shop.company_id) as session:
        await claims.prepare(session)
        plan = await sending.plan(session, campaign_id)
        assert plan is not None
        now = datetime.now(UTC)
        rules = await claiming.rules(
            session, campaign_id, await claiming.terms(session, plan, now=now), now=now
        )
        assert not isinstance(rules, Wait)
        fresh = await claims.claim_fresh(session, campaign_id, rules, after=UUID(int=0), limit=100)
        due = await claims.claim_deferred(session, campaign_id, rules, limit=100)
        return [one.id for one in (*fresh.recipients, *due.recipients)]


async def told(
    database: Database, shop: Shop, recipient_id: UUID, status: DeliveryStatus, **more: str
) -> None:
    receipt = Receipt(
        recipient_id,
        more.pop("provider_id", "wamid.1"),
        status,
        datetime.now(UTC),
        more.get("reason"),
        later=more.get("later"),
    )
    async with database.company(shop.company_id) as session:
        await apply_receipts(session, [receipt])


async def counters_are_the_rows(database: Database, shop: Shop, campaign_id: UUID) -> Counter[str]:
    rows = await recipients_of(database, shop.company_id, campaign_id)
    found = Counter((row.status, row.reason or "", row.variant) for row in rows)
    async with database.company(shop.company_id) as session:
        counts = await session.scalars(
            select(CampaignCount).where(CampaignCount.campaign_id == campaign_id)
        )
        kept = {(one.status, one.reason, one.variant): one.count for one in counts if one.count}
    assert kept == dict(found)
    return Counter(row.status.value for row in rows)


async def all_are_due(database: Database, shop: Shop, campaign_id: UUID) -> None:
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(CampaignRecipient)
            .where(
                CampaignRecipient.campaign_id == campaign_id,
                CampaignRecipient.not_before < datetime(9000, 1, 1, tzinfo=UTC),
            )
            .values(not_before=datetime.now(UTC))
        )


async def test_who_got_the_fallback_is_not_tried_again_on_whatsapp(
    database: Database, shop: Shop
) -> None:
    """It had been taken for a day when the SMS went out; only then Meta says: held back, later."""
    fallen = Fallen(database, shop)
    await fallen.begin(2)
    await fallen.settle(slice(0, 2), ACCEPTED)
    assert await fallen.look(_LATER) == 2
    assert len(await fallen.claim()) == 2
    one, _ = await fallen.ledger()
    await told(
        database, shop, one.id, FAILED, provider_id=one.provider_id or "", reason=HELD, later="hold"
    )
    assert [row.status for row in await fallen.ledger()] == [PENDING, ACCEPTED]
    await all_are_due(database, shop, fallen.campaign_id)
    assert not await claim(database, shop, fallen.campaign_id)
    one, _ = await fallen.ledger()
    assert (one.status, one.reason) == (SKIPPED, "fallback_sent")
    await counters_are_the_rows(database, shop, fallen.campaign_id)


async def test_what_is_still_told_of_the_try_before_is_not_taken_for_the_retry(
    database: Database, shop: Shop
) -> None:
    """Providers repeat and reorder: the failure again, and `sent` behind it."""
    sent = Sending(database, shop)
    await sent.begin(1)
    (row,) = await sent.ledger()
    async with database.company(shop.company_id) as session:
        await record_outcomes(session, [Outcome(row.id, ACCEPTED, provider_id="wamid.1")])
    await told(database, shop, row.id, FAILED, reason=HELD)
    async with database.company(shop.company_id) as session:
        await repeats.retry_failed(session, sent.campaign_id)
    await told(database, shop, row.id, FAILED, reason=HELD)
    await told(database, shop, row.id, SENT)
    assert await claim(database, shop, sent.campaign_id) == [row.id]
    await told(database, shop, row.id, FAILED, reason=HELD)
    async with database.company(shop.company_id) as session:
        await record_outcomes(session, [Outcome(row.id, ACCEPTED, provider_id="wamid.2")])
    await told(database, shop, row.id, FAILED, reason=HELD)
    assert await sent.statuses() == {ACCEPTED: 1}
    await told(database, shop, row.id, DELIVERED, provider_id="wamid.2")
    assert await sent.statuses() == {DELIVERED: 1}


async def test_who_is_merged_while_they_wait_for_another_try_holds_up_no_campaign(
    database: Database, shop: Shop
) -> None:
    sent = Sending(database, shop)
    await sent.begin(2)
    first, second = await sent.ledger()
    for row in (first, second):
        async with database.company(shop.company_id) as session:
            await record_outcomes(session, [Outcome(row.id, ACCEPTED, provider_id=row.id.hex)])
        await told(
            database, shop, row.id, FAILED, provider_id=row.id.hex, reason=HELD, later="hold"
        )
    everybody = [first.contact_id, second.contact_id]
    async with database.company(shop.company_id) as session:
        skipped = await merge_ledger.skip_twice_reached(session, everybody[:1], everybody)
    assert skipped == [second.id]
    await counters_are_the_rows(database, shop, sent.campaign_id)
    async with database.company(shop.company_id) as session:
        await repeats.drop_pending(session, sent.campaign_id, [first.id])
        left = await recipients.waiting(session, sent.campaign_id, lease_seconds=60)
    assert (left.fresh, left.deferred_seconds, left.undecided) == (False, None, False)


async def test_a_merge_within_the_rest_of_a_test_is_undone_as_it_was(
    database: Database, shop: Shop
) -> None:
    trial = Trial(database, shop)
    await trial.launch(20)
    first, second = (await trial.ledger(0))[:2]
    everybody = [first.contact_id, second.contact_id]
    async with database.company(shop.company_id) as session:
        skipped = await merge_ledger.skip_twice_reached(session, everybody[:1], everybody)
        await campaigns.pause(session, trial.campaign_id)
        assert await merge_ledger.unskip(session, skipped) == skipped
        await campaigns.resume(session, trial.campaign_id)
    assert {row.not_before for row in await trial.ledger(0)} == {first.not_before}
    await trial.send_sample()
    await trial.decide()
    assert not await trial.ledger(0)
    await counters_are_the_rows(database, shop, trial.campaign_id)


async def test_words_changed_between_a_choice_and_its_release_reach_the_rest(
    database: Database, shop: Shop
) -> None:
    trial = Trial(database, shop)
    await trial.launch(20)
    async with database.company(shop.company_id) as session:
        await campaigns.pause(session, trial.campaign_id)
        await experiments.choose(session, trial.campaign_id, 1)
        await repeats.change_pending(session, trial.campaign_id, {"template_id": shop.template_id})
        await campaigns.resume(session, trial.campaign_id)
    assert not await trial.held()
    await counters_are_the_rows(database, shop, trial.campaign_id)
    assert len(await claim(database, shop, trial.campaign_id)) == 20


async def test_words_changed_behind_a_stopped_test_are_not_for_its_rest(
    database: Database, shop: Shop
) -> None:
    trial = Trial(database, shop)
    await trial.launch(20)
    rest = len(await trial.ledger(0))
    async with database.company(shop.company_id) as session:
        await campaigns.pause(session, trial.campaign_id)
        await experiments.stop(session, trial.campaign_id)
        await repeats.change_pending(session, trial.campaign_id, {"template_id": shop.template_id})
        await campaigns.resume(session, trial.campaign_id)
    assert len(await claim(database, shop, trial.campaign_id)) == 20 - rest
    found = await counters_are_the_rows(database, shop, trial.campaign_id)
    assert found[SKIPPED.value] == rest > 0


async def test_a_parent_that_goes_on_longer_than_its_fallback_does_not_ask_for_ever(
    database: Database, shop: Shop
) -> None:
    """The child's time is over: whoever fails now gets no SMS, and the looks come to an end."""
    fallen = Fallen(database, shop)
    await fallen.begin(2)
    await fallen.settle(slice(0, 1), FAILED, "131026")
    assert await fallen.look() == 1
    child = await fallen.child()
    assert child is not None
    for row in await fallen.texted():
        async with database.company(shop.company_id) as session:
            await record_outcomes(session, [Outcome(row.id, ACCEPTED, provider_id=uuid4().hex)])
    async with database.company(shop.company_id) as session:
        await campaigns.finish(session, child.id)
        await session.execute(
            update(Campaign)
            .where(Campaign.id == child.id)
            .values(expires_at=datetime.now(UTC) - timedelta(minutes=1))
        )
    await fallen.settle(slice(1, 2), FAILED, "131026")
    async with database.company(shop.company_id) as session:
        looked = await fallbacks.look(session, fallen.campaign_id, now=datetime.now(UTC))
    assert looked.after is None
    assert (await fallen.parent()).fallback_at is None


async def test_a_fallback_that_cannot_be_written_holds_up_no_other_companys(
    *,
    database: Database,
    shop: Shop,
    keyring: Keyring,
    other_company_id: UUID,
    cache: Redis,
    environment: ActivityEnvironment,
) -> None:
    broken = Fallen(database, shop)
    await broken.begin(2)
    await broken.settle(slice(0, 1), FAILED, "131026")
    await broken.look()
    child = await broken.child()
    assert child is not None
    async with database.company(shop.company_id) as session:
        await session.execute(
            update(Campaign)
            .where(Campaign.id == child.id)
            .values(status=CampaignStatus.COMPLETED, frozen_at=None)
        )
        await session.execute(
            update(Campaign)
            .where(Campaign.id == broken.campaign_id)
            .values(fallback_at=datetime(2020, 1, 1, tzinfo=UTC))
        )
    await broken.settle(slice(1, 2), FAILED, "131026")
    whole = Fallen(database, await open_shop(database, keyring, other_company_id))
    await whole.begin(1)
    await whole.settle(slice(0, 1), FAILED, "131026")

    async def start(_: CampaignInput) -> None:
        """No workflow runs here."""

    sweeps = FallbackActivities(database, LiveHints(cache), start)
    await environment.run(sweeps.sweep_fallbacks)
    assert len(await whole.texted()) == 1
