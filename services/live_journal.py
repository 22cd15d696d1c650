"""The companies' streams of hints as they stand in Redis: read, and gone on with after a cut."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.typing import KeyT, StreamIdT

from services.live import EVERYTHING, KEPT_HINTS, KEPT_SECONDS, Hint, stream

_log = structlog.get_logger()
# Somebody listens: nothing changed, but there is a place to go on from.
START: Final = "start"
_EPOCH_LENGTH = 8
_PLACE = re.compile(r"([0-9a-f]{8})-([0-9]{1,20}-[0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    hint: Hint

    @property
    def seconds(self) -> float:
        """When it was told, by Redis' clock."""
        return int(self.key.partition("-")[0]) / 1000


class Journal:
    """`redis` answers at once; `reader` is a connection of its own, which may wait.

    A place names the run of Redis it was read from: what came back from an old snapshot is no
    place to go on from.
    """

    READ_AT_ONCE = 1_000

    def __init__(self, redis: Redis, reader: Redis) -> None:
        self._redis = redis
        self._reader = reader
        self.epoch = ""

    async def connect(self) -> bool:
        """Whether this is the Redis we knew; raises when there is none."""
        known = self.epoch
        await self._look_who_answers(self._reader)
        return known in ("", self.epoch)

    async def tail(self, company_id: UUID) -> str:
        """The newest place, made when there is none."""
        if not self.epoch:
            await self._look_who_answers(self._redis)
        newest = _entries(await self._redis.xrevrange(stream(company_id), count=1))
        if newest:
            return newest[0].key
        return await self._begin(company_id)

    async def after(self, company_id: UUID, place: str) -> list[Entry] | None:
        """What was told since; None when something may be missing."""
        found = _PLACE.fullmatch(place)
        if found is None:
            return None
        if not self.epoch:
            await self._look_who_answers(self._redis)
        if found[1] != self.epoch or not await self.holds(company_id, found[2]):
            return None
        told = await self._redis.xrange(stream(company_id), min=found[2], count=2 * KEPT_HINTS)
        # The place itself comes first, unless it was trimmed just now.
        entries = _entries(told)
        return entries[1:] if entries and entries[0].key == found[2] else None

    async def holds(self, company_id: UUID, key: str) -> bool:
        """Whether everything since then is still there."""
        return bool(await self._redis.xrange(stream(company_id), min=key, max=key, count=1))

    async def read(self, keys: dict[UUID, str], wait_ms: int) -> dict[UUID, list[Entry]]:
        """What came after each key, waiting at most so long for the first."""
        companies = {stream(company_id): company_id for company_id in keys}
        wanted: dict[KeyT, StreamIdT] = {stream(each): key for each, key in keys.items()}
        told = await self._reader.xread(wanted, count=self.READ_AT_ONCE, block=wait_ms)
        found: dict[UUID, list[Entry]] = {}
        for name, entries in _pairs(told):
            found[companies[_text(name)]] = _entries(entries)
        return found

    def place(self, key: str) -> str:
        """How a browser names it."""
        return f"{self.epoch}-{key}"

    async def _begin(self, company_id: UUID) -> str:
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.xadd(stream(company_id), Hint(START, None).fields())
            pipeline.expire(stream(company_id), KEPT_SECONDS)
            key, _ = await pipeline.execute()
        return _text(key)

    async def _look_who_answers(self, redis: Redis) -> None:
        self.epoch = str((await redis.info("server"))["run_id"])[:_EPOCH_LENGTH]


def _pairs(told: Any) -> Iterable[tuple[bytes | str, Any]]:
    """A list of pairs, or by the newer protocol a dict of lists of lists."""
    if isinstance(told, dict):
        return [(name, entries[0]) for name, entries in told.items()]
    return told or []


def _entries(told: Any) -> list[Entry]:
    return [_entry(key, fields) for key, fields in told]


def _entry(key: bytes | str, fields: dict[bytes, bytes]) -> Entry:
    try:
        return Entry(_text(key), Hint.read(fields))
    except (KeyError, ValueError):
        # Another version's words: what they mean is not known, so it may be anything.
        _log.warning("live_hint_unreadable", key=_text(key))
        return Entry(_text(key), Hint(EVERYTHING, None))


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()
