"""How fast a number may send: one token bucket in Redis, shared by all workers."""

import asyncio
import time
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

# KEYS[1] the bucket; ARGV: tokens a second, the most it holds, tokens wanted.
# Answers {tokens granted, seconds to wait when none}. Time is Redis' own, the same for all.
_TAKE = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
local rate, most, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(held[1]) or 1
local at = tonumber(held[2]) or now
tokens = math.min(most, tokens + math.max(0, now - at) * rate)
local granted = math.min(want, math.floor(tokens))
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - granted), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], 60)
local wait = 0
if granted == 0 then wait = (1 - tokens) / rate end
return {granted, tostring(wait)}
"""
# A worker fetches tokens for about this long at once, so that Redis is not asked per message.
_CHUNK_SECONDS = 0.1
# Let a few tokens gather before asking again.
_LEAST_WAIT_SECONDS = 0.02
# Without Redis nobody knows what the other workers send: stay well below the limit.
_ALONE_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Rate:
    """Tokens a second of one bucket."""

    key: str
    per_second: float


class Pace:
    """One worker's view of a bucket: `take` returns when one more message may leave."""

    def __init__(self, redis: Redis, rate: Rate) -> None:
        self._take = redis.register_script(_TAKE)
        self._rate = rate
        self.per_second = rate.per_second
        self._chunk = max(1, int(rate.per_second * _CHUNK_SECONDS))
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
        try:
            granted, wait = await self._take(
                keys=[f"pace:{self._rate.key}"],
                args=[self._rate.per_second, self._chunk, self._chunk],
            )
        except (RedisError, OSError):
            pause = self._chunk / (self._rate.per_second * _ALONE_SHARE)
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - started)))
            self._tokens = self._chunk
            return
        self._tokens = int(granted)
        if not self._tokens:
            await asyncio.sleep(max(float(wait), _LEAST_WAIT_SECONDS))
