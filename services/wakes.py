"""Telling the worker, at commit, that somebody has something to do: PostgreSQL's own NOTIFY.

Services know no Temporal. What they write down says what is to be done; `wake` says that somebody
should look, and is heard only if the transaction commits. What nobody hears the sweep finds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_log = structlog.get_logger()
_CHANNEL = "wakes"
_WAKE = text("SELECT pg_notify('wakes', :payload)")
_RECONNECT_SECONDS = 1.0
_GATHER_SECONDS = 0.1


class Sleeper(StrEnum):
    """Whose workflow is to look."""

    CADENCE = "cadence"
    ENDPOINT = "endpoint"
    # A company's rules; its id is the company's.
    RULES = "rules"
    HOOK = "hook"
    # What enrols people in a cadence.
    SOURCE = "source"
    # What is done with everybody of a cadence; the row is the cadence's.
    JOBS = "jobs"


@dataclass(frozen=True, slots=True)
class Wake:
    sleeper: Sleeper
    company_id: UUID
    row_id: UUID

    def payload(self) -> str:
        return f"{self.sleeper.value} {self.company_id} {self.row_id}"

    @classmethod
    def read(cls, payload: str) -> "Wake | None":
        """None for what another version says."""
        try:
            sleeper, company_id, row_id = payload.split(" ")
            return cls(Sleeper(sleeper), UUID(company_id), UUID(row_id))
        except ValueError:
            return None


async def wake(session: AsyncSession, sleeper: Sleeper, company_id: UUID, row_id: UUID) -> None:
    """Heard after the commit; said twice in a transaction it is heard once."""
    await session.execute(_WAKE, {"payload": Wake(sleeper, company_id, row_id).payload()})


class WakeListener:
    """Hears every company's wakes and passes each on, the same one once while it waits."""

    def __init__(self, url: str, on_wake: Callable[[Wake], Awaitable[None]]) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://")
        self._on_wake = on_wake
        self._heard: dict[Wake, None] = {}
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled; a lost connection is made anew."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._pass_on())

    async def _listen(self) -> None:
        while True:
            with suppress(psycopg.OperationalError, OSError):
                await self._hear()
            _log.warning("wakes_lost", detail="listening again soon")
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _hear(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            async for notice in connection.notifies():
                found = Wake.read(notice.payload)
                if found is not None:
                    self._heard[found] = None
                    self._news.set()

    async def _pass_on(self) -> None:
        while True:
            await self._news.wait()
            # Many tell at once; each is told on once.
            await asyncio.sleep(_GATHER_SECONDS)
            self._news.clear()
            while self._heard:
                found = next(iter(self._heard))
                del self._heard[found]
                await self._on_wake(found)
