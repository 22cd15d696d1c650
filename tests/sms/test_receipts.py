"""SMS whose callback was lost: Twilio is asked what became of them, and the others are left alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from db.models.campaigns import CampaignCount
from db.queries import waiting_sms
from db.session import Database
from providers import registry
from sandbox.meta.world import World
from schemas.enums import DeliveryStatus
from services.keyring import Keyring
from services.live import LiveHints
from services.rests import Rests
from services.sms_connections import SmsConnections
from services.sms_receipts import SmsReceipts
from tests.sms.conftest import TWILIO, SmsBusiness, new_sms_business, numbers_of
from tests.sms.rows import at_twilio, campaign, message, recipient, written

SENT, DELIVERED, FAILED = DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.FAILED
EARLIER = timedelta(minutes=2)


@pytest.fixture
def receipts(
    database: Database, sms_keyring: Keyring, twilio_http: httpx.AsyncClient, hints: LiveHints
) -> SmsReceipts:
    management = registry.twilio_management(twilio_http, TWILIO)
    return SmsReceipts(database, sms_keyring, management, hints)


def waiting(sid: str, status: DeliveryStatus = SENT, age: timedelta = EARLIER) -> dict[str, object]:
    """A row that Twilio took and whose callbacks ended here."""
    claimed_at = datetime.now(UTC) - age
    return {"status": status, "reason": None, "provider_id": sid, "claimed_at": claimed_at}


def asked(business: SmsBusiness, sids: Sequence[str]) -> int:
    base = f"/2010-04-01/Accounts/{business.account_sid}/Messages"
    log = business.twilio.world.log
    return sum(len(log.find({"path": f"{base}/{sid}.json"})) for sid in sids)


async def standing(database: Database, company_id: UUID, ids: Sequence[UUID]) -> list[str]:
    rows = [await recipient(database, company_id, row_id) for row_id in ids]
    return [row.status.value for row in rows]


async def counted(database: Database, company_id: UUID) -> dict[str, int]:
    async with database.company(company_id) as session:
        rows = await session.execute(select(CampaignCount.status, CampaignCount.count))
        return {status.value: count for status, count in rows.all() if count}


async def test_a_campaigns_lost_callbacks_are_made_up_for(
    *,
    database: Database,
    company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    number_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting_sms, "_PIECE", 2)
    arrived = at_twilio(sms_business, "Oi")
    refused = at_twilio(sms_business, "Oi", status="undelivered", error_code=30005)
    queued = at_twilio(sms_business, "Oi", status="sending")
    people = [
        waiting(arrived.sid),
        waiting(refused.sid),
        waiting(queued.sid, DeliveryStatus.ACCEPTED),
        waiting(arrived.sid, DELIVERED),
        waiting(arrived.sid, DeliveryStatus.ACCEPTED),
    ]
    ids = await campaign(database, company_id, number_id, "Oi", people)
    assert await receipts.collect() == 3
    now = await standing(database, company_id, ids)
    assert now == ["delivered", "failed", "accepted", "delivered", "delivered"]
    assert (await recipient(database, company_id, ids[1])).reason == "30005"
    assert await counted(database, company_id) == {"delivered": 3, "failed": 1, "accepted": 1}


async def test_a_messages_lost_callback_is_made_up_for(
    database: Database,
    company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    there = at_twilio(sms_business, "Oi")
    message_id = await written(database, company_id, number_id, "Oi", **waiting(there.sid))
    assert await receipts.collect() == 1
    row = await message(database, company_id, message_id)
    assert (row.status, row.provider_id) == (DELIVERED, there.sid)
    assert row.delivered_at is not None
    assert await receipts.collect() == 0
    assert asked(sms_business, [there.sid]) == 1


async def test_what_is_still_on_its_way_is_asked_about_again_and_not_each_minute(
    database: Database,
    company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    first = at_twilio(sms_business, "Oi", status="sent")
    second = at_twilio(sms_business, "Oi", status="sent")
    ids = await campaign(database, company_id, number_id, "Oi", [waiting(first.sid)])
    await written(database, company_id, number_id, "Oi", **waiting(second.sid))
    for _ in range(3):
        assert await receipts.collect() == 0
    assert asked(sms_business, [first.sid]) == asked(sms_business, [second.sid]) == 1
    receipts._campaigns, receipts._messages = Rests(), Rests()
    first.status = second.status = "delivered"
    assert await receipts.collect() == 2
    assert await standing(database, company_id, ids) == ["delivered"]


@pytest.mark.parametrize("age", [timedelta(seconds=30), timedelta(days=3)])
async def test_what_may_still_be_told_or_is_long_past_is_not_asked_about(
    *,
    database: Database,
    company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    number_id: UUID,
    age: timedelta,
) -> None:
    there = at_twilio(sms_business, "Oi")
    ids = await campaign(database, company_id, number_id, "Oi", [waiting(there.sid, age=age)])
    await written(database, company_id, number_id, "Oi", **waiting(there.sid, age=age))
    assert await receipts.collect() == 0
    assert asked(sms_business, [there.sid]) == 0
    assert await standing(database, company_id, ids) == ["sent"]


async def test_no_more_is_asked_in_one_sweep_than_there_is_room_for(
    *,
    database: Database,
    company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    number_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.sms_receipts._AT_ONCE", 2)
    monkeypatch.setattr("services.sms_receipts._MOST", 2)
    sids = [at_twilio(sms_business, "Oi", status="sent").sid for _ in range(5)]
    await campaign(database, company_id, number_id, "Oi", [waiting(sid) for sid in sids])
    for expected in (2, 4, 5, 5):
        await receipts.collect()
        assert asked(sms_business, sids) == expected


async def test_nothing_moves_backwards_and_what_twilio_forgot_stays(
    database: Database,
    company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    number_id: UUID,
) -> None:
    behind = at_twilio(sms_business, "Oi", status="queued")
    people = [waiting(behind.sid), waiting("SM" + "0" * 32)]
    ids = await campaign(database, company_id, number_id, "Oi", people)
    assert await receipts.collect() == 0
    assert await standing(database, company_id, ids) == ["sent", "sent"]


async def test_an_account_that_is_broken_holds_back_no_other(
    *,
    database: Database,
    company_id: UUID,
    other_company_id: UUID,
    receipts: SmsReceipts,
    sms_business: SmsBusiness,
    sms_world: World,
    sms_connecting: SmsConnections,
    number_id: UUID,
) -> None:
    broken = new_sms_business(sms_world)
    connection = await sms_connecting.connect(other_company_id, broken.wanted())
    numbers = await numbers_of(database, other_company_id, connection.id)
    broken.twilio.accounts[broken.account_sid].auth_token = "replaced"
    there = at_twilio(sms_business, "Oi")
    theirs = numbers[broken.number_sids[0]].id
    others = await campaign(database, other_company_id, theirs, "Oi", [waiting(there.sid)])
    ours = await campaign(database, company_id, number_id, "Oi", [waiting(there.sid)])
    assert await receipts.collect() == 1
    assert await standing(database, company_id, ours) == ["delivered"]
    assert await standing(database, other_company_id, others) == ["sent"]
    assert asked(broken, [there.sid]) == 1
    await receipts.collect()
    assert asked(broken, [there.sid]) == 1
