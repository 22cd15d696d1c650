"""/metrics in Prometheus' text, for whoever has the token, or without one for this machine alone."""

import hmac
import ipaddress
import time
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.metrics import Metrics

router = APIRouter()

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# What a proxy adds: its caller is not this machine, though the proxy may be.
_BY_PROXY = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_NO_ROUTE = "other"


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    token = request.app.state.settings_view.metrics_token
    if not (_has_token(request, token) if token else _is_local(request)):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    counted: Metrics = request.app.state.metrics
    return Response(generate_latest(counted.registry), media_type=CONTENT_TYPE_LATEST)


class RequestMetrics:
    """Counts answers by the route's template, so that no id becomes a label."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = time.perf_counter() - started
                self._count(scope, int(message["status"]), took)
            await send(message)

        await self._app(scope, receive, send_counted)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else _NO_ROUTE
        route = _template(scope)
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.latency.labels(method, route).observe(seconds)


def _template(scope: Scope) -> str:
    """The router leaves the route it chose in the scope; files, webhooks and hooks have none."""
    for prefix in ("/static", "/webhooks", "/hooks"):
        if scope["path"].startswith(f"{prefix}/"):
            return prefix
    path = getattr(scope.get("route"), "path", None)
    return f"{scope.get('root_path', '')}{path}" if path else _NO_ROUTE


def _has_token(request: Request, token: str) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _BY_PROXY):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
