"""SMS nobody answered for: asked for at Twilio, and settled only where there is no doubt."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from db.models.conversations import Message
from db.session import Database
from providers import registry
from schemas.enums import DeliveryStatus
from services.keyring import Keyring
from services.live import LiveHints
from services.senders import LinkAddresses
from services.sms_lookups import SmsLookups
from tests.sms.conftest import PUBLIC, TWILIO, SmsBusiness
from tests.sms.rows import at_twilio, campaign, message, recipient, written


@pytest.fixture
def lookups(
    database: Database, sms_keyring: Keyring, twilio_http: httpx.AsyncClient, hints: LiveHints
) -> SmsLookups:
    management = registry.twilio_management(twilio_http, TWILIO)
    addresses = LinkAddresses(b"k" * 32, PUBLIC)
    return SmsLookups(database, sms_keyring, management, addresses, hints, after_seconds=0)


def asked(business: SmsBusiness) -> int:
    """How often this account's messages were looked up."""
    path = f"/2010-04-01/Accounts/{business.account_sid}/Messages.json"
    return len(business.twilio.world.log.find({"path": path, "method": "GET"}))


async def test_the_one_that_says_the_same_is_ours(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    message_id = await written(database, company_id, number_id, "Oi, tudo bem?")
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
    message_id = await written(database, company_id, number_id, "Oi")
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
    message_id = await written(database, company_id, number_id, "Oi")
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
    first = await written(database, company_id, number_id, "Oi")
    at_twilio(sms_business, "Oi")
    assert await lookups.settle() == 1
    second = await written(database, company_id, number_id, "Oi")
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
    await written(database, company_id, number_id, "Oi")
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
    people = [{"parameters": ["João"]}]
    (recipient_id,) = await campaign(database, company_id, number_id, text, people)
    mine = at_twilio(sms_business, "Ola Joao, 20% hoje", status="queued")
    assert await lookups.settle() == 1
    row = await recipient(database, company_id, recipient_id)
    assert (row.status, row.provider_id) == (DeliveryStatus.ACCEPTED, mine.sid)


async def test_more_than_a_day_old_is_asked_for_no_more(
    database: Database,
    company_id: UUID,
    lookups: SmsLookups,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    message_id = await written(database, company_id, number_id, "Oi")
    async with database.company(company_id) as session:
        row = await session.get_one(Message, (company_id, message_id))
        row.claimed_at = datetime.now(UTC) - timedelta(days=2)
    assert await lookups.settle() == 0
    assert asked(sms_business) == 0
