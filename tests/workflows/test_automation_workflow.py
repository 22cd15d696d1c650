"""One workflow a company looks at its rules until none waits, and is told by its start."""

import asyncio
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.worker import Worker

from schemas.enums import TaskQueue
from schemas.payloads.automation import RulesResult
from schemas.payloads.notifications import CompanyRef
from workflows import starters
from workflows.automation import AutomationWorkflow


class Pages:
    def __init__(self, *pages: RulesResult | Exception) -> None:
        self._pages = list(pages)
        self.looks = 0
        self.gate = asyncio.Event()
        self.gate.set()

    @activity.defn
    async def run_rules(self, _company: CompanyRef) -> RulesResult:
        self.looks += 1
        await self.gate.wait()
        found = self._pages.pop(0) if self._pages else RulesResult(0)
        if isinstance(found, Exception):
            raise found
        return found


async def _serve(client: Client, pages: Pages) -> tuple[Worker, Worker]:
    return (
        Worker(client, task_queue=TaskQueue.WORKFLOWS, workflows=[AutomationWorkflow]),
        Worker(client, task_queue=TaskQueue.DATA, activities=[pages.run_rules]),
    )


async def test_it_looks_page_by_page_past_failures_and_ends(temporal_client: Client) -> None:
    pages = Pages(RulesResult(200, more=True), ConnectionError(), RulesResult(3))
    company = CompanyRef(uuid4())
    workflows, data = await _serve(temporal_client, pages)
    async with workflows, data:
        await starters.start_automation(temporal_client, company)
        handle = temporal_client.get_workflow_handle(f"automation/{company.company_id}")
        await handle.result()
    assert pages.looks == 3


async def test_what_comes_while_it_looks_is_looked_at_too(temporal_client: Client) -> None:
    pages = Pages()
    pages.gate.clear()
    company = CompanyRef(uuid4())
    workflows, data = await _serve(temporal_client, pages)
    async with workflows, data:
        await starters.start_automation(temporal_client, company)
        while not pages.looks:
            await asyncio.sleep(0.05)
        await starters.start_automation(temporal_client, company)
        pages.gate.set()
        handle = temporal_client.get_workflow_handle(f"automation/{company.company_id}")
        await handle.result()
        described = await handle.describe()
    assert pages.looks == 2
    assert described.status is WorkflowExecutionStatus.COMPLETED
