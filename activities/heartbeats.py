"""Beating for Temporal while an activity is busy with something long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from temporalio import activity

# Well below every heartbeat timeout in workflows/options.py.
_EVERY_SECONDS = 3.0


@asynccontextmanager
async def heartbeats() -> AsyncIterator[None]:
    """Tell Temporal that we live; a worker that does not is replaced."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(_EVERY_SECONDS)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
