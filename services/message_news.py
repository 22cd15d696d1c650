"""What became of messages and of campaigns' sends, told to whoever listens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.ledger import Moved
from schemas.enums import DeliveryStatus
from services import events
from services.events import Happening

_TAKEN = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.SENT})
_TYPES: Mapping[DeliveryStatus, str] = {
    DeliveryStatus.ACCEPTED: "message.sent",
    DeliveryStatus.SENT: "message.sent",
    DeliveryStatus.DELIVERED: "message.delivered",
    DeliveryStatus.READ: "message.read",
    DeliveryStatus.FAILED: "message.failed",
}


async def are_wanted(session: AsyncSession, company_id: UUID) -> bool:
    """Whether somebody listens to what becomes of sends."""
    return bool(await events.listening(session, company_id, set(_TYPES.values())))


async def sends_moved(session: AsyncSession, company_id: UUID, moved: Iterable[Moved]) -> None:
    """Rows of the ledger, all of one statement."""
    await _tell(session, company_id, "recipient", moved)


async def messages_moved(session: AsyncSession, company_id: UUID, moved: Iterable[Moved]) -> None:
    await _tell(session, company_id, "message", moved)


@dataclass(frozen=True, slots=True)
class Received:
    message_id: UUID
    contact_id: UUID
    conversation_id: UUID
    occurred_at: datetime


async def received(session: AsyncSession, company_id: UUID, messages: Sequence[Received]) -> None:
    told = [
        Happening(
            "message.received",
            "message",
            one.message_id,
            contact_id=one.contact_id,
            conversation_id=one.conversation_id,
            occurred_at=one.occurred_at,
        )
        for one in messages
    ]
    await events.tell(session, company_id, told)


async def queued(session: AsyncSession, company_id: UUID, message_id: UUID) -> None:
    told = Happening("message.queued", "message", message_id, {"status": DeliveryStatus.PENDING})
    await events.tell(session, company_id, [told])


async def _tell(
    session: AsyncSession, company_id: UUID, resource_type: str, moved: Iterable[Moved]
) -> None:
    told = [
        Happening(name, resource_type, one.id, {"status": one.after})
        for one in moved
        if (name := event_of(one.before, one.after)) is not None
    ]
    await events.tell(session, company_id, told)


def event_of(before: DeliveryStatus | None, after: DeliveryStatus | None) -> str | None:
    """What a step of the lattice is called outside; None: nothing new to them.

    That a provider accepted and that it sent are one thing to them.
    """
    if after is None or before is after or (before in _TAKEN and after in _TAKEN):
        return None
    return _TYPES.get(after)
