"""Hints for open pages: what changed, never the data itself.

Best effort. A page that misses a hint is right again at its next look.
"""

import asyncio
import json
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = structlog.get_logger()
# The same thing is told at most twice a second.
_PAUSE_SECONDS = 0.5
_MOST_WAITING = 10_000

Hint = tuple[UUID, str, UUID]


def channel(company_id: UUID) -> str:
    return f"live:{company_id}"


class LiveHints:
    """Publishes {"kind", "id"} on the company's channel; never fails and never waits."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        # A dict for its order; the values mean nothing.
        self._waiting: dict[Hint, None] = {}
        self._task: asyncio.Task[None] | None = None

    def changed(self, company_id: UUID, kind: str, row_id: UUID) -> None:
        if len(self._waiting) < _MOST_WAITING:
            self._waiting[company_id, kind, row_id] = None
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._publish())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _publish(self) -> None:
        while self._waiting:
            hints, self._waiting = list(self._waiting), {}
            try:
                async with self._redis.pipeline(transaction=False) as pipeline:
                    for company_id, kind, row_id in hints:
                        body = json.dumps({"kind": kind, "id": str(row_id)})
                        pipeline.publish(channel(company_id), body)
                    await pipeline.execute()
            except (RedisError, OSError) as error:
                _log.warning("live_hints_lost", count=len(hints), error=type(error).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)
