"""Logs as JSON lines: what happened, to which request and company; never bodies or numbers."""

import logging
import sys
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger()
_LONGEST_ID = 100
_QUIET = ("/static/", "/health")
# What follows is the only key to it.
_SECRET_PATHS = ("/invitations/", "/hooks/")
_CLIENT_GONE = 499
# Without the frames' variables: among them are cookies, tokens and people.
_TRACEBACKS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def configure(level: str) -> None:
    """For both processes; the libraries' own lines take the same shape."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            _TRACEBACKS,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _TRACEBACKS,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # httpx logs each address it calls, and ours carry ids and tokens in them.
    logging.getLogger("httpx").setLevel(logging.WARNING)


class RequestLog:
    """Names each request, logs how it ended, and tells the caller the name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _given(scope) or f"req_{uuid4().hex}"
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status, started = _CLIENT_GONE, time.perf_counter()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        except Exception:
            # The application answered 500 before this passed through; it is told once, here.
            _log.exception("request_failed", method=scope["method"], path=_path(scope))
            if status == _CLIENT_GONE:
                raise
        finally:
            if not scope["path"].startswith(_QUIET):
                took = round((time.perf_counter() - started) * 1000, 1)
                _log.info(
                    "request", method=scope["method"], path=_path(scope), status=status, ms=took
                )


def _given(scope: Scope) -> str | None:
    """A caller's own id, so that its logs and ours can be read together."""
    given = Headers(scope=scope).get("X-Request-Id", "")
    shaped = given.replace("-", "").replace("_", "")
    return given if len(given) <= _LONGEST_ID and shaped.isascii() and shaped.isalnum() else None


def _path(scope: Scope) -> str:
    """Without the query: people search for names and numbers. Secrets in paths are cut."""
    path = str(scope["path"])
    for prefix in _SECRET_PATHS:
        if path.startswith(prefix):
            return f"{prefix}…"
    return path
