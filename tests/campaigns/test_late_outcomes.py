"""Outcomes that come late, twice, or with words the database refuses."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from temporalio.testing import ActivityEnvironment

from activities.recorder import Recorder
from activities.sweeps import SweepActivities, Temporal
from db.queries import claims, recipients
from db.queries.claims import Claimed, Rules
from db.queries.recipients import Outcome
from db.session import Database
from providers.registry import meta_reader
from schemas.enums import DeliveryStatus
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.imports import ImportRef
from services import campaigns
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
    recipients_of,
)

PENDING, SENDING, ACCEPTED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.SENDING,
    DeliveryStatus.ACCEPTED,
)


@pytest.fixture
async def campaign_id(database: Database, shop: Shop) -> UUID:
    """Running, with three people."""
    await add_contacts(database, shop.company_id, ordinary_phones(3))
    campaign_id = await draft_campaign(database, shop)
    async with database.company(shop.company_id) as session:
        await campaigns.mark_launching(session, campaign_id)
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
    return campaign_id


async def claim(database: Database, shop: Shop, campaign_id: UUID) -> list[Claimed]:
    async with database.company(shop.company_id) as session:
        found = await claims.claim_fresh(session, campaign_id, Rules(), after=UUID(int=0), limit=5)
        if found.recipients:
            return found.recipients
        deferred = await claims.claim_deferred(session, campaign_id, Rules(), limit=5)
        return deferred.recipients


async def record(database: Database, shop: Shop, outcomes: list[Outcome]) -> None:
    async with database.company(shop.company_id) as session:
        await recipients.record_outcomes(session, outcomes)


def back(claimed: Claimed) -> Outcome:
    return Outcome(claimed.id, PENDING, not_before=datetime.now(UTC), claimed_at=claimed.claimed_at)


async def rows(database: Database, shop: Shop, campaign_id: UUID) -> dict[DeliveryStatus, int]:
    ledger = await read_ledger(database, shop.company_id, campaign_id)
    assert ledger.rows == ledger.counters
    return ledger.rows


async def test_a_hand_back_written_twice_does_not_take_the_next_claim_away(
    database: Database, shop: Shop, campaign_id: UUID
) -> None:
    """The answer to the first commit was lost; by the second, another worker is sending."""
    first = await claim(database, shop, campaign_id)
    await record(database, shop, [back(claimed) for claimed in first])
    second = await claim(database, shop, campaign_id)
    assert len(second) == 3
    await record(database, shop, [back(claimed) for claimed in first])
    assert await rows(database, shop, campaign_id) == {SENDING: 3}
    await record(database, shop, [back(claimed) for claimed in second])
    assert await rows(database, shop, campaign_id) == {PENDING: 3}


async def no_start(_: CampaignInput | ImportRef) -> None:
    """No workflow runs here."""


async def nothing_runs() -> set[str]:
    return set()


async def test_claims_handed_back_after_a_cancel_was_settled_are_settled_too(
    database: Database, shop: Shop, campaign_id: UUID, environment: ActivityEnvironment
) -> None:
    claims = await claim(database, shop, campaign_id)
    async with database.company(shop.company_id) as session:
        await campaigns.cancel(session, campaign_id)
        await campaigns.finish(session, campaign_id)
    await record(database, shop, [back(claimed) for claimed in claims])
    temporal = Temporal(no_start, no_start, nothing_runs)
    sweeps = SweepActivities(database, temporal, meta_reader([]), lease_seconds=0)
    await environment.run(sweeps.sweep_campaigns)
    assert await rows(database, shop, campaign_id) == {DeliveryStatus.SKIPPED: 3}
    ledger = await recipients_of(database, shop.company_id, campaign_id)
    assert {row.reason for row in ledger} == {"cancelled"}


@pytest.mark.parametrize("words", ["a\x00b", "".join(str(n * n) for n in range(4_000))])
async def test_words_that_cannot_be_stored_hold_up_nobody(
    database: Database,
    shop: Shop,
    campaign_id: UUID,
    environment: ActivityEnvironment,
    words: str,
) -> None:
    """As a provider's id: an index takes no long ones, and nothing in the database a NUL."""
    claims = await claim(database, shop, campaign_id)
    outcomes = [Outcome(claimed.id, ACCEPTED, provider_id=claimed.id.hex) for claimed in claims]
    outcomes[1] = replace(outcomes[1], provider_id=words)
    recorder = Recorder(database, shop.company_id)
    for outcome in outcomes:
        recorder.add(outcome)
    recorder.close()
    await environment.run(recorder.run)
    assert await rows(database, shop, campaign_id) == {ACCEPTED: 3}
    ledger = await recipients_of(database, shop.company_id, campaign_id)
    assert [row.provider_id for row in ledger] == [claims[0].id.hex, None, claims[2].id.hex]
