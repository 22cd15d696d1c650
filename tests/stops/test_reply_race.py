"""Behaviour 3.13, a thousand times: no step is claimed once the reply is committed."""

import random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.models.cadences import Enrolment
from db.models.campaigns import CampaignCount, CampaignRecipient
from db.session import Database
from schemas.enums import EnrolmentStatus
from services.keyring import Keyring
from settings import Settings
from tests.campaigns.scenes import Shop, open_shop
from tests.stops.race import Race, claimed_ever

ROUNDS, EACH = 10, 100


@pytest.fixture(scope="module")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture
async def shop(database: Database, keyring: Keyring, company_id: UUID) -> Shop:
    return await open_shop(database, keyring, company_id)


async def test_no_step_is_claimed_after_the_commit_of_the_reply(
    database: Database, shop: Shop
) -> None:
    in_time = 0
    for number in range(ROUNDS):
        race = Race(database, shop, random.Random(number))
        await race.fill(EACH, first=number * EACH)
        await race.run()
        # Whoever still can goes on claiming.
        for _ in range(3):
            await race._move()
            await race._claim()
        claimed = await claimed_ever(race)
        for contact_id in race.phones:
            assert claimed[contact_id] <= race.claimed_before[contact_id], number
        in_time += sum(1 for one in claimed.values() if not one)
        await everything_is_accounted_for(race)
    # Replies came before the claim and behind it: otherwise nothing raced.
    assert 0 < in_time < ROUNDS * EACH


async def everything_is_accounted_for(race: Race) -> None:
    """Everybody ended, nobody waits to be sent to, and the counters say what the rows say."""
    async with race.database.company(race.shop.company_id) as session:
        statuses = await session.scalars(
            select(Enrolment.status).where(Enrolment.cadence_id == race.cadence_id).distinct()
        )
        assert set(statuses) <= {EnrolmentStatus.STOPPED, EnrolmentStatus.COMPLETED}
        for campaign_id in await race.campaigns():
            rows = await session.execute(
                select(CampaignRecipient.status, func.count())
                .where(CampaignRecipient.campaign_id == campaign_id)
                .group_by(CampaignRecipient.status)
            )
            stands = {status.value: count for status, count in rows}
            assert "pending" not in stands
            counts = await session.execute(
                select(CampaignCount.status, func.sum(CampaignCount.count))
                .where(CampaignCount.campaign_id == campaign_id)
                .group_by(CampaignCount.status)
            )
            assert {status.value: count for status, count in counts if count} == stands
