"""Messages people write in a conversation: written down first, then sent in order, at most once.

The row is the outbox: after the commit the edge calls workflows.starters.follow_replies.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Message
from db.queries import outbox
from db.queries.conversations import window_end
from db.queries.outbox import Address, ChatWay
from schemas import contents as contents_of
from schemas import sms_text
from schemas.contents import Content, MediaContent, Reaction, TemplateContent, Text
from schemas.enums import DeliveryStatus, Direction
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState
from schemas.words import mark
from services import media, message_news, phones, reply_templates, stop_causes
from services.ids import new_id

_CONSOLE = "console"
_MOST_AT_ONCE = 30
# Behind the next of one call, so that their order is that of their times.
_STEP = timedelta(microseconds=1)
_FURTHEST = timedelta(days=366)


class WindowClosed(InvalidState):
    """Only templates may be sent; the customer has to write first for anything else."""

    code = "window_closed"

    def __init__(self) -> None:
        super().__init__(
            "More than 24 hours have passed since this person last wrote. Only a template can be"
            " sent."
        )


@dataclass(frozen=True, slots=True)
class _Wish:
    """What all messages of one call have in common."""

    conversation: Conversation
    author_id: UUID | None
    source: str
    scheduled_at: datetime | None = None
    expires_at: datetime | None = None
    caller_data: dict[str, object] | None = None
    fallback: TemplateContent | None = None
    # The provider's id, and the campaign's row it may be.
    reply_to: str | None = None
    reply_to_recipient_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Route:
    way: ChatWay
    address: Address
    now: datetime


async def compose(
    session: AsyncSession,
    company_id: UUID,
    conversation_id: UUID,
    contents: Sequence[Content],
    *,
    author_id: UUID | None,
    source: str,
    client_keys: Sequence[str | None],
    reply_to_id: UUID | None = None,
    scheduled_at: datetime | None = None,
    expires_at: datetime | None = None,
    caller_data: dict[str, object] | None = None,
    fallback: TemplateContent | None = None,
) -> list[Message]:
    """Write messages down to be sent in this order; one client key for each.

    The same key asked for twice is the same message; with other contents it is a Conflict.
    `fallback` is sent instead when the 24-hour window has closed by the time it is due. Raises
    InvalidInput, or InvalidState (WindowClosed among them) when it cannot be sent as things are.
    Nothing is reopened; a message of a person answers who waits.
    """
    conversation = await outbox.lock(session, conversation_id)
    reply_to, recipient_id = None, None
    if reply_to_id is not None:
        reply_to, recipient_id = await _provider_id(
            session, conversation, reply_to_id, "reply_to_id"
        )
    wish = _Wish(
        conversation,
        author_id,
        source,
        scheduled_at,
        expires_at,
        caller_data,
        fallback,
        reply_to,
        recipient_id,
    )
    return await _compose(session, company_id, wish, contents, client_keys)


async def cancel_scheduled(session: AsyncSession, message_id: UUID) -> Message:
    """Take back a message that waits and was not sent; InvalidState when it is too late."""
    message = await _waiting(session, message_id)
    message.status, message.reason = DeliveryStatus.SKIPPED, "withdrawn"
    message.not_before = None
    await session.flush()
    return message


async def reschedule(session: AsyncSession, message_id: UUID, scheduled_at: datetime) -> Message:
    """Move a message that waits to another time; a time that has passed means at once."""
    message = await _waiting(session, message_id)
    moment = _soon_enough("scheduled_at", scheduled_at, await outbox.now(session))
    message.occurred_at = message.not_before = moment
    message.scheduled = True
    await session.flush()
    return message


async def send_again(
    session: AsyncSession, message_id: UUID, *, author_id: UUID, source: str
) -> Message:
    """Write a failed or unknown message down once more, as a new one; a person decides this.

    Asked for twice it is the same copy: one original has at most one.
    """
    original = await outbox.get(session, message_id)
    conversation = await outbox.lock(session, original.conversation_id)
    key = f"again:{original.id}"
    if (known := await outbox.by_client_keys(session, [key])).get(key) is not None:
        return known[key]
    ended = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN, DeliveryStatus.SKIPPED)
    if original.status not in ended:
        raise InvalidState(
            "Only a message that did not arrive can be sent again; this one is %(current)s.",
            current=str(original.status),
        )
    wish = _Wish(
        conversation,
        author_id,
        source,
        caller_data=original.caller_data,
        fallback=fallback_of(original),
        reply_to=original.reply_to,
        reply_to_recipient_id=original.reply_to_recipient_id,
    )
    content = contents_of.from_json(original.payload)
    return (await _compose(session, original.company_id, wish, [content], [key]))[0]


def fallback_of(message: Message) -> TemplateContent | None:
    """The template that goes out when the window has closed."""
    stored = message.payload.get("fallback")
    found = contents_of.from_json(stored) if isinstance(stored, dict) else None
    return found if isinstance(found, TemplateContent) else None


def window_is_open(conversation: Conversation, at: datetime) -> bool:
    end = window_end(conversation.last_inbound_at, conversation.window_closed_at)
    return end is not None and at < end


def spoke(conversation: Conversation, message: Message) -> None:
    """Move the conversation's row by a message of ours that takes its place now."""
    if message.modifies is not None:
        return
    place = (message.occurred_at, message.id)
    last = conversation.last_message_id
    if last is None or place > (conversation.last_message_at, last):
        conversation.last_message_at, conversation.last_message_id = place
    if message.author_id is None:
        return
    at, waiting = message.occurred_at, conversation.waiting_since
    conversation.answered_at = max(conversation.answered_at or at, at)
    if waiting is not None and waiting <= at:
        newer = conversation.last_inbound_at
        conversation.waiting_since = newer if newer is not None and newer > at else None


async def _compose(
    session: AsyncSession,
    company_id: UUID,
    wish: _Wish,
    contents: Sequence[Content],
    keys: Sequence[str | None],
) -> list[Message]:
    """The rows, those that were there before among them. The conversation is locked."""
    if not 0 < len(contents) <= _MOST_AT_ONCE or len(contents) != len(keys):
        raise InvalidInput("Send between one and thirty messages at once, each with its key.")
    known = await outbox.by_client_keys(session, [key for key in keys if key])
    for content, key in zip(contents, keys, strict=True):
        if key in known and not _is_same(known[key], wish.conversation.id, content):
            raise Conflict("This key was used for another message.")
    fresh = [pair for pair in zip(contents, keys, strict=True) if pair[1] not in known]
    if not fresh:
        return [known[key] for key in keys if key is not None]
    written = iter(await _write_all(session, company_id, wish, fresh))
    if wish.author_id is not None and wish.source == _CONSOLE:
        whom = wish.conversation.contact_id
        await stop_causes.taken_over(session, company_id, whom, [content for content, _ in fresh])
    return [known[key] if key in known else next(written) for key in keys]


async def _write_all(
    session: AsyncSession,
    company_id: UUID,
    wish: _Wish,
    fresh: Sequence[tuple[Content, str | None]],
) -> list[Message]:
    route = await _route(session, wish.conversation)
    if wish.fallback is not None and not route.way.is_sms:
        key = route.address.key
        ready = await reply_templates.ready(session, route.way.connection_id, key, wish.fallback)
        wish = replace(wish, fallback=ready)
    start = _soon_enough("scheduled_at", wish.scheduled_at or route.now, route.now)
    if wish.expires_at is not None:
        wish = replace(wish, expires_at=_soon_enough("expires_at", wish.expires_at, route.now))
    waiting = await outbox.waiting(session, wish.conversation.id)
    if wish.scheduled_at is None:
        start = max([start, *(m.occurred_at + _STEP for m in waiting if not m.scheduled)])
    written = []
    for place, (content, key) in enumerate(fresh):
        found = await _ready(session, wish, route, content)
        at = start + place * _STEP
        message = _message(company_id, wish, found, at)
        message.client_key = key
        written.append(await _write(session, wish, message, found))
        # WhatsApp shows what is answered above the first; above each it would be noise.
        wish = replace(wish, reply_to=None, reply_to_recipient_id=None)
    return written


async def address_of(session: AsyncSession, conversation: Conversation) -> Address:
    """Where an answer goes: the contact's number, or the other one they wrote from last."""
    address = await outbox.address(session, conversation.contact_id)
    writes_from = conversation.writes_from
    key = phones.match_key(writes_from) if writes_from else None
    if key is None or key == address.key:
        return address
    return Address(f"+{writes_from}", key)


def _soon_enough(field: str, moment: datetime, now: datetime) -> datetime:
    """The moment, or now where it has passed; at the ends of time no row could hold it."""
    if moment > now + _FURTHEST:
        message = mark("Choose a moment in the future, within a year.")
        raise InvalidInput(message, [FieldError(field, "too_late", message)])
    return max(moment, now)


async def _route(session: AsyncSession, conversation: Conversation) -> _Route:
    way = await outbox.way(session, conversation.phone_number_id)
    if not way.connected:
        raise InvalidState("This conversation's number is no longer connected.")
    address = await address_of(session, conversation)
    if address.phone is None:
        raise InvalidState("This contact has no phone number to write to.")
    return _Route(way, address, await outbox.now(session))


async def _ready(session: AsyncSession, wish: _Wish, route: _Route, content: Content) -> Content:
    """The content as it will be sent; raises what is wrong with it, or that it is too late."""
    content.check()
    if route.way.is_sms:
        return _as_sms(content)
    if isinstance(content, TemplateContent):
        return await reply_templates.ready(
            session, route.way.connection_id, route.address.key, content
        )
    at = max(wish.scheduled_at or route.now, route.now)
    if wish.fallback is None and not window_is_open(wish.conversation, at):
        raise WindowClosed
    if isinstance(content, Reaction) and content.target is not None:
        found, _ = await _provider_id(session, wish.conversation, content.target, "target")
        return replace(content, provider_id=found)
    return content


async def _provider_id(
    session: AsyncSession, conversation: Conversation, message_id: UUID, field: str
) -> tuple[str, UUID | None]:
    found = await outbox.provider_ids(session, conversation, message_id)
    if found is None:
        error = FieldError(field, "not_found", "There is no such message in this conversation.")
        raise InvalidInput("The message this is about is not there.", [error])
    if found[0] is None:
        error = FieldError(field, "not_sent", "That message has not been sent yet.")
        raise InvalidInput("The message this is about has not been sent yet.", [error])
    return found[0], found[1]


def _as_sms(content: Content) -> Content:
    """An SMS is text, at any time; raises InvalidInput for anything else."""
    if not isinstance(content, Text):
        message = mark("An SMS can only be text.")
        raise InvalidInput(message, [FieldError("type", "not_text", message)])
    if len(content.body) > sms_text.LONGEST:
        message = mark("An SMS can have 1,600 characters at most.")
        raise InvalidInput(message, [FieldError("body", "too_long", message)])
    return content


def _message(company_id: UUID, wish: _Wish, content: Content, at: datetime) -> Message:
    return Message(
        company_id=company_id,
        id=new_id(),
        conversation_id=wish.conversation.id,
        contact_id=wish.conversation.contact_id,
        phone_number_id=wish.conversation.phone_number_id,
        direction=Direction.OUT,
        kind=content.kind,
        body=content.body,
        payload=_payload(content, wish.fallback),
        modifies=content.provider_id if isinstance(content, Reaction) else None,
        reply_to=wish.reply_to,
        reply_to_recipient_id=wish.reply_to_recipient_id,
        occurred_at=at,
        author_id=wish.author_id,
        source=wish.source,
        status=DeliveryStatus.PENDING,
        not_before=at if wish.scheduled_at else None,
        scheduled=wish.scheduled_at is not None,
        expires_at=wish.expires_at,
        caller_data=wish.caller_data,
    )


async def _write(session: AsyncSession, wish: _Wish, message: Message, content: Content) -> Message:
    session.add(message)
    try:
        await session.flush()
    except IntegrityError as error:
        # Only the key can be there already: at the same moment, in another conversation.
        raise Conflict("This key was used for another message.") from error
    if isinstance(content, MediaContent):
        await _attach(session, message, content)
    if wish.scheduled_at is None:
        spoke(wish.conversation, message)
    await session.flush()
    await message_news.queued(session, message.company_id, message.id)
    return message


async def _attach(session: AsyncSession, message: Message, content: MediaContent) -> None:
    """The file becomes this message's; one that was sent before gets a row of its own."""
    file = await media.attach(session, content.media_id, message.id)
    sent = replace(content, media_id=file.id, filename=content.filename or file.filename)
    asked = {"media_id": str(content.media_id), "filename": content.filename}
    message.body, message.payload = sent.body, {**message.payload, **sent.to_json(), "asked": asked}


def _payload(content: Content, fallback: TemplateContent | None) -> dict[str, object]:
    stored = content.to_json()
    if fallback is not None and not isinstance(content, TemplateContent):
        stored["fallback"] = fallback.to_json()
    return stored


def _is_same(message: Message, conversation_id: UUID, content: Content) -> bool:
    """Whether a stored message is what is asked for; what composing added does not count."""
    stored = message.payload.get("instead_of", message.payload)
    if message.conversation_id != conversation_id or not isinstance(stored, dict):
        return False
    asked = stored.get("asked")
    stored = {**stored, **asked} if isinstance(asked, dict) else stored
    return _asked(contents_of.from_json(stored)) == _asked(content)


def _asked(content: Content) -> Content:
    if isinstance(content, TemplateContent):
        return replace(content, frozen=None)
    if isinstance(content, Reaction) and content.target is not None:
        return replace(content, provider_id="")
    return content


async def _waiting(session: AsyncSession, message_id: UUID) -> Message:
    """A message that nobody has begun to send, held so that nobody will."""
    message = await outbox.get(session, message_id)
    await outbox.lock(session, message.conversation_id)
    message = await outbox.get_for_update(session, message_id)
    if message.status is not DeliveryStatus.PENDING:
        raise InvalidState(
            "This message no longer waits to be sent: it is %(current)s.",
            current=str(message.status),
        )
    return message
