"""The frame alone: no database, a person who is always signed in."""

from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web import frame
from web.routes import notifications, pwa


@dataclass(frozen=True)
class Person:
    name: str = "Marina Lopes"
    email: str = "marina@padariacentral.com.br"
    company_name: str = "Padaria Central"
    role: str = "owner"
    timezone: str = "America/Sao_Paulo"
    companies: tuple[tuple[str, str], ...] = ()


class SignedIn:
    def __init__(self, app: ASGIApp, person: Person) -> None:
        self._app = app
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            request.state.user = self._person
            request.state.session_id = "session-of-marina"
        await self._app(scope, receive, send)


async def _nothing() -> Response:
    return Response(status_code=204)


def frame_app(person: Person | None = None) -> FastAPI:
    """With a person everybody is that person; without, nobody is signed in."""
    app = FastAPI()
    frame.install(app, csrf_key=b"0" * 32, development=True)
    # The frame names their addresses; what asks a database is not asked here.
    app.include_router(pwa.router)
    app.add_api_route("/inbox/unread", _nothing)
    app.add_api_route("/notifications/count", _nothing)
    app.add_api_route("/preferences/availability", _nothing)
    app.include_router(notifications.router)
    if person is not None:
        app.add_middleware(SignedIn, person=person)
    return app
