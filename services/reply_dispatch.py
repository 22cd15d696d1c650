"""Sending one conversation's messages: what leaves next, and what became of it.

The rules are those of campaigns (ADR 0002): a claim is committed before the provider is called
and never taken over; an unknown outcome is never repeated by a machine. What differs: a person
waits. So a token or an account that is broken fails the message at once, with what to do, and
marks the connection; sent hours later, when somebody has mended it, it would answer a question
nobody asks any more. Sending it again is one press.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Message
from db.queries import outbox
from db.queries.ledger import Moved
from db.queries.outbox import Address, ChatWay
from providers.base import Recovery, Rejected
from schemas import contents as contents_of
from schemas.contents import MediaContent, TemplateContent
from schemas.delivery import RANK
from schemas.enums import DeliveryStatus
from schemas.errors import NotFound
from services import (
    breakers,
    consents,
    enrolment_stops,
    message_news,
    notifications,
    replies,
    reply_templates,
)

WINDOW_CLOSED = "window_closed"
# Meta: the customer's 24 hours are over.
_WINDOW_CLOSED_AT_META = "131047"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is this worker's alone until its outcome is recorded."""

    message_id: UUID
    conversation_id: UUID
    content: contents_of.Content
    to: str
    reply_to: str | None
    # Names this claim among all that this message may have had, and counts them.
    claimed_at: datetime
    attempt: int
    way: ChatWay
    # The provider's id of its file.
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing may leave before this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NeedsFile:
    """The provider has to have the message's file before it can be claimed."""

    message_id: UUID
    media_id: UUID
    number_id: UUID
    attempt: int


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done next; nothing at all when `next` is None."""

    next: Claimed | Wait | NeedsFile | None
    number_id: UUID | None = None
    # Rows were settled on the way there: pages have to look, and perhaps people be told.
    changed: bool = False
    notify: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one claimed message. PENDING hands it back for `after`."""

    message_id: UUID
    status: DeliveryStatus
    claimed_at: datetime
    provider_id: str | None = None
    refusal: Rejected | None = None
    reason: str | None = None
    detail: str | None = None
    after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class _Route:
    now: datetime
    address: Address
    way: ChatWay


async def take_next(
    session: AsyncSession,
    conversation_id: UUID,
    *,
    lease_seconds: float,
    files: Mapping[UUID, str],
) -> Step:
    """Claim the next message that is due; `files` are the provider's ids by message.

    One that cannot be sent any more is settled with its reason, one whose worker was lost becomes
    unknown. Nothing overtakes: a message that has to wait holds those behind it.
    """
    try:
        conversation = await outbox.lock(session, conversation_id)
    except NotFound:
        # Merged into another, which has its messages now; the sweep finds them there.
        return Step(None)
    settled: list[Message] = []
    found = await _next(session, conversation, settled, lease_seconds, files)
    await session.flush()
    ended = [Moved(one.id, DeliveryStatus.PENDING, _status(one)) for one in settled]
    await message_news.messages_moved(session, conversation.company_id, ended)
    failed = [message.id for message in settled if message.status is DeliveryStatus.FAILED]
    notify = await notifications.send_failed(session, conversation.company_id, failed)
    changed = bool(settled) or isinstance(found, Claimed)
    return Step(found, conversation.phone_number_id, changed=changed, notify=notify)


async def _next(
    session: AsyncSession,
    conversation: Conversation,
    settled: list[Message],
    lease_seconds: float,
    files: Mapping[UUID, str],
) -> Claimed | Wait | NeedsFile | None:
    now = await outbox.now(session)
    waiting = await outbox.waiting(session, conversation.id)
    # What is on its way comes first, wherever it stands: never two at once.
    for message in sorted(waiting, key=lambda one: one.status is not DeliveryStatus.SENDING):
        if message.status is DeliveryStatus.SENDING:
            left = _seconds(message.claimed_at, now) + lease_seconds
            if left > 0:
                return Wait(left)
            _settle(message, DeliveryStatus.UNKNOWN, "worker_lost", now)
            settled.append(message)
            continue
        if (wait := _seconds(message.not_before, now)) > 0:
            return Wait(wait)
        route = _Route(
            now,
            await replies.address_of(session, conversation),
            await outbox.way(session, conversation.phone_number_id),
        )
        if await _is_over(session, conversation, message, route):
            settled.append(message)
            continue
        return _claim(conversation, message, route, files)
    return None


def _seconds(moment: datetime | None, now: datetime) -> float:
    return (moment - now).total_seconds() if moment is not None else 0.0


def _status(message: Message) -> DeliveryStatus:
    return message.status or DeliveryStatus.PENDING


def _settle(message: Message, status: DeliveryStatus, reason: str, now: datetime) -> None:
    message.status, message.reason, message.not_before = status, reason, None
    if status is DeliveryStatus.FAILED:
        message.failed_at = now


async def _is_over(
    session: AsyncSession,
    conversation: Conversation,
    message: Message,
    route: _Route,
) -> bool:
    """Settle a message that cannot be sent as things are; fall back where there is a way."""
    now = route.now
    if message.expires_at is not None and message.expires_at <= now:
        _settle(message, DeliveryStatus.SKIPPED, "expired", now)
        return True
    reason = None
    if not route.way.connected:
        reason = "not_connected"
    elif route.address.phone is None:
        reason = "no_phone"
    elif (
        message.kind != "template"
        and not route.way.is_sms
        and not replies.window_is_open(conversation, now)
    ):
        reason = None if _fall_back(message) else WINDOW_CLOSED
    content = contents_of.from_json(message.payload)
    if reason is None and isinstance(content, TemplateContent):
        reason = await reply_templates.obstacle(session, content, route.address.key)
    if reason is not None:
        _settle(message, DeliveryStatus.FAILED, reason, now)
    return reason is not None


def _fall_back(message: Message) -> bool:
    """Make the message its template; what it was to be stays beside it."""
    fallback = replies.fallback_of(message)
    if fallback is None:
        return False
    message.payload = {**fallback.to_json(), "instead_of": message.payload}
    message.kind, message.body = fallback.kind, fallback.body
    return True


def _claim(
    conversation: Conversation,
    message: Message,
    route: _Route,
    files: Mapping[UUID, str],
) -> Claimed | NeedsFile:
    content = contents_of.from_json(message.payload)
    if isinstance(content, MediaContent) and message.id not in files:
        number_id = conversation.phone_number_id
        return NeedsFile(message.id, content.media_id, number_id, message.attempts + 1)
    message.status, message.reason, message.reason_detail = DeliveryStatus.SENDING, None, None
    message.claimed_at, message.not_before = route.now, None
    message.attempts += 1
    if message.scheduled:
        # Only now it is said; until then it stood in nobody's list.
        replies.spoke(conversation, message)
    return Claimed(
        message.id,
        conversation.id,
        content,
        route.address.phone or "",
        message.reply_to,
        route.now,
        message.attempts,
        route.way,
        files.get(message.id),
    )


async def record(session: AsyncSession, company_id: UUID, outcome: Outcome) -> bool:
    """Write what became of a claim; writing it twice is writing it once.

    A receipt that overtook the answer wins. Handing back is allowed only to who holds the claim.
    True when somebody is to be told of a failure.
    """
    message = await outbox.get_for_update(session, outcome.message_id)
    if _window_closed(outcome) and replies.fallback_of(message) is not None:
        # Nothing went out, and there is a template for this.
        outcome = replace(outcome, status=DeliveryStatus.PENDING)
    message.provider_id = message.provider_id or outcome.provider_id
    if outcome.provider_id is not None and message.accepted_at is None:
        message.accepted_at = await outbox.now(session)
    moves = (
        message.status is DeliveryStatus.SENDING and message.claimed_at == outcome.claimed_at
        if outcome.status is DeliveryStatus.PENDING
        else RANK[outcome.status] > RANK[message.status or DeliveryStatus.PENDING]
    )
    before = _status(message)
    if moves:
        await _move(session, message, outcome)
    await session.flush()
    moved = [Moved(message.id, before, _status(message))]
    await message_news.messages_moved(session, company_id, moved)
    if outcome.refusal is not None:
        await _heed(session, message, outcome.refusal)
    failed = [message.id] if moves and message.status is DeliveryStatus.FAILED else []
    return await notifications.send_failed(session, company_id, failed)


def _window_closed(outcome: Outcome) -> bool:
    return outcome.refusal is not None and outcome.refusal.code == _WINDOW_CLOSED_AT_META


async def _move(session: AsyncSession, message: Message, outcome: Outcome) -> None:
    now = await outbox.now(session)
    refusal = outcome.refusal
    message.status = outcome.status
    message.not_before = None
    if outcome.status is DeliveryStatus.PENDING:
        message.not_before, message.claimed_at = now + outcome.after, None
        return
    message.reason = refusal.code if refusal else outcome.reason
    message.reason_detail = refusal.detail if refusal else outcome.detail
    if outcome.status is DeliveryStatus.FAILED:
        message.failed_at = now


async def _heed(session: AsyncSession, message: Message, refusal: Rejected) -> None:
    """What a refusal asks of us beyond this message."""
    if refusal.code == _WINDOW_CLOSED_AT_META:
        await outbox.close_window(session, message.conversation_id)
    await breakers.mark(session, message.phone_number_id, refusal)
    if refusal.recovery is Recovery.SUPPRESS:
        await consents.told_by_provider(session, message.company_id, refused_messages=[message.id])
        await enrolment_stops.stop_refused(session, message.company_id, {message.contact_id})


async def fail(session: AsyncSession, message_id: UUID, reason: str, detail: str) -> bool:
    """A message that was not claimed yet and cannot be sent; True when somebody is to be told."""
    message = await outbox.get(session, message_id)
    await outbox.lock(session, message.conversation_id)
    message = await outbox.get_for_update(session, message_id)
    if message.status is not DeliveryStatus.PENDING:
        return False
    _settle(message, DeliveryStatus.FAILED, reason, await outbox.now(session))
    message.reason_detail = detail
    await session.flush()
    moved = [Moved(message.id, DeliveryStatus.PENDING, DeliveryStatus.FAILED)]
    await message_news.messages_moved(session, message.company_id, moved)
    return await notifications.send_failed(session, message.company_id, [message.id])


async def put_off(session: AsyncSession, message_id: UUID, after: timedelta) -> None:
    """A message that was not claimed yet and has to wait: its file is not at the provider."""
    message = await outbox.get(session, message_id)
    await outbox.lock(session, message.conversation_id)
    message = await outbox.get_for_update(session, message_id)
    if message.status is DeliveryStatus.PENDING:
        message.not_before = await outbox.now(session) + after
        message.attempts += 1
        await session.flush()
