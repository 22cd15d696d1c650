"""What changes while somebody looks: one stream of server-sent events for each open page.

An event only says what changed (`campaign-<id>`, and `campaigns` for lists); the browser fetches
it through the route that shows it. Redis tells us at once; without it we look every two seconds.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sse_starlette import EventSourceResponse, ServerSentEvent

from db.queries import campaigns, sessions
from db.session import Database
from services.live import channel
from web.dependencies import DatabaseDep, RedisDep, SignedIn, SignedInPerson

router = APIRouter(include_in_schema=False)

LOOK_SECONDS = 2.0
# However fast things change, a page is told at most this often.
_GAP_SECONDS = 0.8
_HEARTBEAT_SECONDS = 15
_REDIS_PAUSE_SECONDS = 5.0
_READ_SECONDS = 1.0

Change = tuple[str, UUID]


class Feed:
    """The changes one signed-in browser is told about; all of them its company's."""

    def __init__(
        self,
        database: DatabaseDep,
        redis: RedisDep,
        person: SignedIn,
        campaign: Annotated[UUID | None, Query()] = None,
    ) -> None:
        self._database: Database = database
        self._redis: Redis = redis
        self._person: SignedInPerson = person
        # The campaign on screen, which may be over and still get receipts.
        self._watched = campaign
        self._pulses: dict[UUID, str] = {}

    async def events(self) -> AsyncGenerator[ServerSentEvent, None]:
        """Until the browser leaves or its session ends."""
        # Sent at once, so that a page that slept through a change is right again.
        yield ServerSentEvent(event="live", data="")
        await self._moved()
        async with _hints(self._redis, self._person.company_id) as hints:
            while await self._still_signed_in():
                changes = await hints.collect(LOOK_SECONDS) | await self._moved()
                for event in _names(changes):
                    yield ServerSentEvent(event=event, data="")
                if changes:
                    await asyncio.sleep(_GAP_SECONDS)
        yield ServerSentEvent(event="signed-out", data="")

    async def _moved(self) -> set[Change]:
        """The campaigns that are not as they were at the last look."""
        async with self._database.company(self._person.company_id) as session:
            now = await campaigns.pulses(session, self._watched)
        before, self._pulses = self._pulses, now
        return {("campaign", key) for key in now if now[key] != before.get(key)}

    async def _still_signed_in(self) -> bool:
        """Whether the session lasts, and still shows the company the stream began with."""
        async with self._database.system() as session:
            row = await sessions.find(session, bytes.fromhex(self._person.session_id))
        return row is not None and row.company.id == self._person.company_id


class _Hints:
    """What Redis told since the last look."""

    def __init__(self) -> None:
        self._found: set[Change] = set()
        self._arrived = asyncio.Event()

    def add(self, body: bytes) -> None:
        hint = json.loads(body)
        self._found.add((str(hint["kind"]), UUID(hint["id"])))
        self._arrived.set()

    async def collect(self, seconds: float) -> set[Change]:
        """Wait for something, at most so long; empty when nothing was told."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._arrived.wait(), seconds)
        self._arrived.clear()
        found, self._found = self._found, set()
        return found


@asynccontextmanager
async def _hints(redis: Redis, company_id: UUID) -> AsyncIterator[_Hints]:
    hints = _Hints()
    listening = asyncio.create_task(_listen(redis, company_id, hints))
    try:
        yield hints
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _listen(redis: Redis, company_id: UUID, hints: _Hints) -> None:
    """For ever; while Redis is away, looking has to do."""
    while True:
        try:
            async with redis.pubsub(ignore_subscribe_messages=True) as pubsub:
                await pubsub.subscribe(channel(company_id))
                while True:
                    message = await pubsub.get_message(timeout=_READ_SECONDS)
                    if message is not None:
                        hints.add(message["data"])
        except (RedisError, OSError):
            await asyncio.sleep(_REDIS_PAUSE_SECONDS)


def _names(changes: set[Change]) -> list[str]:
    """Each thing by its own name, and once the list it stands in."""
    rows = sorted(f"{kind}-{key.hex}" for kind, key in changes)
    return rows + sorted({f"{kind}s" for kind, _ in changes})


@router.get("/live", name="live")
async def live(feed: Annotated[Feed, Depends()]) -> EventSourceResponse:
    return EventSourceResponse(feed.events(), ping=_HEARTBEAT_SECONDS)
