"""What stops by itself, whom it stops, who is told, and how it goes on."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, update

from activities.sweeps import SweepActivities
from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from db.models.limits import Breaker
from db.models.notifications import Notification
from db.models.people import Membership, User
from db.models.templates import Template
from db.queries.breakers import Recent, Target
from providers.base import Recovery, Rejected
from schemas.enums import (
    BreakerState,
    BreakerTarget,
    CampaignStatus,
    ConnectionHealth,
    DeliveryStatus,
    NotificationKind,
    Role,
    TemplateCategory,
    TemplateStatus,
)
from schemas.events import AccountEvent, TemplateEvent
from services import account_notices, breakers, campaigns, failure_storms, template_changes
from tests.campaigns.scenes import ACCOUNT_ID, draft_campaign, ordinary_phones, read_ledger
from tests.campaigns.test_sending import Stage

ACCEPTED, PENDING = DeliveryStatus.ACCEPTED, DeliveryStatus.PENDING
AUTO_PAUSED, RUNNING = CampaignStatus.AUTO_PAUSED, CampaignStatus.RUNNING


async def breaker_of(stage: Stage) -> Breaker | None:
    async with stage.database.company(stage.shop.company_id) as session:
        return await session.scalar(select(Breaker))


async def change_breaker(stage: Stage, **values: object) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(Breaker).values(**values))


async def accepted(stage: Stage, at_least: int = 0) -> int:
    """How many were accepted so far, once there are so many."""
    company_id = stage.shop.company_id
    while True:
        rows = (await read_ledger(stage.database, company_id, stage.campaign_id)).rows
        if (count := rows.get(ACCEPTED, 0)) >= at_least:
            return count
        await asyncio.sleep(0.02)


async def notice(stage: Stage, event: str) -> None:
    """What Meta's webhook says of the number's quality."""
    async with stage.database.company(stage.shop.company_id) as session:
        await account_notices.apply(
            session,
            stage.shop.connection_id,
            AccountEvent(
                provider="meta",
                account_id=ACCOUNT_ID,
                external_id=uuid4().hex,
                kind="phone_number_quality_update",
                occurred_at=datetime.now(UTC),
                payload={},
                event=event,
                number="551140001234",
            ),
        )


async def template_notice(stage: Stage, after: str, *, change: str = "status") -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await template_changes.apply(
            session,
            stage.shop.connection_id,
            TemplateEvent(
                provider="meta",
                account_id=ACCOUNT_ID,
                external_id=uuid4().hex,
                kind="template",
                occurred_at=datetime.now(UTC),
                payload={},
                provider_template_id="",
                name="promocao_do_mes",
                language="pt_BR",
                change=change,
                after=after,
            ),
        )


async def owner(stage: Stage) -> UUID:
    user_id = uuid4()
    async with stage.database.system() as session:
        session.add(
            User(id=user_id, email=f"{user_id}@example.com", name="Dona", password_hash="none")
        )
        await session.flush()
        session.add(Membership(company_id=stage.shop.company_id, user_id=user_id, role=Role.OWNER))
    return user_id


async def test_a_quality_drop_in_the_middle_lets_only_the_window_leave(stage: Stage) -> None:
    """At message 50 of 1,000: at most what is in flight and one page more goes."""
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(PhoneNumber).values(rate_per_second=100))
    await stage.launch(ordinary_phones(1_000))
    sending = asyncio.create_task(stage.send(limit=100_000))
    await accepted(stage, 50)
    await notice(stage, "flagged")
    before = await accepted(stage)
    await sending
    statuses = await stage.statuses()
    # It looks every quarter of a second: 25 messages of this number; 20 are in flight at most.
    assert statuses[ACCEPTED] - before <= 25 + 20 + 10
    assert set(statuses) == {ACCEPTED, PENDING}
    assert await stage.campaign_status() is AUTO_PAUSED
    assert (await stage.send()).paused
    assert await stage.statuses() == statuses


async def test_a_template_paused_in_the_middle_stops_every_campaign_that_sends_it(
    stage: Stage,
) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(PhoneNumber).values(rate_per_second=200))
    await stage.launch(ordinary_phones(500))
    other = await draft_campaign(stage.database, stage.shop)
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.mark_launching(session, other)
    sending = asyncio.create_task(stage.send(limit=100_000))
    await accepted(stage, 200)
    await template_notice(stage, "paused")
    before = await accepted(stage)
    await sending
    assert (await stage.statuses())[ACCEPTED] - before <= 50 + 20 + 10
    async with stage.database.company(stage.shop.company_id) as session:
        found = await session.scalars(select(Campaign.status))
        assert set(found) == {AUTO_PAUSED}
    breaker = await breaker_of(stage)
    assert breaker is not None
    assert (breaker.target, breaker.code) == (BreakerTarget.TEMPLATE, "template_paused")
    # Only Meta's approval ends it.
    assert breaker.retry_at is None


async def test_the_owner_is_told_what_happened_once(stage: Stage) -> None:
    user_id = await owner(stage)
    await stage.launch(["+5511912340048", *ordinary_phones(30)])
    await stage.send()
    async with stage.database.company(stage.shop.company_id) as session:
        told = (await session.scalars(select(Notification))).all()
    assert [(one.user_id, one.kind, one.code, one.campaign_id) for one in told] == [
        (user_id, NotificationKind.CAMPAIGN_STOPPED, "131048", stage.campaign_id)
    ]


async def test_an_approved_template_goes_on_with_a_trickle_and_then_at_full_rate(
    stage: Stage, sweeps: SweepActivities
) -> None:
    await stage.launch(ordinary_phones(60))
    await template_notice(stage, "paused")
    assert (await stage.send()).paused
    await template_notice(stage, "approved")
    assert await stage.campaign_status() is RUNNING
    breaker = await breaker_of(stage)
    assert breaker is not None
    assert breaker.state is BreakerState.HALF_OPEN
    started = asyncio.get_running_loop().time()
    await stage.send(limit=3)
    assert asyncio.get_running_loop().time() - started >= 1
    assert await stage.statuses() == {ACCEPTED: 3, PENDING: 57}
    assert await breaker_of(stage) is None
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {ACCEPTED: 60}


async def test_a_trickle_that_fails_opens_it_for_longer(
    stage: Stage, sweeps: SweepActivities
) -> None:
    # The order of sending is that of the ids, so each of them meets the limit.
    await stage.launch([f"+551191{place:03d}0048" for place in range(10)])
    await stage.send()
    first = await breaker_of(stage)
    assert first is not None
    assert first.retry_at is not None
    await change_breaker(stage, retry_at=datetime.now(UTC) - timedelta(seconds=1))
    await stage._environment.run(sweeps.sweep_campaigns)
    assert await stage.campaign_status() is RUNNING
    assert (await stage.send()).paused
    again = await breaker_of(stage)
    assert again is not None
    assert again.retry_at is not None
    assert (again.state, again.trips) == (BreakerState.OPEN, 2)
    assert again.retry_at - datetime.now(UTC) > timedelta(hours=11)
    assert await stage.statuses() == {PENDING: 10}


async def test_a_campaign_that_may_not_go_on_by_itself_waits_for_a_person(stage: Stage) -> None:
    await stage.launch(ordinary_phones(5), auto_resume=False)
    await notice(stage, "flagged")
    await notice(stage, "unflagged")
    assert await stage.campaign_status() is AUTO_PAUSED


async def test_quality_notices_change_the_stored_quality(stage: Stage) -> None:
    for event, quality in (("flagged", "RED"), ("unflagged", "GREEN")):
        await notice(stage, event)
        async with stage.database.company(stage.shop.company_id) as session:
            number = await session.get_one(PhoneNumber, stage.shop.number_id)
            assert number.quality == quality
    assert number.health is ConnectionHealth.HEALTHY


async def test_a_template_that_became_marketing_needs_a_person(stage: Stage) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(
            update(Template).values(
                category=TemplateCategory.UTILITY, status=TemplateStatus.APPROVED
            )
        )
    await stage.launch(ordinary_phones(5))
    await template_notice(stage, "marketing", change="category")
    async with stage.database.company(stage.shop.company_id) as session:
        campaign = await session.get_one(Campaign, stage.campaign_id)
    assert (campaign.status, campaign.status_code) == (AUTO_PAUSED, "template_category_changed")
    assert campaign.purpose.value == "marketing"


@pytest.mark.parametrize(
    ("recovery", "target"),
    [
        (Recovery.PAUSE_NUMBER, BreakerTarget.NUMBER),
        (Recovery.PAUSE_CONNECTION, BreakerTarget.CONNECTION),
        (Recovery.PAUSE_TEMPLATE, BreakerTarget.TEMPLATE),
        (Recovery.PAUSE_CAMPAIGN, None),
    ],
)
async def test_each_refusal_stops_what_it_is_about(
    stage: Stage, recovery: Recovery, target: BreakerTarget | None
) -> None:
    await stage.launch(ordinary_phones(1))
    async with stage.database.company(stage.shop.company_id) as session:
        await breakers.trip(session, stage.campaign_id, Rejected("1", "in words", recovery))
    breaker = await breaker_of(stage)
    assert (breaker.target if breaker else None) is target
    assert await stage.campaign_status() is AUTO_PAUSED


async def test_a_campaign_begun_while_its_number_rests_waits_with_it(stage: Stage) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        number = Target(BreakerTarget.NUMBER, stage.shop.number_id)
        await breakers.open_(session, stage.shop.company_id, number, "131048", "spam")
    await stage.launch(ordinary_phones(5))
    assert (await stage.send()).paused
    assert await stage.statuses() == {PENDING: 5}
    async with stage.database.company(stage.shop.company_id) as session:
        campaign = await session.get_one(Campaign, stage.campaign_id)
    assert campaign.status_code == "131048"


async def test_a_storm_of_silence_rests_the_number(stage: Stage) -> None:
    await stage.launch([f"+551191{place:03d}0998" for place in range(300)])
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(PhoneNumber).values(rate_per_second=100))
    assert (await stage.send()).paused
    statuses = await stage.statuses()
    assert statuses[PENDING] >= 100
    breaker = await breaker_of(stage)
    assert breaker is not None
    assert (breaker.target, breaker.code) == (BreakerTarget.NUMBER, "no_answers")


@pytest.mark.parametrize(
    ("recent", "storm"),
    [
        (Recent(19, 19, None, 0), None),
        (Recent(20, 10, None, 0), "no_answers"),
        (Recent(200, 0, "131026", 99), None),
        (Recent(200, 0, "131026", 100), "failures"),
    ],
)
def test_a_storm_is_half_of_at_least_twenty(recent: Recent, storm: str | None) -> None:
    found = failure_storms.judge(recent)
    assert (found.code if found else None) == storm


async def test_a_breaker_nobody_objected_to_is_closed_by_the_sweep(
    stage: Stage, sweeps: SweepActivities, sandbox: httpx.AsyncClient
) -> None:
    await notice(stage, "flagged")
    await notice(stage, "unflagged")
    await change_breaker(stage, updated_at=datetime.now(UTC) - timedelta(hours=1))
    await stage._environment.run(sweeps.sweep_campaigns)
    assert await breaker_of(stage) is None
