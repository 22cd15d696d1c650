"""A connected company and Meta calling us."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
import redis.asyncio
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp
from temporalio.client import Client

from api.webhooks.app import Readers, create_webhooks
from api.webhooks.errands import Errands
from db.models.connections import ChannelRoute, Connection, PhoneNumber
from db.session import Database
from providers import registry
from schemas.enums import ConnectionKind
from schemas.settings_view import SettingsView
from services.credentials import place_of
from services.keyring import Keyring
from services.live import LiveHints
from settings import Settings
from tests.webhooks.meta import APP_SECRET, VERIFY_TOKEN, Account

READERS = Readers(registry.meta_reader, registry.sms_reader, registry.sms_account_of)


@pytest.fixture(scope="session")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture
async def hints(cache: redis.asyncio.Redis) -> AsyncIterator[LiveHints]:
    hints = LiveHints(cache)
    yield hints
    await hints.close()


@pytest.fixture
async def errands(hints: LiveHints) -> Errands:
    """Temporal does not answer: what a webhook asks of it is then the sweep's."""
    return Errands(hints, await Client.connect("127.0.0.1:1", lazy=True))


@pytest.fixture
def webhooks(database: Database, keyring: Keyring, errands: Errands) -> ASGIApp:
    view = SettingsView(
        public_url="http://localhost",
        meta_app_secret=APP_SECRET,
        meta_webhook_verify_token=VERIFY_TOKEN,
    )
    app = create_webhooks(database, keyring, READERS, view, errands)
    return Starlette(routes=[Mount("/webhooks", app)])


@pytest.fixture
async def meta(webhooks: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """Meta's servers."""
    transport = httpx.ASGITransport(app=webhooks)
    async with httpx.AsyncClient(transport=transport, base_url="http://us") as client:
        yield client


@pytest.fixture
async def account(database: Database, keyring: Keyring, company_id: UUID) -> Account:
    return await connect(database, keyring, company_id)


@pytest.fixture
async def other_account(database: Database, keyring: Keyring, other_company_id: UUID) -> Account:
    return await connect(database, keyring, other_company_id)


async def connect(database: Database, keyring: Keyring, company_id: UUID) -> Account:
    """A connection with an app of its own, and one number."""
    account = Account(company_id, uuid4(), uuid4(), f"waba{uuid4().hex}", f"num{uuid4().hex}")

    def seal(column: str, secret: str) -> bytes:
        return keyring.encrypt(secret, place_of(company_id, account.connection_id, column))

    async with database.system() as session:
        session.add(
            Connection(
                id=account.connection_id,
                company_id=company_id,
                kind=ConnectionKind.META_CLOUD,
                name="Loja",
                account_id=account.waba_id,
                access_token=seal("access_token", "token"),
                app_secret=seal("app_secret", account.secret),
                verify_token=seal("verify_token", account.verify_token),
            )
        )
        await session.flush()
        session.add(
            PhoneNumber(
                id=account.number_id,
                company_id=company_id,
                connection_id=account.connection_id,
                provider_number_id=account.phone_number_id,
                display_phone="+55 11 4000-1234",
            )
        )
        for known in (account.waba_id, account.phone_number_id):
            session.add(
                ChannelRoute(
                    provider="meta",
                    account_id=known,
                    company_id=company_id,
                    connection_id=account.connection_id,
                )
            )
    return account
