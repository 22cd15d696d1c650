"""Messages people write in a conversation: written down first, then sent in order, at most once.

The row is the outbox: after the commit the edge calls workflows.starters.follow_replies.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Message
from schemas.contents import Content, TemplateContent


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
    `fallback` is sent instead when the 24-hour window has closed by the time it is due.
    """
    raise NotImplementedError


async def cancel_scheduled(session: AsyncSession, message_id: UUID) -> Message:
    """Take back a message that is scheduled and was not sent; InvalidState when it is too late."""
    raise NotImplementedError


async def reschedule(session: AsyncSession, message_id: UUID, scheduled_at: datetime) -> Message:
    """Move a scheduled message to another time; InvalidState when it is too late."""
    raise NotImplementedError


async def send_again(
    session: AsyncSession, message_id: UUID, *, author_id: UUID, source: str
) -> Message:
    """Write a failed or unknown message down once more, as a new one; a person decides this.

    Asked for twice it is the same copy: one original has at most one.
    """
    raise NotImplementedError
