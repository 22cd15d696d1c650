"""What a campaign may still spend."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert

from db.models.campaigns import Campaign, CampaignCount
from db.queries import campaigns
from db.session import Database
from schemas.enums import CampaignStatus, Channel, DeliveryStatus
from services import budget_changes, budgets, policies

_Count = tuple[DeliveryStatus, str, int]


async def campaign_with(
    database: Database, company_id: UUID, *counts: _Count, **values: object
) -> UUID:
    campaign_id = uuid4()
    now = datetime.now(UTC)
    row = {
        "status": CampaignStatus.RUNNING,
        "launched_at": now,
        "frozen_at": now,
        "budget_micros": None,
        "channel": Channel.WHATSAPP,
        **values,
    }
    async with database.company(company_id) as session:
        await session.execute(
            insert(Campaign).values(id=campaign_id, company_id=company_id, name="Natal", **row)
        )
        for status, reason, cost in counts:
            await session.execute(
                insert(CampaignCount).values(
                    company_id=company_id,
                    campaign_id=campaign_id,
                    status=status,
                    reason=reason,
                    count=1,
                    cost_micros=cost,
                )
            )
    return campaign_id


async def left(database: Database, company_id: UUID, campaign_id: UUID) -> int | None:
    async with database.company(company_id) as session:
        return await budgets.left(session, await campaigns.get(session, campaign_id))


async def monthly(database: Database, company_id: UUID, micros: int) -> None:
    async with database.company(company_id) as session:
        await policies.save(session, company_id, monthly_budget_micros=micros)


async def test_without_a_budget_nothing_limits_a_campaign(
    database: Database, company_id: UUID
) -> None:
    campaign_id = await campaign_with(database, company_id, (DeliveryStatus.READ, "", 9_000))
    assert await left(database, company_id, campaign_id) is None


async def test_what_is_under_way_or_in_doubt_is_spent_and_what_failed_or_waits_is_not(
    database: Database, company_id: UUID
) -> None:
    campaign_id = await campaign_with(
        database,
        company_id,
        (DeliveryStatus.SENDING, "", 1),
        (DeliveryStatus.UNKNOWN, "no_answer", 10),
        (DeliveryStatus.ACCEPTED, "", 100),
        (DeliveryStatus.DELIVERED, "", 1_000),
        (DeliveryStatus.PENDING, "", 10_000),
        (DeliveryStatus.FAILED, "131026", 100_000),
        (DeliveryStatus.SKIPPED, "opted_out", 1_000_000),
        budget_micros=2_000,
    )
    assert await left(database, company_id, campaign_id) == 2_000 - 1_111


async def test_twilio_bills_what_a_carrier_lost_and_not_what_it_refused_itself(
    database: Database, company_id: UUID
) -> None:
    campaign_id = await campaign_with(
        database,
        company_id,
        (DeliveryStatus.FAILED, "30005", 7),
        (DeliveryStatus.FAILED, "21610", 100),
        channel=Channel.SMS,
        budget_micros=10,
    )
    assert await left(database, company_id, campaign_id) == 3


async def test_the_smaller_of_the_campaigns_and_the_months_budget_holds(
    database: Database, company_id: UUID
) -> None:
    await monthly(database, company_id, 5_000)
    await campaign_with(database, company_id, (DeliveryStatus.READ, "", 4_000))
    rich = await campaign_with(database, company_id, budget_micros=9_000)
    poor = await campaign_with(database, company_id, budget_micros=300)
    assert await left(database, company_id, rich) == 1_000
    assert await left(database, company_id, poor) == 300


async def test_a_month_counts_the_campaigns_launched_in_it(
    database: Database, company_id: UUID
) -> None:
    await monthly(database, company_id, 5_000)
    before = datetime.now(UTC) - timedelta(days=40)
    old = await campaign_with(
        database, company_id, (DeliveryStatus.READ, "", 4_500), launched_at=before
    )
    new = await campaign_with(database, company_id, (DeliveryStatus.READ, "", 1_000))
    assert await left(database, company_id, old) == 500
    assert await left(database, company_id, new) == 4_000


async def test_another_companys_spending_is_not_ours(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    await monthly(database, company_id, 5_000)
    await campaign_with(database, other_company_id, (DeliveryStatus.READ, "", 4_500))
    mine = await campaign_with(database, company_id)
    assert await left(database, company_id, mine) == 5_000


async def test_a_campaign_and_its_fallback_by_sms_share_one_budget(
    database: Database, company_id: UUID
) -> None:
    sent = (DeliveryStatus.SENT, "", 400)
    parent = await campaign_with(database, company_id, sent, budget_micros=1_000)
    child = await campaign_with(
        database,
        company_id,
        (DeliveryStatus.SENDING, "", 250),
        budget_micros=1_000,
        parent_id=parent,
        channel=Channel.SMS,
    )
    assert await left(database, company_id, parent) == 350
    assert await left(database, company_id, child) == 350


async def test_more_money_for_a_campaign_lets_its_fallback_go_on(
    database: Database, company_id: UUID
) -> None:
    sent = (DeliveryStatus.SENT, "", 900)
    parent = await campaign_with(database, company_id, sent, budget_micros=1_000)
    child = await campaign_with(
        database,
        company_id,
        (DeliveryStatus.SENT, "", 100),
        budget_micros=1_000,
        parent_id=parent,
        channel=Channel.SMS,
        status=CampaignStatus.AUTO_PAUSED,
        status_code="budget_reached",
    )
    async with database.company(company_id) as session:
        await budget_changes.change(session, parent, 2_000)
    async with database.company(company_id) as session:
        assert (await campaigns.get(session, child)).status is CampaignStatus.RUNNING
    assert await left(database, company_id, child) == 1_000
