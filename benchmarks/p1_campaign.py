"""P1 and P2: a campaign through Temporal and the full ledger, from launch to the last acceptance,
against the original's engine (BullMQ) and against the raw limit of the HTTP client.

Ours with every check of a careful company on (stage.switch_on_checks). All three send to the same
provider, with the same window, one after the other on one machine.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import uvloop
from pyreqwest.client import Client

from benchmarks.readiness import until_working
from benchmarks.report import report, size
from benchmarks.stage import (
    CHECKED,
    NUMBER_ID,
    Stage,
    add_contacts,
    bare_provider,
    draft_campaign,
    free_port,
    launch,
    open_shop,
    open_stage,
    resources_of,
    standing,
    switch_on_checks,
    until_listening,
)
from embedded.installation import socket_folder
from providers import http
from schemas.enums import CampaignStatus, DeliveryStatus

WINDOW = 800
PEERS = Path(
    os.environ.get("MASTER_IA_PEERS")
    or Path(__file__).resolve().parent.parent.parent / "shared" / "peers"
)
_MESSAGE = {
    "messaging_product": "whatsapp",
    "recipient_type": "individual",
    "to": "+5511990000001",
    "type": "template",
    "template": {
        "name": "promocao_do_mes",
        "language": {"code": "pt_BR"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "Pessoa"},
                    {"type": "text", "text": "20%"},
                ],
            }
        ],
    },
    "biz_opaque_callback_data": "00000000-0000-0000-0000-000000000000",
}


async def ours(stage: Stage, count: int) -> dict[str, float]:
    async with resources_of(stage) as resources:
        shop = await open_shop(resources)
        await add_contacts(resources, shop.company_id, count)
        await switch_on_checks(resources, shop, count)
        campaign_id = await draft_campaign(resources, shop, **CHECKED)
        with stage.process("worker.py") as worker:
            await until_working(resources.temporal, worker.pid)
            started = time.monotonic()
            await launch(resources, shop, campaign_id)
            frozen = None
            while True:
                now = await standing(resources, shop, campaign_id)
                if frozen is None and now.counts:
                    frozen = time.monotonic() - started
                if now.of(DeliveryStatus.ACCEPTED) == count:
                    break
                if now.status in (CampaignStatus.FAILED, CampaignStatus.AUTO_PAUSED):
                    raise SystemExit(f"The campaign stopped: {now}")
                await asyncio.sleep(0.05)
            seconds = time.monotonic() - started
            memory = psutil.Process(worker.pid).memory_info().rss / 1e6
    return {
        "per_second": round(count / seconds),
        "seconds": round(seconds, 2),
        "frozen_after": round(frozen or 0, 2),
        "worker_mb": round(memory),
    }


async def raw_limit(url: str, count: int) -> dict[str, float]:
    """The fastest client alone: same window, same body, no database."""
    body = json.dumps(_MESSAGE).encode()
    left = count

    async def work(client: Client) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            request = client.post(url).header("content-type", "application/json").body_bytes(body)
            response = await request.build().send()
            json.loads(bytes(await response.bytes()))

    client = http.bulk_client(WINDOW)
    started = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for _ in range(WINDOW):
            group.create_task(work(client))
    seconds = time.monotonic() - started
    await client.close()
    return {"per_second": round(count / seconds)}


def original(stage: Stage, url: str, count: int) -> dict[str, float] | None:
    """BullMQ and one insert a message, as the peers' program does it; None where it is absent."""
    program = PEERS / "bullmq_pg.mjs"
    if not program.exists():
        return None
    folder = Path(tempfile.gettempdir()) / "mia-bench-bullmq"
    folder.mkdir(exist_ok=True)
    if not (folder / "node_modules" / "bullmq").exists():
        packages = ["bullmq", "ioredis", "undici", "pg"]
        subprocess.run(["npm", "install", "--silent", *packages], cwd=folder, check=True)
    (folder / program.name).write_bytes(program.read_bytes())
    return _run_original(stage, folder / program.name, url, count)


def _run_original(stage: Stage, program: Path, url: str, count: int) -> dict[str, float]:
    _prepare_table(stage)
    with _open_redis(stage.folder) as port:
        answer = subprocess.run(
            ["node", str(program), str(count), str(WINDOW)],
            env={
                **os.environ,
                "PGHOST": str(socket_folder(stage.postgres.home)),
                "PGPASSWORD": "bench",
                "REDIS_PORT": str(port),
                "SINK": url,
            },
            cwd=program.parent,
            capture_output=True,
            text=True,
            check=True,
        )
    total = re.search(r"total (\d+)/s", answer.stdout)
    assert total is not None, answer.stdout
    return {"per_second": int(total[1])}


def _prepare_table(stage: Stage) -> None:
    with psycopg.connect(stage.postgres.url("postgres", driver="postgresql")) as connection:
        connection.execute(
            "CREATE TABLE m (id text PRIMARY KEY, status text, wamid text, "
            "ts timestamptz DEFAULT now())"
        )


@contextmanager
def _open_redis(folder: Path) -> Iterator[int]:
    """One of its own and without a password, as the peers' program expects it."""
    binary = shutil.which("redis-server") or str(Path(sys.executable).with_name("redis-server"))
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL)
    try:
        until_listening(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


async def main() -> None:
    count = size(50_000)
    with bare_provider() as provider:
        url = f"{provider}/v23.0/{NUMBER_ID}/messages"
        with open_stage(META_GRAPH_BASE_URL=provider, SEND_WINDOW=str(WINDOW)) as stage:
            campaign = await ours(stage, count)
            limit = await raw_limit(url, count)
            peer = original(stage, url, count)
    report(
        "P1",
        ratio=campaign["per_second"] / peer["per_second"] if peer else None,
        goal=2.5,
        at_most=False,
        ours=campaign,
        theirs=peer,
        size=count,
        note="" if peer else "the peers' program is not at hand (MASTER_IA_PEERS)",
    )
    report(
        "P2",
        ratio=campaign["per_second"] / limit["per_second"],
        goal=0.7,
        at_most=False,
        ours=campaign,
        theirs=limit,
        size=count,
    )


if __name__ == "__main__":
    uvloop.run(main())
