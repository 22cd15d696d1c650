"""Its moment came while no worker ran: asked once, then run once."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities
from db.queries import campaigns as rows
from db.session import Database
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, TaskQueue
from schemas.payloads.campaigns import CampaignInput
from services import launches
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    ordinary_phones,
    read_ledger,
)
from workflows import starters
from workflows.campaigns import CampaignWorkflow


@pytest.fixture
async def workers(
    temporal_client: Client, sending: SendActivities, campaign_activities: CampaignActivities
) -> list[Worker]:
    data = [campaign_activities.freeze_audience, campaign_activities.finish_campaign]
    return [
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[CampaignWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=data),
        Worker(
            temporal_client, task_queue=TaskQueue.SEND_WHATSAPP, activities=[sending.send_batch]
        ),
    ]


@pytest.mark.parametrize("tolerance", [0, 120])
async def test_the_worker_was_stopped_over_its_moment(
    *,
    database: Database,
    shop: Shop,
    sandbox: httpx.AsyncClient,
    temporal_client: Client,
    workers: list[Worker],
    tolerance: int,
) -> None:
    await add_contacts(database, shop.company_id, ordinary_phones(5, start=tolerance))
    due = datetime.now(UTC) + timedelta(seconds=1)
    key = await draft_campaign(
        database,
        shop,
        status=CampaignStatus.SCHEDULED,
        scheduled_at=due,
        lateness_minutes=tolerance,
    )
    told = CampaignInput(shop.company_id, key, Channel.WHATSAPP)
    await starters.start_campaign(temporal_client, told)
    # Nobody works while its moment passes; then everybody is back, and tells it again and again.
    await asyncio.sleep(2)
    async with workers[0], workers[1], workers[2]:
        await starters.start_campaign(temporal_client, told)
        await ended(temporal_client, key)
        if tolerance == 0:
            assert await status(database, shop, key) is CampaignStatus.MISSED
            assert (await read_ledger(database, shop.company_id, key)).rows == {}
            async with database.company(shop.company_id) as session:
                await launches.launch(session, key)
            await starters.start_campaign(temporal_client, told)
            await starters.start_campaign(temporal_client, told)
            await ended(temporal_client, key)
    assert await status(database, shop, key) is CampaignStatus.COMPLETED
    ledger = await read_ledger(database, shop.company_id, key)
    assert ledger.rows == ledger.counters == {DeliveryStatus.ACCEPTED: 5}
    assert (await sandbox.get("/duplicates")).json()["duplicates"] == 0


async def ended(temporal: Client, key: UUID) -> None:
    handle = temporal.get_workflow_handle(starters.campaign_workflow_id(str(key)))
    await asyncio.wait_for(handle.result(), 30)


async def status(database: Database, shop: Shop, key: UUID) -> CampaignStatus | None:
    async with database.company(shop.company_id) as session:
        return await rows.status_of(session, key)
