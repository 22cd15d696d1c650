"""How fast a number may send: one token bucket in Redis, shared by all workers.

What a person waits for comes before what goes out in bulk: the bucket holds a reserve that only
interactive messages may touch. It fills first, so nothing is lost while nobody writes.

Who sends in bulk by the same number shares it: whoever has had less of it, by weight, goes first.
That costs no throughput, for a turn that is not taken at once goes to whoever asks.

When the provider says that it is too fast, `throttled` halves the pace of the whole bucket; it
recovers by itself. Everything is decided in one script a call, and a call fetches many tokens.
"""

import asyncio
import time
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

from providers.rate_scripts import LOOK, TAKE, THROTTLED

# A worker fetches tokens for about this long at once, so that Redis is not asked per message.
_CHUNK_SECONDS = 0.1
# Kept for interactive messages: this part of what a second allows, and one at least.
_RESERVE_SHARE = 0.15
# Let a few tokens gather before asking again; a person's message asks as soon as there is one.
_LEAST_WAIT_SECONDS = 0.02
_LEAST_WAIT_INTERACTIVE = 0.001
# Without Redis nobody knows what the other workers send: stay well below the limit.
_ALONE_SHARE = 0.25
# However often we are throttled, the pace is never less than this share, or one a second.
_LEAST_SHARE = 1 / 64
# A halved pace is the whole one again after ten seconds without a further cut.
_RECOVERY_PER_SECOND = 0.05


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

    @property
    def floor(self) -> float:
        """The least share of the rate that throttling leaves."""
        return min(1.0, max(_LEAST_SHARE, 1 / self.per_second))

    @property
    def redis_key(self) -> str:
        return f"pace:{self.key}"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who takes from a bucket in bulk: its share is by weight among all that ask.

    What one group asks for counts together, so that many campaigns of one company get no more
    than the one campaign of another.
    """

    group: str
    name: str
    weight: float = 1.0

    def __str__(self) -> str:
        return f"{self.group}/{self.name}"


class Pace:
    """One worker's view of a bucket: `take` returns when one more message may leave.

    Interactive messages come first: bulk gets nothing while the reserve is not full.
    """

    def __init__(
        self,
        redis: Redis,
        rate: Rate,
        *,
        interactive: bool = False,
        asker: Asker | None = None,
        at_once: int | None = None,
    ) -> None:
        """`at_once`: fetch no more tokens than this ahead, for who sends slower than the bucket."""
        self._take = redis.register_script(TAKE)
        self._slow_down = redis.register_script(THROTTLED)
        self._rate = rate
        self.per_second = rate.per_second
        self.floor = rate.floor
        # Single messages fetch no tokens ahead: what they leave unused would be lost to others.
        self._chunk = 1 if interactive else max(1, min(rate.chunk, at_once or rate.chunk))
        self._interactive = interactive
        self._asker = asker
        self._least_wait = _LEAST_WAIT_INTERACTIVE if interactive else _LEAST_WAIT_SECONDS
        self._tokens = 0
        self._alone = _ALONE_SHARE
        self._alone_cut_at = 0.0
        self._lock = asyncio.Lock()

    async def take(self) -> None:
        if self._tokens:
            self._tokens -= 1
            return
        async with self._lock:
            while not self._tokens:
                await self._refill()
            self._tokens -= 1

    async def throttled(self) -> float:
        """The provider says we are too fast: half the pace for all who use this bucket.

        At most once a second, however many messages were refused; never below the floor. Answers
        the share of the rate that is left.
        """
        self._tokens = 0
        try:
            share = await self._slow_down(
                keys=[self._rate.redis_key], args=[self._rate.floor, _RECOVERY_PER_SECOND]
            )
        except (RedisError, OSError):
            return self._throttled_alone()
        return float(share)

    def _throttled_alone(self) -> float:
        now = time.monotonic()
        if now - self._alone_cut_at >= 1:
            self._alone_cut_at = now
            self._alone = max(self._rate.floor * _ALONE_SHARE, self._alone / 2)
        return self._alone

    async def _refill(self) -> None:
        started = time.monotonic()
        rate, asker = self._rate, self._asker
        try:
            granted, wait = await self._take(
                keys=[rate.redis_key, f"{rate.redis_key}:askers"],
                args=[
                    rate.per_second,
                    rate.chunk,
                    rate.reserve,
                    int(self._interactive),
                    self._chunk,
                    _RECOVERY_PER_SECOND,
                    str(asker) if asker else "",
                    asker.weight if asker else 1,
                ],
            )
        except (RedisError, OSError):
            pause = self._chunk / (rate.per_second * self._alone)
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - started)))
            self._tokens = self._chunk
            return
        self._alone = _ALONE_SHARE
        self._tokens = int(granted)
        if not self._tokens:
            await asyncio.sleep(max(float(wait), self._least_wait))


async def shares_left(redis: Redis, keys: list[str]) -> dict[str, float]:
    """What throttling has left of each bucket's rate, 1.0 for all of it; by the `Rate`'s key."""
    if not keys:
        return {}
    found = await redis.register_script(LOOK)(
        keys=[f"pace:{key}" for key in keys], args=[_RECOVERY_PER_SECOND]
    )
    return {key: float(share) for key, share in zip(keys, found, strict=True)}
