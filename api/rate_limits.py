"""How often one key may call: a bucket for reads and one for writes, shared by all servers."""

from dataclasses import dataclass

import structlog
from fastapi import Request
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dependencies import CallerDep, RedisDep
from schemas.errors import TooManyRequests

_STATE = "rate_limit_headers"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_log = structlog.get_logger()

# A bucket that refills evenly. One script, so that two requests cannot take the same token;
# Redis's own clock, so that servers need not agree on the time.
_TAKE = """
local capacity, seconds = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(kept[1]) or capacity
local at = tonumber(kept[2]) or now
local rate = capacity / seconds
tokens = math.min(capacity, tokens + math.max(0, now - at) * rate)
local allowed = 0
if tokens >= 1 then
  tokens = tokens - 1
  allowed = 1
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], seconds)
local wait = 0
if allowed == 0 then wait = math.ceil((1 - tokens) / rate) end
return {allowed, math.floor(tokens), wait, math.ceil((capacity - tokens) / rate)}
"""


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    requests: int
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class RateLimits:
    reads: Limit = Limit("read", 1200)
    writes: Limit = Limit("write", 600)


@dataclass(frozen=True, slots=True)
class Taken:
    allowed: bool
    left: int
    wait: int
    full_in: int


async def limit_rate(request: Request, caller: CallerDep, redis: RedisDep) -> None:
    limits: RateLimits = request.app.state.rate_limits
    limit = limits.reads if request.method in _SAFE else limits.writes
    try:
        taken = await take(redis, f"rate:{caller.key_id}:{limit.name}", limit)
    except RedisError as error:
        # Redis away slows nobody down: better too many requests than none.
        _log.warning("rate_limits_open", reason=type(error).__name__)
        return
    request.scope["state"][_STATE] = {
        "RateLimit-Policy": f'"{limit.name}";q={limit.requests};w={limit.seconds}',
        "RateLimit": f'"{limit.name}";r={taken.left};t={taken.full_in}',
    }
    if not taken.allowed:
        raise TooManyRequests(
            "Too many requests. Try again in %(retry_after)s seconds.",
            retry_after=max(1, taken.wait),
        )


async def take(redis: Redis, key: str, limit: Limit) -> Taken:
    """One token of a bucket, or how long to wait for it."""
    answer = await redis.eval(_TAKE, 1, key, limit.requests, limit.seconds)
    allowed, left, wait, full_in = (int(part) for part in answer)
    return Taken(bool(allowed), left, wait, full_in)


class RateLimitHeaders:
    """On every answer, refusals and failures included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in state.get(_STATE, {}).items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers)
