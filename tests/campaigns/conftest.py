from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis
from temporalio.testing import ActivityEnvironment

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities, SendOptions
from db.session import Database
from providers import http, registry
from sandbox.app import create_app
from sandbox.options import Options
from services.keyring import Keyring
from services.senders import LinkAddresses, Openers, Senders
from settings import Settings
from tests.campaigns.scenes import Shop, open_shop
from tests.serving import serve

LEASE_SECONDS = 60.0


@pytest.fixture(scope="session")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture(scope="session")
async def sandbox_url() -> AsyncIterator[str]:
    async with serve(create_app(Options(latency=0.002, throughput=0))) as url:
        yield url


@pytest.fixture(scope="session")
async def sandbox(sandbox_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The sandbox's control API."""
    async with httpx.AsyncClient(base_url=f"{sandbox_url}/sandbox/api") as client:
        yield client


@pytest.fixture(scope="session")
async def senders(database: Database, keyring: Keyring, sandbox_url: str) -> AsyncIterator[Senders]:
    client = http.bulk_client(50)
    graph = registry.GraphAddress(sandbox_url, "v23.0")
    addresses = LinkAddresses(b"k" * 32, "http://localhost:5000")
    twilio = registry.TwilioAddress(sandbox_url, sandbox_url, "http://localhost:5000/twilio")
    openers = Openers(registry.meta_senders(client, graph), registry.twilio_senders(client, twilio))
    yield Senders(database, keyring, openers, addresses)
    await client.close()


@pytest.fixture
def sending(database: Database, cache: Redis, senders: Senders) -> SendActivities:
    return SendActivities(database, cache, senders, SendOptions(20, LEASE_SECONDS))


@pytest.fixture
def campaign_activities(database: Database) -> CampaignActivities:
    return CampaignActivities(database)


@pytest.fixture
def environment() -> ActivityEnvironment:
    return ActivityEnvironment()


@pytest.fixture
async def shop(database: Database, keyring: Keyring, company_id: UUID) -> Shop:
    return await open_shop(database, keyring, company_id)
