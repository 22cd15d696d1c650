"""Worker slots go round by company."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import Priority
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from schemas.enums import Channel
from schemas.payloads.campaigns import CampaignInput
from workflows import starters

MANY, ONE = "many", "one"


async def test_a_campaigns_workflow_carries_its_company_as_fairness_key(
    temporal_client: Client,
) -> None:
    campaign = CampaignInput(uuid4(), uuid4(), Channel.WHATSAPP)
    await starters.start_campaign(temporal_client, campaign)
    handle = temporal_client.get_workflow_handle(
        starters.campaign_workflow_id(str(campaign.campaign_id))
    )
    described = (await handle.describe()).raw_description.workflow_execution_info
    await handle.terminate()
    assert described.priority.fairness_key == str(campaign.company_id)


served: list[str] = []


@activity.defn
async def occupy(company: str) -> None:
    served.append(company)
    await asyncio.sleep(0.1)


@workflow.defn
class Busy:
    @workflow.run
    async def run(self, company: str) -> None:
        await workflow.execute_activity(
            occupy, company, start_to_close_timeout=timedelta(seconds=30)
        )


async def test_the_server_lets_a_second_company_in_between(temporal_client: Client) -> None:
    """Forty batches of one company wait; one of another does not wait for all of them."""
    queue = f"fair-{uuid4().hex}"

    async def start(company: str) -> None:
        await temporal_client.start_workflow(
            Busy.run,
            company,
            id=uuid4().hex,
            task_queue=queue,
            priority=Priority(fairness_key=company),
        )

    async with Worker(
        temporal_client,
        task_queue=queue,
        workflows=[Busy],
        activities=[occupy],
        max_concurrent_activities=1,
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        for _ in range(40):
            await start(MANY)
        await start(ONE)
        async with asyncio.timeout(60):
            while ONE not in served:
                await asyncio.sleep(0.05)
    # In the order they came it would have been the last; some were fetched before it came.
    assert len(served) < 40
