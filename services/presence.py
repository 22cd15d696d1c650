"""Who else looks at a conversation, or types in it. Known for seconds, kept nowhere else.

While Redis is away nobody is seen, and nothing fails.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

Doing = Literal["viewing", "typing", "gone"]

# Told again by the page before it ends: every 20 seconds, and while typing every 3.
SECONDS: Final[dict[Doing, float]] = {"viewing": 45.0, "typing": 6.0}
# Presence is never worth waiting for.
_PATIENCE_SECONDS = 0.3
_KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Present:
    user_id: UUID
    typing: bool


async def note(
    redis: Redis, company_id: UUID, conversation_id: UUID, user_id: UUID, doing: Doing
) -> bool:
    """Remember it for a while; whether others are to be told."""
    key, person, now = _key(company_id, conversation_id), user_id.hex, time.time()
    async with _nothing_lost():
        before = _Seen.read(await redis.hget(key, person))
        if doing == "gone":
            await redis.hdel(key, person)
            return before.is_there(now)
        after = _Seen(now + SECONDS["viewing"], now + SECONDS["typing"] if doing == "typing" else 0)
        async with redis.pipeline(transaction=False) as pipeline:
            pipeline.hset(key, person, after.written())
            pipeline.expire(key, _KEPT_SECONDS)
            await pipeline.execute()
        # Nobody told when the typing ended by itself: who is said to type may have stopped.
        return not before.is_there(now) or bool(before.typing_until) != bool(after.typing_until)
    return False


async def others(
    redis: Redis, company_id: UUID, conversation_id: UUID, user_id: UUID
) -> list[Present]:
    """Everybody but `user_id`, whoever types first."""
    now, found = time.time(), []
    async with _nothing_lost():
        told = await redis.hgetall(_key(company_id, conversation_id))
        for field, value in told.items():
            person, seen = UUID(_text(field)), _Seen.read(value)
            if seen.is_there(now) and person != user_id:
                found.append(Present(person, seen.typing_until > now))
    return sorted(found, key=lambda one: (not one.typing, one.user_id))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Until when, in seconds since 1970."""

    viewing_until: float = 0.0
    typing_until: float = 0.0

    @classmethod
    def read(cls, value: bytes | str | None) -> "_Seen":
        return cls(*(float(word) for word in value.split())) if value else cls()

    def written(self) -> str:
        return f"{self.viewing_until} {self.typing_until}"

    def is_there(self, now: float) -> bool:
        return self.viewing_until > now


def _key(company_id: UUID, conversation_id: UUID) -> str:
    return f"presence:{company_id}:{conversation_id}"


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()


@asynccontextmanager
async def _nothing_lost() -> AsyncIterator[None]:
    with suppress(RedisError, OSError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            yield
