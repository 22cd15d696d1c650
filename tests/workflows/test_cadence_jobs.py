"""What is done with everybody of a cadence, through Temporal: from the row to its end."""

import asyncio
from uuid import UUID

import pytest
from redis.asyncio import Redis
from temporalio.client import Client
from temporalio.worker import Worker

from activities.cadence_jobs import CadenceJobActivities
from db.session import Database
from schemas.cadence_jobs import JobStatus
from schemas.enums import TaskQueue
from schemas.payloads.cadences import CadenceRef
from services import cadence_jobs
from services.enrolments import Action
from services.live import LiveHints
from tests.enrolments.test_jobs import begin, crowd, jobs
from workflows import starters
from workflows.cadence_jobs import CadenceJobsWorkflow


async def test_jobs_are_worked_off_and_one_that_comes_meanwhile_is_heard(
    database: Database,
    company_id: UUID,
    cache: Redis,
    temporal_client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cadence_jobs, "BLOCK", 2)
    cadence_id = await crowd(database, company_id, 5)
    ref = CadenceRef(company_id, cadence_id)

    async def start(ref: CadenceRef) -> None:
        await starters.start_jobs(temporal_client, ref)

    work = CadenceJobActivities(database, LiveHints(cache), start)
    await begin(database, company_id, cadence_id, Action.PAUSE)
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[CadenceJobsWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.DATA, activities=[work.work_on_jobs]),
        asyncio.timeout(60),
    ):
        await start(ref)
        await begin(database, company_id, cadence_id, Action.RESUME)
        await start(ref)
        handle = temporal_client.get_workflow_handle(f"cadence-jobs/{cadence_id}")
        await handle.result()
    done = [(job.status, job.changed) for job in await jobs(database, company_id)]
    assert done == [(JobStatus.DONE, 5)] * 2
