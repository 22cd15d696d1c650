"""A message as a program asks for it: to whom, from which number, with which words."""

from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.queries import contacts, conversations, inboxes, messages, templates
from db.queries import media as media_rows
from schemas.contents import Content, MediaContent, TemplateContent
from schemas.enums import Channel, Direction
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState
from schemas.outgoing import NamedFile, NamedTemplate, Order, Purpose
from schemas.templates import variables
from schemas.words import mark
from services import conversations as conversation_service
from services import quiet_hours, replies, template_values
from services.inboxes import all_eyes

SOURCE = "api"
_KEY = f"{SOURCE}:"
_VOICE = "voice"


class OptedOut(InvalidState):
    code = "opted_out"

    def __init__(self) -> None:
        super().__init__("This person asked not to get marketing.")


class _Called(Protocol):
    client_key: str | None
    source: str


async def send(
    session: AsyncSession, company_id: UUID, order: Order, key: str, *, source: str = SOURCE
) -> Message:
    """Write it down to be sent; tell `replies/{conversation}` after the commit.

    `source` is who asks: the API, or a rule. The same key asked for twice is the same message. Raises NotFound, InvalidInput, OptedOut, and
    Conflict for an external id that another message has.
    """
    conversation = await _conversation(session, company_id, order, source)
    contact = await contacts.get(session, conversation.contact_id)
    number_id = conversation.phone_number_id
    content = await _content(session, order.content, contact, number_id)
    fallback = None
    if order.fallback is not None:
        fallback = await _template(session, order.fallback, contact, number_id, "/fallback/0")
    # Of a template Meta says itself whether it is marketing: composing asks that.
    if order.purpose is Purpose.MARKETING:
        await _check_wanted(session, contact)
    send_at = order.send_at
    if order.respect_quiet_hours:
        earliest = max(send_at or datetime.now(UTC), datetime.now(UTC))
        send_at = await quiet_hours.opening(session, company_id, contact, earliest) or send_at
    (message,) = await replies.compose(
        session,
        company_id,
        conversation.id,
        [content],
        author_id=None,
        source=source,
        client_keys=[f"{source}:{key}"],
        reply_to_id=order.reply_to_id,
        scheduled_at=send_at,
        expires_at=order.expires_at,
        caller_data=dict(order.metadata) if order.metadata else None,
        fallback=fallback,
    )
    await _name(session, message, order.external_id)
    return message


def key_of(message: _Called) -> str | None:
    """The Idempotency-Key a message was asked for with."""
    key = message.client_key or ""
    return key.removeprefix(_KEY) if message.source == SOURCE and key.startswith(_KEY) else None


async def only_inbox(session: AsyncSession) -> UUID:
    """The number of a company that has one. Raises InvalidInput where it has to be named."""
    connected = [inbox.id for inbox in await inboxes.all_inboxes(session) if not inbox.removed]
    if not connected:
        raise InvalidState("No number is connected yet.")
    if len(connected) > 1:
        message = mark("There is more than one number: say from which.")
        raise InvalidInput(message, [FieldError("from", "missing", message)])
    return connected[0]


async def _conversation(
    session: AsyncSession, company_id: UUID, order: Order, source: str
) -> Conversation:
    named = order.recipient
    if named.conversation_id is not None:
        found = await conversations.get(session, all_eyes(), named.conversation_id)
        if order.number_id not in (None, found.phone_number_id):
            message = mark("This conversation is with another of your numbers.")
            raise InvalidInput(message, [FieldError("from", "other_number", message)])
        return found
    return await conversation_service.start(
        session,
        all_eyes(),
        company_id,
        order.number_id or await only_inbox(session),
        contact_id=named.contact_id,
        phone=named.phone,
        source=source,
    )


async def _content(
    session: AsyncSession,
    wanted: Content | NamedTemplate | NamedFile,
    contact: Contact,
    number_id: UUID,
) -> Content:
    if isinstance(wanted, NamedTemplate):
        return await _template(session, wanted, contact, number_id)
    if isinstance(wanted, NamedFile):
        file = await media_rows.get(session, wanted.media_id)
        kind = wanted.kind or file.kind
        return MediaContent(
            "audio" if kind == _VOICE else kind,
            file.id,
            wanted.caption,
            wanted.filename,
            voice=kind == _VOICE,
        )
    return wanted


async def _template(
    session: AsyncSession,
    named: NamedTemplate,
    contact: Contact,
    number_id: UUID,
    place: str = "/template",
) -> TemplateContent:
    if named.template_id is not None:
        template = await templates.get(session, named.template_id)
    else:
        template = await messages.template_named(session, number_id, named.name, named.language)
    slots = variables(template.components, template.parameter_format)
    given = named.values or {}
    unknown = set(given) - {slot.key for slot in slots}
    if unknown:
        message = mark("The template has no such variable.")
        raise InvalidInput(
            message,
            [FieldError(f"{place}/variables/{key}", "unknown", message) for key in sorted(unknown)],
        )
    filled = (
        given.get(slot.key) or template_values.value(contact, template.bindings.get(slot.key))
        for slot in slots
    )
    return TemplateContent(template.id, tuple(filled))


async def _check_wanted(session: AsyncSession, contact: Contact) -> None:
    key = contact.phone_key
    if key and Channel.WHATSAPP in await contacts.suppressed_on(session, key):
        raise OptedOut


async def _name(session: AsyncSession, message: Message, external_id: str | None) -> None:
    if external_id is None or message.external_id == external_id:
        return
    try:
        async with session.begin_nested():
            message.external_id = external_id
    except IntegrityError as error:
        raise Conflict(
            "There is already a message with the external id %(external_id)s.",
            external_id=external_id,
        ) from error


async def cancel(session: AsyncSession, message_id: UUID) -> Message:
    """Take back what is scheduled. Raises NotFound, and InvalidState when it is too late."""
    row = await messages.get(session, all_eyes(), message_id)
    if row.message.direction is not Direction.OUT:
        raise InvalidState("Only a message that is scheduled can be cancelled.")
    return await replies.cancel_scheduled(session, message_id)
