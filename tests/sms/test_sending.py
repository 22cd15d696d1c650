"""A campaign of SMS and a reply leave by the connection's own sign-in, to the stand-in and back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pyreqwest.client import Client

from db.models.campaigns import Campaign
from db.queries import outbox
from db.session import Database
from providers import http, registry
from providers.base import ChatMessage, OutboundMessage, Recovery, Rejected
from sandbox.app import create_app
from sandbox.meta.world import World
from schemas.contents import Text
from schemas.enums import CampaignStatus, Channel
from schemas.templates import FrozenTemplate
from services.keyring import Keyring
from services.senders import Chats, LinkAddresses, Openers, Senders
from services.sms_connections import SmsConnections
from tests.serving import serve
from tests.sms.conftest import PUBLIC, SmsBusiness, numbers_of

CUSTOMER = "+5511987654321"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = http.bulk_client(5)
    yield client
    await client.close()


@pytest.fixture
async def address(sms_world: World) -> AsyncIterator[registry.TwilioAddress]:
    async with serve(create_app(world=sms_world)) as url:
        yield registry.TwilioAddress(url, url, f"{PUBLIC}/webhooks/twilio")


@pytest.fixture
def senders(
    database: Database, sms_keyring: Keyring, client: Client, address: registry.TwilioAddress
) -> Senders:
    graph = registry.GraphAddress(address.base_url, "v23.0")
    openers = Openers(
        registry.meta_senders(client, graph), registry.twilio_senders(client, address)
    )
    return Senders(database, sms_keyring, openers, LinkAddresses(b"k" * 32, PUBLIC))


async def campaign(
    database: Database, company_id: UUID, number_id: UUID, *texts: str, **more: object
) -> UUID:
    frozen = [
        FrozenTemplate("", "", [{"type": "BODY", "text": text}], "named").as_json()
        for text in texts
    ]
    campaign_id = uuid4()
    async with database.company(company_id) as session:
        session.add(
            Campaign(
                id=campaign_id,
                company_id=company_id,
                name="Promoção",
                channel=Channel.SMS,
                status=CampaignStatus.RUNNING,
                phone_number_id=number_id,
                frozen_template=frozen[0],
                frozen_variants=frozen[1:],
                **more,
            )
        )
    return campaign_id


async def numbers(
    database: Database, company_id: UUID, connection_id: UUID, business: SmsBusiness
) -> tuple[UUID, UUID]:
    """A number and a messaging service."""
    found = await numbers_of(database, company_id, connection_id)
    return found[business.number_sids[0]].id, found[business.service_sid].id


async def test_a_campaign_goes_out_by_a_service_with_an_api_key(
    *,
    database: Database,
    company_id: UUID,
    senders: Senders,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
) -> None:
    wanted = sms_business.wanted(key_sid=sms_business.key_sid, key_secret=sms_business.key_secret)
    connection = await sms_connecting.connect(company_id, wanted)
    _, service_id = await numbers(database, company_id, connection.id, sms_business)
    campaign_id = await campaign(
        database,
        company_id,
        service_id,
        "Oi {{nome}}",
        "Olá {{nome}}!",
        sms={"transliterate": True},
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )
    sender = await senders(company_id, campaign_id)
    message = OutboundMessage(uuid4(), CUSTOMER, ("João",), 2)
    receipt = await sender.send(message)
    sms = sms_business.twilio.messages[receipt.provider_id]
    assert (sms.body, sms.service_sid) == ("Ola Joao!", sms_business.service_sid)
    assert sms.callback == f"{PUBLIC}/webhooks/twilio?message={message.message_id}"


async def test_who_wrote_stop_is_refused_by_twilio_and_suppressed(
    *,
    database: Database,
    company_id: UUID,
    senders: Senders,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    number_id, _ = await numbers(database, company_id, sms_connection_id, sms_business)
    campaign_id = await campaign(database, company_id, number_id, "Oi")
    sms_business.twilio.stopped.add((sms_business.number_sids[0], CUSTOMER))
    sender = await senders(company_id, campaign_id)
    with pytest.raises(Rejected) as caught:
        await sender.send(OutboundMessage(uuid4(), CUSTOMER))
    assert (caught.value.code, caught.value.recovery) == ("21610", Recovery.SUPPRESS)


async def test_a_reply_leaves_by_its_own_number(
    *,
    database: Database,
    company_id: UUID,
    sms_keyring: Keyring,
    client: Client,
    address: registry.TwilioAddress,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    number_id, _ = await numbers(database, company_id, sms_connection_id, sms_business)
    graph = registry.GraphAddress(address.base_url, "v23.0")
    chats = Chats(
        sms_keyring, registry.meta_chats(client, graph), registry.twilio_chats(client, address)
    )
    async with database.company(company_id) as session:
        way = await outbox.way(session, number_id)
    chat = chats(company_id, way)
    receipt = await chat.send(ChatMessage(uuid4(), CUSTOMER, Text("Até já!")))
    sms = sms_business.twilio.messages[receipt.provider_id]
    assert (sms.sender, sms.body, sms.service_sid) == (sms_business.phones[0], "Até já!", None)
