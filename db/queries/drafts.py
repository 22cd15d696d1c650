"""Drafts: what people have begun to write, one for each person and conversation."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Draft


async def find(session: AsyncSession, user_id: UUID, conversation_id: UUID) -> Draft | None:
    return await session.scalar(
        select(Draft).where(Draft.conversation_id == conversation_id, Draft.user_id == user_id)
    )


async def of_person(
    session: AsyncSession, user_id: UUID, conversation_ids: Collection[UUID]
) -> dict[UUID, str]:
    """What this person has begun to write in these conversations; for lists."""
    if not conversation_ids:
        return {}
    rows = await session.execute(
        select(Draft.conversation_id, Draft.body).where(
            Draft.user_id == user_id, Draft.conversation_id.in_(conversation_ids)
        )
    )
    return dict(rows.all())


async def save(
    session: AsyncSession,
    company_id: UUID,
    conversation_id: UUID,
    user_id: UUID,
    *,
    body: str,
    mode: str,
    reply_to_id: UUID | None,
) -> None:
    values = {"body": body, "mode": mode, "reply_to_id": reply_to_id}
    await session.execute(
        insert(Draft)
        .values(company_id=company_id, conversation_id=conversation_id, user_id=user_id, **values)
        .on_conflict_do_update(
            index_elements=["company_id", "conversation_id", "user_id"],
            set_={**values, "updated_at": func.now()},
        )
    )


async def remove(session: AsyncSession, user_id: UUID, conversation_id: UUID) -> None:
    await session.execute(
        delete(Draft).where(Draft.conversation_id == conversation_id, Draft.user_id == user_id)
    )
