"""DELIVERIES: 10,000 events to an endpoint that answers at once, alone and beside a slow one.

What is told is how much longer the fast one takes when the same events also go to one that needs
a second for each: the slow one must not hold it back.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from benchmarks.report import report, size
from benchmarks.stage import add_contacts, open_shop, open_stage, resources_of
from bootstrap import Resources
from db.models.contacts import Contact
from services import events
from services.events import Happening
from services.webhook_endpoints import EndpointDetails

_ALLOWED = 1.5
_SLOW_SECONDS = 1.0
_PAGE = 500
# So many events of each contact, one after the other.
_EACH = 5
_PATIENCE_SECONDS = 600
_LISTENS_SECONDS = 0.25


@dataclass
class _Listener:
    """Takes everything, after so many seconds each."""

    seconds: float
    url: str = ""
    heard: int = 0
    more: asyncio.Event = field(default_factory=asyncio.Event)
    lines: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
                await reader.readexactly(length)
                await asyncio.sleep(self.seconds)
                self.heard += 1
                self.more.set()
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            # Also at the end of it all, while the slow one still thinks.
            writer.close()
        finally:
            self.lines.discard(writer)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while self.heard < count:
                self.more.clear()
                await self.more.wait()


@asynccontextmanager
async def _listening(seconds: float) -> AsyncIterator[_Listener]:
    listener = _Listener(seconds)
    server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    listener.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    try:
        yield listener
    finally:
        server.close()
        # A worker that still waits for an answer would wait until it gives up.
        for line in listener.lines:
            line.transport.abort()
        # The sockets are closed by the loop, which then waits for the worker's end.
        await asyncio.sleep(0)


async def _happen(resources: Resources, company_id: UUID, count: int) -> None:
    """As the program tells of what it does, a page a transaction."""
    async with resources.database.company(company_id) as session:
        contacts = (await session.scalars(select(Contact.id).limit(-(-count // _EACH)))).all()
    told = [
        Happening("contact.updated", "contact", contacts[n // _EACH], {"changed": ["name"]})
        for n in range(count)
    ]
    for start in range(0, count, _PAGE):
        async with resources.database.company(company_id) as session:
            await events.tell(session, company_id, told[start : start + _PAGE])


async def _until_awake(resources: Resources, company_id: UUID, fast: _Listener) -> None:
    """What happens before the worker listens waits for the minutely sweep: not measured here."""
    told = 0
    while not fast.heard:
        await _happen(resources, company_id, 1)
        told += 1
        await asyncio.sleep(_LISTENS_SECONDS)
    await fast.until(told)


async def _seconds(resources: Resources, company_id: UUID, count: int, fast: _Listener) -> float:
    """Until the fast one has heard of so many more."""
    began, before = time.monotonic(), fast.heard
    await _happen(resources, company_id, count)
    await fast.until(before + count)
    return time.monotonic() - began


async def _measure(resources: Resources, count: int) -> None:
    company_id = (await open_shop(resources)).company_id
    async with _listening(0.0) as fast, _listening(_SLOW_SECONDS) as slow:
        await add_contacts(resources, company_id, max(count, _PAGE) // _EACH + 1)
        await _add(resources, company_id, fast)
        # Everything is warm and awake when it counts.
        await _until_awake(resources, company_id, fast)
        await _seconds(resources, company_id, _PAGE, fast)
        alone = await _seconds(resources, company_id, count, fast)
        await _add(resources, company_id, slow)
        beside = await _seconds(resources, company_id, count, fast)
        report(
            "DELIVERIES",
            ratio=beside / alone,
            goal=_ALLOWED,
            ours={
                "seconds beside a slow one": round(beside, 2),
                "a second": round(count / beside),
                "slow one heard": slow.heard,
            },
            theirs={"seconds alone": round(alone, 2), "a second": round(count / alone)},
            size=count,
            note=f"the slow one answers after {_SLOW_SECONDS:g} s; {_EACH} events of each contact",
        )


async def _add(resources: Resources, company_id: UUID, listener: _Listener) -> None:
    details = EndpointDetails(name="", url=listener.url)
    await resources.webhook_endpoints.create(company_id, details, created_by=None)


async def main() -> None:
    with open_stage(ALLOW_PRIVATE_NETWORK="true") as stage, stage.process("worker.py"):
        async with resources_of(stage) as resources:
            await _measure(resources, size(10_000))


if __name__ == "__main__":
    asyncio.run(main())
