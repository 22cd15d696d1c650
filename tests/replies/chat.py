"""One conversation, what is written in it, and the activity that sends it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from temporalio.testing import ActivityEnvironment

from activities.replies import ReplyActivities
from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.session import Database
from schemas.contents import Content, Text
from schemas.enums import DeliveryStatus, Direction
from schemas.payloads.replies import ConversationRef, SentDue
from services import replies
from services.phones import match_key
from tests.campaigns.scenes import Shop

ORDINARY = "+5511900017000"


class Chat:
    def __init__(self, database: Database, shop: Shop, conversation_id: UUID) -> None:
        self.database, self.shop, self.id = database, shop, conversation_id

    @classmethod
    async def begin(
        cls,
        database: Database,
        shop: Shop,
        *,
        phone: str = ORDINARY,
        wrote: timedelta | None = timedelta(minutes=5),
    ) -> "Chat":
        """A customer who wrote so long ago; with None, never."""
        contact_id, conversation_id = uuid4(), uuid4()
        at = None if wrote is None else datetime.now(UTC) - wrote
        async with database.company(shop.company_id) as session:
            await session.execute(
                insert(Contact).values(
                    company_id=shop.company_id,
                    id=contact_id,
                    name="Ana",
                    phone=phone,
                    phone_key=match_key(phone),
                )
            )
            await session.execute(
                insert(Conversation).values(
                    id=conversation_id,
                    company_id=shop.company_id,
                    contact_id=contact_id,
                    phone_number_id=shop.number_id,
                    last_message_at=at or datetime.now(UTC) - timedelta(days=2),
                    last_inbound_at=at,
                    waiting_since=at,
                )
            )
        chat = cls(database, shop, conversation_id)
        if at is not None:
            await chat.hear("Hello?", at)
        return chat

    @property
    def ref(self) -> ConversationRef:
        return ConversationRef(self.shop.company_id, self.id)

    async def hear(self, body: str, at: datetime) -> Message:
        row = await self.row()
        async with self.database.company(self.shop.company_id) as session:
            message = Message(
                company_id=self.shop.company_id,
                conversation_id=self.id,
                contact_id=row.contact_id,
                phone_number_id=row.phone_number_id,
                direction=Direction.IN,
                kind="text",
                body=body,
                provider_id=f"wamid.{uuid4().hex}",
                occurred_at=at,
            )
            session.add(message)
            await session.flush()
            return message

    async def write(self, *contents: Content | str, **wishes: object) -> list[Message]:
        values: dict[str, object] = {
            "author_id": None,
            "source": "console",
            "client_keys": [uuid4().hex for _ in contents],
            **wishes,
        }
        said = [Text(one) if isinstance(one, str) else one for one in contents]
        async with self.database.company(self.shop.company_id) as session:
            return await replies.compose(
                session,
                self.shop.company_id,
                self.id,
                said,
                **values,  # type: ignore[arg-type]
            )

    async def row(self) -> Conversation:
        async with self.database.company(self.shop.company_id) as session:
            return (
                await session.scalars(select(Conversation).where(Conversation.id == self.id))
            ).one()

    async def ours(self) -> list[Message]:
        """What we wrote, in its order."""
        async with self.database.company(self.shop.company_id) as session:
            found = await session.scalars(
                select(Message)
                .where(Message.conversation_id == self.id, Message.direction == Direction.OUT)
                .order_by(Message.occurred_at, Message.id)
            )
            return list(found)

    async def statuses(self) -> list[DeliveryStatus | None]:
        return [message.status for message in await self.ours()]

    async def reasons(self) -> list[str | None]:
        return [message.reason for message in await self.ours()]

    async def become_due(self) -> None:
        """As if all the time that messages wait for had passed."""
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                update(Message)
                .where(Message.conversation_id == self.id, Message.not_before.is_not(None))
                .values(not_before=func.now() - timedelta(seconds=1))
            )

    async def change(self, **values: object) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                update(Conversation).where(Conversation.id == self.id).values(**values)
            )

    async def send(self, sending: ReplyActivities) -> SentDue:
        result = await ActivityEnvironment().run(sending.send_due, self.ref)
        assert isinstance(result, SentDue)
        return result
