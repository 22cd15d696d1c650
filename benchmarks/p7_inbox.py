"""P7: the inbox page and a conversation's page at five million messages, against fifty thousand.

The server's own process answers; the time is that of the whole request, its median over many
conversations. The same company grows, so nothing differs but the size.
"""

import asyncio
import time
from dataclasses import dataclass
from random import Random
from statistics import median
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.crowd import conversation_id, fill
from benchmarks.report import report, size
from benchmarks.stage import Stage, free_port, open_shop, open_stage, resources_of, until_listening
from db.models.people import Membership, User
from schemas.enums import Role
from services import sessions

EACH = 25
SMALL = 2_000
LOOKS = 150


@dataclass(frozen=True)
class Times:
    """Milliseconds, the median."""

    inbox: float
    conversation: float


async def measure(stage: Stage, port: int, most: int) -> None:
    small = min(SMALL, most // 2)
    async with resources_of(stage) as resources:
        shop = await open_shop(resources)
        async with resources.database.system() as session:
            user_id = await add_admin(session, shop.company_id)
            secret = await sessions.start(session, user_id, shop.company_id, user_agent="bench")
    places = (stage.postgres.url(), shop.company_id, shop.number_id, user_id)
    with stage.process("server.py"):
        until_listening(port)
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", cookies={"session": secret}, timeout=60
        ) as browser:
            fill(*places, first=1, last=small, each=EACH)
            before = await look(browser, small)
            fill(*places, first=small + 1, last=most, each=EACH)
            after = await look(browser, most)
    ratio = max(after.inbox / before.inbox, after.conversation / before.conversation)
    report(
        "P7",
        ratio=ratio,
        goal=1.5,
        at_most=True,
        ours={"inbox_ms": round(after.inbox, 1), "conversation_ms": round(after.conversation, 1)},
        theirs={
            "messages": small * EACH,
            "inbox_ms": round(before.inbox, 1),
            "conversation_ms": round(before.conversation, 1),
        },
        size=most * EACH,
    )


async def add_admin(session: AsyncSession, company_id: UUID) -> UUID:
    user = User(email="ana@bench.example", name="Ana", password_hash="-")
    session.add(user)
    await session.flush()
    session.add(Membership(company_id=company_id, user_id=user.id, role=Role.ADMIN))
    return user.id


async def look(browser: httpx.AsyncClient, last: int) -> Times:
    random = Random(7)
    looks = min(LOOKS, last)
    inbox = [await _took(browser, "/inbox") for _ in range(looks)]
    keys = [conversation_id(random.randint(1, last)) for _ in range(looks)]
    pages = [await _took(browser, f"/inbox/{key}") for key in keys]
    # The first ones find cold caches, on both sides.
    warm = looks // 5
    return Times(median(inbox[warm:]), median(pages[warm:]))


async def _took(browser: httpx.AsyncClient, path: str) -> float:
    started = time.perf_counter()
    answer = await browser.get(path)
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != httpx.codes.OK:
        raise SystemExit(f"{path}: {answer.status_code}")
    return took


def main() -> None:
    port = free_port()
    with open_stage(PORT=str(port)) as stage:
        asyncio.run(measure(stage, port, size(5_000_000) // EACH))


if __name__ == "__main__":
    main()
