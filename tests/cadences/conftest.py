"""Cadences over the real ledger and the sandbox, as in the campaigns' own tests."""

import pytest
from temporalio.testing import ActivityEnvironment

from activities.sending import SendActivities
from db.session import Database
from tests.cadences.scenes import Road
from tests.campaigns.conftest import (
    environment,
    keyring,
    sandbox,
    sandbox_url,
    senders,
    sending,
    shop,
)
from tests.campaigns.scenes import Shop

__all__ = [
    "environment",
    "keyring",
    "sandbox",
    "sandbox_url",
    "senders",
    "sending",
    "shop",
]


@pytest.fixture
def road(
    database: Database, shop: Shop, environment: ActivityEnvironment, sending: SendActivities
) -> Road:
    return Road(database, shop, environment, sending)
