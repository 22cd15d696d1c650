"""A test on a sample: who gets what, how it is decided, and what the rest then gets."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert
from temporalio.testing import ActivityEnvironment

from activities.sending import SendActivities
from db.models.limits import Rate
from db.session import Database
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, ResponseKind
from schemas.errors import InvalidInput, InvalidState
from schemas.payloads.campaigns import SendBatchInput, SendBatchResult
from services import campaigns, experiments, repeats
from services.experiments import Stage
from tests.campaigns.scenes import Shop, recipients_of
from tests.experiments.trials import OTHER_VALUES, Trial

PENDING, ACCEPTED, SKIPPED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SKIPPED,
)


@pytest.fixture
def trial(database: Database, shop: Shop) -> Trial:
    return Trial(database, shop)


async def test_the_rest_waits_until_the_sample_is_sent_and_its_time_is_over(trial: Trial) -> None:
    await trial.launch(200)
    rest = await trial.ledger(0)
    assert 0 < len(await trial.ledger(1, 2)) < len(rest)
    assert (await trial.step() or 0) > 0
    campaign = await trial.campaign()
    assert (campaign.decide_at, campaign.waits_for) == (None, None)

    await trial.send_sample()
    wait = await trial.step()
    assert wait == pytest.approx(3600, abs=60)
    campaign = await trial.campaign()
    assert campaign.waits_for == "experiment"
    assert campaign.waits_until == campaign.decide_at is not None
    assert {one.status for one in await trial.ledger(0)} == {PENDING}


async def test_the_rest_gets_the_winner_with_its_own_values_and_nothing_of_the_other(
    trial: Trial,
) -> None:
    await trial.launch(200)
    sample = {one.id: list(one.parameters) for one in await trial.ledger(1, 2)}
    await trial.send_sample()
    await trial.decide()
    assert (await trial.campaign()).winner == 2
    released = [one for one in await trial.ledger() if one.id not in sample]
    assert {one.variant for one in released} == {2}
    assert {tuple(one.parameters) for one in released} == {OTHER_VALUES}
    assert await trial.held() == 0
    assert len({one.body_key for one in released}) == 1
    # Those of the sample keep what they were sent.
    assert {one.id: one.parameters for one in await trial.ledger() if one.id in sample} == sample
    assert await trial.counters() == await trial.counted()


async def test_variant_one_can_win(trial: Trial) -> None:
    await trial.launch(120, metric="reply")
    await trial.send_sample()
    await trial.respond(await trial.ledger(1), ResponseKind.REPLY)
    await trial.decide()
    assert (await trial.campaign()).winner == 1
    released = [one for one in await trial.ledger(1) if one.status is PENDING]
    assert {tuple(one.parameters) for one in released} == {("Pessoa", "20%")}


async def test_a_variant_many_opt_out_of_does_not_win(trial: Trial) -> None:
    await trial.launch(200, max_opt_out_percent=10.0)
    await trial.send_sample()
    second = await trial.ledger(2)
    await trial.respond(second[: len(second) // 2], ResponseKind.OPT_OUT)
    await trial.decide()
    assert (await trial.campaign()).winner == 1


async def test_a_variant_that_fails_does_not_win(trial: Trial) -> None:
    await trial.launch(200, max_failed_percent=20.0)
    second = await trial.ledger(2)
    await trial.settle(await trial.ledger(1), DeliveryStatus.DELIVERED)
    await trial.settle(second[::2], DeliveryStatus.FAILED)
    await trial.settle(second[1::2], DeliveryStatus.READ)
    await trial.decide()
    assert (await trial.campaign()).winner == 1


async def test_unclear_takes_the_first_when_that_is_the_rule(trial: Trial) -> None:
    await trial.launch(100, min_sample=1000)
    await trial.send_sample()
    await trial.decide()
    campaign = await trial.campaign()
    assert (campaign.winner, campaign.status) == (1, CampaignStatus.RUNNING)


async def test_unclear_asks_when_that_is_the_rule_and_a_person_chooses(trial: Trial) -> None:
    await trial.launch(100, unclear="ask", metric="reply")
    await trial.send_sample()
    await trial.decide()
    campaign = await trial.campaign()
    assert (campaign.status, campaign.status_code) == (
        CampaignStatus.AUTO_PAUSED,
        "experiment_unclear",
    )
    async with trial.database.company(trial.shop.company_id) as session:
        found = await experiments.report(session, campaign)
        assert found is not None
        assert found.stage is Stage.UNCLEAR
        with pytest.raises(InvalidInput):
            await experiments.choose(session, campaign.id, 3)
        campaign = await experiments.choose(session, campaign.id, 2)
    assert campaign.status is CampaignStatus.RUNNING
    await trial.decide()
    assert not await trial.ledger(0)
    assert await trial.counters() == await trial.counted()


async def test_a_guarded_first_variant_is_never_what_is_taken_without_a_winner(
    trial: Trial,
) -> None:
    await trial.launch(150, max_failed_percent=5.0)
    await trial.settle(await trial.ledger(1, 2), DeliveryStatus.FAILED)
    await trial.decide()
    assert (await trial.campaign()).status is CampaignStatus.AUTO_PAUSED
    assert await trial.ledger(0)


async def test_a_stopped_test_leaves_the_rest_out_and_says_why(trial: Trial) -> None:
    await trial.launch(100)
    rest = len(await trial.ledger(0))
    async with trial.database.company(trial.shop.company_id) as session:
        await experiments.stop(session, trial.campaign_id)
    await trial.decide()
    skipped = await trial.ledger(0)
    assert {(one.status, one.reason) for one in skipped} == {(SKIPPED, "experiment_stopped")}
    assert len(skipped) == rest
    assert await trial.counters() == await trial.counted()
    async with trial.database.company(trial.shop.company_id) as session:
        with pytest.raises(InvalidState):
            await experiments.choose(session, trial.campaign_id, 1)


async def test_chosen_while_paused_the_rest_waits_for_the_resume(trial: Trial) -> None:
    await trial.launch(100)
    async with trial.database.company(trial.shop.company_id) as session:
        await campaigns.pause(session, trial.campaign_id)
        await experiments.choose(session, trial.campaign_id, 1)
    assert await trial.step() is None
    assert await trial.ledger(0)
    async with trial.database.company(trial.shop.company_id) as session:
        await campaigns.resume(session, trial.campaign_id)
    await trial.decide()
    assert not await trial.ledger(0)


async def test_a_test_without_a_rest_waits_for_nothing(trial: Trial) -> None:
    await trial.launch(10)
    async with trial.database.company(trial.shop.company_id) as session:
        await repeats.drop_pending(
            session, trial.campaign_id, [one.id for one in await trial.ledger(0)]
        )
    assert await trial.step() is None


async def test_a_crash_between_two_pages_loses_nobody(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experiments, "_PAGE", 20)
    await trial.launch(150)
    await trial.send_sample()
    await trial.step()
    after = timedelta(days=1)
    # The decision, and a page or two; then the process is gone and another begins anew.
    for _ in range(3):
        assert await trial.step(after) == 0.0
        assert await trial.counters() == await trial.counted()
    assert await trial.ledger(0)
    while await trial.step(after) == 0.0:
        pass
    assert not await trial.ledger(0)
    assert await trial.counters() == await trial.counted()


async def test_two_looks_at_once_decide_once(trial: Trial) -> None:
    await trial.launch(150)
    await trial.send_sample()
    await trial.step()
    after = timedelta(days=1)
    await asyncio.gather(*(trial.step(after) for _ in range(6)))
    assert not await trial.ledger(0)
    assert await trial.counters() == await trial.counted()


async def test_the_rest_costs_what_the_winner_costs(trial: Trial) -> None:
    async with trial.database.company(trial.shop.company_id) as session:
        today = {"valid_from": "2020-01-01", "company_id": trial.shop.company_id}
        await session.execute(
            insert(Rate).values(
                channel=Channel.WHATSAPP, category="marketing", price_micros=62_500, **today
            )
        )
    await trial.launch(60)
    await trial.send_sample()
    await trial.decide()
    assert {one.cost_micros for one in await trial.ledger()} == {62_500}
    assert await trial.counters() == await trial.counted()


async def test_the_whole_campaign_through_the_sandbox(
    trial: Trial, sending: SendActivities, environment: ActivityEnvironment
) -> None:
    await trial.launch(150)

    async def send() -> SendBatchResult:
        batch = SendBatchInput(trial.shop.company_id, trial.campaign_id, 1000)
        result = await environment.run(sending.send_batch, batch)
        assert isinstance(result, SendBatchResult)
        return result

    result = await send()
    campaign = await trial.campaign()
    assert (campaign.status, campaign.status_code) == (CampaignStatus.RUNNING, None)
    assert result.pause_seconds > 60
    rest = len(await trial.ledger(0))
    assert {one.status for one in await trial.ledger(1, 2)} == {ACCEPTED}
    async with trial.database.company(trial.shop.company_id) as session:
        await experiments.choose(session, trial.campaign_id, 2)
    for _ in range(5):
        if (await send()).exhausted:
            break
    rows = await recipients_of(trial.database, trial.shop.company_id, trial.campaign_id)
    assert {one.status for one in rows} == {ACCEPTED}
    assert sum(one.variant == 2 for one in rows) >= rest
    assert len({one.provider_id for one in rows}) == 150
