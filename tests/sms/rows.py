"""Rows of SMS as sending left them, and what Twilio has of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.session import Database
from sandbox.twilio.model import Sms, new_sid
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Direction
from schemas.templates import FrozenTemplate
from services.ids import new_id
from tests.sms.conftest import SmsBusiness

CUSTOMER = "+5511987654321"


async def written(
    database: Database, company_id: UUID, number_id: UUID, body: str, **changes: object
) -> UUID:
    """A message somebody wrote; as it is, nobody answered for its sending."""
    now = datetime.now(UTC)
    contact_id, conversation_id, message_id = uuid4(), uuid4(), new_id()
    doubtful = {"status": DeliveryStatus.UNKNOWN, "reason": "no_answer", "claimed_at": now}
    async with database.company(company_id) as session:
        contact = {"phone": CUSTOMER, "phone_key": uuid4().hex}
        session.add(Contact(company_id=company_id, id=contact_id, **contact))
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
                **{**doubtful, **changes},
            )
        )
    return message_id


async def campaign(
    database: Database,
    company_id: UUID,
    number_id: UUID,
    text: str,
    people: Sequence[Mapping[str, object]],
) -> list[UUID]:
    """A campaign's recipients; as they are, nobody answered for their sending."""
    now, campaign_id = datetime.now(UTC), uuid4()
    body: list[object] = [{"type": "BODY", "text": text}]
    doubtful = {"status": DeliveryStatus.UNKNOWN, "reason": "no_answer", "claimed_at": now}
    rows = [
        CampaignRecipient(
            id=UUID(f"{campaign_id.hex[16:]}{place:016x}"),
            company_id=company_id,
            campaign_id=campaign_id,
            contact_id=uuid4(),
            address=CUSTOMER,
            address_key="551187654321",
            **{**doubtful, **changes},
        )
        for place, changes in enumerate(people, 1)
    ]
    counts = Counter((row.status, row.reason or "") for row in rows)
    async with database.company(company_id) as session:
        session.add(
            Campaign(
                id=campaign_id,
                company_id=company_id,
                name="Promoção",
                channel=Channel.SMS,
                status=CampaignStatus.RUNNING,
                phone_number_id=number_id,
                frozen_at=now - timedelta(hours=1),
                frozen_template=FrozenTemplate("", "", body, "named").as_json(),
                sms={"transliterate": True},
            )
        )
        await session.flush()
        session.add_all(rows)
        for (status, reason), count in counts.items():
            where = {"status": status, "reason": reason, "count": count}
            session.add(CampaignCount(company_id=company_id, campaign_id=campaign_id, **where))
    return [row.id for row in rows]


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


async def message(database: Database, company_id: UUID, message_id: UUID) -> Message:
    async with database.company(company_id) as session:
        return await session.get_one(Message, (company_id, message_id))


async def recipient(database: Database, company_id: UUID, recipient_id: UUID) -> CampaignRecipient:
    async with database.company(company_id) as session:
        return await session.get_one(CampaignRecipient, recipient_id)
