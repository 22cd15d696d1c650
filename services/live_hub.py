"""All open streams of one process: one reader of Redis, one look at the rows, many browsers.

Who is told what is decided here, by the rows of sessions, memberships and inbox members, which are
looked at again every few seconds; a browser cannot ask for anything.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from db.queries import live
from db.queries.live import Audience
from db.session import Database
from services.live import Hint
from services.live_journal import Entry, Journal
from services.live_listener import Listener
from services.metrics import Metrics
from services.sessions import IDLE

_log = structlog.get_logger()
# How soon somebody who may no longer know is told nothing more; without Redis, how often pages look.
CHECK_SECONDS = 3.0
_CHECK_PATIENCE_SECONDS = 5.0
# The rows could not be read for so long: until they can, nobody is told anything.
_BLIND_SECONDS = 12.0
_WAIT_MS = 250
# What comes within so short a time is read together.
_GATHER_SECONDS = 0.02
_RETRY_SECONDS = 1.0
_JOIN_SECONDS = 1.0
_CANCEL_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    per_session: int = 8
    per_process: int = 3_000


class TooManyStreams(Exception):
    """Not now: come again after `seconds`."""

    def __init__(self, limit: str, seconds: int) -> None:
        super().__init__(limit)
        self.seconds = seconds


class LiveHub:
    def __init__(
        self, database: Database, journal: Journal, metrics: Metrics, limits: Limits
    ) -> None:
        self._database = database
        self._journal = journal
        self._metrics = metrics
        self._limits = limits
        self._listeners: set[Listener] = set()
        self._of_session: Counter[bytes] = Counter()
        self._companies: dict[UUID, set[Listener]] = {}
        # The last entry read of each company somebody listens to.
        self._keys: dict[UUID, str] = {}
        # What each company's campaigns looked like at the last look.
        self._pulses: dict[UUID, dict[UUID, str]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._away = False
        # Another Redis than the one we read from, and not everybody has been told yet.
        self._stranger = False
        self._ended = False

    @property
    def open_streams(self) -> int:
        return len(self._listeners)

    def place(self, key: str | None) -> str | None:
        """The event id by which a browser goes on; None while Redis has not been seen."""
        return self._journal.place(key) if key and self._journal.epoch else None

    async def join(self, session: bytes, after: str | None) -> Listener:
        """A new stream, told what was missed since `after`, or to look at everything.

        Raises TooManyStreams. Whoever joins has to leave.
        """
        listener = self._admit(session)
        try:
            audience = (await self._audiences([session])).get(session)
            listener.authorise(audience)
            if audience is not None:
                listener.company_id = audience.company_id
                self._companies.setdefault(audience.company_id, set()).add(listener)
                await self._catch_up(listener, audience.company_id, after)
        except BaseException:
            self.leave(listener)
            raise
        self._work()
        return listener

    def leave(self, listener: Listener) -> None:
        if listener not in self._listeners:
            return
        self._listeners.discard(listener)
        self._of_session[listener.session] -= 1
        if not self._of_session[listener.session]:
            del self._of_session[listener.session]
        if (company_id := listener.company_id) in self._companies:
            self._companies[company_id].discard(listener)
            if not self._companies[company_id]:
                del self._companies[company_id]
                self._keys.pop(company_id, None)
        self._metrics.coalesced.inc(listener.coalesced)
        self._metrics.streams.set(len(self._listeners))

    def end(self) -> None:
        """Every stream ends at once, and no new one begins: the process is about to stop."""
        self._ended = True
        for listener in self._listeners:
            listener.end("restart")

    async def close(self) -> None:
        self.end()
        pending = set(self._tasks)
        while pending:
            # Again until it ends: a time-out of Redis at the same moment may swallow one.
            for task in pending:
                task.cancel()
            _, pending = await asyncio.wait(pending, timeout=_CANCEL_AGAIN_SECONDS)

    def _admit(self, session: bytes) -> Listener:
        if self._ended:
            raise TooManyStreams("ended", 1)
        if len(self._listeners) >= self._limits.per_process:
            self._metrics.refused.labels("process").inc()
            raise TooManyStreams("process", 15)
        if self._of_session[session] >= self._limits.per_session:
            self._metrics.refused.labels("session").inc()
            raise TooManyStreams("session", 15)
        listener = Listener(session)
        self._listeners.add(listener)
        self._of_session[session] += 1
        self._metrics.streams.set(len(self._listeners))
        return listener

    async def _catch_up(self, listener: Listener, company_id: UUID, after: str | None) -> None:
        missed: list[Entry] | None = None
        try:
            async with asyncio.timeout(_JOIN_SECONDS):
                if company_id not in self._keys:
                    # What comes from here on is read, so what is looked at later is complete.
                    tail = await self._journal.tail(company_id)
                    self._begin_at(company_id, tail, joining=listener)
                if after is not None:
                    missed = await self._journal.after(company_id, after)
        except (RedisError, OSError) as error:
            _log.warning("live_place_unknown", error=type(error).__name__)
        if missed is None or after is None:
            listener.tell_everything(self._keys.get(company_id))
            return
        listener.go_on_from(after.partition("-")[2])
        for entry in missed:
            listener.read(entry)

    def _work(self) -> None:
        self._tasks = [task for task in self._tasks if not task.done()]
        if self._tasks or self._ended:
            return
        for work in (self._read_for_ever(), self._check_for_ever()):
            task = asyncio.get_running_loop().create_task(work)
            task.add_done_callback(self._stopped)
            self._tasks.append(task)

    def _stopped(self, task: asyncio.Task[None]) -> None:
        """Only by a mistake of ours, or when we close: browsers come again, and with them work."""
        if task.cancelled() or self._ended:
            return
        _log.error("live_hub_stopped", exc_info=task.exception())
        for other in self._tasks:
            other.cancel()
        for listener in self._listeners:
            listener.end("restart")

    # The reader

    async def _read_for_ever(self) -> None:
        while not self._ended:
            try:
                await self._reconnect()
                while not self._ended:
                    await self._read()
            except (RedisError, OSError):
                self._lose_redis()
                await asyncio.sleep(_RETRY_SECONDS)

    async def _read(self) -> None:
        await self._follow()
        if not self._keys:
            await asyncio.sleep(_WAIT_MS / 1000)
            return
        asked = dict(self._keys)
        found = await self._journal.read(asked, _WAIT_MS)
        for company_id, entries in found.items():
            if len(entries) >= self._journal.READ_AT_ONCE and not await self._journal.holds(
                company_id, asked[company_id]
            ):
                # So far behind that some may have been trimmed before we read them.
                self._tell_everything(company_id)
            self._spread(company_id, entries)
        if found:
            await asyncio.sleep(_GATHER_SECONDS)

    async def _follow(self) -> None:
        """Those who joined while there was no Redis have no place to go on from yet."""
        for company_id in set(self._companies) - set(self._keys):
            self._begin_at(company_id, await self._journal.tail(company_id))

    def _begin_at(self, company_id: UUID, key: str, joining: Listener | None = None) -> None:
        """From here on its entries are read; the first to say so counts, reader or newcomer.

        Whoever was there before has no place, and looks; one that is joining sees to itself.
        """
        if company_id not in self._companies or company_id in self._keys:
            return
        self._keys[company_id] = key
        for listener in self._companies[company_id] - {joining}:
            listener.tell_everything(key)

    async def _start_at_tail(self, company_id: UUID) -> None:
        tail = await self._journal.tail(company_id)
        if company_id in self._companies:
            self._keys[company_id] = tail
            self._tell_everything(company_id, tail)

    def _spread(self, company_id: UUID, entries: list[Entry]) -> None:
        if company_id not in self._keys:
            return
        for listener in self._companies[company_id]:
            for entry in entries:
                listener.read(entry)
        self._keys[company_id] = entries[-1].key

    async def _reconnect(self) -> None:
        """Go on where we were; where that is not possible, everything is to be looked at."""
        self._stranger |= not await self._journal.connect()
        for company_id, key in list(self._keys.items()):
            if self._stranger or not await self._journal.holds(company_id, key):
                await self._start_at_tail(company_id)
        self._stranger = False
        await self._follow()
        if self._away:
            self._away = False
            self._metrics.redis_away.set(0)
            self._metrics.reconnects.inc()
            _log.info("live_hub_found_redis")

    def _tell_everything(self, company_id: UUID, key: str | None = None) -> None:
        for listener in self._companies.get(company_id, ()):
            listener.tell_everything(key)

    def _lose_redis(self) -> None:
        if not self._away:
            self._away = True
            self._metrics.redis_away.set(1)
            _log.warning("live_hub_lost_redis")

    # The rows

    async def _check_for_ever(self) -> None:
        checked = time.monotonic()
        while not self._ended:
            await asyncio.sleep(CHECK_SECONDS)
            if self._away:
                for listener in self._listeners:
                    listener.tell_to_look()
            try:
                async with asyncio.timeout(_CHECK_PATIENCE_SECONDS):
                    await self._check()
                checked = time.monotonic()
            except (SQLAlchemyError, OSError) as error:
                _log.warning("live_check_failed", error=type(error).__name__)
                if time.monotonic() - checked > _BLIND_SECONDS:
                    for listener in self._listeners:
                        listener.held = True

    async def _check(self) -> None:
        # One that is joining just now looks for itself.
        known = [each for each in self._listeners if each.audience is not None]
        if not known:
            return
        found = await self._audiences({each.session for each in known})
        for listener in known:
            listener.authorise(found.get(listener.session))
        await self._look_at_campaigns()

    async def _audiences(self, sessions: Collection[bytes]) -> dict[bytes, Audience]:
        async with self._database.system() as session:
            return await live.audiences(session, sessions, datetime.now(UTC) - IDLE)

    async def _look_at_campaigns(self) -> None:
        """Not everything that moves a campaign tells of it."""
        companies = list(self._companies)
        async with self._database.system() as session:
            found = await live.pulses(session, companies)
        before, self._pulses = self._pulses, {each: found.get(each, {}) for each in companies}
        for company_id, pulses in before.items():
            now = self._pulses.get(company_id, {})
            for key in now:
                if now[key] != pulses.get(key):
                    for listener in self._companies.get(company_id, ()):
                        listener.tell(Hint("campaign", key))
