"""P6: webhooks, verified, stored and applied before the answer, in one server process, against an
endpoint that only reads the body.

Both get the same signed requests from the same load generator, one event a request, over kept
connections. Ours advances real recipients of a campaign: each is sent, delivered and read. Every
third of them also writes, so that one event in ten is a message for the inbox: it makes or finds
the contact and the conversation, and counts as unread.
"""

import asyncio
import hmac
import json
import random
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import psutil
from sqlalchemy import insert, text

from benchmarks.report import report, size
from benchmarks.stage import (
    NUMBER_ID,
    Shop,
    Stage,
    draft_campaign,
    free_port,
    open_shop,
    open_stage,
    resources_of,
    until_listening,
)
from bootstrap import Resources
from db.models.connections import ChannelRoute
from db.queries.ledger import id_range
from schemas.enums import CampaignStatus

CONNECTIONS = 384
BATCH = 100
# Of so many events each, and never more of them.
ROUND = 3_000
ROUNDS = 8
SECRET = "bench-app-secret"
WORDS = ("sent", "delivered", "read")
# Every third person writes; so many of them write again and again.
ONE_IN = 3
WRITERS = 3_000
Event = tuple[str, dict[str, object]]
_RECIPIENTS = text(
    """
    WITH people AS (
        INSERT INTO campaign_recipients
            (id, company_id, campaign_id, contact_id, address, address_key, status, provider_id)
        SELECT (:prefix || lpad(to_hex(i), 16, '0'))::uuid, :company_id, :campaign_id,
               new_id(), '+5511990000000', '551190000000', 'accepted', 'wamid.' || i
        FROM generate_series(1, :count) i
        RETURNING 1
    )
    INSERT INTO campaign_counts (company_id, campaign_id, status, count)
    SELECT :company_id, :campaign_id, 'accepted', count(*) FROM people
    """
)


async def prepare(resources: Resources, people: int) -> tuple[Shop, UUID]:
    """A running campaign whose messages have all been accepted."""
    shop = await open_shop(resources)
    async with resources.database.system() as session:
        connection_id = await session.scalar(text("SELECT id FROM connections"))
        route = {"provider": "meta", "account_id": NUMBER_ID, "company_id": shop.company_id}
        await session.execute(insert(ChannelRoute).values(connection_id=connection_id, **route))
    campaign_id = await draft_campaign(resources, shop, status=CampaignStatus.RUNNING)
    async with resources.database.company(shop.company_id) as session:
        await session.execute(
            _RECIPIENTS,
            {
                "prefix": id_range(campaign_id)[0].hex[:16],
                "company_id": shop.company_id,
                "campaign_id": campaign_id,
                "count": people,
            },
        )
    return shop, campaign_id


def events_of(campaign_id: UUID, people: range) -> list[Event]:
    """What people's phones report and write, mixed as it comes when a campaign is under way."""
    found = [("statuses", one) for one in statuses(campaign_id, people)]
    found += [("messages", message(n)) for n in people if n % ONE_IN == 0]
    random.Random(6).shuffle(found)
    return found


def message(n: int) -> dict[str, object]:
    return {
        "id": f"wamid.in.{n}",
        "from": f"55119{70_000_000 + n % WRITERS}",
        "timestamp": str(1_750_000_000 + n % 3600),
        "type": "text",
        "text": {"body": f"Oi, ainda tem o produto número {n}? Qual é o preço com desconto?"},
    }


def statuses(campaign_id: UUID, people: range) -> list[dict[str, object]]:
    """Every person's three receipts."""
    first = id_range(campaign_id)[0].int
    return [
        {
            "id": f"wamid.{n}",
            "status": word,
            "timestamp": str(1_750_000_000 + at),
            "recipient_id": "551190000000",
            "biz_opaque_callback_data": str(UUID(int=first + n)),
            "conversation": {"id": "5e1c", "origin": {"type": "marketing"}},
            "pricing": {"billable": True, "pricing_model": "PMP", "category": "marketing"},
        }
        for n in people
        for at, word in enumerate(WORDS)
    ]


def request(events: Sequence[Event]) -> bytes:
    number = {"display_phone_number": "551140001234", "phone_number_id": NUMBER_ID}
    value: dict[str, object] = {"messaging_product": "whatsapp", "metadata": number}
    for part in ("statuses", "messages"):
        if found := [event for kind, event in events if kind == part]:
            value[part] = found
    entry = {"id": "100200300400500", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    signature = hmac.digest(SECRET.encode(), body, "sha256").hex()
    head = (
        "POST /webhooks/meta HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: facebookexternalua\r\n"
        f"Content-Type: application/json\r\nX-Hub-Signature-256: sha256={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass
class Server:
    """A server under load: what its requests took so far, in time and in its own CPU."""

    port: int
    pid: int
    spent: float = 0.0
    cpu: float = 0.0

    def post(self, path: Path, *, count: bool = True) -> None:
        before = self._cpu()
        took = seconds(self.port, path)
        if count:
            self.spent += took
            self.cpu += self._cpu() - before

    def _cpu(self) -> float:
        used = psutil.Process(self.pid).cpu_times()
        return float(used.user + used.system)


def write(path: Path, requests: Sequence[bytes]) -> Path:
    path.write_bytes(b"".join(struct.pack(">I", len(one)) + one for one in requests))
    return path


def seconds(port: int, path: Path) -> float:
    """How long the load generator, a process of its own, took."""
    command = [sys.executable, "-m", "benchmarks.p6_load", str(port), str(path), str(CONNECTIONS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


@contextmanager
def bare_server() -> Iterator[Server]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.p6_bare", str(port)])
    try:
        until_listening(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


async def check(resources: Resources, shop: Shop, people: int) -> None:
    """A figure counts only if every event was applied."""
    async with resources.database.company(shop.company_id) as session:
        applied = await session.scalar(
            text("SELECT count(*) FROM webhook_events WHERE applied_at IS NOT NULL")
        )
        unread = await session.scalar(
            text("SELECT count(*) FROM campaign_recipients WHERE status <> 'read'")
        )
        counted = await session.scalar(
            text("SELECT sum(count) FROM campaign_counts WHERE status = 'read'")
        )
        shown = await session.scalar(text("SELECT sum(unread_count) FROM conversations"))
    written = people // ONE_IN
    found = (applied, unread, counted, shown)
    if found != (people * len(WORDS) + written, 0, people, written):
        raise SystemExit(f"not all was applied: {found}")


async def measure(stage: Stage, port: int, people: int) -> None:
    """A tenth warms up, then both take turns, so that a busy moment of the machine hits both."""
    rounds = min(ROUNDS, max(people * len(WORDS) // ROUND, 2))
    warm_people = max(people // 10, rounds)
    everybody = warm_people + 2 * people
    async with resources_of(stage) as resources:
        shop, campaign_id = await prepare(resources, everybody)
        edges = (1, warm_people + 1, warm_people + people + 1, everybody + 1)
        warm, single, batched = (
            events_of(campaign_id, range(first, end)) for first, end in pairwise(edges)
        )
        slices = [
            write(stage.folder / f"slice{n}", [request([event]) for event in single[n::rounds]])
            for n in range(rounds)
        ]
        bodies = [request(batched[at : at + BATCH]) for at in range(0, len(batched), BATCH)]
        with bare_server() as bare, stage.process("server.py") as process:
            until_listening(port)
            ours = Server(port, process.pid)
            first = write(stage.folder / "warm", [request([event]) for event in warm])
            bare.post(first, count=False)
            ours.post(first, count=False)
            for path in slices:
                bare.post(path)
                ours.post(path)
            in_batches = seconds(port, write(stage.folder / "batched", bodies))
        await check(resources, shop, everybody)
    events = len(single)
    report(
        "P6",
        ratio=bare.spent / ours.spent,
        goal=0.5,
        at_most=False,
        ours={
            "events_per_second": round(events / ours.spent),
            "server_cpu_microseconds": round(ours.cpu / events * 1e6),
            f"in_bodies_of_{BATCH}": round(len(batched) / in_batches),
        },
        theirs={
            "requests_per_second": round(events / bare.spent),
            "server_cpu_microseconds": round(bare.cpu / events * 1e6),
        },
        size=events,
    )


def main() -> None:
    port = free_port()
    with open_stage(PORT=str(port), META_APP_SECRET=SECRET) as stage:
        asyncio.run(measure(stage, port, size(30_000) // len(WORDS)))


if __name__ == "__main__":
    main()
