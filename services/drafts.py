"""Drafts: kept while somebody writes, gone when it was sent."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import drafts

REPLY, NOTE = "reply", "note"
# More than WhatsApp takes, so that a text that is too long is not lost before it is shortened.
LONGEST = 20_000


async def keep(
    session: AsyncSession,
    company_id: UUID,
    conversation_id: UUID,
    user_id: UUID,
    *,
    body: str,
    mode: str = REPLY,
    reply_to_id: UUID | None = None,
) -> None:
    """The newest state of what this person writes here; nothing written is no draft."""
    if not body.strip():
        await drafts.remove(session, user_id, conversation_id)
        return
    await drafts.save(
        session,
        company_id,
        conversation_id,
        user_id,
        body=body[:LONGEST],
        mode=NOTE if mode == NOTE else REPLY,
        reply_to_id=reply_to_id,
    )


async def discard(session: AsyncSession, user_id: UUID, conversation_id: UUID) -> None:
    await drafts.remove(session, user_id, conversation_id)
