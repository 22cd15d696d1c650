"""Kill one part of running campaigns, start it again, and account for everybody.

Each round launches a WhatsApp and an SMS campaign and a cadence to the same people and kills -9 the worker, the
server, Temporal, PostgreSQL or Redis at a random moment, or empties Redis, while somebody writes
replies on the same number. Afterwards the providers' own log and our rows must agree: nothing was
asked for twice, everybody and every reply is in a final state or unknown with a reason, the counters
equal the rows, nobody is lost in the cadence or does a step twice, and the portfolio's daily limit counts everybody who was written to.
`make chaos ROUNDS=30`.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from uuid import UUID, uuid4

import httpx
import redis
from sqlalchemy import delete, insert, select, text, update
from temporalio.service import RPCError

from benchmarks import chaos_cadence, chaos_replies
from benchmarks.report import RESULTS
from benchmarks.stage import (
    NUMBER_ID,
    SMS_ACCOUNT,
    Shop,
    Stage,
    add_contacts,
    draft_campaign,
    free_port,
    launch,
    open_shop,
    open_sms,
    open_stage,
    resources_of,
    standing,
    until_listening,
)
from bootstrap import Resources
from db.models.connections import ChannelRoute, Connection
from db.models.contacts import Contact
from db.models.limits import Portfolio
from schemas.enums import CampaignStatus, Channel, ConnectionKind, DeliveryStatus
from schemas.payloads.replies import ConversationRef

PARTS = ("worker", "server", "temporal", "postgres", "redis", "flush")
# A final state needs no receipt any more; `sent` is final for a phone that is off.
_FINAL = (
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
    DeliveryStatus.SKIPPED,
    DeliveryStatus.UNKNOWN,
)
_LEASE_SECONDS = 12
_ROUND_SECONDS = 180
# SMS whose callback found no server are asked about a minute after they went out, by the next sweep;
# who was too young for that one, by the next but one.
_SETTLED_SECONDS = 180
# A server that starts on a busy machine.
_READY_SECONDS = 120
_AWAY = chaos_replies.AWAY
# Written during each round, on the number the campaign uses.
_REPLIES = 20


@dataclass
class Round:
    """What one round showed."""

    killed: str
    after_seconds: float
    # Of both campaigns.
    recipients: int
    seconds: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)
    in_doubt: int = 0
    # In the cadence.
    travellers: int = 0
    replies: int = 0
    replies_in_doubt: int = 0
    problems: list[str] = field(default_factory=list)


class Scene:
    """All parts of the product, each of which can be killed and started again."""

    def __init__(self, stage: Stage, sandbox: str, server_port: int) -> None:
        self._stage = stage
        self._sandbox = httpx.Client(base_url=f"{sandbox}/sandbox/api", timeout=30)
        self._server_port = server_port
        self._programs = {"worker": self._start_worker(), "server": self._start_server()}

    def _start_worker(self) -> "subprocess.Popen[bytes]":
        return self._stage.start("worker.py")

    def _start_server(self) -> "subprocess.Popen[bytes]":
        return self._stage.start("server.py")

    async def kill_and_restart(self, part: str, down_seconds: float) -> None:
        if part in self._programs:
            self._programs[part].send_signal(signal.SIGKILL)
            self._programs[part].wait()
            await asyncio.sleep(down_seconds)
            starters = {"worker": self._start_worker, "server": self._start_server}
            self._programs[part] = starters[part]()
            return
        if part == "flush":
            # Everything Redis holds is gone at once: paces, sessions, live updates.
            with redis.Redis.from_url(self._stage.redis.url) as cache:
                await asyncio.to_thread(cache.flushall)
            return
        server = getattr(self._stage, part)
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(down_seconds)
        await asyncio.to_thread(server.start)

    def stop(self) -> None:
        for program in self._programs.values():
            program.terminate()
        for program in self._programs.values():
            with suppress(subprocess.TimeoutExpired):
                program.wait(60)
        self._sandbox.close()

    def ready(self) -> None:
        until_listening(self._server_port, seconds=_READY_SECONDS)

    def duplicates(self) -> int:
        found = self._sandbox.get("/duplicates", params={"strict": "true"}).json()
        return int(found["duplicates"])

    def asked_for(self) -> Counter[str]:
        """Our message id -> how often the provider was asked to send it."""
        asked: Counter[str] = Counter()
        after = 0
        while True:
            page = self._sandbox.get("/requests", params={"after": after, "limit": 5000}).json()
            # Twilio is given the address of our callback, which ends with the message's id.
            asked.update(
                row["callback"].rpartition("=")[2] for row in page["data"] if row["callback"]
            )
            if page["next"] is None:
                return asked
            after = page["next"]

    def write_in(self, phone: str) -> None:
        """A customer writes to our number, so that they may be answered."""
        said = {"type": "text", "body": "Oi", "number": NUMBER_ID}
        self._sandbox.post(f"/phones/{phone}/send", json=said).raise_for_status()

    def webhooks_pending(self) -> int:
        return int(self._sandbox.get("/webhooks").json()["pending"])

    def forget(self) -> None:
        self._sandbox.delete("/requests")


async def _until(check: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(*_AWAY):
            if await check():
                return True
        await asyncio.sleep(0.25)
    return False


async def play(
    scene: Scene,
    resources: Resources,
    shop: Shop,
    *,
    customers: list[ConversationRef],
    part: str,
    recipients: int,
    moment: float,
) -> Round:
    """Launch, kill `part` after `moment` seconds, and look at what is left."""
    round_ = Round(part, round(moment, 2), recipients)
    scene.forget()
    started = time.monotonic()
    both = [await _draft(resources, shop, values) for values in _contents(shop)]
    launching = asyncio.gather(*(_launch(resources, shop, one) for one in both))
    talking = asyncio.create_task(chaos_replies.talk(resources, customers, _REPLIES))
    enrolling = asyncio.create_task(chaos_cadence.begin(resources, shop, recipients // 8))
    await asyncio.sleep(moment)
    await scene.kill_and_restart(part, random.uniform(0.0, 2.0))
    await launching
    said, journey = await talking, await enrolling
    scene.ready()

    async def finished() -> bool:
        now = [await standing(resources, shop, one) for one in both]
        return all(one.status is CampaignStatus.COMPLETED for one in now)

    async def settled() -> bool:
        now = [await standing(resources, shop, one) for one in both]
        return sum(one.of(*_FINAL) for one in now) == recipients

    if not await _until(finished, _ROUND_SECONDS):
        round_.problems.append("the campaigns did not finish")

    async def answered() -> bool:
        return not await chaos_replies.open_ones(resources, said)

    async def through() -> bool:
        return await chaos_cadence.over(resources, shop, journey)

    if not await _until(through, _ROUND_SECONDS):
        round_.problems.append("not everybody is through the cadence")
    if not await _until(settled, _SETTLED_SECONDS):
        round_.problems.append("not everybody is in a final state")
    # What a killed worker had begun is settled by the sweep, a minute later.
    if not await _until(answered, 150):
        round_.problems.append("not every reply is in a final state")
    round_.replies = len(said.keys)
    round_.replies_in_doubt, silent = await chaos_replies.in_doubt(resources, said)
    if silent:
        round_.problems.append("a reply is unknown without a reason")
    await _account(scene, resources, shop, both, round_)
    round_.travellers = journey.people
    round_.problems += await chaos_cadence.problems(resources, shop, journey)
    round_.seconds = round(time.monotonic() - started, 1)
    return round_


def _contents(shop: Shop) -> list[dict[str, object]]:
    """New words each time: the same would rightly not be sent to the same people again."""
    word = uuid4().hex[:8]
    return [
        {"bindings": {"body.2": {"source": "text", "value": word}}},
        {
            "channel": Channel.SMS,
            "phone_number_id": shop.sms_number_id,
            "template_id": None,
            "text": f"Promo {word}: hoje na loja. Responda SAIR para parar",
        },
    ]


async def _draft(resources: Resources, shop: Shop, values: dict[str, object]) -> UUID:
    while True:
        with suppress(*_AWAY):
            return await draft_campaign(resources, shop, **values)
        await asyncio.sleep(0.2)


async def _launch(resources: Resources, shop: Shop, campaign_id: UUID) -> None:
    """Press the button until the database took it; the rest is the program's to keep."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            await launch(resources, shop, campaign_id)
        except RPCError:
            # Committed, and Temporal is away: the sweep starts it within a minute.
            return
        except _AWAY:
            await asyncio.sleep(0.2)
        else:
            return


# Rows and counters of one moment: receipts may still be coming in.
_STATE = text(
    "SELECT id::text, status, reason, 1 AS people FROM campaign_recipients "
    "WHERE campaign_id = ANY(:ids) UNION ALL "
    "SELECT NULL, status, reason, count AS people FROM campaign_counts WHERE campaign_id = ANY(:ids)"
)
_COUNTED = text(
    "SELECT count(*), (SELECT sum(count) FROM portfolio_minutes) FROM portfolio_recipients"
)


async def _account(
    scene: Scene, resources: Resources, shop: Shop, both: list[UUID], round_: Round
) -> None:
    async with resources.database.company(shop.company_id) as session:
        found = (await session.execute(_STATE, {"ids": both})).all()
        people, minutes = (await session.execute(_COUNTED)).one()
    rows = [row for row in found if row.id is not None]
    by_status = Counter(row.status for row in rows)
    counters: Counter[str] = Counter()
    for row in found:
        if row.id is None and row.people:
            counters[row.status] += row.people
    asked = scene.asked_for()
    round_.statuses = dict(by_status)
    round_.in_doubt = by_status.get("unknown", 0)
    problems = round_.problems
    if len(rows) != round_.recipients:
        problems.append(f"{len(rows)} rows for {round_.recipients} recipients")
    if twice := [key for key, times in asked.items() if times > 1] or scene.duplicates():
        problems.append(f"asked for more than once: {twice}")
    if any(row.status == "unknown" and not row.reason for row in rows):
        problems.append("unknown without a reason")
    if counters != by_status:
        problems.append(f"counters {counters} differ from rows {by_status}")
    if by_status.get("skipped"):
        problems.append(f"{by_status['skipped']} were left out")
    # Everybody gets the WhatsApp campaign, so everybody counts once.
    if not people == minutes == round_.recipients // 2:
        problems.append(f"{people} people and {minutes} in minutes count against the limit")
    reached = {row.id for row in rows if row.status in ("delivered", "read", "sent")}
    if not reached <= set(asked):
        problems.append("reached, and yet never asked for")


@contextmanager
def _sandbox(webhook_url: str, app_secret: str) -> Iterator[str]:
    port = free_port()
    arguments = ["--port", str(port), "--rate", "0", "--twilio-rate", "0", "--latency", "0.03"]
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", *arguments],
        env={**os.environ, "SANDBOX_WEBHOOK_URL": webhook_url, "META_APP_SECRET": app_secret},
    )
    try:
        until_listening(port)
        url = f"http://127.0.0.1:{port}"
        settings = {"read_after": 0.8, "webhook_retry_max": 1.0, "webhook_timeout": 5.0}
        httpx.put(f"{url}/sandbox/api/settings", json=settings).raise_for_status()
        yield url
    finally:
        process.terminate()
        process.wait(20)


async def run(rounds: int, recipients: int, *, seed: int, rate: int = 500) -> list[Round]:
    """Play the rounds, each part in turn, at moments drawn from the seed."""
    draw = random.Random(seed)
    port = free_port()
    webhook_url = f"http://127.0.0.1:{port}/webhooks/meta"
    results: list[Round] = []
    with (
        _sandbox(webhook_url, "bench-app-secret") as sandbox,
        open_stage(
            META_GRAPH_BASE_URL=sandbox,
            TWILIO_API_BASE_URL=sandbox,
            PUBLIC_URL=f"http://127.0.0.1:{port}",
            PORT=str(port),
            HOST="127.0.0.1",
            SEND_WINDOW="100",
            SEND_LEASE_SECONDS=str(_LEASE_SECONDS),
        ) as stage,
    ):
        scene = Scene(stage, sandbox, port)
        try:
            async with resources_of(stage) as resources:
                shop = await _furnish(resources, recipients, rate)
                scene.ready()
                customers = await chaos_replies.conversations(resources, shop, scene.write_in)
                for number in range(rounds):
                    part = PARTS[number % len(PARTS)]
                    moment = draw.uniform(0.0, recipients / rate + 1.0)
                    result = await play(
                        scene,
                        resources,
                        shop,
                        customers=customers,
                        part=part,
                        recipients=2 * recipients,
                        moment=moment,
                    )
                    print(json.dumps({"round": number + 1, **asdict(result)}), flush=True)
                    results.append(result)
        finally:
            scene.stop()
    return results


async def _furnish(resources: Resources, recipients: int, rate: int) -> Shop:
    shop = await open_sms(resources, await open_shop(resources, rate=rate), rate=rate)
    async with resources.database.system() as session:
        await session.execute(delete(ChannelRoute))
        connections = await session.execute(select(Connection.kind, Connection.id))
        accounts = {
            ConnectionKind.META_CLOUD: ("meta", NUMBER_ID),
            ConnectionKind.TWILIO: ("twilio", SMS_ACCOUNT),
        }
        for kind, connection_id in connections.all():
            provider, account_id = accounts[kind]
            await session.execute(
                insert(ChannelRoute).values(
                    provider=provider,
                    account_id=account_id,
                    company_id=shop.company_id,
                    connection_id=connection_id,
                )
            )
    async with resources.database.company(shop.company_id) as session:
        await session.execute(delete(Contact))
        # Room for everybody: what is shown is that the count survives what is killed.
        portfolio = Portfolio(company_id=shop.company_id, provider_id="1", daily_limit=100_000)
        session.add(portfolio)
        await session.flush()
        whatsapp = Connection.kind == ConnectionKind.META_CLOUD
        await session.execute(update(Connection).where(whatsapp).values(portfolio_id=portfolio.id))
    await add_contacts(resources, shop.company_id, recipients)
    return shop


async def main() -> int:
    rounds = int(os.environ.get("ROUNDS") or 30)
    recipients = int(os.environ.get("SIZE") or 2_000)
    results = await run(rounds, recipients, seed=random.SystemRandom().randrange(1 << 30))
    bad = [result for result in results if result.problems]
    summary = {
        "figure": "chaos",
        "rounds": len(results),
        "recipients": sum(result.recipients for result in results),
        "asked_for_twice": sum("asked for more" in str(result.problems) for result in results),
        "unknown": sum(result.in_doubt for result in results),
        "travellers": sum(result.travellers for result in results),
        "replies": sum(result.replies for result in results),
        "replies_unknown": sum(result.replies_in_doubt for result in results),
        "killed": dict(Counter(result.killed for result in results)),
        "rounds_with_problems": len(bad),
    }
    print(json.dumps(summary), flush=True)
    if rounds >= 30 and not bad:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "chaos.json").write_text(json.dumps(summary, indent=2) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
