"""Cadences and contacts for the tests of who enters them."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceVersion, Enrolment
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.session import Database
from schemas.cadences import Definition, Message, Rules, Wait, to_json
from schemas.enums import CadenceStatus, Channel, ConnectionKind, EnrolmentStatus
from services import phones

WAITING = Definition((Wait("w1", minutes=60),))


async def add_contacts(session: AsyncSession, company_id: UUID, count: int) -> list[UUID]:
    made = []
    for place in range(count):
        phone = f"+55119{int(uuid4().int % 10**8):08d}"
        contact = Contact(
            company_id=company_id,
            name=f"Person {place}",
            phone=phone,
            phone_key=phones.match_key(phone),
        )
        session.add(contact)
        made.append(contact)
    await session.flush()
    return [contact.id for contact in made]


async def add_cadence(
    session: AsyncSession,
    company_id: UUID,
    definition: Definition = WAITING,
    *,
    rules: Rules | None = None,
    status: CadenceStatus = CadenceStatus.RUNNING,
    **changes: object,
) -> UUID:
    """A cadence whose first version is published."""
    stored = to_json(definition)
    cadence = Cadence(
        company_id=company_id,
        name=f"Cadence {uuid4().hex[:6]}",
        status=status,
        draft=stored,
        published=1,
        rules=(rules or Rules()).as_json(),
        **changes,
    )
    session.add(cadence)
    await session.flush()
    session.add(
        CadenceVersion(company_id=company_id, cadence_id=cadence.id, number=1, definition=stored)
    )
    await session.flush()
    return cadence.id


async def add_number(session: AsyncSession, company_id: UUID, channel: Channel) -> UUID:
    kind = ConnectionKind.TWILIO if channel is Channel.SMS else ConnectionKind.META_CLOUD
    connection = Connection(
        company_id=company_id, kind=kind, name="Test", account_id=uuid4().hex, access_token=b""
    )
    session.add(connection)
    await session.flush()
    number = PhoneNumber(
        company_id=company_id,
        connection_id=connection.id,
        channel=channel,
        provider_number_id=uuid4().hex,
        display_phone="+5511900000000",
    )
    session.add(number)
    await session.flush()
    return number.id


def writes_by(*number_ids: UUID) -> Definition:
    """A text by each number in turn."""
    return Definition(
        tuple(
            Message(f"m{place}", phone_number_id=number_id, text="Hi")
            for place, number_id in enumerate(number_ids)
        )
    )


async def enrolments(database: Database, company_id: UUID, cadence_id: UUID) -> Sequence[Enrolment]:
    async with database.company(company_id) as session:
        found = await session.scalars(
            select(Enrolment).where(Enrolment.cadence_id == cadence_id).order_by(Enrolment.id)
        )
        return found.all()


async def end(database: Database, company_id: UUID, cadence_id: UUID, **changes: object) -> None:
    """As if everybody in it had come to its end."""
    values: Mapping[str, object] = {"status": EnrolmentStatus.COMPLETED, "due_at": None, **changes}
    async with database.company(company_id) as session:
        await session.execute(
            update(Enrolment).where(Enrolment.cadence_id == cadence_id).values(**values)
        )
