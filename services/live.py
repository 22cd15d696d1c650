"""Hints for open pages: what changed, never the data itself.

They go to one Redis stream a company, so that a browser that was cut off goes on where it was.
`services/live_hub.py` reads them and decides who is told.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from redis.typing import EncodableT, FieldT

_log = structlog.get_logger()
# The same thing is told about twice a second; different things never wait for each other.
_PAUSE_SECONDS = 0.5
# What is told within so short a time goes to Redis together.
_GATHER_SECONDS = 0.05
_RETRY_SECONDS = 1.0
_CLOSE_SECONDS = 1.0
_MOST_WAITING = 10_000
# What a browser may have missed and still catch up with. Longer ago, it looks at everything.
KEPT_HINTS = 5_000
KEPT_SECONDS = 3600
# Stands for "anything may have changed".
EVERYTHING: Final = "live"
# The same, said again and again while Redis is away.
LOOK: Final = "look"


def stream(company_id: UUID) -> str:
    return f"live:{company_id}"


@dataclass(frozen=True)
class Hint:
    kind: str
    row_id: UUID | None
    # Told only to who may see this number.
    inbox: UUID | None = None
    # Told to this person only.
    user: UUID | None = None

    def fields(self) -> dict[FieldT, EncodableT]:
        """As it stands in Redis."""
        found: dict[FieldT, EncodableT] = {"kind": self.kind}
        for name, value in (("id", self.row_id), ("inbox", self.inbox), ("user", self.user)):
            if value is not None:
                found[name] = value.hex
        return found

    @classmethod
    def read(cls, fields: dict[bytes, bytes]) -> "Hint":
        def key(name: bytes) -> UUID | None:
            return UUID(fields[name].decode()) if name in fields else None

        return cls(fields[b"kind"].decode(), key(b"id"), key(b"inbox"), key(b"user"))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The browser's events: the thing by its own name, and the list it stands in."""
        if self.row_id is None:
            return (self.kind,)
        return (f"{self.kind}-{self.row_id.hex}", f"{self.kind}s")


_Waiting = tuple[UUID, Hint]


class LiveHints:
    """Publishes what changed; never fails and never waits, whatever becomes of Redis.

    While Redis is away hints are kept; of too many, a company is told that anything may have
    changed.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        # Dicts for their order; the values mean nothing.
        self._waiting: dict[_Waiting, None] = {}
        # Told in this half second already: told again when it is over.
        self._later: dict[_Waiting, None] = {}
        self._told: set[_Waiting] = set()
        self._over_at = 0.0
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def changed(
        self,
        company_id: UUID,
        kind: str,
        row_id: UUID,
        *,
        inbox: UUID | None = None,
        user: UUID | None = None,
    ) -> None:
        """Tell the company's open pages, or only those who may see `inbox`, or only `user`."""
        self._add((company_id, Hint(kind, row_id, inbox, user)))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """What still waits is told, unless Redis is away."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._publish(list(self._waiting | self._later))
        except (RedisError, OSError) as error:
            self._log_loss(error)

    def _add(self, waiting: _Waiting) -> None:
        if len(self._waiting) + len(self._later) >= _MOST_WAITING:
            companies = {company_id for company_id, _ in self._waiting | self._later}
            self._later = {}
            self._waiting = {(company_id, Hint(EVERYTHING, None)): None for company_id in companies}
        (self._later if waiting in self._told else self._waiting)[waiting] = None
        self._arrived.set()

    async def _run(self) -> None:
        """Until nothing waits."""
        while self._waiting or self._later:
            now = time.monotonic()
            if now >= self._over_at:
                self._waiting |= self._later
                self._later, self._told, self._over_at = {}, set(), now + _PAUSE_SECONDS
            if self._waiting:
                await self._try_to_publish()
            else:
                await self._rest(self._over_at - now)

    async def _rest(self, seconds: float) -> None:
        """Until the half second is over; something new is told before."""
        self._arrived.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._arrived.wait()

    async def _try_to_publish(self) -> None:
        # Taken out before: what changes while Redis is told has to be told again.
        hints, self._waiting = list(self._waiting), {}
        self._told.update(hints)
        try:
            await self._publish(hints)
        except (RedisError, OSError) as error:
            for hint in hints:
                self._add(hint)
            self._log_loss(error)
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            await asyncio.sleep(_GATHER_SECONDS)

    async def _publish(self, hints: list[_Waiting]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for company_id, hint in hints:
                pipeline.xadd(
                    stream(company_id), hint.fields(), maxlen=KEPT_HINTS, approximate=True
                )
            for key in {stream(company_id) for company_id, _ in hints}:
                pipeline.expire(key, KEPT_SECONDS)
            await pipeline.execute()

    def _log_loss(self, error: Exception) -> None:
        _log.warning(
            "live_hints_wait", count=len(self._waiting | self._later), error=type(error).__name__
        )
