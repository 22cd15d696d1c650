"""What stops a campaign when nobody is left to send to: nothing, it comes to its end and says how."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, update

from db.models.campaigns import Campaign, CampaignEvent
from db.models.limits import Breaker
from db.models.notifications import Notification
from db.queries import campaigns as rows
from db.queries import claims, recipients
from db.queries.breakers import Target
from db.queries.claims import Claimed, Rules
from db.queries.recipients import Outcome
from schemas.enums import BreakerTarget, CampaignStatus, DeliveryStatus
from services import breakers, campaigns, failure_storms, repeats
from services.failure_storms import Storm
from tests.campaigns.scenes import draft_campaign, ordinary_phones
from tests.campaigns.test_sending import Stage
from tests.enrolments.people import add_cadence
from tests.limits.test_breakers import owner

AUTO_PAUSED, COMPLETED = CampaignStatus.AUTO_PAUSED, CampaignStatus.COMPLETED
FAILED, PENDING, UNKNOWN = DeliveryStatus.FAILED, DeliveryStatus.PENDING, DeliveryStatus.UNKNOWN
SILENCE, FAILURES = Storm("no_answers"), Storm("failures", "131026")
_LAST = UUID(int=2**128 - 1)


async def claim(stage: Stage) -> list[Claimed]:
    async with stage.database.company(stage.shop.company_id) as session:
        start = UUID(int=0)
        found = await claims.claim_fresh(
            session, stage.campaign_id, Rules(), after=start, limit=1_000
        )
        return found.recipients


async def come_out(
    stage: Stage, claimed: list[Claimed], status: DeliveryStatus, reason: str | None = None
) -> None:
    late = datetime.now(UTC) if status is PENDING else None
    async with stage.database.company(stage.shop.company_id) as session:
        outcomes = [
            Outcome(one.id, status, reason=reason, not_before=late, claimed_at=one.claimed_at)
            for one in claimed
        ]
        await recipients.record_outcomes(session, outcomes)


async def heed(stage: Stage, storm: Storm) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await breakers.heed_storm(session, stage.campaign_id, stage.shop.number_id, storm)


async def stop(stage: Stage, code: str = "template_paused") -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await breakers.stop_campaign(session, stage.campaign_id, code)


async def to_the_end(stage: Stage) -> None:
    """As the workflow does it."""
    assert (await stage.send()).exhausted
    await stage._environment.run(stage._campaigns.finish_campaign, stage.ref)


async def history(stage: Stage) -> list[tuple[str, str | None]]:
    async with stage.database.company(stage.shop.company_id) as session:
        found = await session.execute(
            select(CampaignEvent.kind, CampaignEvent.code)
            .where(CampaignEvent.campaign_id == stage.campaign_id)
            .order_by(CampaignEvent.id)
        )
        return [(kind, code) for kind, code in found]


async def told(stage: Stage) -> list[str]:
    async with stage.database.company(stage.shop.company_id) as session:
        return list(await session.scalars(select(Notification.code).order_by(Notification.id)))


@pytest.mark.parametrize(
    ("storm", "status", "reason", "code"),
    [
        (FAILURES, FAILED, "131026", "failures_at_end"),
        (SILENCE, UNKNOWN, "no_answer", "no_answers_at_end"),
    ],
)
async def test_a_storm_among_the_last_messages_is_told_and_the_campaign_completes(
    stage: Stage, storm: Storm, status: DeliveryStatus, reason: str, code: str
) -> None:
    await owner(stage)
    await stage.launch(ordinary_phones(20))
    await come_out(stage, await claim(stage), status, reason)
    await heed(stage, storm)
    await to_the_end(stage)
    assert await stage.campaign_status() is COMPLETED
    assert await stage.statuses() == {status: 20}
    assert ("storm", code) in await history(stage)
    assert "auto_paused" not in dict(await history(stage))
    assert await told(stage) == [code]
    async with stage.database.company(stage.shop.company_id) as session:
        rests = await session.scalar(select(Breaker))
    # The number is no better for the campaign's being over: whoever else sends by it waits.
    assert (rests is not None) is (storm is SILENCE)


async def test_a_storm_stops_the_campaign_while_anybody_waits_or_is_being_sent_to(
    stage: Stage,
) -> None:
    await stage.launch(ordinary_phones(21))
    first, *rest = await claim(stage)
    await come_out(stage, rest, FAILED, "131026")
    await heed(stage, FAILURES)
    assert await stage.campaign_status() is AUTO_PAUSED
    await come_out(stage, [first], PENDING)
    assert (await stage.send()).paused
    assert await stage.campaign_status() is AUTO_PAUSED


async def test_what_was_told_of_is_not_held_against_those_who_are_tried_again(
    stage: Stage,
) -> None:
    await stage.launch(ordinary_phones(40))
    await come_out(stage, await claim(stage), FAILED, "131026")

    async def look() -> Storm | None:
        async with stage.database.company(stage.shop.company_id) as session:
            return await failure_storms.look(session, stage.campaign_id, _LAST)

    assert await look() == FAILURES
    await heed(stage, FAILURES)
    assert await look() is None
    await to_the_end(stage)
    async with stage.database.company(stage.shop.company_id) as session:
        await repeats.retry_failed(session, stage.campaign_id, ["131026"])
    await to_the_end(stage)
    assert await stage.statuses() == {DeliveryStatus.ACCEPTED: 40}


async def test_what_stopped_by_itself_ends_when_those_in_flight_leave_nobody(
    stage: Stage,
) -> None:
    await stage.launch(ordinary_phones(2))
    claimed = await claim(stage)
    await stop(stage)
    assert await stage.campaign_status() is AUTO_PAUSED
    waits = await stage.send()
    # It looks again when the lease of those in flight is over, whoever holds them.
    assert not waits.exhausted
    assert waits.pause_seconds > 0
    await come_out(stage, claimed, DeliveryStatus.ACCEPTED)
    await to_the_end(stage)
    async with stage.database.company(stage.shop.company_id) as session:
        campaign = await session.get_one(Campaign, stage.campaign_id)
    assert (campaign.status, campaign.status_code) == (COMPLETED, None)


async def test_what_a_person_paused_waits_for_them_even_with_nobody_left(stage: Stage) -> None:
    await stage.launch(ordinary_phones(1))
    claimed = await claim(stage)
    async with stage.database.company(stage.shop.company_id) as session:
        await campaigns.pause(session, stage.campaign_id)
    await come_out(stage, claimed, DeliveryStatus.ACCEPTED)
    assert (await stage.send()).paused


async def test_what_a_person_cancels_while_a_refusal_is_heeded_stays_cancelled(
    stage: Stage,
) -> None:
    """It was read as running before its row was locked, as `breakers.trip` does."""
    await stage.launch(ordinary_phones(2))
    async with stage.database.company(stage.shop.company_id) as session:
        read = await rows.get(session, stage.campaign_id)
        async with stage.database.company(stage.shop.company_id) as theirs:
            await campaigns.cancel(theirs, stage.campaign_id)
        assert not await breakers.stop_campaign(session, read.id, "132001")
    assert await stage.campaign_status() is CampaignStatus.CANCELLED


async def test_somebody_tried_again_in_the_last_moment_is_not_lost(stage: Stage) -> None:
    """The end was decided; before it is written, those who failed are put back."""
    await stage.launch(ordinary_phones(1))
    claimed = await claim(stage)
    await stop(stage)
    await come_out(stage, claimed, FAILED, "131026")
    assert (await stage.send()).exhausted
    async with stage.database.company(stage.shop.company_id) as session:
        await repeats.retry_failed(session, stage.campaign_id, ["131026"])
    await stage._environment.run(stage._campaigns.finish_campaign, stage.ref)
    assert await stage.campaign_status() is AUTO_PAUSED
    assert await stage.statuses() == {PENDING: 1}


async def test_a_number_that_rests_keeps_no_campaign_that_has_nobody_left(stage: Stage) -> None:
    await stage.launch(ordinary_phones(1))
    await come_out(stage, await claim(stage), DeliveryStatus.ACCEPTED)
    async with stage.database.company(stage.shop.company_id) as session:
        number = Target(BreakerTarget.NUMBER, stage.shop.number_id)
        await breakers.open_(session, stage.shop.company_id, number, "131048", "spam")
    await to_the_end(stage)
    assert await stage.campaign_status() is COMPLETED
    assert await told(stage) == []


@pytest.mark.parametrize("owned", ["cadence", "fallback"])
async def test_where_more_people_may_come_a_storm_stops_the_campaign_as_ever(
    stage: Stage, owned: str
) -> None:
    """A cadence's step has new people tomorrow; a fallback, as long as its campaign goes on."""
    await stage.launch(ordinary_phones(20))
    async with stage.database.company(stage.shop.company_id) as session:
        if owned == "cadence":
            values = {"cadence_id": await add_cadence(session, stage.shop.company_id)}
        else:
            values = {"parent_id": await draft_campaign(stage.database, stage.shop)}
        parent = update(Campaign).where(Campaign.id == values.get("parent_id"))
        await session.execute(parent.values(fallback_at=datetime.now(UTC)))
        campaign = update(Campaign).where(Campaign.id == stage.campaign_id)
        await session.execute(campaign.values(**values))
    await come_out(stage, await claim(stage), FAILED, "131026")
    await heed(stage, FAILURES)
    assert await stage.campaign_status() is AUTO_PAUSED
    assert not (await stage.send()).exhausted
