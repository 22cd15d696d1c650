"""POST /hooks/{token}: what systems send that cannot shape their JSON. Plain ASGI, as raw bytes count.

Stored before the answer (202); what becomes of it is in the hook's log.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.rate_limits import Limit, take
from api.webhooks.answers import BodyTooLarge, ClientGone, read_body, refuse, say
from db.session import Database
from schemas.errors import AppError
from schemas.hooks import MOST_BYTES
from services import hook_bodies, hooks
from services.hook_signatures import Call
from services.hooks import Accepted, Door
from services.keyring import Keyring
from services.live import LiveHints

_log = structlog.get_logger()
_LIMIT = Limit("hook", 600)
_LONGEST_TOKEN = 100
_NOTHING_HERE = "There is no hook at this address."


class Hooks:
    """An ASGI application for everything below /hooks."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        redis: Redis,
        hints: LiveHints,
        *,
        public_url: str,
        limit: Limit = _LIMIT,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._redis = redis
        self._hints = hints
        self._public_url = public_url
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] != "POST":
            await refuse(send, 405, "method_not_allowed", "Send what you have by POST.")
            return
        try:
            await self._answer(scope, receive, send)
        except AppError as error:
            await refuse(send, error.status, error.code, str(error))
        except BodyTooLarge:
            await refuse(send, 413, "too_large", "A call may weigh 256 KB.")
        except ClientGone:
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, the sender may send again
            # Its text may quote what came in.
            _log.error("hook_not_stored", error=type(error).__name__)
            await refuse(send, 503, "not_stored", "It could not be stored. Send it again.")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = scope["path"].removeprefix(scope.get("root_path", "")).strip("/")
        door = await hooks.open_door(self._database, token) if _shaped(token) else None
        if door is None:
            await refuse(send, 404, "not_found", _NOTHING_HERE)
            return
        wait = await self._wait(door)
        if wait:
            await refuse(
                send, 429, "too_many_requests", "Too many calls. Try again shortly.", retry=wait
            )
            return
        body = await read_body(scope, receive, most=MOST_BYTES)
        accepted = await self._accept(door, self._url(scope, token), Headers(scope=scope), body)
        self._hints.changed(door.place.company_id, "hook", door.place.hook_id)
        said = f'{{"accepted":{accepted.new},"repeats":{accepted.repeats}}}'
        await say(send, 202, said.encode(), b"application/json")

    def _url(self, scope: Scope, token: str) -> str:
        """As the sender wrote it, whatever proxies did to it on the way."""
        query = scope["query_string"].decode("latin-1")
        return f"{self._public_url}/hooks/{token}" + (f"?{query}" if query else "")

    async def _accept(self, door: Door, url: str, headers: Headers, body: bytes) -> Accepted:
        named: Mapping[str, str] = dict(headers.items())
        hooks.check_signature(self._keyring, door, Call(body, named, url, datetime.now(UTC)))
        told = hook_bodies.read(headers.get("content-type", ""), body)
        async with self._database.company(door.place.company_id) as session:
            return await hooks.accept(session, door, told, named)

    async def _wait(self, door: Door) -> int:
        """Seconds until the next call is welcome; 0: now. Redis away slows nobody down."""
        try:
            taken = await take(self._redis, f"rate:hook:{door.place.hook_id}", self._limit)
        except RedisError as error:
            _log.warning("rate_limits_open", reason=type(error).__name__)
            return 0
        return 0 if taken.allowed else max(1, taken.wait)


def _shaped(token: str) -> bool:
    return 0 < len(token) <= _LONGEST_TOKEN and token.replace("-", "").replace("_", "").isalnum()
