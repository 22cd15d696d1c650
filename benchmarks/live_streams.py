"""LIVE: 2,000 browsers with an open stream on one server process.

Twenty companies' people listen, four streams a session. Twenty things change each second, each in one
company; a change is delivered when its name, or the word to look at everything, reaches each of that company's
browsers. The lag is measured here, from before the hint is written until the browser's bytes are read.
Meanwhile an ordinary page is asked for twice a second.
"""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
import psutil

from benchmarks.report import report, size
from benchmarks.stage import Stage, free_port, open_stage, resources_of, until_listening
from bootstrap import Resources
from db.models.people import Company, Membership, User
from schemas.enums import Role
from server import allow_open_files
from services import sessions
from services.live import EVERYTHING
from web.dependencies import SESSION_COOKIE

COMPANIES = 20
STREAMS_A_SESSION = 4
EVENTS_A_SECOND = 20
SECONDS = 30
# Browsers that connect at the same moment.
AT_ONCE = 40
# What is on its way when the last thing has changed may still arrive.
_SETTLE_SECONDS = 3.0


@dataclass
class Browser:
    """One stream, read for as long as it is open."""

    company_id: UUID
    cookie: str
    heard: dict[str, float] = field(default_factory=dict)
    looked: list[float] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    writer: asyncio.StreamWriter | None = None
    reading: asyncio.Task[None] | None = None

    async def open(self, port: int) -> None:
        reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {SESSION_COOKIE}={self.cookie}\r\n\r\n"
        self.writer.write(head.encode())
        status = await reader.readline()
        if b" 200 " not in status:
            raise SystemExit(f"a stream was refused: {status!r}")
        self.reading = asyncio.create_task(self._read(reader))
        await self.begun.wait()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            if line.startswith(b"data: "):
                now = time.monotonic()
                for name in json.loads(line[6:]):
                    if name == EVERYTHING:
                        self.looked.append(now)
                        self.begun.set()
                    else:
                        self.heard.setdefault(name, now)

    def lag(self, name: str, at: float) -> float | None:
        """Until it knew, by the name or by the word to look at everything."""
        known = [each for each in (self.heard.get(name), *self.looked) if each and each >= at]
        return min(known) - at if known else None

    async def close(self) -> None:
        if self.reading is not None:
            self.reading.cancel()
        if self.writer is not None:
            self.writer.close()


async def people(resources: Resources, count: int) -> list[Browser]:
    """Signed-in browsers, shared out among the companies."""
    browsers: list[Browser] = []
    companies = [uuid4() for _ in range(min(COMPANIES, count))]
    async with resources.database.system() as session:
        session.add_all([Company(id=key, name="Padaria") for key in companies])
        await session.flush()
        for number in range(-(-count // STREAMS_A_SESSION)):
            company_id, user_id = companies[number % len(companies)], uuid4()
            session.add(
                User(id=user_id, email=f"{user_id}@example.com", name="Ana", password_hash="-")
            )
            await session.flush()
            session.add(Membership(company_id=company_id, user_id=user_id, role=Role.AGENT))
            secret = await sessions.start(session, user_id, company_id, user_agent="bench")
            browsers += [Browser(company_id, secret) for _ in range(STREAMS_A_SESSION)]
    return browsers[:count]


@asynccontextmanager
async def opened(browsers: Sequence[Browser], port: int) -> AsyncIterator[None]:
    places = asyncio.Semaphore(AT_ONCE)

    async def open_one(browser: Browser) -> None:
        async with places:
            await browser.open(port)

    try:
        await asyncio.gather(*(open_one(browser) for browser in browsers))
        yield
    finally:
        for browser in browsers:
            await browser.close()


async def change_things(
    resources: Resources, companies: Sequence[UUID], seconds: float
) -> list[tuple[UUID, str, float]]:
    told, began = [], time.monotonic()
    for number in range(int(seconds * EVENTS_A_SECOND)):
        await asyncio.sleep(max(0.0, began + number / EVENTS_A_SECOND - time.monotonic()))
        company_id, row = companies[number % len(companies)], uuid4()
        told.append((company_id, f"conversation-{row.hex}", time.monotonic()))
        resources.hints.changed(company_id, "conversation", row)
    await asyncio.sleep(_SETTLE_SECONDS)
    return told


async def ask_for_pages(port: int, cookie: str, took: list[float]) -> None:
    """For ever."""
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, cookies={SESSION_COOKIE: cookie}) as client:
        while True:
            started = time.monotonic()
            answer = await client.get("/campaigns", timeout=30)
            took.append(time.monotonic() - started)
            if answer.status_code != httpx.codes.OK:
                raise SystemExit(f"a page was refused: {answer.status_code}")
            await asyncio.sleep(0.5)


def lags(
    browsers: Sequence[Browser], told: Sequence[tuple[UUID, str, float]]
) -> tuple[list[float], int]:
    """Of what was delivered, and how many deliveries there should have been."""
    found: list[float] = []
    wanted = 0
    for company_id, name, at in told:
        for browser in browsers:
            if browser.company_id == company_id:
                wanted += 1
                lag = browser.lag(name, at)
                found += [] if lag is None else [lag]
    return found, wanted


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def cpu_seconds(server: psutil.Process) -> float:
    used = server.cpu_times()
    return float(used.user + used.system)


async def measure(stage: Stage, port: int, streams: int, seconds: float) -> None:
    async with resources_of(stage) as resources:
        browsers = await people(resources, streams)
        with stage.process("server.py") as process:
            until_listening(port)
            server, pages = psutil.Process(process.pid), list[float]()
            asking = asyncio.create_task(ask_for_pages(port, browsers[0].cookie, pages))
            await asyncio.sleep(1)
            memory, pages[:] = server.memory_info().rss, []
            async with opened(browsers, port):
                held = server.memory_info().rss - memory
                cpu, began = cpu_seconds(server), time.monotonic()
                pages.clear()
                companies = sorted({browser.company_id for browser in browsers})
                told = await change_things(resources, companies, seconds)
                busy = (cpu_seconds(server) - cpu) / (time.monotonic() - began)
            asking.cancel()
            await asyncio.wait([asking])
    found, wanted = lags(browsers, told)
    p95 = percentile(found, 0.95)
    report(
        "LIVE",
        ratio=p95,
        goal=1.0,
        at_most=True,
        ours={
            "delivered": round(len(found) / wanted, 5),
            "deliveries_per_second": round(wanted / seconds),
            "lag_p50_ms": round(statistics.median(found) * 1000),
            "lag_p95_ms": round(p95 * 1000),
            "server_cpu_share": round(busy, 2),
            "memory_kb_a_stream": round(held / len(browsers) / 1024),
            "page_p50_ms": round(statistics.median(pages) * 1000),
            "page_max_ms": round(max(pages) * 1000),
        },
        theirs={"allowed_seconds": 1.0},
        size=len(browsers),
    )


def main() -> None:
    allow_open_files()
    port, streams = free_port(), size(2_000)
    seconds = SECONDS if streams >= 1_000 else 4
    with open_stage(PORT=str(port)) as stage:
        asyncio.run(measure(stage, port, streams, seconds))


if __name__ == "__main__":
    main()
