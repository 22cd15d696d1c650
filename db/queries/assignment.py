"""Turns of the people who take new conversations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import TableValuedAlias

from db.models.conversations import Conversation, InboxSettings
from db.models.people import Membership
from schemas.enums import ConversationStatus, Role


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who takes new conversations, and how many open ones they have."""

    user_id: UUID
    capacity: int | None
    last_assigned_at: datetime | None
    load: int


async def lock_nobodys(
    session: AsyncSession, conversation_ids: Collection[UUID]
) -> Sequence[Conversation]:
    """Those that are open and nobody's, of numbers that have rules, held until the transaction
    ends; oldest first.
    """
    ruled = exists().where(
        InboxSettings.company_id == Conversation.company_id,
        InboxSettings.phone_number_id == Conversation.phone_number_id,
    )
    rows = await session.scalars(
        select(Conversation)
        .where(
            Conversation.id == any_(literal(list(conversation_ids), ARRAY(Uuid()))),
            Conversation.assignee_id.is_(None),
            Conversation.status == ConversationStatus.OPEN,
            ruled,
        )
        .order_by(Conversation.id)
        .with_for_update()
    )
    return rows.all()


async def lock_available(session: AsyncSession, company_id: UUID) -> list[Candidate]:
    """Everybody who takes conversations now; their rows are held until the transaction ends.

    In the order of the key, so that two transactions never wait for each other; and counted by a
    statement of its own, which sees what the one before us committed.
    """
    rows = await session.execute(
        select(Membership.user_id, Membership.capacity, Membership.last_assigned_at)
        .where(
            Membership.company_id == company_id,
            Membership.available,
            Membership.role != Role.VIEWER,
        )
        .order_by(Membership.user_id)
        .with_for_update()
    )
    people = rows.all()
    counted = await session.execute(
        select(Conversation.assignee_id, func.count())
        .where(
            Conversation.assignee_id.in_([person.user_id for person in people]),
            Conversation.status == ConversationStatus.OPEN,
        )
        .group_by(Conversation.assignee_id)
    )
    loads = {user_id: count for user_id, count in counted if user_id is not None}
    return [Candidate(*person, loads.get(person.user_id, 0)) for person in people]


async def give(
    session: AsyncSession, people: Mapping[UUID, UUID], teams: Mapping[UUID, UUID]
) -> None:
    """Put people and teams on conversations by one statement."""
    keys = sorted(people.keys() | teams.keys())
    if not keys:
        return
    given = _table(
        ("id", Uuid(), keys),
        ("assignee_id", Uuid(), [people.get(key) for key in keys]),
        ("team_id", Uuid(), [teams.get(key) for key in keys]),
    )
    await session.execute(
        update(Conversation)
        .where(Conversation.id == given.c.id)
        .values(
            assignee_id=func.coalesce(given.c.assignee_id, Conversation.assignee_id),
            team_id=func.coalesce(given.c.team_id, Conversation.team_id),
            version=Conversation.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


async def keep_turns(
    session: AsyncSession, company_id: UUID, turns: Mapping[UUID, datetime]
) -> None:
    if not turns:
        return
    kept = _table(
        ("user_id", Uuid(), list(turns)), ("at", TIMESTAMP(timezone=True), list(turns.values()))
    )
    await session.execute(
        update(Membership)
        .where(Membership.company_id == company_id, Membership.user_id == kept.c.user_id)
        .values(last_assigned_at=kept.c.at)
        .execution_options(synchronize_session=False)
    )


def _table(*columns: tuple[str, Uuid[UUID] | TIMESTAMP, Sequence[object]]) -> TableValuedAlias:
    """Lists as the columns of a table; however long, one statement."""
    arrays = [bindparam(None, values, type_=ARRAY(kind)) for _, kind, values in columns]
    return func.unnest(*arrays).table_valued(*(name for name, _, _ in columns)).render_derived()
