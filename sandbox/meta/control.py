"""`/sandbox/api`: settings, the request log, webhooks, and everything tests ask or break."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.meta import examples, seed
from sandbox.meta.behaviour import InvalidSetting
from sandbox.meta.outcomes import OUTCOMES
from sandbox.meta.world import World

JsonObject = dict[str, Any]
PREFIX = "/sandbox/api"
_FILTERS = ("method", "path", "recipient", "callback", "outcome", "status", "message_id")
_LONGEST_WAIT = 60


class BadRequest(Exception):
    """What was asked of the control API makes no sense; the words say why."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


Answer = Callable[[Request, World], Awaitable[object]]


def control(handler: Answer) -> Callable[[Request], Awaitable[Response]]:
    """JSON out; errors in words."""

    async def respond(request: Request) -> Response:
        if request.method != "GET" and not same_site(request):
            return JSONResponse({"error": "Another site's page may not change anything here."}, 403)
        try:
            content = await handler(request, request.app.state.world)
        except BadRequest as error:
            return JSONResponse({"error": str(error)}, error.status)
        except InvalidSetting as error:
            return JSONResponse({"error": str(error)}, 400)
        return content if isinstance(content, Response) else JSONResponse(content)

    return respond


async def json_body(request: Request) -> JsonObject:
    raw = await request.body()
    if not raw:
        return {}
    try:
        parsed = await request.json()
    except ValueError as error:
        raise BadRequest("The body must be JSON.") from error
    if not isinstance(parsed, dict):
        raise BadRequest("The body must be a JSON object.")
    return parsed


def same_site(request: Request) -> bool:
    """Whether a browser sends this from our own page; programs send no origin at all."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def whole(request: Request, name: str, default: int) -> int:
    """A query parameter that has to be a whole number."""
    value = request.query_params.get(name, str(default))
    if not value.isdigit():
        raise BadRequest(f"{name} must be a whole number.")
    return int(value)


async def _settings(request: Request, world: World) -> object:
    if request.method == "PUT":
        changes = await json_body(request)
        world.behaviour.change(changes)
        # A new rate starts with a full bucket.
        world.buckets.clear()
    return world.behaviour.as_json()


async def _requests(request: Request, world: World) -> object:
    if request.method == "DELETE":
        world.log.clear()
        return {"cleared": True}
    query = request.query_params
    wanted = {name: query[name] for name in _FILTERS if name in query}
    after, limit = whole(request, "after", 0), whole(request, "limit", 1000)
    found = world.log.find(wanted, after=after, limit=limit)
    return {"data": found, "total": len(world.log), "next": found[-1]["number"] if found else None}


async def _count(request: Request, world: World) -> object:
    member = request.query_params.get("by", "outcome")
    if member not in _FILTERS:
        raise BadRequest(f"by must be one of: {', '.join(_FILTERS)}.")
    return {
        "requests": len(world.log),
        "sends": world.log.count_sends(),
        "by": world.log.count(member),
    }


async def _duplicates(request: Request, world: World) -> object:
    strict = request.query_params.get("strict") in ("1", "true")
    found = world.log.duplicates(strict=strict)
    return {"duplicates": len(found), "data": found[:1000]}


async def _outcomes(_: Request, _world: World) -> object:
    return {ending: {"name": one.name, "words": one.words} for ending, one in OUTCOMES.items()}


async def _webhooks(request: Request, world: World) -> object:
    """GET: how deliveries go. POST: send an example by name, or any field and value."""
    if request.method == "POST":
        return _send_webhook(world, await json_body(request))
    return {
        "pending": world.webhooks.pending,
        **asdict(world.webhooks.counters),
        "last_error": world.webhooks.last_error,
        "examples": examples.names(),
    }


def _send_webhook(world: World, body: JsonObject) -> object:
    account = world.accounts.get(str(body.get("account", seed.ACCOUNT_ID)))
    if account is None:
        raise BadRequest("There is no such account.", 404)
    if body.get("example"):
        try:
            return examples.trigger(world, str(body["example"]), account)
        except KeyError as error:
            known = ", ".join(examples.names())
            raise BadRequest(f"There is no such example. There are: {known}.", 404) from error
    if not body.get("field") or not isinstance(body.get("value"), dict):
        raise BadRequest("Give an example, or a field and a value.")
    world.tell(account.id, str(body["field"]), body["value"])
    return {"field": body["field"], "value": body["value"]}


async def _verify(_: Request, world: World) -> object:
    """Meta's GET handshake with the configured address, as when it is entered in the console."""
    url = world.behaviour.webhook_url
    if url is None:
        raise BadRequest("No webhook_url is set.")
    return {"url": url, "ok": await world.webhooks.verify(url, world.options.verify_token)}


async def _idle(request: Request, world: World) -> object:
    """Answers once no receipt, review or webhook is to come, or when the time is over."""
    wait = min(whole(request, "timeout", 10), _LONGEST_WAIT)
    until = time.monotonic() + wait
    # Counting what is left is cheap; telling a waiter at every receipt would not be.
    while world.busy and time.monotonic() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    return {"idle": world.busy == 0, "busy": world.busy}


async def _reset(request: Request, world: World) -> object:
    """As freshly started; `{"seed": false}` leaves it empty."""
    body = await json_body(request)
    await world.close()
    world.clear()
    if body.get("seed", True):
        seed.plant(world)
    return {"reset": True}


async def _state(_: Request, world: World) -> object:
    return {
        "accounts": len(world.accounts),
        "numbers": len(world.numbers),
        "templates": len(world.templates),
        "phones": len(world.phones),
        "messages": len(world.messages),
        "requests": len(world.log),
        "by_status": dict(world.tally),
        "busy": world.busy,
    }


def routes() -> list[BaseRoute]:
    return [
        Route(PREFIX, control(_state)),
        Route(PREFIX + "/settings", control(_settings), methods=["GET", "PUT"]),
        Route(PREFIX + "/requests", control(_requests), methods=["GET", "DELETE"]),
        Route(PREFIX + "/count", control(_count)),
        Route(PREFIX + "/duplicates", control(_duplicates)),
        Route(PREFIX + "/outcomes", control(_outcomes)),
        Route(PREFIX + "/webhooks", control(_webhooks), methods=["GET", "POST"]),
        Route(PREFIX + "/webhooks/verify", control(_verify), methods=["POST"]),
        Route(PREFIX + "/idle", control(_idle)),
        Route(PREFIX + "/reset", control(_reset), methods=["POST"]),
    ]
