"""The framework cuts a large body off by itself; its bare 413 becomes a problem here."""

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem, translate

_TOO_LARGE = 413


class ProblemForLargeBodies:
    """Outermost in an application: replaces a plain 413 before it is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal replaced
            if replaced:
                return
            if _is_bare_413(message):
                replaced = True
                request = Request(scope)
                detail = translate(request, "The request is larger than this address accepts.")
                response = problem(request, _TOO_LARGE, "too_large", detail)
                await response(scope, receive, send)
                return
            await send(message)

        await self._app(scope, receive, send_problem)


def _is_bare_413(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != _TOO_LARGE:
        return False
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return kind.startswith("text/plain")
