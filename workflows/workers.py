"""Whether somebody works: asked of Temporal, which knows who polls each queue."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue as QueueName
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from schemas.enums import TaskQueue

# A worker asks again once a minute at least; one that is gone is listed for some minutes more.
_ALIVE = timedelta(seconds=90)


class NoWorker(Exception):
    """Nobody serves one of our queues: what is started waits, and nothing is lost."""


async def ensure_served(temporal: Client) -> None:
    """Raises NoWorker when a queue has no worker."""
    served = await asyncio.gather(*(_is_served(temporal, queue) for queue in TaskQueue))
    if not all(served):
        raise NoWorker


async def _is_served(temporal: Client, queue: TaskQueue) -> bool:
    kind = (
        TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
        if queue is TaskQueue.WORKFLOWS
        else TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
    )
    answer = await temporal.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=temporal.namespace,
            task_queue=QueueName(name=queue.value),
            task_queue_type=kind,
        )
    )
    since = datetime.now(UTC) - _ALIVE
    return any(poller.last_access_time.ToDatetime(UTC) > since for poller in answer.pollers)
