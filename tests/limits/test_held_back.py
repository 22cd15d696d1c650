"""Whom the provider holds back for a while: tried again far apart, and never twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from activities.sweeps import SweepActivities
from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Suppression
from db.queries.receipts import Receipt, apply_receipts
from schemas.enums import CampaignStatus, DeliveryStatus
from schemas.events import StatusEvent
from services import campaigns, status_reports
from tests.campaigns.scenes import ordinary_phones, recipients_of
from tests.campaigns.test_sending import Stage

ACCEPTED, PENDING, FAILED = DeliveryStatus.ACCEPTED, DeliveryStatus.PENDING, DeliveryStatus.FAILED
DELIVERED, SENT = DeliveryStatus.DELIVERED, DeliveryStatus.SENT
NOW = datetime.now(UTC)


async def one(stage: Stage) -> CampaignRecipient:
    [row] = await recipients_of(stage.database, stage.shop.company_id, stage.campaign_id)
    return row


async def tell(
    stage: Stage,
    row: CampaignRecipient,
    word: DeliveryStatus,
    *,
    code: str | None = None,
    recovery: str | None = None,
) -> None:
    event = StatusEvent(
        provider="meta",
        account_id="",
        external_id=f"{row.id}{word}",
        kind="status",
        occurred_at=NOW,
        payload={},
        status=word,
        provider_id=row.provider_id or "wamid.x",
        message_id=row.id,
        error_code=code,
        recovery=recovery,
    )
    async with stage.database.company(stage.shop.company_id) as session:
        await status_reports.apply(session, stage.shop.company_id, [event])


async def hold(stage: Stage, row: CampaignRecipient) -> None:
    await tell(stage, row, FAILED, code="131049", recovery="hold")


async def make_due(stage: Stage) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(
            update(CampaignRecipient)
            .where(
                CampaignRecipient.campaign_id == stage.campaign_id,
                CampaignRecipient.status == PENDING,
            )
            .values(not_before=NOW - timedelta(minutes=1))
        )


async def test_a_held_message_waits_a_day_then_two_then_is_over_with_the_week(
    stage: Stage,
) -> None:
    await stage.launch(ordinary_phones(1))
    waits = []
    for _ in range(3):
        await stage.send()
        row = await one(stage)
        assert row.status is ACCEPTED
        await hold(stage, row)
        held = await one(stage)
        assert (held.status, held.reason) == (PENDING, "held_by_provider")
        assert held.not_before is not None
        waits.append(round((held.not_before - datetime.now(UTC)).total_seconds() / 3600))
        await make_due(stage)
    assert waits == [24, 48, 96]
    await stage.send()
    await hold(stage, await one(stage))
    assert ((await one(stage)).status, (await one(stage)).reason) == (FAILED, "131049")
    await stage.statuses()


async def test_the_counters_tell_who_is_held_back(stage: Stage) -> None:
    await stage.launch(ordinary_phones(1))
    await stage.send()
    await hold(stage, await one(stage))
    async with stage.database.company(stage.shop.company_id) as session:
        counts = await session.execute(
            select(CampaignCount.status, CampaignCount.reason, CampaignCount.count).where(
                CampaignCount.campaign_id == stage.campaign_id, CampaignCount.count != 0
            )
        )
    assert [tuple(row) for row in counts] == [(PENDING, "held_by_provider", 1)]


async def test_nobody_is_held_back_longer_than_the_campaign_is_valid(stage: Stage) -> None:
    soon = datetime.now(UTC) + timedelta(hours=20)
    await stage.launch(ordinary_phones(1), expires_at=soon)
    await stage.send()
    await hold(stage, await one(stage))
    assert (await one(stage)).status is FAILED


async def test_a_late_delivery_of_the_first_try_ends_the_waiting(stage: Stage) -> None:
    await stage.launch(ordinary_phones(1))
    await stage.send()
    first = await one(stage)
    await hold(stage, first)
    # Repeats and what is older change nothing.
    await hold(stage, first)
    await tell(stage, first, SENT)
    held = await one(stage)
    assert (held.status, held.attempts) == (PENDING, 1)
    await tell(stage, first, DELIVERED)
    assert (await one(stage)).status is DELIVERED
    await make_due(stage)
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {DELIVERED: 1}


async def test_a_repeated_failure_of_the_first_try_does_not_fail_the_second(
    stage: Stage,
) -> None:
    await stage.launch(ordinary_phones(1))
    await stage.send()
    first = await one(stage)
    await hold(stage, first)
    await make_due(stage)
    await stage.send()
    second = await one(stage)
    assert second.provider_id != first.provider_id
    await hold(stage, first)
    assert (await one(stage)).status is ACCEPTED
    await hold(stage, second)
    assert (await one(stage)).status is PENDING


@pytest.mark.parametrize("ending", [CampaignStatus.COMPLETED, CampaignStatus.RUNNING])
async def test_a_campaign_that_was_over_runs_again_for_them(
    stage: Stage, sweeps: SweepActivities, ending: CampaignStatus
) -> None:
    await stage.launch(ordinary_phones(1))
    await stage.send()
    if ending is CampaignStatus.COMPLETED:
        async with stage.database.company(stage.shop.company_id) as session:
            await campaigns.finish(session, stage.campaign_id)
    await hold(stage, await one(stage))
    assert await stage.campaign_status() is ending
    await stage._environment.run(sweeps.sweep_campaigns)
    assert await stage.campaign_status() is CampaignStatus.RUNNING
    await make_due(stage)
    await stage.send()
    assert await stage.statuses() == {ACCEPTED: 1}


async def test_an_unreachable_address_is_left_alone_until_it_writes(stage: Stage) -> None:
    await stage.launch(ordinary_phones(1))
    await stage.send()
    row = await one(stage)
    await tell(stage, row, FAILED, code="131026", recovery="unreachable")
    async with stage.database.company(stage.shop.company_id) as session:
        scopes = await session.scalars(
            select(Suppression.scope).where(Suppression.match_key == row.address_key)
        )
        assert scopes.all() == ["unreachable"]
    assert (await one(stage)).status is FAILED


async def test_what_arrived_before_it_failed_is_reached(stage: Stage) -> None:
    await stage.launch(ordinary_phones(1))
    await stage.send()
    row = await one(stage)
    await tell(stage, row, DELIVERED)
    await tell(stage, row, FAILED, code="131026", recovery="unreachable")
    async with stage.database.company(stage.shop.company_id) as session:
        scopes = await session.scalars(
            select(Suppression.scope).where(Suppression.match_key == row.address_key)
        )
        assert scopes.all() == []


_WORDS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([SENT, FAILED, DELIVERED])), max_size=8
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_WORDS)
async def test_receipts_of_two_tries_in_any_order_lose_no_delivery(
    stage: Stage, words: Sequence[tuple[int, DeliveryStatus]]
) -> None:
    """Two tries were made; whatever is told of them in whatever order: who got it, has got it, and
    nobody who waits for another try has.
    """
    if not stage.campaign_id.int:
        await stage.launch(ordinary_phones(1))
    async with stage.database.company(stage.shop.company_id) as session:
        row_id = await session.scalar(
            update(CampaignRecipient)
            .where(CampaignRecipient.campaign_id == stage.campaign_id)
            .values(status=ACCEPTED, provider_id="second", attempts=2, reason=None, not_before=None)
            .returning(CampaignRecipient.id)
        )
        for which, word in words:
            receipt = Receipt(row_id, ("first", "second")[which], word, NOW, "131049", "", "hold")
            await apply_receipts(session, [receipt])
        row = await session.get_one(CampaignRecipient, row_id, populate_existing=True)
    delivered = any(word is DELIVERED for _, word in words)
    failed = (1, FAILED) in words
    if delivered:
        assert row.status is DELIVERED
    elif failed:
        assert (row.status, row.reason) == (PENDING, "held_by_provider")
    else:
        assert row.status in (ACCEPTED, SENT)


async def test_whom_a_campaign_held_back_until_it_expired_is_written_down(
    stage: Stage, sweeps: SweepActivities
) -> None:
    """We were away for longer than it was worth sending."""
    await stage.launch(ordinary_phones(1))
    await stage.send()
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.finish(session, stage.campaign_id)
    await hold(stage, await one(stage))
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(
            update(Campaign)
            .where(Campaign.id == stage.campaign_id)
            .values(expires_at=NOW - timedelta(minutes=1))
        )
    await stage._environment.run(sweeps.sweep_campaigns)
    assert await stage.campaign_status() is CampaignStatus.COMPLETED
    row = await one(stage)
    assert (row.status, row.reason, row.not_before) == (DeliveryStatus.SKIPPED, "expired", None)
