"""STOP by SMS, where Twilio may have heard and answered it already."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from db.models.connections import Connection, PhoneNumber
from db.models.conversations import Message
from db.session import Database
from schemas.enums import Channel, ConnectionKind, Direction
from schemas.events import MessageEvent
from services import inbound
from services.consent_words import CONFIRMATIONS, Wish
from services.inbound import Routed
from tests.consents.ledger import FIRST, lines, standing

OURS = "+551140001234"
LEFT = {("sms", FIRST, "all"), ("whatsapp", FIRST, "marketing")}


@pytest.fixture
async def connection_id(database: Database, company_id: UUID) -> UUID:
    async with database.company(company_id) as session:
        connection = Connection(
            company_id=company_id,
            kind=ConnectionKind.TWILIO,
            name="Avisos",
            account_id=f"AC{uuid4().hex}",
            access_token=b"never opened here",
        )
        session.add(connection)
        await session.flush()
        session.add(
            PhoneNumber(
                company_id=company_id,
                connection_id=connection.id,
                channel=Channel.SMS,
                provider_number_id=f"PN{uuid4().hex}",
                display_phone=OURS,
            )
        )
        return connection.id


async def write(
    database: Database, company_id: UUID, connection_id: UUID, body: str, told: str | None = None
) -> None:
    sid = f"SM{uuid4().hex}"
    event = MessageEvent(
        provider="twilio",
        account_id="AC",
        external_id=sid,
        kind="message",
        occurred_at=datetime.now(UTC),
        payload={},
        provider_id=sid,
        sender="5511987654321",
        body=body,
        part={"OptOutType": told} if told else {},
        numbers=(OURS,),
    )
    changed = await inbound.accept(database, company_id, [Routed(connection_id, event)])
    assert changed.open == {}


async def answers(database: Database, company_id: UUID) -> list[str]:
    async with database.company(company_id) as session:
        found = await session.scalars(
            select(Message.body).where(Message.direction == Direction.OUT)
        )
        return list(found)


async def test_a_stop_by_sms_is_heeded_and_answered(
    database: Database, company_id: UUID, connection_id: UUID
) -> None:
    await write(database, company_id, connection_id, "PARE")
    assert await standing(database, company_id) == LEFT
    assert await answers(database, company_id) == [CONFIRMATIONS["pt"][Wish.STOP]]


async def test_what_twilio_answered_is_not_answered_again(
    database: Database, company_id: UUID, connection_id: UUID
) -> None:
    await write(database, company_id, connection_id, "Basta", "STOP")
    assert await standing(database, company_id) == LEFT
    assert {line.source.value for line in await lines(database, company_id)} == {"provider"}
    await write(database, company_id, connection_id, "START", "START")
    assert await standing(database, company_id) == {("whatsapp", FIRST, "marketing")}
    await write(database, company_id, connection_id, "HELP", "HELP")
    assert await answers(database, company_id) == []
