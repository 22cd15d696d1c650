"""Group commit: webhooks that arrive together are stored in one transaction.

Each request waits for the commit of its own events. While one batch is being written the next
gathers, so the batches grow with the load and a lone webhook never waits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.inbound import Routed

# A batch this large gains nothing from being larger.
_MOST = 500

Write = Callable[[UUID, Sequence[Routed]], Awaitable[None]]


@dataclass(slots=True)
class _Request:
    routed: Sequence[Routed]
    done: asyncio.Future[None]


@dataclass(slots=True)
class _Queue:
    waiting: list[_Request] = field(default_factory=list)
    task: asyncio.Task[None] | None = None


class Intake:
    """One queue and at most one running transaction for each company."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._queues: dict[UUID, _Queue] = {}

    async def put(self, company_id: UUID, routed: Sequence[Routed]) -> None:
        """Returns once these events are committed; raises what kept them from it."""
        loop = asyncio.get_running_loop()
        queue = self._queues.setdefault(company_id, _Queue())
        request = _Request(routed, loop.create_future())
        queue.waiting.append(request)
        if queue.task is None:
            queue.task = loop.create_task(self._drain(company_id, queue))
        await request.done

    async def _drain(self, company_id: UUID, queue: _Queue) -> None:
        while queue.waiting:
            batch = _take(queue)
            try:
                await self._write(company_id, [one for r in batch for one in r.routed])
            except Exception as error:  # noqa: BLE001 - it belongs to the waiting requests
                _settle(batch, error)
            else:
                _settle(batch, None)
        del self._queues[company_id]


def _take(queue: _Queue) -> list[_Request]:
    """The first requests up to the limit of events, and at least one."""
    size = events = 0
    for request in queue.waiting:
        if size and events + len(request.routed) > _MOST:
            break
        size, events = size + 1, events + len(request.routed)
    batch, queue.waiting = queue.waiting[:size], queue.waiting[size:]
    return batch


def _settle(batch: Sequence[_Request], error: Exception | None) -> None:
    for request in batch:
        # A request whose client has gone is cancelled; its events are stored all the same.
        if request.done.done():
            continue
        if error is None:
            request.done.set_result(None)
        else:
            request.done.set_exception(error)
