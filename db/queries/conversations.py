"""The inbox's lists: who may see what, filtered, a page at a time by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from schemas.enums import ConversationStatus, DeliveryStatus, Direction, Priority
from schemas.errors import NotFound

WINDOW = timedelta(hours=24)
# Beyond this a tab says "999+".
COUNT_CAP = 999
_PREVIEW = 200


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose look it is; `number_ids` are the inboxes they may see, None for all of them."""

    user_id: UUID | None
    number_ids: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    # None: whatever its status.
    status: ConversationStatus | None = ConversationStatus.OPEN
    assignee_id: UUID | None = None
    unassigned: bool = False
    team_id: UUID | None = None
    label_id: UUID | None = None
    number_id: UUID | None = None
    contact_id: UUID | None = None
    priority: Priority | None = None
    unread: bool = False
    # Only those in which the customer waits, whoever waits longest first.
    waiting: bool = False
    updated_after: datetime | None = None
    # Only these, e.g. what a search found.
    ids: tuple[UUID, ...] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A conversation's place in a list: last_message_at, or waiting_since where that is the order."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One line of a list."""

    id: UUID
    contact_id: UUID
    contact_name: str
    contact_phone: str | None
    phone_number_id: UUID
    status: ConversationStatus
    priority: Priority
    snoozed_until: datetime | None
    assignee_id: UUID | None
    team_id: UUID | None
    label_ids: list[UUID]
    last_message_at: datetime
    unread_count: int
    waiting_since: datetime | None
    last_inbound_at: datetime | None
    window_closed_at: datetime | None
    version: int
    # Of the newest message, as it reads now.
    preview: str
    preview_kind: str
    preview_direction: Direction | None
    preview_status: DeliveryStatus | None
    created_at: datetime
    updated_at: datetime

    @property
    def window_ends_at(self) -> datetime | None:
        return window_end(self.last_inbound_at, self.window_closed_at)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open conversations, each at most COUNT_CAP + 1."""

    mine: int
    unassigned: int
    all: int
    # Mine in which something is unread.
    unread: int


def window_end(last_inbound_at: datetime | None, closed_at: datetime | None) -> datetime | None:
    """When free texts are over; None when the customer never wrote or Meta said it is closed."""
    if last_inbound_at is None or (closed_at is not None and closed_at >= last_inbound_at):
        return None
    return last_inbound_at + WINDOW


def visible(eyes: Eyes) -> ColumnElement[bool]:
    if eyes.number_ids is None:
        return true()
    return Conversation.phone_number_id.in_(eyes.number_ids)


async def get(session: AsyncSession, eyes: Eyes, conversation_id: UUID) -> Conversation:
    """Raises NotFound, also for an inbox these eyes may not see."""
    found = await session.scalar(
        select(Conversation).where(Conversation.id == conversation_id, visible(eyes))
    )
    if found is None:
        raise NotFound("Conversation", conversation_id)
    return found


async def get_for_update(session: AsyncSession, eyes: Eyes, conversation_id: UUID) -> Conversation:
    """The row, locked until the transaction ends. Raises NotFound."""
    found = await session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id, visible(eyes))
        .with_for_update()
    )
    if found is None:
        raise NotFound("Conversation", conversation_id)
    return found


async def row(session: AsyncSession, eyes: Eyes, conversation_id: UUID) -> ConversationRow:
    """One line as the list shows it. Raises NotFound."""
    wanted = Filters(status=None, ids=(conversation_id,))
    rows = await page(session, eyes, wanted, limit=1)
    if not rows:
        raise NotFound("Conversation", conversation_id)
    return rows[0]


async def page(
    session: AsyncSession,
    eyes: Eyes,
    filters: Filters,
    *,
    after: Spot | None = None,
    before: Spot | None = None,
    limit: int,
) -> list[ConversationRow]:
    """In the order of the list: newest first, or longest waiting first. `after` goes on behind a
    spot, `before` gives the lines just above one.
    """
    up = before is not None
    statuses = list(ConversationStatus) if filters.status is None else [filters.status]
    # One short walk of an index for each status, not a sort of all of them.
    walks = [
        _walk(eyes, filters, status, after=after, before=before).limit(limit) for status in statuses
    ]
    keys = walks[0].subquery() if len(walks) == 1 else union_all(*walks).subquery()
    order = _order(filters, keys.c.at, keys.c.id, up=up)
    nearest = select(keys.c.id, keys.c.at).order_by(*order).limit(limit).subquery()
    rows = await session.execute(
        _lines()
        .join(nearest, nearest.c.id == Conversation.id)
        .order_by(*_order(filters, nearest.c.at, nearest.c.id, up=up))
    )
    found = [ConversationRow(*line) for line in rows]
    return found[::-1] if up else found


def spot(row: ConversationRow, filters: Filters) -> Spot:
    """Where a line stands in this list."""
    at = row.waiting_since if filters.waiting else row.last_message_at
    return Spot(at or row.last_message_at, row.id)


async def counts(session: AsyncSession, eyes: Eyes) -> Counts:
    opened = and_(Conversation.status == ConversationStatus.OPEN, visible(eyes))
    mine = and_(opened, Conversation.assignee_id == eyes.user_id)
    wanted = (
        mine,
        and_(opened, Conversation.assignee_id.is_(None)),
        opened,
        and_(mine, Conversation.unread_count > 0),
    )
    capped = [
        select(func.count())
        .select_from(select(literal(1)).where(where).limit(COUNT_CAP + 1).subquery())
        .scalar_subquery()
        for where in wanted
    ]
    return Counts(*(await session.execute(select(*capped))).one())


async def pulse(session: AsyncSession, eyes: Eyes) -> datetime | None:
    """When anything the list shows was last written to."""
    return await session.scalar(select(func.max(Conversation.updated_at)).where(visible(eyes)))


def _walk(
    eyes: Eyes,
    filters: Filters,
    status: ConversationStatus,
    *,
    after: Spot | None,
    before: Spot | None,
) -> Select[*tuple[Any, ...]]:
    """The keys of one status' next lines, in the order of the index that holds them."""
    at = Conversation.waiting_since if filters.waiting else Conversation.last_message_at
    query = select(Conversation.id, at.label("at")).where(
        Conversation.status == status, visible(eyes), *_conditions(filters)
    )
    key = tuple_(at, Conversation.id)
    # Newest first, so what is behind a spot is smaller; by waiting it is the other way round.
    for place, behind in ((after, not filters.waiting), (before, filters.waiting)):
        if place is not None:
            bound = tuple_(literal(place.at), literal(place.id))
            query = query.where(key < bound if behind else key > bound)
    up = before is not None
    return query.order_by(*_order(filters, at, Conversation.id, up=up))


def _order(
    filters: Filters, at: SQLColumnExpression[Any], key: SQLColumnExpression[UUID], *, up: bool
) -> Sequence[ColumnElement[Any]]:
    if filters.waiting != up:
        return at.asc(), key.asc()
    return at.desc(), key.desc()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    updated = Conversation.updated_at
    wanted: list[tuple[bool, ColumnElement[bool]]] = [
        (filters.waiting, Conversation.waiting_since.is_not(None)),
        (filters.unassigned, Conversation.assignee_id.is_(None)),
        (filters.assignee_id is not None, Conversation.assignee_id == filters.assignee_id),
        (filters.team_id is not None, Conversation.team_id == filters.team_id),
        (filters.label_id is not None, Conversation.label_ids.contains([filters.label_id])),
        (filters.number_id is not None, Conversation.phone_number_id == filters.number_id),
        (filters.contact_id is not None, Conversation.contact_id == filters.contact_id),
        (filters.priority is not None, Conversation.priority == filters.priority),
        (filters.unread, Conversation.unread_count > 0),
        (filters.updated_after is not None, updated > literal(filters.updated_after)),
        (filters.ids is not None, Conversation.id.in_(filters.ids or ())),
    ]
    return [condition for given, condition in wanted if given]


def _lines() -> Select[*tuple[Any, ...]]:
    """Everything a line shows; its message by one look-up each."""
    newest, change = aliased(Message), aliased(Message)
    # What the customer made of it later: deleted wins, else the last edit.
    changed = (
        select(change.kind, change.body)
        .where(
            change.company_id == newest.company_id,
            change.conversation_id == newest.conversation_id,
            change.modifies == newest.provider_id,
            change.kind.in_(("edit", "revoke")),
            change.direction == newest.direction,
        )
        .order_by(change.kind.desc(), change.occurred_at.desc(), change.id.desc())
        .limit(1)
        .lateral()
    )
    body = case(
        (changed.c.kind == "revoke", ""),
        else_=func.left(func.coalesce(changed.c.body, newest.body, ""), _PREVIEW),
    )
    kind = case((changed.c.kind == "revoke", "deleted"), else_=func.coalesce(newest.kind, ""))
    return (
        select(
            Conversation.id,
            Conversation.contact_id,
            Contact.name,
            Contact.phone,
            Conversation.phone_number_id,
            Conversation.status,
            Conversation.priority,
            Conversation.snoozed_until,
            Conversation.assignee_id,
            Conversation.team_id,
            Conversation.label_ids,
            Conversation.last_message_at,
            Conversation.unread_count,
            Conversation.waiting_since,
            Conversation.last_inbound_at,
            Conversation.window_closed_at,
            Conversation.version,
            body,
            kind,
            newest.direction,
            newest.status,
            Conversation.created_at,
            Conversation.updated_at,
        )
        .join(
            Contact,
            and_(
                Contact.company_id == Conversation.company_id,
                Contact.id == Conversation.contact_id,
            ),
        )
        .outerjoin(
            newest,
            and_(
                newest.company_id == Conversation.company_id,
                newest.id == Conversation.last_message_id,
            ),
        )
        .outerjoin(changed, true())
    )
