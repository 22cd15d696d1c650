"""Browsers' streams as a test hears them."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx


class Heard:
    """What one browser heard so far."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.place = ""
        self.over = asyncio.Event()
        self._changed = asyncio.Condition()

    async def read(self, response: httpx.Response) -> None:
        async for line in response.aiter_lines():
            if line.startswith("id: "):
                self.place = line.removeprefix("id: ")
            elif line.startswith("data: "):
                async with self._changed:
                    self.names += json.loads(line.removeprefix("data: "))
                    self._changed.notify_all()
        self.over.set()

    async def until(self, name: str, within: float = 30.0) -> None:
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: name in self.names)

    def forget(self) -> None:
        self.names = []


@asynccontextmanager
async def stream(url: str, cookies: Mapping[str, str], *, after: str = "") -> AsyncIterator[Heard]:
    """Open and heard; begins after the place given, else anew."""
    heard = Heard()
    headers = {"Last-Event-ID": after} if after else {}
    async with (
        httpx.AsyncClient(base_url=url, cookies=dict(cookies), timeout=30) as client,
        client.stream("GET", "/live", headers=headers) as response,
    ):
        assert response.status_code == 200, response.status_code
        reading = asyncio.create_task(heard.read(response))
        try:
            if not after:
                await heard.until("live", within=30)
            yield heard
        finally:
            reading.cancel()
            await asyncio.wait([reading])
