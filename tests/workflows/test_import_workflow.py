"""An import's workflow looks at its row, and again each time it is told that the row changed."""

import asyncio
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from activities.heartbeats import heartbeats
from schemas.enums import TaskQueue
from schemas.payloads.imports import ImportRef
from workflows import starters
from workflows.imports import ImportWorkflow


class Looks:
    """Counts how often the row was looked at; the first look waits until it may end."""

    def __init__(self) -> None:
        self.count = 0
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()

    @activity.defn
    async def work_on_import(self, _ref: ImportRef) -> None:
        self.count += 1
        self.begun.set()
        # One that is silent is taken for lost on a slow machine, and done again.
        async with heartbeats():
            await self.may_end.wait()


async def test_a_change_while_it_works_is_looked_at_once_more(temporal_client: Client) -> None:
    looks, ref = Looks(), ImportRef(uuid4(), uuid4())
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[ImportWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.IMPORTS, activities=[looks.work_on_import]),
    ):
        await starters.start_import(temporal_client, ref)
        await asyncio.wait_for(looks.begun.wait(), 20)
        await starters.start_import(temporal_client, ref)
        await starters.start_import(temporal_client, ref)
        looks.may_end.set()
        await temporal_client.get_workflow_handle(f"import/{ref.import_id}").result()
        # Both signals may come before the second look, or the last of them during it.
        seen = looks.count
        assert seen in (2, 3)
        await starters.start_import(temporal_client, ref)
        await temporal_client.get_workflow_handle(f"import/{ref.import_id}").result()
    assert looks.count == seen + 1
