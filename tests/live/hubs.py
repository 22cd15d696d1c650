"""Hubs of a test's own, as if of several server processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from bootstrap import live_reader
from db.session import Database
from services.live import LiveHints
from services.live_hub import Limits, LiveHub
from services.live_journal import Journal
from services.live_listener import Listener
from services.metrics import Metrics


@asynccontextmanager
async def open_hub(
    database: Database, url: str, limits: Limits | None = None
) -> AsyncIterator[LiveHub]:
    cache = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    reader = live_reader(url)
    hub = LiveHub(database, Journal(cache, reader), Metrics(), limits or Limits())
    try:
        yield hub
    finally:
        await hub.close()
        await reader.aclose()
        await cache.aclose()


@asynccontextmanager
async def open_hints(url: str) -> AsyncIterator[LiveHints]:
    cache = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    hints = LiveHints(cache)
    try:
        yield hints
    finally:
        await hints.close()
        await cache.aclose()


async def told(listener: Listener, name: str, within: float = 30.0) -> list[str]:
    """All that was told until this."""
    names: list[str] = []
    async with asyncio.timeout(within):
        while name not in names:
            names += (await listener.next(within)).names
    return names
