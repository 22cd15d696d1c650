"""Group commit: webhooks that arrive together are stored in one transaction.

Each request waits for the commit of its own events. While one batch is being written the next
gathers, so the batches grow with the load and a lone webhook never waits.

What became of our messages and what people write are written apart and beside each other, for they
are transactions of their own in any case (`services.inbound.accept`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

from schemas.events import StatusEvent
from services.inbound import Routed

# A batch this large gains nothing from being larger.
_MOST = 500
# When more waits at the end of a batch already, the next one gathers for as long as this: a
# transaction's statements cost the same for one event as for a hundred. What people write asks for
# three times as many, and is a tenth of what comes.
_GATHER_SECONDS = {"reports": 0.01, "others": 0.05}

Write = Callable[[UUID, Sequence[Routed]], Awaitable[None]]


class _Lane(NamedTuple):
    company_id: UUID
    kind: Literal["reports", "others"]


@dataclass(slots=True)
class _Request:
    routed: Sequence[Routed]
    done: asyncio.Future[None]


@dataclass(slots=True)
class _Queue:
    waiting: list[_Request] = field(default_factory=list)
    task: asyncio.Task[None] | None = None


class Intake:
    """Two queues for each company, and at most one running transaction of each."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._queues: dict[_Lane, _Queue] = {}

    async def put(self, company_id: UUID, routed: Sequence[Routed]) -> None:
        """Returns once these events are committed; raises what kept them from it."""
        reports = [one for one in routed if isinstance(one.event, StatusEvent)]
        if len(reports) == len(routed):
            await self._queue(_Lane(company_id, "reports"), reports)
        elif not reports:
            await self._queue(_Lane(company_id, "others"), routed)
        else:
            others = [one for one in routed if not isinstance(one.event, StatusEvent)]
            await asyncio.gather(
                self._queue(_Lane(company_id, "reports"), reports),
                self._queue(_Lane(company_id, "others"), others),
            )

    def _queue(self, lane: _Lane, routed: Sequence[Routed]) -> asyncio.Future[None]:
        loop = asyncio.get_running_loop()
        queue = self._queues.setdefault(lane, _Queue())
        request = _Request(routed, loop.create_future())
        queue.waiting.append(request)
        if queue.task is None:
            queue.task = loop.create_task(self._drain(lane, queue))
        return request.done

    async def _drain(self, lane: _Lane, queue: _Queue) -> None:
        while queue.waiting:
            batch = _take(queue)
            try:
                await self._write(lane.company_id, [one for r in batch for one in r.routed])
            except Exception as error:  # noqa: BLE001 - it belongs to the waiting requests
                _settle(batch, error)
            else:
                _settle(batch, None)
            if 0 < sum(len(request.routed) for request in queue.waiting) < _MOST:
                await asyncio.sleep(_GATHER_SECONDS[lane.kind])
        del self._queues[lane]


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
