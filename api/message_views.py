"""Messages as the API shows them: what became of each, in the caller's language."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request

from api.timeline_views import TimelineViews, outward
from db.models.conversations import Message
from db.queries.messages import MessageRow
from db.session import Session
from schemas.api.messages import FoundMessage, MessageDetail, MessageEvent, MessageRead, Status
from schemas.enums import Channel, DeliveryStatus, Direction
from services.message_search import Part
from services.program_messages import key_of

_STATUSES: dict[DeliveryStatus, Status] = {
    DeliveryStatus.PENDING: "queued",
    DeliveryStatus.SENDING: "sending",
    DeliveryStatus.UNKNOWN: "unknown",
    DeliveryStatus.ACCEPTED: "accepted",
    DeliveryStatus.SENT: "sent",
    DeliveryStatus.FAILED: "failed",
    DeliveryStatus.DELIVERED: "delivered",
    DeliveryStatus.READ: "read",
    DeliveryStatus.SKIPPED: "skipped",
}


class MessageViews:
    def __init__(self, request: Request) -> None:
        self._timeline = TimelineViews(request)

    def one(self, row: MessageRow) -> MessageRead:
        return MessageRead(**self._values(row))

    def found(self, row: MessageRow, parts: Sequence[Part] = ()) -> FoundMessage:
        words = "".join(f"«{part.text}»" if part.marked else part.text for part in parts)
        return FoundMessage(**self._values(row), found=words or None)

    async def detail(self, session: Session, row: MessageRow) -> MessageDetail:
        files = await self._timeline.files(session, [row.id])
        events = list(self._events(row.message)) if row.message.status else []
        return MessageDetail(**self._values(row), events=events, files=files.get(row.id, []))

    def _values(self, row: MessageRow) -> dict[str, Any]:
        message = row.message
        is_out = message.direction is Direction.OUT
        return {
            "id": message.id,
            "status": status_of(message),
            "channel": Channel.WHATSAPP,
            "direction": message.direction,
            "to": row.contact_phone if is_out else None,
            "contact_id": message.contact_id,
            "conversation_id": message.conversation_id,
            "phone_number_id": message.phone_number_id,
            "idempotency_key": key_of(message),
            "kind": "deleted" if row.deleted_at else message.kind,
            "body": row.body,
            "content": {} if row.deleted_at else outward(message.payload),
            "author_id": message.author_id,
            "source": message.source,
            "provider_id": message.provider_id,
            "external_id": message.external_id,
            "metadata": message.caller_data or {},
            "reason": message.reason,
            "reason_text": self._timeline.words(message.reason),
            "occurred_at": message.occurred_at,
            "created_at": message.created_at,
            "send_at": message.occurred_at if message.scheduled else None,
            "expires_at": message.expires_at,
            "edited_at": row.edited_at,
            "deleted_at": row.deleted_at,
        }

    def _events(self, message: Message) -> Iterator[MessageEvent]:
        yield MessageEvent(type="queued", at=message.created_at)
        if message.accepted_at is not None:
            yield MessageEvent(type="accepted", at=message.accepted_at)
        if message.sent_at is not None:
            yield MessageEvent(type="sent", at=message.sent_at)
        failed = self._failure(message)
        # A receipt may correct a failure: the order is that of time.
        later = [failed] if failed else []
        if message.delivered_at is not None:
            later.append(MessageEvent(type="delivered", at=message.delivered_at))
        if message.read_at is not None:
            later.append(MessageEvent(type="read", at=message.read_at))
        yield from sorted(later, key=lambda event: event.at)

    def _failure(self, message: Message) -> MessageEvent | None:
        reason = message.reason
        told: dict[str, Any] = {
            "reason": reason,
            "reason_text": self._timeline.words(reason),
            "detail": message.reason_detail,
            "provider_code": reason if reason and reason.isdecimal() else None,
        }
        if message.failed_at is not None:
            return MessageEvent(type="failed", at=message.failed_at, **told)
        at = message.claimed_at or message.created_at
        if message.status is DeliveryStatus.UNKNOWN:
            return MessageEvent(type="unknown", at=at, **told)
        if message.status is DeliveryStatus.SKIPPED:
            return MessageEvent(type="skipped", at=at, **told)
        return None


def status_of(message: Message) -> Status | None:
    if message.direction is Direction.IN:
        return "received"
    if message.status is None:
        return None
    if message.status is DeliveryStatus.PENDING and message.scheduled:
        return "scheduled"
    return _STATUSES[message.status]


MessageViewsDep = Annotated[MessageViews, Depends()]
