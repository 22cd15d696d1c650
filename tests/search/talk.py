"""Conversations in which things were said, changed and taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.queries.conversations import Eyes
from db.session import Database
from schemas.enums import ConnectionKind, Direction
from services import message_search
from services.ids import message_id
from services.message_search import Results, Wanted
from services.phones import match_key

_BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
_phones = count(20_000_001)


@dataclass
class Said:
    id: UUID
    provider_id: str


class Talk:
    """One company's conversations; each thing said is a minute after the one before."""

    def __init__(self, database: Database, company_id: UUID) -> None:
        self.database = database
        self.company_id = company_id
        self._minutes = count()

    async def number(self) -> UUID:
        async with self.database.company(self.company_id) as session:
            connection = Connection(
                company_id=self.company_id,
                name="WhatsApp",
                kind=ConnectionKind.META_CLOUD,
                account_id=uuid4().hex,
                access_token=b"x",
            )
            session.add(connection)
            await session.flush()
            number = PhoneNumber(
                company_id=self.company_id,
                connection_id=connection.id,
                provider_number_id=uuid4().hex,
                display_phone=f"+5511{next(_phones)}",
            )
            session.add(number)
            await session.flush()
            return number.id

    async def conversation(self, number_id: UUID, name: str = "Ana") -> Conversation:
        phone = f"+55119{next(_phones):08d}"
        async with self.database.company(self.company_id) as session:
            contact = Contact(
                company_id=self.company_id, name=name, phone=phone, phone_key=match_key(phone)
            )
            session.add(contact)
            await session.flush()
            row = Conversation(
                company_id=self.company_id,
                contact_id=contact.id,
                phone_number_id=number_id,
                last_message_at=_BEGAN,
            )
            session.add(row)
            await session.flush()
            return row

    async def say(
        self,
        conversation: Conversation,
        body: str,
        *,
        kind: str = "text",
        direction: Direction = Direction.IN,
        about: Said | None = None,
    ) -> Said:
        at = _BEGAN + timedelta(minutes=next(self._minutes))
        provider_id = f"wamid.{uuid4().hex}"
        message = Message(
            company_id=self.company_id,
            id=message_id(self.company_id, provider_id, at),
            conversation_id=conversation.id,
            contact_id=conversation.contact_id,
            phone_number_id=conversation.phone_number_id,
            direction=direction,
            kind=kind,
            body=body,
            payload={},
            provider_id=None if direction is Direction.NOTE else provider_id,
            modifies=about.provider_id if about else None,
            occurred_at=at,
        )
        async with self.database.company(self.company_id) as session:
            session.add(message)
        return Said(message.id, provider_id)

    async def find(
        self, text: str, *, eyes: Eyes | None = None, limit: int = 30, **filters: object
    ) -> Results:
        before = filters.pop("before", None)
        assert before is None or isinstance(before, UUID)
        return await message_search.find(
            self.database,
            self.company_id,
            eyes or Eyes(None),
            Wanted(text, **filters),  # type: ignore[arg-type]
            before=before,
            limit=limit,
        )

    async def ids(self, text: str, **filters: object) -> list[UUID]:
        """The messages that are found, newest first."""
        results = await self.find(text, **filters)  # type: ignore[arg-type]
        return [hit.row.message_id for hit in results.hits]
