"""When a program of ours that was started is at work."""

import asyncio

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue as Queue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from schemas.enums import TaskQueue

_PATIENCE_SECONDS = 120


async def until_working(temporal: Client, pid: int) -> None:
    """Until that worker asks for workflows: it does so last, when all else of it runs."""
    request = DescribeTaskQueueRequest(
        namespace=temporal.namespace,
        task_queue=Queue(name=TaskQueue.WORKFLOWS),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            found = await temporal.workflow_service.describe_task_queue(request)
            # Those of a worker that has ended are told for some minutes more.
            if any(poller.identity.startswith(f"{pid}@") for poller in found.pollers):
                return
            await asyncio.sleep(0.1)
