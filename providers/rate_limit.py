"""How fast a number may send: one token bucket in Redis, shared by all workers.

What a person waits for comes before what goes out in bulk: the bucket holds a reserve that only
interactive messages may touch. It fills first, so nothing is lost while nobody writes.
"""

import asyncio
import time
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

# KEYS[1] the bucket; ARGV: tokens a second, the most it holds beyond the reserve, the reserve,
# how many tokens have to stay (the reserve, or none for interactive messages), tokens wanted.
# Answers {tokens granted, seconds to wait when none}. Time is Redis' own, the same for all.
_TAKE = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
local rate, most, reserve = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local left, want = tonumber(ARGV[4]), tonumber(ARGV[5])
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(held[1]) or reserve + 1
local at = tonumber(held[2]) or now
tokens = math.min(most + reserve, tokens + math.max(0, now - at) * rate)
local granted = math.max(0, math.min(want, math.floor(tokens - left)))
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - granted), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], 60)
local wait = 0
if granted == 0 then wait = (left + 1 - tokens) / rate end
return {granted, tostring(wait)}
"""
# A worker fetches tokens for about this long at once, so that Redis is not asked per message.
_CHUNK_SECONDS = 0.1
# Kept for interactive messages: this part of what a second allows, and one at least.
_RESERVE_SHARE = 0.15
# Let a few tokens gather before asking again; a person's message asks as soon as there is one.
_LEAST_WAIT_SECONDS = 0.02
_LEAST_WAIT_INTERACTIVE = 0.001
# Without Redis nobody knows what the other workers send: stay well below the limit.
_ALONE_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Rate:
    """Tokens a second of one bucket."""

    key: str
    per_second: float

    @property
    def chunk(self) -> int:
        """The most that bulk takes at once."""
        return max(1, int(self.per_second * _CHUNK_SECONDS))

    @property
    def reserve(self) -> int:
        return max(1, int(self.per_second * _RESERVE_SHARE))

    @property
    def capacity(self) -> int:
        """The most that can leave at once after a rest."""
        return self.chunk + self.reserve


class Pace:
    """One worker's view of a bucket: `take` returns when one more message may leave.

    Interactive messages come first: bulk gets nothing while the reserve is not full.
    """

    def __init__(self, redis: Redis, rate: Rate, *, interactive: bool = False) -> None:
        self._take = redis.register_script(_TAKE)
        self._rate = rate
        self.per_second = rate.per_second
        # Single messages fetch no tokens ahead: what they leave unused would be lost to others.
        self._chunk = 1 if interactive else rate.chunk
        self._left = 0 if interactive else rate.reserve
        self._least_wait = _LEAST_WAIT_INTERACTIVE if interactive else _LEAST_WAIT_SECONDS
        self._tokens = 0
        self._lock = asyncio.Lock()

    async def take(self) -> None:
        if self._tokens:
            self._tokens -= 1
            return
        async with self._lock:
            while not self._tokens:
                await self._refill()
            self._tokens -= 1

    async def _refill(self) -> None:
        started = time.monotonic()
        rate = self._rate
        try:
            granted, wait = await self._take(
                keys=[f"pace:{rate.key}"],
                args=[rate.per_second, rate.chunk, rate.reserve, self._left, self._chunk],
            )
        except (RedisError, OSError):
            pause = self._chunk / (rate.per_second * _ALONE_SHARE)
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - started)))
            self._tokens = self._chunk
            return
        self._tokens = int(granted)
        if not self._tokens:
            await asyncio.sleep(max(float(wait), self._least_wait))
