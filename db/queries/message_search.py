"""Looking for messages by their words, newest first, at a bounded cost.

PostgreSQL uses no full text index under row security, so `find` runs in Database.system() with the
company named; what it finds is read again in the company's own transaction (`read`).

Ids are time-ordered, so the primary key is the newest-first order. A common word is found by walking
it from the newest message; a rare one by the index, which knows how few there are. A word that is
neither is looked for piece by piece: a page may end before anything was found, and says how far it
came.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.queries.conversations import Eyes, visible
from db.queries.search_words import Words
from schemas.enums import Direction

# How many of the newest messages are read before the index is asked.
_NEWEST = 3_000
# The index may know this many messages: they are sorted at once.
_FEW = 5_000
# Further pieces, each walked when the one before held too little.
_PIECES = (20_000, 80_000)
_SECONDS = 8
_WRITTEN = (Direction.IN, Direction.OUT, Direction.NOTE)
_COLUMNS = (
    Message.id,
    Message.company_id,
    Message.provider_id,
    Message.modifies,
    Message.kind,
    Message.direction,
    Message.phone_number_id,
    Message.conversation_id,
    Message.occurred_at,
)
# Of the table, or of what a part of the statement selected from it.
Columns: TypeAlias = ReadOnlyColumnCollection[str, Any]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Among which messages is looked; ids bound the time."""

    company_id: UUID
    number_ids: frozenset[UUID] | None = None
    conversation_ids: tuple[UUID, ...] | None = None
    direction: Direction | None = None
    # Not this one or older.
    after: UUID | None = None
    # Only older ones.
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids of rows, newest first. `reached`: older ones were not looked at."""

    ids: list[UUID]
    reached: UUID | None = None


@dataclass(frozen=True, slots=True)
class HitRow:
    """A row that was found; `message_id` and `at` are those of the message it changed, if any."""

    id: UUID
    message_id: UUID
    at: datetime
    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    contact_phone: str | None
    phone_number_id: UUID
    direction: Direction
    kind: str
    author_id: UUID | None
    body: str


async def find(session: AsyncSession, words: Words, bounds: Bounds, *, limit: int) -> Hits:
    """The newest messages that hold it. Database.system() only.

    An edited message is found by its newest words, a deleted one not at all.
    """
    if not words.all:
        return Hits([])
    # A guess from statistics of all companies may be off by any factor: these plans are ours.
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    await session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    await session.execute(text(f"SET LOCAL statement_timeout = '{_SECONDS}s'"))
    if bounds.conversation_ids is not None:
        return Hits(await _in_conversations(session, words, bounds, limit))
    newest = await _walk(session, words, bounds, limit, _NEWEST)
    if newest.reached is None or len(newest.ids) == limit:
        return newest
    few = await _by_index(session, words, bounds, limit)
    if few is not None:
        return Hits(few)
    return await _walk_on(session, words, bounds, limit, newest)


async def read(session: AsyncSession, eyes: Eyes, ids: Sequence[UUID]) -> list[HitRow]:
    """What was found, newest first, as far as these eyes may see it. In the company's own session."""
    original = aliased(Message)
    query: Select[*tuple[Any, ...]] = (
        select(
            Message.id,
            func.coalesce(original.id, Message.id),
            func.coalesce(original.occurred_at, Message.occurred_at),
            Message.conversation_id,
            Conversation.contact_id,
            Contact.name,
            Contact.phone,
            Conversation.phone_number_id,
            Message.direction,
            func.coalesce(original.kind, Message.kind),
            Message.author_id,
            Message.body,
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(
            Contact,
            and_(
                Contact.company_id == Conversation.company_id,
                Contact.id == Conversation.contact_id,
            ),
        )
        .outerjoin(
            original,
            and_(
                original.company_id == Message.company_id,
                original.conversation_id == Message.conversation_id,
                original.provider_id == Message.modifies,
            ),
        )
        .where(Message.id.in_(ids), visible(eyes))
        .order_by(Message.id.desc())
    )
    return [HitRow(*row) for row in await session.execute(query)]


async def of_contact(session: AsyncSession, contact_id: UUID) -> tuple[UUID, ...]:
    """The conversations of one contact."""
    query = select(Conversation.id).where(Conversation.contact_id == contact_id)
    return tuple(await session.scalars(query))


async def named(
    session: AsyncSession, eyes: Eyes, holds: ColumnElement[bool], limit: int
) -> tuple[UUID, ...]:
    """Conversations with contacts for whom it holds, newest first."""
    query = (
        select(Conversation.id)
        .join(
            Contact,
            and_(
                Contact.company_id == Conversation.company_id,
                Contact.id == Conversation.contact_id,
            ),
        )
        .where(holds, visible(eyes))
        .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
        .limit(limit)
    )
    return tuple(await session.scalars(query))


async def _walk(
    session: AsyncSession, words: Words, bounds: Bounds, limit: int, count: int
) -> Hits:
    """Through the next `count` messages of the company, until enough were found."""
    # The limit within keeps the order of the key, whatever the planner thinks of the words.
    span = (
        select(*_COLUMNS, Message.search)
        .where(*_owned(Message.__table__.c, bounds))
        .order_by(Message.id.desc())
        .limit(count)
        .subquery("span")
    )
    holds = span.c.search.bool_op("@@")(cast(words.all, TSQUERY))
    query = select(span.c.id).where(holds, *_shown(span.c, bounds)).order_by(span.c.id.desc())
    found = list(await session.scalars(query.limit(limit)))
    if len(found) == limit:
        return Hits(found, found[-1])
    last = select(Message.id).where(*_owned(Message.__table__.c, bounds))
    last = last.order_by(Message.id.desc()).offset(count - 1).limit(1)
    return Hits(found, await session.scalar(last))


async def _walk_on(
    session: AsyncSession, words: Words, bounds: Bounds, limit: int, begun: Hits
) -> Hits:
    ids, reached = begun.ids, begun.reached
    for count in _PIECES:
        if reached is None or len(ids) >= limit:
            break
        rest = replace(bounds, before=reached)
        piece = await _walk(session, words, rest, limit - len(ids), count)
        ids, reached = [*ids, *piece.ids], piece.reached
    return Hits(ids, reached)


async def _by_index(
    session: AsyncSession, words: Words, bounds: Bounds, limit: int
) -> list[UUID] | None:
    """By the index of the words alone; None when it knows of more than a few."""
    owned = f"({words.all}) & '@{bounds.company_id}'"
    # Nothing but the words within, so that no other index can look cheaper.
    known = (
        select(*_COLUMNS)
        .where(Message.search.bool_op("@@")(cast(owned, TSQUERY)))
        .limit(_FEW + 1)
        .cte("known")
        .prefix_with("MATERIALIZED")
    )
    kept = _owned(known.c, bounds), _shown(known.c, bounds)
    newest = select(known.c.id).where(*kept[0], *kept[1]).order_by(known.c.id.desc()).limit(limit)
    total, ids = select(func.count().label("n")).select_from(known).subquery(), newest.subquery()
    rows = await session.execute(
        select(total.c.n, ids.c.id)
        .select_from(total.outerjoin(ids, true()))
        .order_by(ids.c.id.desc())
    )
    found = rows.all()
    return None if found[0].n > _FEW else [row.id for row in found if row.id is not None]


async def _in_conversations(
    session: AsyncSession, words: Words, bounds: Bounds, limit: int
) -> list[UUID]:
    """Through all of a few conversations; what was edited stands elsewhere."""
    holds = Message.search.bool_op("@@")(cast(words.all, TSQUERY))
    said = and_(
        Message.company_id == bounds.company_id,
        Message.conversation_id.in_(bounds.conversation_ids or ()),
    )
    known = select(Message.provider_id).where(said, Message.modifies.is_(None))
    change = aliased(Message)
    edited = select(change.id).where(
        change.company_id == bounds.company_id, change.modifies.in_(known), change.kind == "edit"
    )
    rows = union_all(
        select(*_COLUMNS).where(said, Message.modifies.is_(None), holds),
        select(*_COLUMNS).where(said, Message.id.in_(edited), holds),
    ).subquery("rows")
    kept = select(rows.c.id).where(*_owned(rows.c, bounds), *_shown(rows.c, bounds))
    return list(await session.scalars(kept.order_by(rows.c.id.desc()).limit(limit)))


def _owned(row: Columns, bounds: Bounds) -> list[ColumnElement[bool]]:
    wanted = [row.company_id == bounds.company_id]
    if bounds.before is not None:
        wanted.append(row.id < bounds.before)
    if bounds.after is not None:
        wanted.append(row.id > bounds.after)
    return wanted


def _shown(row: Columns, bounds: Bounds) -> list[ColumnElement[bool]]:
    """What the filters ask for, of what a person reads as it stands now."""
    wanted = [
        row.direction.in_(_WRITTEN if bounds.direction is None else (bounds.direction,)),
        or_(row.modifies.is_(None), row.kind == "edit"),
    ]
    if bounds.number_ids is not None:
        wanted.append(row.phone_number_id.in_(bounds.number_ids))
    change = aliased(Message)
    later = and_(
        change.kind == "edit",
        or_(
            row.modifies.is_(None),
            tuple_(change.occurred_at, change.id) > tuple_(row.occurred_at, row.id),
        ),
    )
    changed = (
        select(literal(1))
        .where(
            change.company_id == bounds.company_id,
            change.conversation_id == row.conversation_id,
            change.modifies == func.coalesce(row.modifies, row.provider_id),
            change.direction == row.direction,
            or_(change.kind == "revoke", later),
        )
        .limit(1)
        .scalar_subquery()
    )
    return [*wanted, changed.is_(None)]
