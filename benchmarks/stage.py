"""A whole installation in a temporary folder: servers, tables, a company ready to send."""

import base64
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, text, update

from bootstrap import Resources, open_resources
from db import setup
from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from db.models.limits import Portfolio, Rate
from db.models.people import Company
from db.models.templates import Template
from embedded.postgres import Postgres
from embedded.redis import Redis
from embedded.temporal import Temporal
from schemas.enums import (
    CampaignStatus,
    Channel,
    ConnectionKind,
    DeliveryStatus,
    TemplateCategory,
    TemplateStatus,
)
from schemas.payloads.campaigns import CampaignInput
from services import campaigns, policies
from services.credentials import place_of
from settings import Settings
from workflows import starters
from workflows.search_attributes import ALL as SEARCH_ATTRIBUTES

_ROOT = Path(__file__).resolve().parent.parent
NUMBER_ID = "111222333444555"
_BODY = "Oi {{1}}! Este mês você tem {{2}} de desconto em toda a loja. Aproveite!"


@dataclass(frozen=True)
class Stage:
    folder: Path
    postgres: Postgres
    redis: Redis
    temporal: Temporal
    environment: dict[str, str]

    @property
    def settings(self) -> Settings:
        values = {key.lower(): value for key, value in self.environment.items()}
        return Settings(_env_file=None, **values)  # type: ignore[arg-type]

    @contextmanager
    def process(self, *command: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A program of ours with this stage's settings; ended afterwards."""
        process = self.start(*command)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(180)

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        log = (self.folder / f"{Path(command[0]).stem}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=_ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )


@contextmanager
def open_stage(**environment: str) -> Iterator[Stage]:
    """Start PostgreSQL, Redis and Temporal and make the tables."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mia-bench-")))
        postgres = stack.enter_context(Postgres(folder, password="bench"))
        redis = stack.enter_context(Redis(folder))
        temporal = stack.enter_context(
            Temporal(
                folder,
                search_attributes=[f"{key.name}=Keyword" for key in SEARCH_ATTRIBUTES],
            )
        )
        values = {
            "ENVIRONMENT": "development",
            "DATABASE_URL": postgres.url(),
            "REDIS_URL": redis.url,
            "TEMPORAL_ADDRESS": temporal.address,
            "TEMPORAL_NAMESPACE": temporal.namespace,
            "SECRET_KEY": "benchmark-" * 5,
            "ENCRYPTION_KEYS": "k1:" + base64.b64encode(b"b" * 32).decode(),
            "META_APP_SECRET": "bench-app-secret",
            "META_WEBHOOK_VERIFY_TOKEN": "bench-verify",
            "STORAGE_DIR": str(folder / "storage"),
            "LOG_LEVEL": "warning",
            **environment,
        }
        stage = Stage(folder, postgres, redis, temporal, values)
        setup.prepare(stage.settings)
        yield stage


@contextmanager
def bare_provider(latency: float = 0.05) -> Iterator[str]:
    """The sandbox's bare mode: the cheapest possible provider. Yields its base URL."""
    port = free_port()
    arguments = ["--bare", "--port", str(port), "--latency", str(latency)]
    process = subprocess.Popen([sys.executable, "-m", "sandbox", *arguments], cwd=_ROOT)
    try:
        until_listening(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_listening(port: int, *, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"Nothing answers on port {port}.")


_EARLIER = {
    "body.1": {"source": "text", "value": "cliente"},
    "body.2": {"source": "text", "value": "5%"},
}


# Of the sandbox's Twilio account: sandbox/twilio/seed.py.
SMS_ACCOUNT = "AC" + "5a" * 16
_SMS_TOKEN = "sandbox-twilio-auth-token"
_SMS_NUMBER = ("PN" + "52" * 16, "+15005550006")


@dataclass(frozen=True)
class Shop:
    company_id: UUID
    number_id: UUID
    template_id: UUID
    # Where one was opened: open_sms.
    sms_number_id: UUID | None = None


@asynccontextmanager
async def resources_of(stage: Stage) -> AsyncIterator[Resources]:
    async with open_resources(stage.settings) as resources:
        yield resources


async def open_shop(resources: Resources, *, rate: int = 1_000_000) -> Shop:
    """A company with one number, one approved template and no contacts."""
    company_id, connection_id = uuid4(), uuid4()
    shop = Shop(company_id, uuid4(), uuid4())
    async with resources.database.system() as session:
        await session.execute(insert(Company).values(id=company_id, name="Bench"))
    async with resources.database.company(company_id) as session:
        token = resources.keyring.encrypt(
            "sandbox-token", place_of(company_id, connection_id, "access_token")
        )
        await session.execute(
            insert(Connection).values(
                id=connection_id,
                company_id=company_id,
                kind=ConnectionKind.META_CLOUD,
                name="Bench",
                account_id="100200300400500",
                access_token=token,
            )
        )
        await session.execute(
            insert(PhoneNumber).values(
                id=shop.number_id,
                company_id=company_id,
                connection_id=connection_id,
                provider_number_id=NUMBER_ID,
                display_phone="+55 11 4000-1234",
                rate_per_second=rate,
            )
        )
        await session.execute(
            insert(Template).values(
                id=shop.template_id,
                company_id=company_id,
                connection_id=connection_id,
                name="promocao_do_mes",
                language="pt_BR",
                category=TemplateCategory.MARKETING,
                status=TemplateStatus.APPROVED,
                components=[
                    {"type": "BODY", "text": _BODY},
                    {
                        "type": "BUTTONS",
                        "buttons": [{"type": "QUICK_REPLY", "text": "Não quero mais receber"}],
                    },
                ],
                bindings={
                    "body.1": {"source": "first_name", "fallback": "cliente"},
                    "body.2": {"source": "field:discount", "fallback": "20%"},
                },
            )
        )
    return shop


async def open_sms(resources: Resources, shop: Shop, *, rate: int = 1_000_000) -> Shop:
    """The same company with a number for SMS beside it."""
    connection_id, number_id = uuid4(), uuid4()
    place = place_of(shop.company_id, connection_id, "access_token")
    provider_number_id, phone = _SMS_NUMBER
    async with resources.database.company(shop.company_id) as session:
        await session.execute(
            insert(Connection).values(
                id=connection_id,
                company_id=shop.company_id,
                kind=ConnectionKind.TWILIO,
                name="Bench SMS",
                account_id=SMS_ACCOUNT,
                access_token=resources.keyring.encrypt(_SMS_TOKEN, place),
            )
        )
        await session.execute(
            insert(PhoneNumber).values(
                id=number_id,
                company_id=shop.company_id,
                connection_id=connection_id,
                channel=Channel.SMS,
                provider_number_id=provider_number_id,
                display_phone=phone,
                rate_per_second=rate,
            )
        )
    return replace(shop, sms_number_id=number_id)


async def add_contacts(resources: Resources, company_id: UUID, count: int) -> None:
    """`count` contacts made by the database itself; numbers that ask nothing of the sandbox."""
    async with resources.database.company(company_id) as session:
        await session.execute(
            text(
                """
                INSERT INTO contacts (company_id, name, phone, phone_key, fields)
                SELECT :company_id, 'Pessoa ' || i, '+55' || area || '9' || rest,
                       '55' || area || rest, '{"city": "Recife"}'
                FROM generate_series(0, :count - 1) i,
                     LATERAL (SELECT 11 + (i / 10000) % 80 AS area) a,
                     LATERAL (SELECT lpad((i % 10000)::text, 4, '0')
                                     || (7000 + i / 800000) AS rest) r
                """
            ),
            {"company_id": company_id, "count": count},
        )


# What a campaign is held to when all checks are on; so large that nobody is left out.
CHECKED = {
    "budget_micros": 10**15,
    "expires_at": datetime.now(UTC) + timedelta(days=2),
}


async def switch_on_checks(resources: Resources, shop: Shop, people: int) -> None:
    """Everything that a claim can be looked at for, as a careful company has it.

    A frequency cap and repeats, quiet hours in each zone, prices and a month's budget, the portfolio's
    daily limit, a hundred thousand other opt-outs, and an earlier campaign to the same people.
    Few people have ten times as many opt-outs around them.
    """
    now = datetime.now(UTC)
    # Far from now in every zone of the country.
    quiet: dict[str, object] = {"quiet_start": f"{now + timedelta(hours=8):%H:%M}"}
    quiet |= {"quiet_end": f"{now + timedelta(hours=10):%H:%M}", "observe_holidays": False}
    async with resources.database.company(shop.company_id) as session:
        await policies.save(
            session,
            shop.company_id,
            frequency_cap=4,
            hours=quiet,
            monthly_budget_micros=10**15,
        )
        portfolio = Portfolio(
            company_id=shop.company_id, provider_id="1", daily_limit=max(100_000, people * 3)
        )
        session.add(portfolio)
        await session.flush()
        await session.execute(update(Connection).values(portfolio_id=portfolio.id))
        session.add(
            Rate(
                company_id=shop.company_id,
                channel="whatsapp",
                country="BR",
                price_micros=350_000,
                valid_from=now.date(),
            )
        )
        await session.execute(
            text(
                """
                INSERT INTO suppressions (company_id, channel, match_key, scope, reason)
                SELECT :company_id, 'whatsapp', '5510' || i, 'marketing', 'opted_out'
                FROM generate_series(10000000, 9999999 + :others) i
                """
            ),
            {"company_id": shop.company_id, "others": min(100_000, 10 * people)},
        )
    earlier = await draft_campaign(resources, shop, bindings=_EARLIER)
    async with resources.database.company(shop.company_id) as session:
        await campaigns.mark_launching(session, earlier)
        await campaigns.begin(session, earlier, now=now)
        await session.execute(
            text(
                """
                UPDATE campaign_recipients SET status = 'delivered', claimed_at = now()
                WHERE campaign_id = :id AND status = 'pending'
                """
            ),
            {"id": earlier},
        )
        await session.execute(
            text("UPDATE campaigns SET status = 'completed', finished_at = now() WHERE id = :id"),
            {"id": earlier},
        )


async def draft_campaign(resources: Resources, shop: Shop, **values: object) -> UUID:
    campaign_id = uuid4()
    async with resources.database.company(shop.company_id) as session:
        await session.execute(
            insert(Campaign).values(
                {
                    "id": campaign_id,
                    "company_id": shop.company_id,
                    "name": "Bench",
                    "phone_number_id": shop.number_id,
                    "template_id": shop.template_id,
                    "audience": {"everyone": True},
                    **values,
                }
            )
        )
    return campaign_id


async def launch(resources: Resources, shop: Shop, campaign_id: UUID) -> None:
    """As the API does it: commit first, then start the workflow."""
    async with resources.database.company(shop.company_id) as session:
        campaign = await campaigns.mark_launching(session, campaign_id)
    await starters.start_campaign(
        resources.temporal, CampaignInput(shop.company_id, campaign_id, campaign.channel)
    )


@dataclass(frozen=True)
class Standing:
    status: CampaignStatus
    counts: dict[DeliveryStatus, int]

    def of(self, *statuses: DeliveryStatus) -> int:
        return sum(self.counts.get(status, 0) for status in statuses)


async def standing(resources: Resources, shop: Shop, campaign_id: UUID) -> Standing:
    async with resources.database.company(shop.company_id) as session:
        status = await session.scalar(
            text("SELECT status FROM campaigns WHERE id = :id"), {"id": campaign_id}
        )
        rows = await session.execute(
            text(
                "SELECT status, sum(count)::int FROM campaign_counts "
                "WHERE campaign_id = :id GROUP BY status"
            ),
            {"id": campaign_id},
        )
    return Standing(
        CampaignStatus(status), {DeliveryStatus(key): count for key, count in rows.all()}
    )
