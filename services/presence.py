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
    """Remember it for a while; whether others would see a difference."""
    key, person, now = _key(company_id, conversation_id), user_id.hex, time.time()
    async with _nothing_lost():
        before = _reading(await redis.hget(key, person), now)
        if doing == "gone":
            await redis.hdel(key, person)
            return before is not None
        viewing_until, typing_until = now + SECONDS["viewing"], 0.0
        if doing == "typing":
            typing_until = now + SECONDS["typing"]
        async with redis.pipeline(transaction=False) as pipeline:
            pipeline.hset(key, person, f"{viewing_until} {typing_until}")
            pipeline.expire(key, _KEPT_SECONDS)
            await pipeline.execute()
        return before != (doing == "typing")
    return False


async def others(
    redis: Redis, company_id: UUID, conversation_id: UUID, user_id: UUID
) -> list[Present]:
    """Everybody but `user_id`, whoever types first."""
    now, found = time.time(), []
    async with _nothing_lost():
        told = await redis.hgetall(_key(company_id, conversation_id))
        for field, value in told.items():
            person, typing = UUID(_text(field)), _reading(value, now)
            if typing is not None and person != user_id:
                found.append(Present(person, typing))
    return sorted(found, key=lambda one: (not one.typing, one.user_id))


def _key(company_id: UUID, conversation_id: UUID) -> str:
    return f"presence:{company_id}:{conversation_id}"


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode()


def _reading(value: bytes | str | None, now: float) -> bool | None:
    """Whether somebody types; None when nobody is there any more."""
    if value is None:
        return None
    viewing_until, typing_until = (float(word) for word in value.split())
    return typing_until > now if viewing_until > now else None


@asynccontextmanager
async def _nothing_lost() -> AsyncIterator[None]:
    with suppress(RedisError, OSError):
        async with asyncio.timeout(_PATIENCE_SECONDS):
            yield
