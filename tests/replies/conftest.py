from collections.abc import AsyncIterator, Callable
from uuid import UUID

import httpx
import pytest
from pyreqwest.client import Client
from redis.asyncio import Redis

from activities.replies import Outside, ReplyActivities
from db.session import Database
from providers import http, registry
from sandbox.app import create_app
from sandbox.options import Options
from schemas.payloads.replies import ConversationRef
from services.keyring import Keyring
from services.live import LiveHints
from services.senders import Chats
from settings import Settings
from tests.campaigns.scenes import Shop, open_shop
from tests.providers.scripted import Scripted
from tests.replies.chat import Chat
from tests.serving import serve

LEASE_SECONDS = 60.0

Open = Callable[..., ReplyActivities]


@pytest.fixture(scope="session")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture(scope="session")
async def sandbox_url() -> AsyncIterator[str]:
    options = Options(latency=0.002, throughput=0)
    async with serve(create_app(options)) as url:
        yield url


@pytest.fixture(scope="session")
async def sandbox(sandbox_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{sandbox_url}/sandbox/api") as client:
        yield client


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = http.chat_client()
    yield client
    await client.close()


@pytest.fixture
async def hints(cache: Redis) -> AsyncIterator[LiveHints]:
    hints = LiveHints(cache)
    yield hints
    await hints.close()


class Told:
    """Stands where Temporal is and writes down what it is told."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.companies: list[UUID] = []
        self.conversations: list[ConversationRef] = []

    async def notifications(self, company_id: UUID) -> None:
        self.companies.append(company_id)

    async def replies(self, ref: ConversationRef) -> None:
        self.conversations.append(ref)


@pytest.fixture
def told(cache: Redis) -> Told:
    return Told(cache)


@pytest.fixture
def open_sending(
    database: Database, hints: LiveHints, keyring: Keyring, client: Client, told: Told
) -> Open:
    """Activities that send to this address; each stands for a worker of its own."""

    def open_at(url: str, *, lease_seconds: float = LEASE_SECONDS) -> ReplyActivities:
        async def at_provider(company_id: UUID, media_id: UUID) -> str:
            return str(media_id.int)

        graph = registry.GraphAddress(url, "v23.0")
        twilio = registry.TwilioAddress(url, url, "http://localhost:5000/webhooks/twilio")
        chats = Chats(
            keyring, registry.meta_chats(client, graph), registry.twilio_chats(client, twilio)
        )
        outside = Outside(chats, at_provider, told.notifications, told.replies)
        return ReplyActivities(database, told.redis, hints, outside, lease_seconds=lease_seconds)

    return open_at


@pytest.fixture
def sending(open_sending: Open, sandbox_url: str) -> ReplyActivities:
    return open_sending(sandbox_url)


@pytest.fixture
def to_provider(open_sending: Open, provider: Scripted) -> ReplyActivities:
    """Sends to a provider that answers what the test says."""
    return open_sending(provider.url)


@pytest.fixture
async def shop(database: Database, keyring: Keyring, company_id: UUID) -> Shop:
    return await open_shop(database, keyring, company_id)


@pytest.fixture
async def chat(database: Database, shop: Shop) -> Chat:
    return await Chat.begin(database, shop)
