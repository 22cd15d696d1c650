"""How many messages of one number may be on their way at once, over all workers.

Whoever sends by a number says so every second; the bound is divided among those that did. A worker
that dies is out of the count seconds later.
"""

from uuid import UUID, uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

# KEYS: the number. ARGV: who asks, seconds it counts. Answers how many share the number now.
_JOIN = """
local now = redis.call('TIME')
now = tonumber(now[1]) + tonumber(now[2]) / 1000000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('EXPIRE', KEYS[1], 60)
return redis.call('ZCARD', KEYS[1])
"""
_COUNTS_SECONDS = 5
# Below this a slow answer would hold up everybody.
_LEAST = 4


class Slots:
    """One sender's part of a number's bound."""

    def __init__(self, redis: Redis, number_id: UUID, bound: int) -> None:
        self._redis = redis
        self._join = redis.register_script(_JOIN)
        self._key = f"slots:{number_id.hex}"
        self._name = uuid4().hex
        self._bound = bound
        self.mine = bound

    async def renew(self) -> None:
        """Look how many we are now; without Redis the part stays what it was."""
        try:
            sharing = await self._join(keys=[self._key], args=[self._name, _COUNTS_SECONDS])
        except (RedisError, OSError):
            return
        self.mine = max(_LEAST, self._bound // max(1, int(sharing)))

    async def leave(self) -> None:
        try:
            await self._redis.zrem(self._key, self._name)
        except (RedisError, OSError):
            return
