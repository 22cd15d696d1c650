"""The campaigns of a cadence's steps follow the cadence, whatever is asked of them by their own ids."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign
from db.session import Session
from schemas.enums import CampaignStatus, EnrolmentStatus
from schemas.errors import InvalidState
from schemas.hours import Hours
from services import cadences, campaigns, topics
from tests.cadences.scenes import Road, message
from tests.campaigns.scenes import add_contacts, ordinary_phones

Action = Callable[[Session, UUID], Awaitable[Campaign]]


async def _reopen(session: Session, campaign_id: UUID) -> Campaign:
    return await campaigns.reopen(session, campaign_id, "repeated")


async def _under_way(road: Road) -> UUID:
    await road.open([message(road.shop, "hello")])
    phones = ordinary_phones(2)
    await road.enter(await add_contacts(road.database, road.shop.company_id, phones))
    await road.move()
    async with road.database.company(road.shop.company_id) as session:
        return (
            await session.scalars(select(Campaign.id).where(Campaign.cadence_id == road.cadence_id))
        ).one()


@pytest.mark.parametrize("action", [campaigns.pause, campaigns.cancel, campaigns.resume, _reopen])
async def test_it_cannot_be_ended_beside_its_cadence(road: Road, action: Action) -> None:
    campaign_id = await _under_way(road)
    with pytest.raises(InvalidState):
        async with road.database.company(road.shop.company_id) as session:
            await action(session, campaign_id)
    await road.send()
    await road.move()
    assert await road.statuses() == [EnrolmentStatus.COMPLETED] * 2


async def test_a_campaigns_workflow_leaves_it_alone(road: Road) -> None:
    campaign_id = await _under_way(road)
    async with road.database.company(road.shop.company_id) as session:
        found = await campaigns.begin(session, campaign_id, now=datetime.now(UTC))
    assert (found.ready, found.over) == (False, True)
    async with road.database.company(road.shop.company_id) as session:
        campaign = await session.scalar(select(Campaign).where(Campaign.id == campaign_id))
        assert campaign is not None
        assert campaign.status is CampaignStatus.RUNNING


async def test_what_stopped_by_itself_goes_on_when_its_cause_is_gone(road: Road) -> None:
    campaign_id = await _under_way(road)
    async with road.database.company(road.shop.company_id) as session:
        await campaigns.auto_pause(session, campaign_id, code="131048", detail="")
    async with road.database.company(road.shop.company_id) as session:
        assert (await campaigns.resume(session, campaign_id)).status is CampaignStatus.RUNNING


async def test_settings_hold_for_what_waits_in_the_ledger_already(road: Road) -> None:
    campaign_id = await _under_way(road)
    async with road.database.company(road.shop.company_id) as session:
        topic = await topics.create(session, road.shop.company_id, "Offers", "")
        cadence = await cadences.edit(
            session,
            road.cadence_id,
            {"hours": Hours(), "topic_id": topic.id, "time_zone": "America/Manaus"},
        )
        night = dict(cadence.hours or {})
    async with road.database.company(road.shop.company_id) as session:
        found = await session.scalar(select(Campaign).where(Campaign.id == campaign_id))
        assert found is not None
        assert (found.hours, found.time_zone) == (night, "America/Manaus")
        assert found.topic_id == topic.id
    async with road.database.company(road.shop.company_id) as session:
        await cadences.edit(session, road.cadence_id, {"hours": None, "topic_id": None})
    async with road.database.company(road.shop.company_id) as session:
        found = await session.scalar(select(Campaign).where(Campaign.id == campaign_id))
        assert found is not None
        assert (found.hours, found.topic_id) == (None, None)
