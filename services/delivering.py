"""Delivers what is due at one endpoint: each resource's events one after the other.

Different resources go side by side. What was taken and could not be called in time is given back,
what was answered is written in batches; a worker that dies leaves what it had to its lease, so
that an event may arrive twice, always under the same webhook-id, and never not at all.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import WebhookEndpoint
from db.queries import deliveries
from db.queries.deliveries import Claimed
from db.session import Database
from providers.outbound_http import Line, OutboundHttp
from schemas.enums import EndpointStatus
from schemas.errors import SecretUnreadable
from services import delivery_schedule, endpoint_health, webhook_bodies, webhook_signing
from services.delivery_schedule import Judged
from services.endpoint_secrets import valid_secrets
from services.keyring import Keyring

_log = structlog.get_logger()
# What is answered within so short a time is written together.
_GATHER_SECONDS = 0.02
_RETRY_SECONDS = 0.5
_MOST_RESOURCES = 200
_IN_LINE = 20
# Taken ahead of what is in flight: so much work as fast answers do in this time.
_AHEAD_SECONDS = 0.5
_NO_WAIT = 0.0


async def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What delivering needs; put together by the worker."""

    database: Database
    keyring: Keyring
    outbound: OutboundHttp
    # Calls of one endpoint at once.
    at_once: int = 20
    # After so long without a word what was taken is anybody's; longer than a call can take.
    lease: timedelta = timedelta(seconds=60)
    # How long one look may go on taking more.
    work_for: timedelta = timedelta(seconds=20)
    clock: Callable[[], Awaitable[datetime]] = wall_clock

    @property
    def start_within(self) -> timedelta:
        """A call is begun so early that it ends before the lease does."""
        return self.lease / 2


@dataclass(frozen=True, slots=True)
class Done:
    # Seconds until the next try; None when nothing waits.
    next_due: float | None
    changed: bool
    # The owners were told that it is switched off.
    told: bool


@dataclass(frozen=True, slots=True)
class _Target:
    """The endpoint as it was when last looked at."""

    url: str
    secrets: Sequence[str]
    hub: bool
    thin: bool


@dataclass
class Delivering:
    """One look at one endpoint. `stopping`: whether the worker is to end."""

    parts: Parts
    company_id: UUID
    endpoint_id: UUID
    stopping: Callable[[], bool] = lambda: False
    # After each write, for the pages that watch.
    tell: Callable[[], None] = lambda: None
    _judged: list[Judged] = field(default_factory=list)
    _back: list[Claimed] = field(default_factory=list)
    _running: set["asyncio.Task[None]"] = field(default_factory=set)
    _target: _Target | None = None
    _next_due: float | None = None
    _changed: bool = False
    _told: bool = False
    # Seconds an answer takes, of late.
    _pace: float = 1.0
    _over: bool = False
    _gate: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._gate = asyncio.Semaphore(self.parts.at_once)

    async def work(self) -> Done:
        """Until nothing is due, or it is another's turn to use this worker."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.parts.work_for.total_seconds()
        try:
            async with self.parts.outbound.line(self.parts.at_once) as line:
                while True:
                    self._over = self._over or loop.time() > ends or self.stopping()
                    for chain in await self._turn():
                        self._running.add(asyncio.create_task(self._follow(line, chain)))
                    if not self._running:
                        break
                    await self._wait()
        finally:
            await self._end()
        return Done(self._next_due, self._changed, self._told)

    async def _wait(self) -> None:
        """Until a resource's line is through, and those that are nearly."""
        await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(_GATHER_SECONDS)
        finished = {task for task in self._running if task.done()}
        self._running -= finished
        for task in finished:
            task.result()

    async def _end(self) -> None:
        """Cancelled or broken: what was answered is written all the same, if it can be."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._judged or self._back:
            self._over = True
            await asyncio.shield(self._turn())

    async def _turn(self) -> list[list[Claimed]]:
        """Write what is known and take what is due, in one transaction, until it succeeds."""
        judged, back = list(self._judged), list(self._back)
        tries = int(self.parts.lease.total_seconds() / _RETRY_SECONDS)
        for left in range(tries, -1, -1):
            try:
                async with self.parts.database.company(self.company_id) as session:
                    taken = await self._look(session, judged, back)
                break
            except (SQLAlchemyError, OSError):
                if not left:
                    raise
                _log.warning("deliveries_not_written", endpoint_id=str(self.endpoint_id))
                await asyncio.sleep(_RETRY_SECONDS)
        del self._judged[: len(judged)], self._back[: len(back)]
        if judged:
            self._changed = True
            self.tell()
        return taken

    async def _look(
        self, session: AsyncSession, judged: Sequence[Judged], back: Sequence[Claimed]
    ) -> list[list[Claimed]]:
        endpoint = await deliveries.lock_endpoint(session, self.endpoint_id)
        if endpoint is None:
            self._target, self._next_due = None, None
            return []
        await deliveries.settle(session, [one.outcome for one in judged])
        await deliveries.give_back(session, back)
        self._told |= await endpoint_health.apply(session, endpoint, judged)
        return await self._take(session, endpoint)

    async def _take(self, session: AsyncSession, endpoint: WebhookEndpoint) -> list[list[Claimed]]:
        now = await self.parts.clock()
        resting = endpoint.rest_until is not None and endpoint.rest_until > now
        if endpoint.status is not EndpointStatus.ACTIVE:
            self._target, self._next_due = None, None
            return []
        self._target = None if resting else await self._as_target(session, endpoint, now)
        wanted = 0 if self._over or self._target is None else self._room()
        taken = (
            await deliveries.claim(
                session,
                self.endpoint_id,
                now=now,
                lease=self.parts.lease,
                resources=wanted,
                in_line=_IN_LINE,
            )
            if wanted
            else []
        )
        if not taken and not self._running:
            self._next_due = await self._seconds_left(session, endpoint, now)
        return taken

    async def _seconds_left(
        self, session: AsyncSession, endpoint: WebhookEndpoint, now: datetime
    ) -> float | None:
        due = await deliveries.next_due(session, self.endpoint_id, now=now, lease=self.parts.lease)
        if due is None:
            return None
        at = max(due, endpoint.rest_until or due)
        return max(_NO_WAIT, (at - now).total_seconds())

    async def _as_target(
        self, session: AsyncSession, endpoint: WebhookEndpoint, now: datetime
    ) -> _Target | None:
        """None: its secret cannot be read, and it says so; no try of what waits is used up."""
        try:
            secrets = valid_secrets(self.parts.keyring, endpoint, now)
        except SecretUnreadable:
            self._told |= await endpoint_health.unreadable(session, endpoint, now)
            return None
        endpoint.problem = None
        return _Target(endpoint.url, secrets, endpoint.hub_signature, endpoint.thin)

    def _room(self) -> int:
        """Resources to take: enough to be busy, and no more than is done well within the lease."""
        soon = self.parts.at_once * _AHEAD_SECONDS / max(self._pace, 0.001)
        ahead = int(min(_MOST_RESOURCES, max(self.parts.at_once, soon)))
        room = ahead - len(self._running)
        # A statement for each single place would cost more than it brings.
        return room if room * 2 >= ahead or len(self._running) < self.parts.at_once else 0

    async def _follow(self, line: Line, chain: Sequence[Claimed]) -> None:
        """One resource's events in their order; after a failure the rest of them wait."""
        for place, claimed in enumerate(chain):
            async with self._gate:
                target = self._target
                now = await self.parts.clock()
                late = now - claimed.claimed_at > self.parts.start_within
                # Nobody waits for the rest of a slow one's line: the worker is to end.
                if target is None or late or self._over or self.stopping():
                    self._back.extend(chain[place:])
                    return
                judged = await self._call(line, target, claimed, now)
            self._judged.append(judged)
            if judged.rest_until is not None or judged.gone:
                self._target = None
            if judged.outcome.due_at is not None:
                self._back.extend(chain[place + 1 :])
                return

    async def _call(self, line: Line, target: _Target, claimed: Claimed, now: datetime) -> Judged:
        body = webhook_bodies.body(self.company_id, claimed.event, thin=target.thin)
        headers = webhook_signing.headers(
            webhook_bodies.message_id(claimed.id), now, body, target.secrets, hub=target.hub
        )
        answer = await line.post(target.url, headers, body)
        self._pace += (answer.seconds - self._pace) / 4
        return delivery_schedule.judge(claimed, answer, await self.parts.clock())
