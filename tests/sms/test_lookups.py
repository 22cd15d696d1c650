"""SMS nobody answered for: asked for at Twilio, and settled only where there is no doubt."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.session import Database
from providers import registry
from sandbox.twilio.model import Sms, new_sid
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Direction
from schemas.templates import FrozenTemplate
from services.ids import new_id
from services.keyring import Keyring
from services.senders import LinkAddresses
from services.sms_lookups import SmsLookups
from tests.sms.conftest import PUBLIC, TWILIO, SmsBusiness, numbers_of

CUSTOMER = "+5511987654321"


@pytest.fixture
def lookups(database: Database, sms_keyring: Keyring, twilio_http: httpx.AsyncClient) -> SmsLookups:
    management = registry.twilio_management(twilio_http, TWILIO)
    addresses = LinkAddresses(b"k" * 32, PUBLIC)
    return SmsLookups(database, sms_keyring, management, addresses, after_seconds=0)


async def doubtful(
    database: Database, company_id: UUID, number_id: UUID, body: str, *, key: str = ""
) -> UUID:
    """A message somebody wrote, whose sending nobody answered."""
    now = datetime.now(UTC)
    phone = CUSTOMER
    contact_id, conversation_id, message_id = uuid4(), uuid4(), new_id()
    async with database.company(company_id) as session:
        session.add(
            Contact(company_id=company_id, id=contact_id, phone=phone, phone_key=key or uuid4().hex)
        )
        await session.flush()
        session.add(
            Conversation(
                company_id=company_id,
                id=conversation_id,
                contact_id=contact_id,
                phone_number_id=number_id,
                last_message_at=now,
            )
        )
        await session.flush()
        session.add(
            Message(
                company_id=company_id,
                id=message_id,
                conversation_id=conversation_id,
                contact_id=contact_id,
                phone_number_id=number_id,
                direction=Direction.OUT,
                kind="text",
                body=body,
                occurred_at=now,
                status=DeliveryStatus.UNKNOWN,
                reason="no_answer",
                claimed_at=now,
            )
        )
    return message_id


async def campaign(
    database: Database, company_id: UUID, number_id: UUID, text: str, parameters: Sequence[str]
) -> UUID:
    """A campaign with one recipient in doubt; the recipient's id."""
    campaign_id, recipient_id = uuid4(), new_id()
    body: list[object] = [{"type": "BODY", "text": text}]
    frozen = FrozenTemplate("", "", body, "named")
    async with database.company(company_id) as session:
        session.add(
            Campaign(
                id=campaign_id,
                company_id=company_id,
                name="Promoção",
                channel=Channel.SMS,
                status=CampaignStatus.RUNNING,
                phone_number_id=number_id,
                frozen_template=frozen.as_json(),
                sms={"transliterate": True},
            )
        )
        await session.flush()
        session.add(
            CampaignCount(
                company_id=company_id,
                campaign_id=campaign_id,
                status=DeliveryStatus.UNKNOWN,
                reason="no_answer",
                count=1,
            )
        )
        session.add(
            CampaignRecipient(
                id=recipient_id,
                company_id=company_id,
                campaign_id=campaign_id,
                contact_id=uuid4(),
                address=CUSTOMER,
                address_key="551187654321",
                parameters=list(parameters),
                status=DeliveryStatus.UNKNOWN,
                reason="no_answer",
                claimed_at=datetime.now(UTC),
            )
        )
    return recipient_id


def at_twilio(business: SmsBusiness, body: str, *, age: float = 0, **changes: object) -> Sms:
    """An SMS Twilio has."""
    created_at = datetime.now(UTC).timestamp() - age
    values = {
        "sid": new_sid("SM"),
        "account_sid": business.account_sid,
        "sender": business.phones[0],
        "to": CUSTOMER,
        "body": body,
        "status": "delivered",
        "segments": 1,
        "created_at": created_at,
    }
    sms = Sms(**{**values, **changes})  # type: ignore[arg-type]
    number = business.twilio.numbers[business.number_sids[0]]
    business.twilio.store(sms, number)
    return sms


def asked(business: SmsBusiness) -> int:
    """How often this account's messages were looked up."""
    path = f"/2010-04-01/Accounts/{business.account_sid}/Messages.json"
    return len(business.twilio.world.log.find({"path": path, "method": "GET"}))


async def message(database: Database, company_id: UUID, message_id: UUID) -> Message:
    async with database.company(company_id) as session:
        return await session.get_one(Message, (company_id, message_id))


@pytest.fixture
async def number_id(
    database: Database, company_id: UUID, sms_connection_id: UUID, sms_business: SmsBusiness
) -> UUID:
    numbers = await numbers_of(database, company_id, sms_connection_id)
    return numbers[sms_business.number_sids[0]].id


async def test_the_one_that_says_the_same_is_ours(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    message_id = await doubtful(database, company_id, number_id, "Oi, tudo bem?")
    at_twilio(sms_business, "Something else")
    at_twilio(sms_business, "Oi, tudo bem?", age=3_600)
    mine = at_twilio(sms_business, "Oi, tudo bem?")
    assert await lookups.settle() == 1
    row = await message(database, company_id, message_id)
    assert (row.status, row.provider_id) == (DeliveryStatus.DELIVERED, mine.sid)
    assert await lookups.settle() == 0


async def test_what_failed_there_has_failed(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    message_id = await doubtful(database, company_id, number_id, "Oi")
    at_twilio(sms_business, "Oi", status="undelivered", error_code=30005)
    assert await lookups.settle() == 1
    row = await message(database, company_id, message_id)
    assert (row.status, row.reason) == (DeliveryStatus.FAILED, "30005")


@pytest.mark.parametrize("alike", [0, 2])
async def test_none_or_two_alike_settle_nothing(
    *,
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
    alike: int,
) -> None:
    message_id = await doubtful(database, company_id, number_id, "Oi")
    for _ in range(alike):
        at_twilio(sms_business, "Oi")
    assert await lookups.settle() == 0
    row = await message(database, company_id, message_id)
    assert row.status is DeliveryStatus.UNKNOWN


async def test_what_another_message_of_ours_became_is_not_taken_twice(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    first = await doubtful(database, company_id, number_id, "Oi")
    at_twilio(sms_business, "Oi")
    assert await lookups.settle() == 1
    second = await doubtful(database, company_id, number_id, "Oi")
    assert await lookups.settle() == 0
    assert (await message(database, company_id, first)).status is DeliveryStatus.DELIVERED
    assert (await message(database, company_id, second)).status is DeliveryStatus.UNKNOWN


async def test_what_was_not_found_rests_before_it_is_asked_for_again(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    await doubtful(database, company_id, number_id, "Oi")
    for _ in range(3):
        await lookups.settle()
    assert asked(sms_business) == 1


async def test_a_campaigns_message_is_known_by_its_words_as_they_were_sent(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    text = "Olá {{first_name}}, 20% hoje"
    recipient_id = await campaign(database, company_id, number_id, text, ["João"])
    mine = at_twilio(sms_business, "Ola Joao, 20% hoje", status="queued")
    assert await lookups.settle() == 1
    async with database.company(company_id) as session:
        row = await session.get_one(CampaignRecipient, recipient_id)
    assert (row.status, row.provider_id) == (DeliveryStatus.ACCEPTED, mine.sid)


async def test_more_than_a_day_old_is_asked_for_no_more(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    message_id = await doubtful(database, company_id, number_id, "Oi")
    async with database.company(company_id) as session:
        row = await session.get_one(Message, (company_id, message_id))
        row.claimed_at = datetime.now(UTC) - timedelta(days=2)
    assert await lookups.settle() == 0
    assert asked(sms_business) == 0
