"""Puts the frame on an app: static files, security headers, language, and the frame's own routes."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.render import prepare, templates
from web.routes import design, preferences
from web.security import SecurityHeaders
from web.static_files import STATIC_FOLDER, HashedStaticFiles


class Language:
    """Chooses the language before a route runs, so that `gettext` already speaks it there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            prepare(Request(scope))
        await self._app(scope, receive, send)


def install(
    app: FastAPI, *, csrf_key: bytes, development: bool = False, media_origin: str | None = None
) -> None:
    """`csrf_key` signs the form tokens and must be the same on every server process.

    `media_origin`: where files are given out, when not by ourselves.
    """
    app.state.csrf_key = csrf_key
    # Outside of development templates do not change under a running process.
    templates.env.auto_reload = development
    app.add_middleware(Language)
    app.add_middleware(SecurityHeaders, media_origin=media_origin)
    app.mount("/static", HashedStaticFiles(directory=STATIC_FOLDER), name="static")
    app.include_router(preferences.router)
    if development:
        app.include_router(design.router)
