"""The messages people write, until the provider has them: the rows are the outbox.

Whoever writes, claims or takes back locks the conversation first, so each of them sees what the
others did and one conversation's messages leave in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import CampaignRecipient
from db.models.connections import Connection, PhoneNumber
from db.models.contacts import Contact, ContactIdentity, Suppression
from db.models.conversations import Conversation, Message
from db.models.templates import Template
from schemas.enums import Channel, ConnectionKind, DeliveryStatus, Direction, IdentityKind
from schemas.errors import NotFound
from schemas.policies import ALL, MARKETING


@dataclass(frozen=True, slots=True)
class ChatWay:
    """How one number reaches its provider; the token still encrypted."""

    connection_id: UUID
    phone_number_id: UUID
    provider_number_id: str
    access_token: bytes
    # Messages a second, of campaigns and conversations together.
    rate: int
    # Number and connection are both still ours.
    connected: bool
    kind: ConnectionKind
    # Of SMS: the account, the API key that signs in for it, the number itself.
    account_id: str
    app_id: str
    display_phone: str

    @property
    def channel(self) -> Channel:
        return self.kind.channel

    @property
    def is_sms(self) -> bool:
        """Text only, and no window of 24 hours."""
        return self.channel is Channel.SMS


@dataclass(frozen=True, slots=True)
class Address:
    # E.164 with +; None when nobody knows it.
    phone: str | None
    # By which a suppression names it.
    key: str | None


async def now(session: AsyncSession) -> datetime:
    """The database's clock, the same for all of us; it goes on within a transaction."""
    found: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return found


async def lock(session: AsyncSession, conversation_id: UUID) -> Conversation:
    """The conversation, held until the transaction ends. Raises NotFound."""
    found = await session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Conversation", conversation_id)
    return found


async def get(session: AsyncSession, message_id: UUID) -> Message:
    """A message of ours. Raises NotFound."""
    found = await session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.direction == Direction.OUT)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("Message", message_id)
    return found


async def get_for_update(session: AsyncSession, message_id: UUID) -> Message:
    await session.execute(select(Message.id).where(Message.id == message_id).with_for_update())
    return await get(session, message_id)


async def by_client_keys(session: AsyncSession, keys: Sequence[str]) -> dict[str, Message]:
    if not keys:
        return {}
    rows = await session.scalars(select(Message).where(Message.client_key.in_(keys)))
    return {row.client_key: row for row in rows if row.client_key}


async def waiting(session: AsyncSession, conversation_id: UUID) -> Sequence[Message]:
    """What is still to be sent or being sent, in the order it has to leave."""
    rows = await session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.status.in_([DeliveryStatus.PENDING, DeliveryStatus.SENDING]),
        )
        .order_by(Message.occurred_at, Message.id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def provider_ids(
    session: AsyncSession, conversation: Conversation, message_id: UUID
) -> tuple[str | None, UUID | None] | None:
    """The provider's id of a message of this conversation, and the recipient row it may be.

    None when there is no such message here.
    """
    found = await session.execute(
        select(Message.provider_id).where(
            Message.id == message_id, Message.conversation_id == conversation.id
        )
    )
    if (row := found.one_or_none()) is not None:
        return row[0], None
    found = await session.execute(
        select(CampaignRecipient.provider_id).where(
            CampaignRecipient.id == message_id,
            CampaignRecipient.contact_id == conversation.contact_id,
        )
    )
    return (row[0], message_id) if (row := found.one_or_none()) is not None else None


async def template(session: AsyncSession, template_id: UUID) -> Template | None:
    return await session.get(Template, template_id, populate_existing=True)


async def way(session: AsyncSession, phone_number_id: UUID) -> ChatWay:
    row = (
        await session.execute(
            select(
                Connection.id,
                PhoneNumber.id,
                PhoneNumber.provider_number_id,
                Connection.access_token,
                PhoneNumber.rate_per_second,
                PhoneNumber.removed_at.is_(None) & Connection.removed_at.is_(None),
                Connection.kind,
                Connection.account_id,
                Connection.app_id,
                PhoneNumber.display_phone,
            )
            .join(Connection, Connection.id == PhoneNumber.connection_id)
            .where(PhoneNumber.id == phone_number_id)
        )
    ).one()
    return ChatWay(*tuple(row))


async def address(session: AsyncSession, contact_id: UUID) -> Address:
    """The contact's number; for whom none is known, what WhatsApp called them."""
    row = (
        await session.execute(
            select(Contact.phone, Contact.phone_key).where(Contact.id == contact_id)
        )
    ).one_or_none()
    if row is not None and row[0]:
        return Address(row[0], row[1])
    found = await session.execute(
        select(ContactIdentity.value, ContactIdentity.match_key)
        .where(
            ContactIdentity.contact_id == contact_id,
            ContactIdentity.kind.in_([IdentityKind.PHONE, IdentityKind.WHATSAPP]),
        )
        .order_by(ContactIdentity.created_at)
        .limit(1)
    )
    identity = found.one_or_none()
    if identity is None:
        return Address(None, None)
    return Address("+" + identity[0].lstrip("+"), identity[1])


async def refuses_marketing(session: AsyncSession, key: str | None) -> bool:
    """Whether this address wants no marketing on WhatsApp."""
    if key is None:
        return False
    found = await session.scalars(
        select(Suppression.scope)
        .where(
            Suppression.channel == Channel.WHATSAPP,
            Suppression.match_key == key,
            Suppression.scope.in_((ALL, MARKETING)),
        )
        .limit(1)
    )
    return found.one_or_none() is not None


async def newest_inbound(session: AsyncSession, conversation_id: UUID) -> tuple[str, UUID] | None:
    """The provider's id of what the customer wrote last, and the number they wrote to."""
    row = (
        await session.execute(
            select(Message.provider_id, Message.phone_number_id)
            .where(
                Message.conversation_id == conversation_id,
                Message.modifies.is_(None),
                Message.direction == Direction.IN,
                Message.provider_id.is_not(None),
            )
            .order_by(Message.occurred_at.desc(), Message.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (row[0], row[1]) if row and row[0] else None


async def close_window(session: AsyncSession, conversation_id: UUID) -> None:
    """The provider says that the customer's 24 hours are over."""
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(window_closed_at=func.now())
        .execution_options(synchronize_session=False)
    )


_FORGOTTEN = text(
    """
    SELECT DISTINCT company_id, conversation_id FROM messages
    WHERE (status = 'pending'
           AND greatest(created_at, not_before) < now() - make_interval(secs => :late))
       OR (status = 'sending' AND claimed_at < now() - make_interval(secs => :lease))
    """
)


async def forgotten(
    session: AsyncSession, *, late_seconds: float, lease_seconds: float
) -> list[tuple[UUID, UUID]]:
    """(company, conversation) of what should have left, or have had its outcome, by now.

    Needs the system login.
    """
    rows = await session.execute(_FORGOTTEN, {"late": late_seconds, "lease": lease_seconds})
    return [(company_id, conversation_id) for company_id, conversation_id in rows]
