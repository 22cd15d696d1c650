"""Answers HTTP: the JSON API, what providers call, and the console. `python server.py`."""

import asyncio
import dataclasses
import inspect
import resource
import socket
from urllib.parse import urlsplit

import uvicorn
import uvloop
from fastapi import FastAPI, Request
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.types import ASGIApp, Receive, Scope, Send

import logs
from api import docs, errors, health, metrics
from api.app import create_api
from api.body_limits import ProblemForLargeBodies
from api.hooks import Hooks
from api.metrics import RequestMetrics
from api.pagination import cursor_signer
from api.webhooks.app import create_webhooks
from api.webhooks.errands import Errands
from bootstrap import Resources, open_resources, settle_memory
from schemas.errors import AppError, ServiceAway
from schemas.settings_view import SettingsView
from services.link_domains import host_of
from services.live_hub import LiveHub
from settings import Settings
from web import i18n
from web.app import create_web
from web.security import SecurityHeaders
from web.short_links import ShortLinks

# How long requests may take to end after we were asked to stop.
_GRACE_SECONDS = 15
_OPEN_FILES = 65_536


def create_app(resources: Resources) -> FastAPI:
    """The whole program behind one port; tests call it with their own resources."""
    settings = resources.settings
    app = FastAPI(openapi_url=None)
    api = create_api(resources.database)
    web = create_web(
        csrf_key=settings.key_for("csrf"),
        development=settings.environment == "development",
        media_origin=resources.media.origin,
    )
    webhooks = create_webhooks(
        resources.database,
        resources.keyring,
        resources.readers,
        settings_view(settings),
        Errands(resources.hints, resources.temporal),
    )
    for part in (app, api, web):
        _share(part, resources)
    for part in (api, web):
        part.add_middleware(WhileDatabaseIsAway, part=part)
    # For addresses no part takes, such as one with a line break in it.
    errors.install(app)
    app.include_router(health.router)
    app.include_router(metrics.router)
    docs.install(app)
    app.mount("/api/v1", ProblemForLargeBodies(api))
    app.state.webhooks = webhooks
    app.mount("/webhooks", webhooks)
    app.mount("/hooks", _hooks(resources))
    app.mount("/", web)
    app.add_middleware(
        ShortLinks,
        clicks=resources.clicks,
        hosts=resources.link_hosts,
        our_host=host_of(urlsplit(settings.public_url).netloc),
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestMetrics, metrics=resources.metrics)
    app.add_middleware(logs.RequestLog)
    return app


def _hooks(resources: Resources) -> Hooks:
    return Hooks(
        resources.database,
        resources.keyring,
        resources.redis,
        resources.hints,
        public_url=resources.settings.public_url.rstrip("/"),
    )


def shortcut(app: FastAPI) -> ASGIApp:
    """The application with its busiest door in front: providers report several times a message,
    and all that a person's request needs around it would cost as much as the work itself.
    """
    webhooks: ASGIApp = RequestMetrics(app.state.webhooks, app.state.metrics)

    async def front(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/webhooks/"):
            await webhooks({**scope, "root_path": "/webhooks"}, receive, send)
        else:
            await app(scope, receive, send)

    return front


class WhileDatabaseIsAway:
    """Answers 503 in the words of the part it is put around, which knows no database errors."""

    def __init__(self, app: ASGIApp, part: FastAPI) -> None:
        self._app = app
        self._show = part.exception_handlers[AppError]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except (OperationalError, InterfaceError):
            answer = self._show(Request(scope, receive), ServiceAway())
            response = await answer if inspect.isawaitable(answer) else answer
            await response(scope, receive, send)


def _share(app: FastAPI, resources: Resources) -> None:
    """Every open resource but the settings, of which routes see a part."""
    for field in dataclasses.fields(resources):
        if field.name != "settings":
            setattr(app.state, field.name, getattr(resources, field.name))
    app.state.settings_view = settings_view(resources.settings)
    app.state.cursor_signer = cursor_signer(resources.settings.key_for("cursor").hex())
    app.state.translate = _translate


def settings_view(settings: Settings) -> SettingsView:
    secret, token = settings.meta_app_secret, settings.meta_webhook_verify_token
    metrics_token = settings.metrics_token
    return SettingsView(
        public_url=settings.public_url.rstrip("/"),
        development=settings.environment == "development",
        temporal_ui_url=settings.temporal_ui_url,
        temporal_namespace=settings.temporal_namespace,
        storage_dir=settings.storage_dir,
        meta_graph_base_url=settings.meta_graph_base_url,
        meta_graph_version=settings.meta_graph_version,
        meta_app_id=settings.meta_app_id,
        meta_app_secret=secret.get_secret_value() if secret else None,
        meta_webhook_verify_token=token.get_secret_value() if token else None,
        metrics_token=metrics_token.get_secret_value() if metrics_token else None,
        allow_private_network=settings.allow_private_network,
        link_key=settings.key_for("links"),
    )


def _translate(request: Request, message: str) -> str:
    return i18n.translations(i18n.negotiate(request)).gettext(message)


def configure(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        http="httptools",
        # uvicorn itself would believe whoever calls from this machine.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


class Server(uvicorn.Server):
    """Ends the open streams when asked to stop, so that the grace is left to real requests."""

    def __init__(self, config: uvicorn.Config, live: LiveHub) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.end()
        await super().shutdown(sockets)


async def serve(settings: Settings) -> None:
    async with open_resources(settings) as resources:
        app = create_app(resources)
        settle_memory()
        await Server(configure(shortcut(app), settings), resources.live).serve()


def allow_open_files() -> None:
    """Each stream is an open file, and by default a process may have few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    allow_open_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings))


if __name__ == "__main__":
    main()
