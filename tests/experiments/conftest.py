"""The stage of the campaigns' tests, with a second template to choose from."""

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
