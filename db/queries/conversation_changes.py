"""Writing to conversations: many at once by one statement, with what is told about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, Message
from db.models.people import User
from db.queries.conversations import Eyes, visible
from schemas.enums import ConversationStatus, Direction


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline that tells what happened."""

    kind: str
    payload: dict[str, object]


async def lock_many(
    session: AsyncSession, eyes: Eyes, conversation_ids: Collection[UUID]
) -> Sequence[Conversation]:
    """Those of them that are there and may be seen, held until the transaction ends."""
    rows = await session.scalars(
        select(Conversation)
        .where(Conversation.id.in_(conversation_ids), visible(eyes))
        # In one order everywhere: two people who pick the same lines do not wait for each other.
        .order_by(Conversation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def write(
    session: AsyncSession, conversation_ids: Collection[UUID], values: Mapping[str, object]
) -> None:
    """The same values, or expressions, in all of them; the version is the caller's to raise."""
    await session.execute(
        update(Conversation)
        .where(Conversation.id.in_(conversation_ids))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def tell(
    session: AsyncSession,
    told: Sequence[tuple[Conversation, Event]],
    *,
    author_id: UUID | None,
    source: str,
) -> None:
    """One entry in each timeline, all by one statement."""
    now = datetime.now(UTC)
    rows = [
        {
            "company_id": row.company_id,
            "conversation_id": row.id,
            "contact_id": row.contact_id,
            "phone_number_id": row.phone_number_id,
            "direction": Direction.EVENT,
            "kind": event.kind,
            "payload": event.payload,
            # Two of one conversation are read in the order they were told.
            "occurred_at": now + timedelta(microseconds=place),
            "author_id": author_id,
            "source": source,
        }
        for place, (row, event) in enumerate(told)
    ]
    if rows:
        await session.execute(insert(Message).values(rows))


async def refreshed(session: AsyncSession, conversation_id: UUID) -> Conversation:
    """The row as it stands after a write by statement."""
    rows = await session.scalars(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .execution_options(populate_existing=True)
    )
    return rows.one()


async def open_one(session: AsyncSession, values: Mapping[str, object]) -> UUID | None:
    """A new conversation's id; None when these two have one already."""
    return await session.scalar(
        upsert(Conversation).values(**values).on_conflict_do_nothing().returning(Conversation.id)
    )


async def between(session: AsyncSession, contact_id: UUID, number_id: UUID) -> Conversation | None:
    """The conversation of this contact and this number."""
    return await session.scalar(
        select(Conversation).where(
            Conversation.contact_id == contact_id, Conversation.phone_number_id == number_id
        )
    )


async def names(session: AsyncSession, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those who work here."""
    rows = await session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


async def lock_awake(
    session: AsyncSession, conversation_ids: Collection[UUID], now: datetime
) -> Sequence[Conversation]:
    """Those that are still asleep though their time has come; not those somebody works on."""
    rows = await session.scalars(
        select(Conversation)
        .where(
            Conversation.id.in_(conversation_ids),
            Conversation.status == ConversationStatus.SNOOZED,
            Conversation.snoozed_until <= now,
        )
        .order_by(Conversation.id)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


async def due(session: AsyncSession, now: datetime, *, limit: int) -> list[tuple[UUID, UUID]]:
    """(company, conversation) whose snooze is over. Crosses companies: Database.system() only."""
    rows = await session.execute(
        select(Conversation.company_id, Conversation.id)
        .where(Conversation.status == ConversationStatus.SNOOZED, Conversation.snoozed_until <= now)
        .order_by(Conversation.snoozed_until)
        .limit(limit)
    )
    return [(company_id, key) for company_id, key in rows]


async def of_person(session: AsyncSession, user_id: UUID) -> Sequence[Conversation]:
    """What is theirs and not closed, held until the transaction ends."""
    rows = await session.scalars(
        select(Conversation)
        .where(
            Conversation.assignee_id == user_id,
            Conversation.status.in_((ConversationStatus.OPEN, ConversationStatus.SNOOZED)),
        )
        .order_by(Conversation.id)
        .with_for_update()
    )
    return rows.all()
