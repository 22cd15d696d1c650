"""What a crash left half done is found within a minute or two."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.sweeps import SweepActivities, Temporal
from db.queries import claims
from db.queries.claims import Rules
from db.session import Database
from providers.registry import meta_reader
from schemas.enums import CampaignStatus, DeliveryStatus
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.imports import ImportRef
from services import campaigns
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
)


class Told:
    """Stands where Temporal is and writes down what it is told."""

    def __init__(self) -> None:
        self.campaigns: set[UUID] = set()
        self.running: set[str] = set()

    async def start_campaign(self, campaign: CampaignInput) -> None:
        self.campaigns.add(campaign.campaign_id)

    async def start_import(self, ref: ImportRef) -> None:
        pass

    async def running_campaigns(self) -> set[str]:
        return self.running


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def sweeps(database: Database, told: Told) -> SweepActivities:
    temporal = Temporal(told.start_campaign, told.start_import, told.running_campaigns)
    return SweepActivities(database, temporal, meta_reader([]), lease_seconds=0)


async def launched(database: Database, shop: Shop) -> UUID:
    await add_contacts(database, shop.company_id, ordinary_phones(5))
    campaign_id = await draft_campaign(database, shop)
    async with database.company(shop.company_id) as session:
        await campaigns.mark_launching(session, campaign_id)
    return campaign_id


async def age(database: Database, campaign_id: UUID) -> None:
    """As if nobody had touched the row for an hour."""
    async with database.system() as session:
        await session.execute(
            text("UPDATE campaigns SET updated_at = now() - interval '1 hour' WHERE id = :id"),
            {"id": campaign_id},
        )


async def test_a_launch_that_was_never_told_is_started(
    database: Database,
    shop: Shop,
    sweeps: SweepActivities,
    told: Told,
    environment: ActivityEnvironment,
) -> None:
    campaign_id = await launched(database, shop)
    await age(database, campaign_id)
    await environment.run(sweeps.sweep_campaigns)
    assert campaign_id in told.campaigns


async def test_a_change_of_the_last_minutes_is_told_again(
    database: Database,
    shop: Shop,
    sweeps: SweepActivities,
    told: Told,
    environment: ActivityEnvironment,
) -> None:
    campaign_id = await launched(database, shop)
    told.running = {str(campaign_id)}
    await environment.run(sweeps.sweep_campaigns)
    assert campaign_id in told.campaigns
    told.campaigns.clear()
    await age(database, campaign_id)
    await environment.run(sweeps.sweep_campaigns)
    assert campaign_id not in told.campaigns


async def test_a_cancel_that_was_never_told_is_finished(
    database: Database,
    shop: Shop,
    sweeps: SweepActivities,
    told: Told,
    environment: ActivityEnvironment,
) -> None:
    campaign_id = await launched(database, shop)
    async with database.company(shop.company_id) as session:
        await campaigns.cancel(session, campaign_id)
    await age(database, campaign_id)
    await environment.run(sweeps.sweep_campaigns)
    assert campaign_id in told.campaigns


async def test_sends_of_a_lost_worker_become_unknown_even_when_paused(
    database: Database, shop: Shop, sweeps: SweepActivities, environment: ActivityEnvironment
) -> None:
    campaign_id = await launched(database, shop)
    async with database.company(shop.company_id) as session:
        await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
    async with database.company(shop.company_id) as session:
        await claims.claim_fresh(session, campaign_id, Rules(), after=UUID(int=0), limit=2)
    async with database.company(shop.company_id) as session:
        await campaigns.pause(session, campaign_id)
    await environment.run(sweeps.sweep_campaigns)
    ledger = await read_ledger(database, shop.company_id, campaign_id)
    assert ledger.status is CampaignStatus.PAUSED
    assert ledger.rows == {DeliveryStatus.UNKNOWN: 2, DeliveryStatus.PENDING: 3}
    assert ledger.rows == ledger.counters
