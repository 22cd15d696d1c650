"""A word of the person stops what is about to be sent to them, until the very claim."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.campaigns import CampaignRecipient
from db.queries import claims
from db.queries.claims import Claim, Rules
from db.session import Database
from schemas.consents import Entry
from schemas.enums import CampaignStatus, Channel, ConsentSource, Purpose
from schemas.policies import ALL, MARKETING, scopes_of, topic_scope
from services import consents, topics
from tests.campaigns.world import add_campaign, add_world

FIRST = UUID(int=0)
KEY = "551180000001"


@pytest.fixture
async def campaign_id(database: Database, company_id: UUID) -> UUID:
    world = await add_world(database, company_id)
    pending = (("pending", None, 3),)
    return await add_campaign(database, world, CampaignStatus.RUNNING, lines=pending)  # type: ignore[arg-type]


async def say(
    database: Database,
    company_id: UUID,
    *,
    granted: bool = False,
    scope: str = ALL,
    channel: Channel = Channel.WHATSAPP,
) -> None:
    entry = Entry(
        channel=channel,
        scope=scope,
        granted=granted,
        source=ConsentSource.KEYWORD,
        occurred_at=datetime.now(UTC),
        match_key=KEY,
    )
    async with database.company(company_id) as session:
        await consents.record(session, company_id, [entry])


async def claim(
    database: Database,
    company_id: UUID,
    campaign_id: UUID,
    purpose: Purpose = Purpose.MARKETING,
    topic_id: UUID | None = None,
) -> Claim:
    rules = Rules(scopes=scopes_of(purpose, topic_id))
    async with database.company(company_id) as session:
        await claims.prepare(session)
        return await claims.claim_fresh(session, campaign_id, rules, after=FIRST, limit=10)


async def skipped(database: Database, company_id: UUID) -> list[str | None]:
    async with database.company(company_id) as session:
        rows = await session.scalars(
            select(CampaignRecipient.reason).where(CampaignRecipient.status == "skipped")
        )
        return list(rows)


async def test_a_stop_a_millisecond_before_the_claim_blocks(
    database: Database, company_id: UUID, campaign_id: UUID
) -> None:
    await say(database, company_id)
    await asyncio.sleep(0.001)
    claimed = await claim(database, company_id, campaign_id)
    assert {one.address[-1] for one in claimed.recipients} == {"2", "3"}
    assert await skipped(database, company_id) == ["opted_out"]


async def test_who_came_back_in_time_is_sent_to(
    database: Database, company_id: UUID, campaign_id: UUID
) -> None:
    await say(database, company_id)
    await say(database, company_id, granted=True)
    assert len((await claim(database, company_id, campaign_id)).recipients) == 3


@pytest.mark.parametrize(
    ("said", "purpose", "reached"),
    [
        (MARKETING, Purpose.MARKETING, 2),
        (MARKETING, Purpose.UTILITY, 3),
        (ALL, Purpose.UTILITY, 2),
        (ALL, Purpose.AUTHENTICATION, 2),
    ],
)
async def test_what_was_refused_decides(
    *,
    database: Database,
    company_id: UUID,
    campaign_id: UUID,
    said: str,
    purpose: Purpose,
    reached: int,
) -> None:
    await say(database, company_id, scope=said)
    assert len((await claim(database, company_id, campaign_id, purpose)).recipients) == reached


async def test_a_stop_by_sms_stops_marketing_on_whatsapp_and_nothing_else_there(
    database: Database, company_id: UUID, campaign_id: UUID
) -> None:
    await say(database, company_id, channel=Channel.SMS)
    assert len((await claim(database, company_id, campaign_id, Purpose.UTILITY)).recipients) == 3
    async with database.company(company_id) as session:
        rows = (await session.scalars(select(CampaignRecipient))).all()
        for row in rows:
            row.status = "pending"  # type: ignore[assignment]
    assert len((await claim(database, company_id, campaign_id)).recipients) == 2


async def test_a_topic_that_was_left_is_left_out(
    database: Database, company_id: UUID, campaign_id: UUID
) -> None:
    async with database.company(company_id) as session:
        topic = await topics.create(session, company_id, "Ofertas", "")
        other = await topics.create(session, company_id, "Novidades", "")
    await say(database, company_id, scope=topic_scope(other.id))
    found = await claim(database, company_id, campaign_id, topic_id=topic.id)
    assert len(found.recipients) == 3
    assert await skipped(database, company_id) == []


async def test_what_another_company_was_told_blocks_nobody(
    database: Database, company_id: UUID, other_company_id: UUID, campaign_id: UUID
) -> None:
    await say(database, other_company_id)
    assert len((await claim(database, company_id, campaign_id)).recipients) == 3
