"""Private notes: entries only the team sees, which may call people by name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Message
from db.queries import people
from schemas.enums import Direction
from schemas.errors import Conflict, FieldError, InvalidInput
from schemas.text import storable
from services import inboxes, notifications

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Written:
    message: Message
    # Somebody is to be told: call starters.follow_notifications after the commit.
    tells: bool


async def write(
    session: AsyncSession,
    conversation: Conversation,
    body: str,
    *,
    author_id: UUID | None,
    mention_ids: Collection[UUID] = (),
    client_key: str | None = None,
    source: str = "console",
) -> Written:
    """Add a note and tell the people it mentions. The same client key is the same note.

    Mentioned are those of `mention_ids` whose name stands in the text after an "@" and who may
    see the conversation. Raises InvalidInput.
    """
    text = body.replace("\r\n", "\n").strip()
    _check(text)
    mentioned = await _mentioned(session, conversation, text, mention_ids)
    message, is_new = await _insert(
        session,
        conversation,
        text,
        author_id=author_id,
        mentioned=mentioned,
        key=client_key,
        source=source,
    )
    tells = is_new and await notifications.mentioned(
        session,
        conversation.company_id,
        conversation_id=conversation.id,
        message_id=message.id,
        author_id=author_id,
        user_ids=list(mentioned),
    )
    return Written(message, tells)


async def _insert(
    session: AsyncSession,
    conversation: Conversation,
    text: str,
    *,
    author_id: UUID | None,
    mentioned: dict[UUID, str],
    key: str | None,
    source: str,
) -> tuple[Message, bool]:
    values = {
        "company_id": conversation.company_id,
        "conversation_id": conversation.id,
        "contact_id": conversation.contact_id,
        "phone_number_id": conversation.phone_number_id,
        "direction": Direction.NOTE,
        "kind": "note",
        "body": text,
        "payload": {"mentions": [{"id": str(i), "name": n} for i, n in mentioned.items()]},
        "occurred_at": datetime.now(UTC),
        "author_id": author_id,
        "source": source,
        "client_key": key,
    }
    added = await session.scalar(
        insert(Message).values(values).on_conflict_do_nothing().returning(Message)
    )
    if added is not None:
        return added, True
    found = await session.scalars(
        select(Message).where(Message.client_key == key, Message.conversation_id == conversation.id)
    )
    note = found.one_or_none()
    if note is None:
        raise Conflict("This was written in another conversation already.")
    return note, False


async def _mentioned(
    session: AsyncSession, conversation: Conversation, text: str, ids: Collection[UUID]
) -> dict[UUID, str]:
    if not ids:
        return {}
    number = conversation.phone_number_id
    allowed = (await inboxes.may_see(session, [number]))[number]
    return {
        member.id: member.name
        for member in await people.members(session)
        if member.id in ids
        and f"@{member.name}" in text
        and (allowed is None or member.id in allowed)
    }


def _check(text: str) -> None:
    if not text:
        message = "Write something."
        raise InvalidInput(message, [FieldError("body", "missing", message)])
    if len(text) > LONGEST or not storable(text):
        message = "This note is too long, or has characters that cannot be stored."
        raise InvalidInput(message, [FieldError("body", "too_long", message)])
