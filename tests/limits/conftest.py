"""A campaign that runs against the sandbox, as in the campaigns' own tests."""

import pytest
from temporalio.testing import ActivityEnvironment

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities
from activities.sweeps import SweepActivities, Temporal
from db.session import Database
from providers.registry import meta_reader
from schemas.payloads.campaigns import CampaignInput
from schemas.payloads.imports import ImportRef
from tests.campaigns.conftest import (
    campaign_activities,
    environment,
    keyring,
    sandbox,
    sandbox_url,
    senders,
    sending,
    shop,
)
from tests.campaigns.scenes import Shop
from tests.campaigns.test_sending import Stage

__all__ = [
    "campaign_activities",
    "environment",
    "keyring",
    "sandbox",
    "sandbox_url",
    "senders",
    "sending",
    "shop",
]


@pytest.fixture
def stage(
    database: Database,
    shop: Shop,
    environment: ActivityEnvironment,
    sending: SendActivities,
    campaign_activities: CampaignActivities,
) -> Stage:
    return Stage(database, shop, environment, sending, campaign_activities)


@pytest.fixture
def sweeps(database: Database) -> SweepActivities:
    async def start_campaign(_: CampaignInput) -> None: ...

    async def start_import(_: ImportRef) -> None: ...

    async def running() -> set[str]:
        return set()

    temporal = Temporal(start_campaign, start_import, running)
    return SweepActivities(database, temporal, meta_reader([]), lease_seconds=3600)
