"""A customer wrote: the person is found or made, the message kept, their marketing wish heeded."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import inbound
from db.queries.inbound import NewMessage
from schemas.events import MessageEvent, PreferenceEvent
from services import contacts, phones

PROVIDER_OPT_OUT = "provider_opt_out"


class NumberUnknown(Exception):
    """The message came to a number we have not synchronised (yet)."""


class SenderUnknown(Exception):
    """The message names nobody we could answer."""


async def apply(session: AsyncSession, company_id: UUID, event: MessageEvent) -> UUID:
    """Store the message with its contact; returns the contact. Safe to repeat."""
    number_id = await inbound.number(session, event.account_id)
    if number_id is None:
        raise NumberUnknown(event.account_id)
    if event.sender is None and event.sender_user_id is None:
        raise SenderUnknown(event.provider_id)
    contact = await contacts.match_inbound(
        session,
        company_id,
        sender=event.sender,
        user_id=event.sender_user_id,
        name=event.sender_name,
        at=event.occurred_at,
    )
    answered = [event.context_id] if event.context_id else []
    recipients = await inbound.recipients_by_provider_id(session, answered) if answered else {}
    await inbound.add_message(
        session,
        NewMessage(
            company_id=company_id,
            contact_id=contact.id,
            phone_number_id=number_id,
            kind=event.message_kind,
            body=event.body,
            payload=event.payload if event.message_kind != "text" else {},
            provider_id=event.provider_id,
            reply_to_recipient_id=recipients.get(event.context_id or ""),
            occurred_at=event.occurred_at,
        ),
    )
    return contact.id


async def apply_preference(session: AsyncSession, company_id: UUID, event: PreferenceEvent) -> None:
    """The customer told the provider to stop or to allow our marketing."""
    key = phones.match_key(f"+{event.sender}")
    if event.allowed:
        await inbound.release(session, key, reason=PROVIDER_OPT_OUT)
    else:
        await inbound.suppress(session, company_id, key, reason=PROVIDER_OPT_OUT)
