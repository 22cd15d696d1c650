"""How often one person may be written to by one number: about once in six seconds.

Meta lends ahead: 45 messages may go at once, and the time they take is owed afterwards. Kept as one
moment for each (number, person) until which the debt lasts (GCRA); Redis forgets it by itself.
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

_SECONDS = 6.0
_BURST = 45
# A refusal waits 4 s, then 16, 64, …: at most this long.
_LONGEST = timedelta(minutes=30)
_FIRST = timedelta(seconds=6)
_MOST_GROWTH = 8
# After so long without a refusal the next one is the first again.
_FORGET_SECONDS = 3600

# KEYS: one for each message asked for. ARGV: seconds a message takes, how many may be owed. Answers
# the seconds each has to wait, 0 for those that may go now and are counted.
_ASK = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
local each, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local held, waits = redis.call('MGET', unpack(KEYS)), {}
local seen = {}
for i, key in ipairs(KEYS) do
    local until_ = math.max(seen[key] or tonumber(held[i] or now), now) + each
    local wait = until_ - each * burst - now
    if wait > 0 then
        waits[i] = string.format('%.3f', wait)
    else
        waits[i] = '0'
        seen[key] = until_
        redis.call('SET', key, string.format('%.3f', until_),
                   'PX', math.ceil((until_ - now) * 1000))
    end
end
return waits
"""
# KEYS: the pair, its count of refusals. ARGV: the first wait, the longest, the most growth, burst
# seconds, how long a refusal is remembered. Answers the seconds to wait; nobody is let through
# before they are over.
_REFUSED = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
local times = redis.call('INCR', KEYS[2])
redis.call('EXPIRE', KEYS[2], ARGV[5])
local wait = math.min(tonumber(ARGV[2]), 4 ^ math.min(times, tonumber(ARGV[3])))
wait = math.max(tonumber(ARGV[1]), wait)
local until_ = now + wait + tonumber(ARGV[4])
redis.call('SET', KEYS[1], string.format('%.3f', until_), 'PX', math.ceil((until_ - now) * 1000))
return string.format('%.3f', wait)
"""
# Redis' Lua unpacks some thousands of values at most.
_AT_ONCE = 2_000
_NOW = timedelta()
# A Redis that does not answer is not waited for with every page.
_AWAY_SECONDS = 5.0


class PairRate:
    def __init__(self, redis: Redis) -> None:
        self._ask = redis.register_script(_ASK)
        self._refused = redis.register_script(_REFUSED)
        self._away_until = 0.0

    async def ask(self, number_id: UUID, recipients: Sequence[str]) -> list[timedelta]:
        """How long each of these has to wait, in their order; zero: it may go now, and counts.

        One call for all of them. Without Redis everybody may go: the provider refuses whoever is
        too early, and then they wait.
        """
        if time.monotonic() < self._away_until:
            return [_NOW] * len(recipients)
        waits: list[timedelta] = []
        for start in range(0, len(recipients), _AT_ONCE):
            part = recipients[start : start + _AT_ONCE]
            keys = [_key(number_id, recipient) for recipient in part]
            try:
                found = await self._ask(keys=keys, args=[_SECONDS, _BURST])
            except (RedisError, OSError):
                self._away_until = time.monotonic() + _AWAY_SECONDS
                waits += [_NOW] * len(part)
            else:
                waits += [
                    timedelta(seconds=float(wait)) if wait != b"0" else _NOW for wait in found
                ]
        return waits

    async def refused(self, number_id: UUID, recipient: str) -> timedelta:
        """The provider refused this pair: how long nobody tries it again, longer each time."""
        key = _key(number_id, recipient)
        try:
            wait = await self._refused(
                keys=[key, f"{key}:refused"],
                args=[
                    _FIRST.total_seconds(),
                    _LONGEST.total_seconds(),
                    _MOST_GROWTH,
                    _SECONDS * (_BURST - 1),
                    _FORGET_SECONDS,
                ],
            )
        except (RedisError, OSError):
            return _FIRST
        return timedelta(seconds=float(wait))


def _key(number_id: UUID, recipient: str) -> str:
    return f"pair:{number_id.hex}:{recipient}"
