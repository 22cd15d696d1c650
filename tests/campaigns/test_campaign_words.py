"""What the head of a campaign's page says."""

from datetime import UTC, datetime

import pytest

from db.models.campaigns import Campaign
from schemas.enums import CampaignStatus, Channel
from schemas.enums import DeliveryStatus as Status
from schemas.tallies import Count, Tally
from web import campaign_views

TALLY = Tally.of([Count(Status.DELIVERED, "", 3), Count(Status.PENDING, "", 7)])


def running(channel: Channel, waits_for: str | None = None) -> Campaign:
    return Campaign(
        status=CampaignStatus.RUNNING,
        channel=channel,
        frozen_at=datetime.now(UTC),
        waits_for=waits_for,
    )


@pytest.mark.parametrize("per_second", [None, 30.0])
def test_what_waits_for_the_morning_promises_no_end_within_the_minute(
    per_second: float | None,
) -> None:
    campaign = running(Channel.WHATSAPP, "hours")
    assert campaign_views.progress(campaign, TALLY, per_second).pace == ""


def test_what_goes_says_how_fast() -> None:
    campaign = running(Channel.WHATSAPP)
    assert campaign_views.progress(campaign, TALLY, 30.0).pace == (
        "30 a second · less than a minute left"
    )
    assert campaign_views.progress(campaign, TALLY, None).pace == "Waiting for the number's turn …"


def test_nobody_says_that_an_sms_was_read() -> None:
    shown = campaign_views.progress(running(Channel.SMS), TALLY, None)
    assert "read" not in [tile.key for tile in shown.tiles]
    assert "Read" not in [label for label, _, _ in shown.parts]
    there = campaign_views.progress(running(Channel.WHATSAPP), TALLY, None)
    assert "read" in [tile.key for tile in there.tiles]
