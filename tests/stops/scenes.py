"""Cadences with people in them, made straight in the tables."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from db.models.cadences import Cadence, CadenceStepCount, CadenceVersion, Enrolment
from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.session import Database
from schemas.cadences import DEFAULT_STOPS
from schemas.enums import (
    CadenceStatus,
    CampaignStatus,
    Channel,
    ConnectionKind,
    DeliveryStatus,
    EnrolmentStatus,
    Purpose,
)
from services.phones import match_key

STEP = "hello"
_LATER = timedelta(days=2)


@dataclass(frozen=True)
class Stage:
    """A company with one number on each channel."""

    company_id: UUID
    connection_id: UUID
    numbers: dict[Channel, UUID]
    provider_ids: dict[Channel, str]


@dataclass(frozen=True)
class Running:
    """A cadence and the ledger of its one message step."""

    cadence_id: UUID
    campaign_id: UUID
    channel: Channel


@dataclass(frozen=True)
class Place:
    """Where somebody stands in a cadence."""

    enrolment_id: UUID
    contact_id: UUID
    recipient_id: UUID | None = None


async def open_stage(database: Database, company_id: UUID) -> Stage:
    connection_id = uuid4()
    numbers = {channel: uuid4() for channel in Channel}
    names = {Channel.WHATSAPP: uuid4().hex, Channel.SMS: f"+1555{uuid4().int % 10**7:07d}"}
    async with database.company(company_id) as session:
        await session.execute(
            insert(Connection).values(
                id=connection_id,
                company_id=company_id,
                kind=ConnectionKind.META_CLOUD,
                name="Loja",
                account_id=uuid4().hex,
                access_token=b"never opened here",
            )
        )
        for channel, number_id in numbers.items():
            await session.execute(
                insert(PhoneNumber).values(
                    id=number_id,
                    company_id=company_id,
                    connection_id=connection_id,
                    channel=channel,
                    provider_number_id=names[channel],
                    display_phone=names[channel],
                )
            )
    return Stage(company_id, connection_id, numbers, names)


async def add_people(database: Database, stage: Stage, count: int, start: int = 0) -> list[UUID]:
    ids = sorted(uuid4() for _ in range(count))
    rows: list[dict[str, Any]] = [
        {
            "company_id": stage.company_id,
            "id": key,
            "name": f"Pessoa {place}",
            "phone": phone_of(place),
            "phone_key": match_key(phone_of(place)),
        }
        for place, key in enumerate(ids, start)
    ]
    async with database.company(stage.company_id) as session:
        await session.execute(insert(Contact), rows)
    return ids


def phone_of(place: int) -> str:
    return f"+55119{place:04d}7000"


async def add_cadence(
    database: Database,
    stage: Stage,
    *,
    stops: tuple[str, ...] = tuple(DEFAULT_STOPS),
    channel: Channel = Channel.WHATSAPP,
    also: tuple[Channel, ...] = (),
    **values: object,
) -> Running:
    """Running, with a message on `channel` (and further ones on `also`) and a wait behind it."""
    cadence_id, campaign_id = uuid4(), uuid4()
    steps = [
        {"key": STEP, "kind": "message", "phone_number_id": str(stage.numbers[channel])},
        {"key": "rest", "kind": "wait", "minutes": 60},
        *(
            {"key": one.value, "kind": "message", "phone_number_id": str(stage.numbers[one])}
            for one in also
        ),
    ]
    purpose = values.pop("purpose", Purpose.MARKETING)
    async with database.company(stage.company_id) as session:
        row = {
            "id": cadence_id,
            "company_id": stage.company_id,
            "name": f"Welcome {cadence_id}",
            "status": CadenceStatus.RUNNING,
            "published": 1,
            "stops": list(stops),
            "purpose": purpose,
            **values,
        }
        await session.execute(insert(Cadence).values(row))
        await session.execute(
            insert(CadenceVersion).values(
                company_id=stage.company_id,
                cadence_id=cadence_id,
                number=1,
                definition={"steps": steps},
            )
        )
        await session.execute(
            insert(Campaign).values(
                id=campaign_id,
                company_id=stage.company_id,
                name="step",
                channel=channel,
                status=CampaignStatus.RUNNING,
                phone_number_id=stage.numbers[channel],
                purpose=purpose,
                cadence_id=cadence_id,
                cadence_version=1,
                step_key=STEP,
                lap=1,
                frozen_at=datetime.now(UTC),
            )
        )
    return Running(cadence_id, campaign_id, channel)


async def enrol(
    database: Database,
    stage: Stage,
    running: Running,
    contact_id: UUID,
    *,
    status: EnrolmentStatus = EnrolmentStatus.ACTIVE,
    send: DeliveryStatus | None = None,
    last: DeliveryStatus | None = None,
    position: int = 1,
) -> Place:
    """Somebody in the cadence; with `send` its step's message is in the ledger so, with `last` its
    message before."""
    recipient = UUID(running.campaign_id.hex[16:] + f"{position:016x}")
    written = send or last
    place = Place(uuid4(), contact_id, recipient if written else None)
    async with database.company(stage.company_id) as session:
        await session.execute(
            insert(Enrolment).values(
                id=place.enrolment_id,
                company_id=stage.company_id,
                cadence_id=running.cadence_id,
                version=1,
                contact_id=contact_id,
                status=EnrolmentStatus.SENDING if send else status,
                step_key=STEP if send else "rest",
                due_at=None if send else datetime.now(UTC) + _LATER,
                recipient_id=recipient if send else None,
                last_recipient_id=recipient if last and not send else None,
                entered_at=datetime.now(UTC) - _LATER,
            )
        )
        if written is not None:
            await _send(session, stage, running, place, written)
        await _count(session, stage, running, STEP if send else "rest")
    return place


async def _send(
    session: Any,
    stage: Stage,
    running: Running,
    place: Place,
    status: DeliveryStatus,
) -> None:
    contact = await session.get_one(Contact, (stage.company_id, place.contact_id))
    await session.execute(
        insert(CampaignRecipient).values(
            id=place.recipient_id,
            company_id=stage.company_id,
            campaign_id=running.campaign_id,
            contact_id=place.contact_id,
            address=contact.phone,
            address_key=contact.phone_key,
            status=status,
            claimed_at=None if status is DeliveryStatus.PENDING else datetime.now(UTC),
        )
    )
    key = {"company_id": stage.company_id, "campaign_id": running.campaign_id, "status": status}
    row = await session.get(CampaignCount, {**key, "reason": "", "variant": 1})
    if row is None:
        session.add(CampaignCount(**key, count=1))
    else:
        row.count += 1
    await session.flush()


async def _count(session: Any, stage: Stage, running: Running, step: str) -> None:
    key = {
        "company_id": stage.company_id,
        "cadence_id": running.cadence_id,
        "version": 1,
        "step_key": step,
        "outcome": "waiting",
    }
    row = await session.get(CadenceStepCount, key)
    if row is None:
        session.add(CadenceStepCount(**key, count=1))
    else:
        row.count += 1


async def standing(database: Database, stage: Stage, place: Place) -> Enrolment:
    async with database.company(stage.company_id) as session:
        return await session.get_one(Enrolment, place.enrolment_id)


async def send_of(database: Database, stage: Stage, place: Place) -> CampaignRecipient:
    assert place.recipient_id is not None
    async with database.company(stage.company_id) as session:
        return await session.get_one(CampaignRecipient, place.recipient_id)


async def step_counts(database: Database, stage: Stage, running: Running) -> dict[Any, int]:
    """(step, outcome) -> how many, without what is nobody."""
    async with database.company(stage.company_id) as session:
        rows = await session.scalars(
            select(CadenceStepCount).where(CadenceStepCount.cadence_id == running.cadence_id)
        )
        return {(row.step_key, row.outcome): row.count for row in rows if row.count}


async def send_counts(database: Database, stage: Stage, running: Running) -> dict[Any, int]:
    """(status, reason) -> how many, without what is nobody."""
    async with database.company(stage.company_id) as session:
        rows = await session.scalars(
            select(CampaignCount).where(CampaignCount.campaign_id == running.campaign_id)
        )
        return {(row.status.value, row.reason): row.count for row in rows if row.count}


async def open_conversation(database: Database, stage: Stage, contact_id: UUID) -> UUID:
    """On the WhatsApp number, where the customer wrote a moment ago."""
    key, now = uuid4(), datetime.now(UTC)
    async with database.company(stage.company_id) as session:
        await session.execute(
            insert(Conversation).values(
                id=key,
                company_id=stage.company_id,
                contact_id=contact_id,
                phone_number_id=stage.numbers[Channel.WHATSAPP],
                last_message_at=now,
                last_inbound_at=now,
            )
        )
    return key
