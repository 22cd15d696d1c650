"""A budget that runs out: who is told, and what more money does."""

from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.notifications import Notification
from db.queries import budgets
from db.queries import campaigns as queries
from db.session import Database
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, NotificationKind, Role
from schemas.errors import InvalidState
from services import budget_changes, budget_watch, money_settings
from tests.fixtures.people import add_person
from tests.money.test_budgets import campaign_with, monthly

_STOPPED = {
    "status": CampaignStatus.AUTO_PAUSED,
    "status_code": "budget_reached",
    "budget_micros": 1_000,
}


async def told(database: Database, company_id: UUID) -> list[tuple[UUID, str]]:
    async with database.company(company_id) as session:
        rows = await session.execute(
            select(Notification.user_id, Notification.code).where(
                Notification.kind == NotificationKind.BUDGET_THRESHOLD
            )
        )
        return [(row.user_id, row.code) for row in rows]


async def status(database: Database, company_id: UUID, campaign_id: UUID) -> CampaignStatus:
    async with database.company(company_id) as session:
        return (await queries.get(session, campaign_id)).status


async def change(
    database: Database, company_id: UUID, campaign_id: UUID, micros: int | None
) -> CampaignStatus:
    async with database.company(company_id) as session:
        return (await budget_changes.change(session, campaign_id, micros)).status


async def test_a_fifth_left_is_told_once_to_those_in_charge(
    database: Database, company_id: UUID
) -> None:
    owner = await add_person(database, company_id, Role.OWNER)
    await add_person(database, company_id, Role.AGENT)
    await campaign_with(
        database, company_id, (DeliveryStatus.DELIVERED, "", 799), budget_micros=1_000
    )
    await budget_watch.sweep(database)
    assert await told(database, company_id) == []
    await campaign_with(
        database, company_id, (DeliveryStatus.DELIVERED, "", 800), budget_micros=1_000
    )
    for _ in range(2):
        await budget_watch.sweep(database)
    assert await told(database, company_id) == [(owner.id, "campaign")]


async def test_what_its_sms_spent_counts_and_the_campaign_is_told_of_once(
    database: Database, company_id: UUID
) -> None:
    """Also when the campaign itself is over and only its fallback still sends."""
    owner = await add_person(database, company_id, Role.OWNER)
    campaign_id = await campaign_with(
        database,
        company_id,
        (DeliveryStatus.DELIVERED, "", 500),
        budget_micros=1_000,
        status=CampaignStatus.COMPLETED,
    )
    await campaign_with(
        database,
        company_id,
        (DeliveryStatus.DELIVERED, "", 300),
        budget_micros=1_000,
        channel=Channel.SMS,
        parent_id=campaign_id,
    )
    for _ in range(2):
        await budget_watch.sweep(database)
    assert await told(database, company_id) == [(owner.id, "campaign")]
    async with database.company(company_id) as session:
        spent = await budgets.spent(session, company_id, campaign_id)
    assert (spent.spent_micros, spent.budget_micros) == (800, 1_000)


async def test_the_months_budget_is_told_once_and_again_when_it_was_changed(
    database: Database, company_id: UUID
) -> None:
    owner = await add_person(database, company_id, Role.OWNER)
    await monthly(database, company_id, 1_000)
    await campaign_with(database, company_id, (DeliveryStatus.READ, "", 900))
    for _ in range(2):
        await budget_watch.sweep(database)
    assert await told(database, company_id) == [(owner.id, "month")]
    async with database.company(company_id) as session:
        await money_settings.change(session, company_id, {"monthly_budget_micros": 1_100})
    await budget_watch.sweep(database)
    assert await told(database, company_id) == [(owner.id, "month")] * 2


async def test_a_raised_budget_lets_a_campaign_go_on_and_too_little_does_not(
    database: Database, company_id: UUID
) -> None:
    spent = (DeliveryStatus.READ, "", 1_000)
    campaign_id = await campaign_with(database, company_id, spent, **_STOPPED)
    stopped, going = CampaignStatus.AUTO_PAUSED, CampaignStatus.RUNNING
    assert await change(database, company_id, campaign_id, 1_000) is stopped
    assert await change(database, company_id, campaign_id, 1_001) is going


async def test_what_stopped_for_another_reason_stays_stopped(
    database: Database, company_id: UUID
) -> None:
    campaign_id = await campaign_with(
        database, company_id, **{**_STOPPED, "status_code": "template_paused"}
    )
    found = await change(database, company_id, campaign_id, 9_000)
    assert found is CampaignStatus.AUTO_PAUSED


async def test_a_raised_month_lets_those_go_on_that_may_by_themselves(
    database: Database, company_id: UUID
) -> None:
    await monthly(database, company_id, 1_000)
    spent = (DeliveryStatus.READ, "", 500)
    values = {**_STOPPED, "budget_micros": None}
    willing = await campaign_with(database, company_id, spent, **values)
    asking = await campaign_with(database, company_id, spent, **{**values, "auto_resume": False})
    async with database.company(company_id) as session:
        await money_settings.change(session, company_id, {"monthly_budget_micros": 2_000})
    assert await status(database, company_id, willing) is CampaignStatus.RUNNING
    assert await status(database, company_id, asking) is CampaignStatus.AUTO_PAUSED


async def test_the_budget_of_what_is_over_is_history(database: Database, company_id: UUID) -> None:
    campaign_id = await campaign_with(database, company_id, status=CampaignStatus.COMPLETED)
    with pytest.raises(InvalidState):
        await change(database, company_id, campaign_id, 1)
