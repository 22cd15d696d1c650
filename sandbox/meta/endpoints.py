"""Around every Graph endpoint: who asks, what may they, the log entry, errors in Meta's shape."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.meta.errors import TITLES, GraphError, invalid, numbered, unknown_object
from sandbox.meta.model import Token
from sandbox.meta.request_log import Asked
from sandbox.meta.world import World

JsonObject = dict[str, Any]
MESSAGING = "whatsapp_business_messaging"
MANAGEMENT = "whatsapp_business_management"
# The server puts a function under this name that closes the connection at once.
DISCONNECT = "sandbox.disconnect"
_Owned = TypeVar("_Owned")


class HangUp(Exception):
    """Close the connection without an answer."""


@dataclass(slots=True)
class Call:
    """One Graph request on its way through."""

    request: Request
    world: World
    entry: Asked

    @property
    def node(self) -> str:
        return str(self.request.path_params.get("node", ""))

    def token(self, scope: str | None = None) -> Token:
        """Who asks; raises 190 for a bad token, 10 or 200 for a permission it has not."""
        token = self._known(bearer(self.request))
        if scope == MESSAGING and MESSAGING not in token.scopes:
            raise GraphError(10, f"(#10) {TITLES[10][1]}", status=403)
        if scope is not None and scope not in token.scopes:
            raise GraphError(
                200, f"(#200) Requires {scope} permission to manage the object", status=403
            )
        return token

    def reached(
        self, owned: _Owned | None, account_id: Callable[[_Owned], str], token: Token
    ) -> _Owned:
        """The object, if it exists and the token reaches it: Meta makes no difference."""
        if owned is None or not token.reaches(account_id(owned)):
            raise unknown_object(self.node, self.request.method)
        return owned

    async def body(self) -> JsonObject:
        """The JSON or form body, as an object."""
        raw = await self.request.body()
        if not raw:
            return {}
        if "form" in self.request.headers.get("content-type", ""):
            return {key: str(value) for key, value in (await self.request.form()).items()}
        try:
            parsed = json.loads(raw)
        except ValueError as error:
            raise invalid("The request body is not valid JSON.") from error
        if not isinstance(parsed, dict):
            raise invalid("The request body must be a JSON object.")
        return parsed

    def _known(self, value: str | None) -> Token:
        if not value:
            raise GraphError(
                104, "An access token is required to request this resource.", status=401
            )
        if value.startswith("expired-"):
            raise expired()
        token = self.world.tokens.get(value)
        if token is None:
            raise GraphError(
                190, "Invalid OAuth access token - Cannot parse access token", status=401
            )
        if token.revoked or 0 < token.expires_at < time.time():
            raise expired()
        return token


def expired() -> GraphError:
    return GraphError(
        190,
        "Error validating access token: Session has expired. The current time is "
        f"{time.strftime('%A, %d-%b-%y %H:%M:%S UTC', time.gmtime())}.",
        status=401,
        error_subcode=463,
    )


def bearer(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("bearer", "oauth") and value.strip():
        return value.strip()
    return request.query_params.get("access_token")


Handler = Callable[[Call], Awaitable[Response]]


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        world: World = request.app.state.world
        entry = world.log.open(time.time(), request.method, request.url.path)
        call = Call(request, world, entry)
        try:
            response = await handler(call)
        except HangUp:
            return no_answer()
        except GraphError as error:
            response = error.response()
            if entry.outcome == "in_progress":
                entry.outcome = f"error_{error.code}"
        entry.status = response.status_code
        if entry.outcome == "in_progress":
            entry.outcome = "ok"
        return response

    return respond


def no_answer() -> Response:
    """What a HangUp becomes."""
    return _NoAnswer()


def answer(content: JsonObject) -> Response:
    return JSONResponse(content)


def success() -> Response:
    return answer({"success": True})


def server_error() -> GraphError:
    return GraphError(
        2,
        "An unexpected error has occurred. Please retry your request later.",
        status=500,
        is_transient=True,
    )


def refused(code: int) -> GraphError:
    """The error of an outcome number, in the shape Meta gives to this code."""
    if code == 100:
        return invalid("Invalid parameter")
    if code == 190:
        return expired()
    return numbered(code)


class _NoAnswer(Response):
    """Closes the connection; over an in-process transport, raises what a client would see."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del send
        disconnect = scope.get("extensions", {}).get(DISCONNECT)
        if disconnect is None:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        disconnect()
        # Once the server has noticed, it does not expect an answer any more.
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while (await receive())["type"] != "http.disconnect":
                    pass
