"""People, numbers and conversations of one company, made directly."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select, update

from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.people import Membership, User
from db.queries.conversations import Eyes
from db.session import Database, Session
from schemas.enums import ConnectionKind, ConversationStatus, Direction, Role
from services import inboxes
from services.phones import match_key
from tests.fixtures.people import add_person

_numbers = count(10_000_001)


@dataclass
class Desk:
    database: Database
    company_id: UUID
    connection_id: UUID
    number_id: UUID
    people: dict[str, UUID] = field(default_factory=dict)

    async def person(self, name: str, role: Role = Role.AGENT, **membership: object) -> UUID:
        person = await add_person(self.database, self.company_id, role)
        async with self.database.system() as session:
            await session.execute(update(User).where(User.id == person.id).values(name=name))
            if membership:
                await session.execute(
                    update(Membership).where(Membership.user_id == person.id).values(**membership)
                )
        self.people[name] = person.id
        return person.id

    async def number(self, name: str = "Vendas") -> UUID:
        async with self.database.company(self.company_id) as session:
            return await _number(session, self.company_id, self.connection_id, name)

    async def conversation(
        self,
        name: str = "",
        *,
        body: str = "Olá",
        direction: Direction = Direction.IN,
        number_id: UUID | None = None,
        minutes_ago: float = 0,
        **values: object,
    ) -> UUID:
        """One with a single message in it."""
        at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        phone = f"+55119{next(_numbers):08d}"
        async with self.database.company(self.company_id) as session:
            contact = Contact(
                company_id=self.company_id, name=name, phone=phone, phone_key=match_key(phone)
            )
            session.add(contact)
            await session.flush()
            row = Conversation(
                company_id=self.company_id,
                contact_id=contact.id,
                phone_number_id=number_id or self.number_id,
                last_message_at=at,
                **values,
            )
            session.add(row)
            await session.flush()
            row.last_message_id = await self._message(session, row, body, direction, at)
            if direction is Direction.IN:
                row.last_inbound_at = at
            return row.id

    async def _message(
        self, session: Session, row: Conversation, body: str, direction: Direction, at: datetime
    ) -> UUID:
        message = Message(
            company_id=self.company_id,
            conversation_id=row.id,
            contact_id=row.contact_id,
            phone_number_id=row.phone_number_id,
            direction=direction,
            kind="text",
            body=body,
            payload={},
            provider_id=uuid4().hex,
            occurred_at=at,
        )
        session.add(message)
        await session.flush()
        return message.id

    async def row(self, conversation_id: UUID) -> Conversation:
        async with self.database.company(self.company_id) as session:
            found = await session.scalars(
                select(Conversation).where(Conversation.id == conversation_id)
            )
            return found.one()

    async def events(self, conversation_id: UUID) -> list[Message]:
        async with self.database.company(self.company_id) as session:
            rows = await session.scalars(
                select(Message)
                .where(
                    Message.conversation_id == conversation_id,
                    Message.direction == Direction.EVENT,
                )
                .order_by(Message.occurred_at, Message.id)
            )
            return list(rows)

    async def told(self, conversation_id: UUID) -> list[str]:
        return [event.kind for event in await self.events(conversation_id)]

    async def eyes(self, name: str, role: Role = Role.AGENT) -> Eyes:
        async with self.database.company(self.company_id) as session:
            return await inboxes.eyes(session, self.people[name], role)

    async def open_of(self, user_id: UUID) -> int:
        async with self.database.company(self.company_id) as session:
            rows = await session.scalars(
                select(Conversation.id).where(
                    Conversation.assignee_id == user_id,
                    Conversation.status == ConversationStatus.OPEN,
                )
            )
            return len(rows.all())


async def open_desk(database: Database, company_id: UUID) -> Desk:
    """A company with one connected number and nobody in it."""
    async with database.company(company_id) as session:
        connection = Connection(
            company_id=company_id,
            kind=ConnectionKind.META_CLOUD,
            name="Padaria",
            account_id=uuid4().hex,
            access_token=b"never opened here",
        )
        session.add(connection)
        await session.flush()
        number_id = await _number(session, company_id, connection.id, "Padaria Central")
        return Desk(database, company_id, connection.id, number_id)


async def _number(session: Session, company_id: UUID, connection_id: UUID, name: str) -> UUID:
    number = PhoneNumber(
        company_id=company_id,
        connection_id=connection_id,
        provider_number_id=uuid4().hex,
        display_phone="+5511999990000",
        verified_name=name,
    )
    session.add(number)
    await session.flush()
    return number.id
