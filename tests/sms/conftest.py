"""Twilio's stand-in in this process, and a company connected to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount

from api.webhooks.app import create_webhooks
from api.webhooks.errands import Errands
from db.models.connections import PhoneNumber
from db.session import Database
from providers import registry
from sandbox.app import create_app, create_world
from sandbox.meta.world import World
from sandbox.options import Options
from sandbox.twilio.model import Account, ApiKey, Number, Service
from sandbox.twilio.world import TwilioWorld
from schemas.settings_view import SettingsView
from services.keyring import Keyring
from services.sms_connections import NewSmsConnection, SmsConnections
from settings import Settings
from tests.webhooks.conftest import READERS, errands, hints

__all__ = ["errands", "hints"]

PUBLIC = "http://us.example"
TWILIO = registry.TwilioAddress("http://twilio", "http://twilio", f"{PUBLIC}/webhooks/twilio")


@dataclass(frozen=True)
class SmsBusiness:
    """An account at the stand-in: two numbers, the second in a messaging service, and a key."""

    twilio: TwilioWorld
    account_sid: str
    auth_token: str
    key_sid: str
    key_secret: str
    phones: tuple[str, str]
    number_sids: tuple[str, str]
    service_sid: str

    def wanted(self, **changes: str) -> NewSmsConnection:
        values = {
            "name": "",
            "account_sid": self.account_sid,
            "auth_token": self.auth_token,
        }
        return NewSmsConnection(**{**values, **changes})


def new_sms_business(world: World) -> SmsBusiness:
    twilio = world.parts["twilio"]
    assert isinstance(twilio, TwilioWorld)
    # By chance: every test file shares one database.
    mark, tail = uuid4().hex, uuid4().int % 10_000_000
    account, key = f"AC{mark}", f"SK{mark}"
    phones = (f"+55113{tail:07}", f"+1500{tail:07}")
    sids = (f"PN1{mark[1:]}", f"PN2{mark[1:]}")
    twilio.accounts[account] = Account(account, f"token-{mark}", "Padaria")
    twilio.keys[key] = ApiKey(key, f"secret-{mark}", account)
    for sid, phone in zip(sids, phones, strict=True):
        twilio.numbers[sid] = Number(sid, account, phone, phone)
    service = f"MG{mark}"
    twilio.services[service] = Service(service, account, "Avisos")
    twilio.numbers[sids[1]].service_sid = service
    return SmsBusiness(
        twilio, account, f"token-{mark}", key, f"secret-{mark}", phones, sids, service
    )


@pytest.fixture
def sms_keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture
async def us(
    database: Database, sms_keyring: Keyring, errands: Errands
) -> AsyncIterator[httpx.AsyncClient]:
    """Our own door for callbacks, at the address Twilio knows."""
    view = SettingsView(public_url=PUBLIC)
    app = create_webhooks(database, sms_keyring, READERS, view, errands)
    transport = httpx.ASGITransport(app=Starlette(routes=[Mount("/webhooks", app)]))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        yield client


@pytest.fixture
async def sms_world(us: httpx.AsyncClient) -> AsyncIterator[World]:
    """The stand-in, whose callbacks come to us."""
    world = create_world(Options(latency=0, twilio_throughput=0), us._transport)
    world.behaviour.change({"sent_after": 0.01, "delivered_after": 0.03, "jitter": 0})
    part = world.parts["twilio"]
    assert isinstance(part, TwilioWorld)
    part.behaviour.webhook_url = f"{PUBLIC}/webhooks/twilio"
    yield world
    await world.close()


@pytest.fixture
async def twilio_http(sms_world: World) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(world=sms_world))
    async with httpx.AsyncClient(transport=transport, base_url="http://twilio") as client:
        yield client


@pytest.fixture
def sms_business(sms_world: World) -> SmsBusiness:
    return new_sms_business(sms_world)


@pytest.fixture
def sms_connecting(
    database: Database, sms_keyring: Keyring, twilio_http: httpx.AsyncClient
) -> SmsConnections:
    """services.SmsConnections over the stand-in."""
    management = registry.twilio_management(twilio_http, TWILIO)
    return SmsConnections(database, sms_keyring, management)


@pytest.fixture
async def sms_connection_id(
    sms_connecting: SmsConnections, company_id: UUID, sms_business: SmsBusiness
) -> UUID:
    return (await sms_connecting.connect(company_id, sms_business.wanted())).id


async def numbers_of(
    database: Database, company_id: UUID, connection_id: UUID
) -> dict[str, PhoneNumber]:
    async with database.company(company_id) as session:
        rows = await session.scalars(
            select(PhoneNumber).where(PhoneNumber.connection_id == connection_id)
        )
        return {row.provider_number_id: row for row in rows}


@pytest.fixture
async def number_id(
    database: Database, company_id: UUID, sms_connection_id: UUID, sms_business: SmsBusiness
) -> UUID:
    numbers = await numbers_of(database, company_id, sms_connection_id)
    return numbers[sms_business.number_sids[0]].id
