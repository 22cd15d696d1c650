"""How often somebody may try a password: per e-mail and address, and per address.

Counted before the password is looked at, so that tries at the same moment all count. Never per
e-mail alone: a stranger could lock a person out.
"""

import time
from dataclasses import dataclass, field
from hashlib import sha256

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from schemas.errors import TooManyRequests

WINDOW_SECONDS = 900
TRIES_OF_ONE = 5
TRIES_OF_ADDRESS = 30
_MOST_KEPT = 10_000
_log = structlog.get_logger()

# INCR and its expiry in one step: a counter without an end would lock out for ever.
_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('TTL', KEYS[1])}
"""


@dataclass(frozen=True, slots=True)
class Count:
    tries: int
    ends_in: int


@dataclass(slots=True)
class LocalCounts:
    """One process's own counts, for while Redis is away."""

    _counts: dict[str, tuple[int, float]] = field(default_factory=dict)

    def add(self, key: str) -> Count:
        now = time.monotonic()
        if len(self._counts) >= _MOST_KEPT:
            self._counts = {k: kept for k, kept in self._counts.items() if kept[1] > now}
        tries, end = self._counts.get(key, (0, 0.0))
        if end <= now:
            tries, end = 0, now + WINDOW_SECONDS
        self._counts[key] = (tries + 1, end)
        return Count(tries + 1, int(end - now))

    def drop(self, key: str) -> None:
        self._counts.pop(key, None)


@dataclass(frozen=True, slots=True)
class SignInThrottle:
    redis: Redis
    local: LocalCounts

    async def count_try(self, email: str, address: str) -> None:
        """Raises TooManyRequests once either count is used up."""
        of_one = await self._count(_of_one(email, address))
        of_address = await self._count(_of_address(address))
        spent = [
            count.ends_in
            for count, most in ((of_one, TRIES_OF_ONE), (of_address, TRIES_OF_ADDRESS))
            if count.tries > most
        ]
        if spent:
            seconds = max(1, *spent)
            raise TooManyRequests(
                "Too many attempts. Try again in %(minutes)s minutes.",
                retry_after=seconds,
                minutes=-(-seconds // 60),
            )

    async def forgive(self, email: str, address: str) -> None:
        """After the right password: earlier slips of this person count no more."""
        key = _of_one(email, address)
        self.local.drop(key)
        try:
            await self.redis.delete(key)
        except RedisError as error:
            _log.warning("throttle_without_redis", reason=type(error).__name__)

    async def _count(self, key: str) -> Count:
        try:
            tries, ends_in = await self.redis.eval(_COUNT, 1, key, WINDOW_SECONDS)
        except RedisError as error:
            _log.warning("throttle_without_redis", reason=type(error).__name__)
            return self.local.add(key)
        return Count(int(tries), int(ends_in))


def _of_one(email: str, address: str) -> str:
    """Hashed: Redis need not know who tried."""
    return "sign-in:" + sha256(f"{email.strip().lower()}|{address}".encode()).hexdigest()


def _of_address(address: str) -> str:
    return "sign-in-address:" + sha256(address.encode()).hexdigest()
