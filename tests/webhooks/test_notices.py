"""What Meta tells of templates, accounts and numbers."""

import httpx
import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from db.models.templates import Template, TemplateEvent
from db.session import Database
from schemas.enums import (
    CampaignStatus,
    ConnectionHealth,
    TemplateCategory,
    TemplateStatus,
)
from tests.webhooks.meta import Account, post
from tests.webhooks.scenes import make_campaign, make_template


async def template_notice(
    meta: httpx.AsyncClient,
    account: Account,
    template: Template,
    event: str,
    *,
    time: int = 1750000000,
) -> None:
    value = {
        "event": event,
        "message_template_id": int(template.provider_template_id or 0),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "reason": "Too many people blocked it",
    }
    field = "message_template_status_update"
    assert (await post(meta, account.change(field, value, time=time))).status_code == 200


async def test_a_paused_template_pauses_its_campaigns_and_keeps_its_history(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    campaign = await make_campaign(database, account)
    async with database.company(account.company_id) as session:
        template = await session.get_one(Template, campaign.template_id)
    await template_notice(meta, account, template, "PAUSED", time=1750000100)
    # An older notice that comes late is recorded, and changes nothing.
    await template_notice(meta, account, template, "APPROVED", time=1750000000)
    async with database.company(account.company_id) as session:
        now = await session.get_one(Template, template.id)
        paused = await session.get_one(Campaign, campaign.id)
        history = list(
            await session.scalars(select(TemplateEvent).order_by(TemplateEvent.occurred_at))
        )
    assert now.status is TemplateStatus.PAUSED
    assert paused.status is CampaignStatus.AUTO_PAUSED
    assert paused.status_code == "template_paused"
    assert [(event.kind, event.after) for event in history] == [
        ("status", "approved"),
        ("status", "paused"),
    ]


async def test_category_and_quality_changes_are_written(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    template_id = await make_template(database, account)
    async with database.company(account.company_id) as session:
        template = await session.get_one(Template, template_id)
    common = {"message_template_id": template.provider_template_id}
    category = {**common, "previous_category": "UTILITY", "new_category": "MARKETING"}
    quality = {**common, "previous_quality_score": "GREEN", "new_quality_score": "RED"}
    await post(meta, account.change("template_category_update", category))
    await post(meta, account.change("message_template_quality_update", quality))
    async with database.company(account.company_id) as session:
        now = await session.get_one(Template, template_id)
    assert now.category is TemplateCategory.MARKETING
    assert now.quality == "RED"


@pytest.mark.parametrize(
    ("value", "health", "code"),
    [
        ({"event": "ACCOUNT_RESTRICTION"}, "paused", "account_restricted"),
        ({"event": "ACCOUNT_DELETED"}, "broken", "account_deleted"),
        (
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}},
            "broken",
            "account_disabled",
        ),
        ({"event": "SOMETHING_NEW"}, "healthy", None),
    ],
)
async def test_account_notices_become_health(
    *,
    meta: httpx.AsyncClient,
    database: Database,
    account: Account,
    value: object,
    health: str,
    code: str | None,
) -> None:
    assert (await post(meta, account.change("account_update", value))).status_code == 200
    async with database.company(account.company_id) as session:
        connection = await session.get_one(Connection, account.connection_id)
    assert (connection.health.value, connection.health_code) == (health, code)


async def test_number_notices_become_the_numbers_health_and_rate(
    meta: httpx.AsyncClient, database: Database, account: Account
) -> None:
    for event in ("FLAGGED", "THROUGHPUT_UPGRADE"):
        value = {"display_phone_number": "551140001234", "event": event}
        await post(meta, account.change("phone_number_quality_update", value))
        async with database.company(account.company_id) as session:
            number = await session.get_one(PhoneNumber, account.number_id)
        if event == "FLAGGED":
            assert number.health is ConnectionHealth.PAUSED
            assert number.quality == "RED"
    assert (number.health, number.rate_per_second) == (ConnectionHealth.HEALTHY, 1000)
