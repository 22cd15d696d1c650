"""/health: the process answers. /health/ready: so does everything it needs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.dependencies import DatabaseDep, RedisDep, SettingsViewDep, TemporalDep
from db.queries import health
from workflows import workers

router = APIRouter(prefix="/health")
_PATIENCE = 2.0
_PORTS = {"http": 80, "https": 443}
_log = structlog.get_logger()

Check = Callable[[], Awaitable[object]]


class Component(BaseModel):
    status: Literal["ok", "down"]
    latency_ms: float
    # What went wrong by its kind alone: messages of drivers can hold addresses.
    reason: str | None = None


class Readiness(BaseModel):
    # degraded: slower or without some comfort, but every request is served.
    status: Literal["ok", "degraded", "down"]
    components: dict[str, Component]


class NotMigrated(Exception):
    """The tables are older or newer than this program."""


@router.get("")
async def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/ready")
async def ready(
    response: Response,
    database: DatabaseDep,
    redis: RedisDep,
    temporal: TemporalDep,
    view: SettingsViewDep,
) -> Readiness:
    async def migrated() -> None:
        async with database.system() as session:
            if not await health.is_migrated(session):
                raise NotMigrated

    needed: dict[str, Check] = {
        "database": migrated,
        "temporal": temporal.service_client.check_health,
    }
    useful: dict[str, Check] = {
        "redis": redis.ping,
        "provider": lambda: _reach(view.meta_graph_base_url),
        # Without one the console works and campaigns wait.
        "worker": lambda: workers.ensure_served(temporal),
    }
    checks = {**needed, **useful}
    measured = await asyncio.gather(*(_measure(name, check) for name, check in checks.items()))
    components = dict(zip(checks, measured, strict=True))
    down = {name for name, component in components.items() if component.status == "down"}
    if down & needed.keys():
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Readiness(status="down", components=components)
    return Readiness(status="degraded" if down else "ok", components=components)


async def _measure(name: str, check: Check) -> Component:
    started = time.perf_counter()
    reason = None
    try:
        async with asyncio.timeout(_PATIENCE):
            await check()
    except Exception as error:  # noqa: BLE001 - whatever a driver raises, the part is down
        reason = type(error).__name__
        _log.warning("component_down", component=name, reason=reason)
    took = round((time.perf_counter() - started) * 1000, 1)
    return Component(status="down" if reason else "ok", latency_ms=took, reason=reason)


async def _reach(url: str) -> None:
    """Whether something listens there; no request, so that a probe never costs quota."""
    parts = urlsplit(url)
    port = parts.port or _PORTS[parts.scheme]
    _, writer = await asyncio.open_connection(parts.hostname, port)
    writer.close()
