"""Idempotency-Key: a POST sent twice with the same key happens once.

Only success is remembered: a request that failed changed nothing, and may be corrected and sent
again under its key. While the first one runs, a second is told so (409).
"""

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dependencies import Caller, CallerDep, DatabaseDep
from db.queries import idempotency
from db.queries.idempotency import Place, Stored
from db.session import Database
from schemas.errors import AppError, Conflict

HEADER = "Idempotency-Key"
_LONGEST = 255
_STATE = "idempotency_place"


class IdempotencyKeyMissing(AppError):
    status = 400
    code = "idempotency_key_missing"

    def __init__(self) -> None:
        super().__init__("Send an Idempotency-Key header, so that a repeat cannot happen twice.")


class IdempotencyKeyInvalid(AppError):
    status = 400
    code = "idempotency_key_invalid"

    def __init__(self) -> None:
        super().__init__("An Idempotency-Key has 1 to 255 visible characters.")


class IdempotencyKeyReused(AppError):
    status = 422
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used before with another request.")


class StillRunning(Conflict):
    code = "idempotency_still_running"

    def __init__(self) -> None:
        super().__init__("The first request with this Idempotency-Key is still running.")


class Replay(Exception):
    """Not a failure: the answer is known already."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__()
        self.status = status
        self.body = body


async def check_key(request: Request, caller: CallerDep, database: DatabaseDep) -> None:
    """On every POST: take the key, or answer for it."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return
    if not 1 <= len(key) <= _LONGEST or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyInvalid
    place = Place(caller.company_id, request.url.path, key)
    fingerprint = await _fingerprint(request, caller)
    async with database.company(caller.company_id) as session:
        ours = await idempotency.take(session, place, fingerprint)
        stored = None if ours else await idempotency.find(session, place)
    if not ours:
        _answer(stored, fingerprint)
    request.scope["state"][_STATE] = place


def require_key(request: Request) -> None:
    if HEADER not in request.headers:
        raise IdempotencyKeyMissing


# For routes whose repeat would be expensive; all other POSTs take the key when it is there.
IdempotencyDep = Annotated[None, Depends(require_key)]


def _answer(stored: Stored | None, fingerprint: bytes) -> None:
    if stored is not None and stored.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    if stored is None or stored.status is None:
        raise StillRunning
    raise Replay(stored.status, stored.body or b"")


async def _fingerprint(request: Request, caller: Caller) -> bytes:
    """Scopes are asked for later, by each route: one key's answer is not for a weaker key."""
    kind = request.headers.get("Content-Type", "")
    # An upload was streamed to disk by now; its length stands for it.
    upload = kind.startswith("multipart/")
    body = request.headers.get("Content-Length", "").encode() if upload else await request.body()
    scopes = " ".join(sorted(caller.scopes))
    return sha256(b"\n".join((scopes.encode(), request.url.query.encode(), body))).digest()


class Recorder:
    """Stores the answer of a request that took a key, before the caller sees it."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        self._app = app
        self._database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if _STATE not in state:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await self._settle(state.pop(_STATE), held)
                for kept in held:
                    await send(kept)

        try:
            await self._app(scope, receive, hold)
        finally:
            if _STATE in state:
                await self._forget(state.pop(_STATE))

    async def _settle(self, place: Place, held: list[Message]) -> None:
        start = next(m for m in held if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in held if m["type"] == "http.response.body")
        status = int(start["status"])
        # An answer that shows a secret once must not lie in a table for days.
        is_secret = Headers(raw=start["headers"]).get("Cache-Control") == "no-store"
        if is_secret or status >= HTTPStatus.MULTIPLE_CHOICES:
            await self._forget(place)
            return
        async with self._database.company(place.company_id) as session:
            await idempotency.remember(session, place, status, body)

    async def _forget(self, place: Place) -> None:
        async with self._database.company(place.company_id) as session:
            await idempotency.forget(session, place)


def install(app: FastAPI, database: Database) -> None:
    app.add_middleware(Recorder, database=database)
    app.add_exception_handler(Replay, _replay)


async def _replay(_: Request, error: Exception) -> Response:
    assert isinstance(error, Replay)
    headers = {"Idempotent-Replayed": "true"}
    return Response(error.body, error.status, headers, "application/json")
