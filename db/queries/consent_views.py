"""What stands and what was said: of one person, and of a whole company."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, cast, func, or_, select, tuple_, union
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import CompoundSelect

from db.models.consents import ConsentEntry
from db.models.contacts import Contact, ContactIdentity, Suppression
from db.models.conversations import Message
from db.models.people import User
from schemas.cursors import Cursor
from schemas.enums import Channel, ConsentSource, Direction, IdentityKind
from schemas.policies import ALL, MARKETING

_PHONES = (IdentityKind.PHONE, IdentityKind.WHATSAPP)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not to be sent on one channel; of several numbers the newest word."""

    channel: Channel
    scope: str
    reason: str
    # The person of ours who noted it, if it was one.
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger, for people to read."""

    id: UUID
    channel: Channel
    match_key: str
    scope: str
    granted: bool
    source: ConsentSource
    proof: dict[str, object]
    by: str | None
    occurred_at: datetime
    created_at: datetime


async def refusals(session: AsyncSession, contact_id: UUID) -> list[Refusal]:
    """What stands against any of the contact's numbers, the newest last."""
    rows = await session.execute(
        select(
            Suppression.channel,
            Suppression.scope,
            Suppression.reason,
            User.name,
            Suppression.created_at,
        )
        .outerjoin(User, User.id == Suppression.created_by)
        .where(Suppression.match_key.in_(_keys(contact_id)))
        .order_by(Suppression.created_at)
    )
    newest = {(row[0], row[1]): Refusal(*row) for row in rows}
    return list(newest.values())


async def has_number(session: AsyncSession, contact_id: UUID) -> bool:
    """Whether there is an address that consent could be about."""
    found = await session.scalars(_keys(contact_id).limit(1))
    return found.first() is not None


async def history(session: AsyncSession, contact_id: UUID, *, limit: int) -> list[Line]:
    """What was said about a contact's numbers, also before they were a contact; newest first.

    The same word for two numbers of one person is shown once.
    """
    once = (
        select(ConsentEntry.id)
        .ext(
            distinct_on(
                ConsentEntry.channel,
                ConsentEntry.scope,
                ConsentEntry.granted,
                ConsentEntry.source,
                ConsentEntry.occurred_at,
            )
        )
        .where(
            or_(
                ConsentEntry.contact_id == contact_id,
                ConsentEntry.match_key.in_(_keys(contact_id)),
            )
        )
    )
    rows = await session.execute(
        _LINES.where(ConsentEntry.id.in_(once))
        .order_by(ConsentEntry.occurred_at.desc(), ConsentEntry.id.desc())
        .limit(limit)
    )
    return [Line(*row) for row in rows]


async def page_of_lines(
    session: AsyncSession, contact_id: UUID, *, after: Cursor | None, limit: int
) -> list[Line]:
    """The lines about a contact's numbers, the last written first."""
    query = _LINES.where(
        or_(ConsentEntry.contact_id == contact_id, ConsentEntry.match_key.in_(_keys(contact_id)))
    )
    if after is not None:
        place = tuple_(ConsentEntry.created_at, ConsentEntry.id)
        query = query.where(place < (after.created_at, after.id))
    rows = await session.execute(
        query.order_by(ConsentEntry.created_at.desc(), ConsentEntry.id.desc()).limit(limit)
    )
    return [Line(*row) for row in rows]


_LINES: Select[*tuple[Any, ...]] = select(
    ConsentEntry.id,
    ConsentEntry.channel,
    ConsentEntry.match_key,
    ConsentEntry.scope,
    ConsentEntry.granted,
    ConsentEntry.source,
    ConsentEntry.proof,
    User.name,
    ConsentEntry.occurred_at,
    ConsentEntry.created_at,
).outerjoin(User, User.id == ConsentEntry.recorded_by)


async def stopped(
    session: AsyncSession, contact_ids: Collection[UUID]
) -> set[tuple[UUID, Channel]]:
    """Who of these refuses marketing or everything, and where."""
    numbers = union(
        select(Contact.id, Contact.phone_key.label("key")).where(Contact.id.in_(contact_ids)),
        select(ContactIdentity.contact_id, ContactIdentity.match_key).where(
            ContactIdentity.contact_id.in_(contact_ids), ContactIdentity.kind.in_(_PHONES)
        ),
    ).subquery()
    rows = await session.execute(
        select(numbers.c.id, Suppression.channel)
        .join(Suppression, Suppression.match_key == numbers.c.key)
        .where(Suppression.scope.in_((ALL, MARKETING)))
    )
    return {(contact_id, channel) for contact_id, channel in rows}


async def confirmed_lately(
    session: AsyncSession,
    conversation_ids: Collection[UUID],
    sources: Sequence[str],
    within: timedelta,
) -> set[tuple[UUID, str]]:
    """In which of these conversations such a message of ours was written lately."""
    rows = await session.execute(
        select(Message.conversation_id, Message.source).where(
            Message.conversation_id.in_(conversation_ids),
            Message.modifies.is_(None),
            Message.direction == Direction.OUT,
            Message.source.in_(sources),
            Message.occurred_at > func.now() - within,
        )
    )
    return {(conversation_id, source) for conversation_id, source in rows}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of a company's suppressions are asked for."""

    channel: Channel | None = None
    scope: str | None = None
    contact_id: UUID | None = None
    # These addresses.
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One suppression with the contact it is about, if there is one."""

    id: UUID
    channel: Channel
    match_key: str
    scope: str
    reason: str
    by: str | None
    created_at: datetime
    contact_id: UUID | None
    contact_name: str | None
    phone: str | None


# A suppression has no id; its own columns make one, for keeping one's place in a list.
_PLACE = cast(
    func.md5(func.concat_ws(" ", Suppression.channel, Suppression.match_key, Suppression.scope)),
    UuidType,
)


# Whose address it is: their main number, or another one of theirs.
_MAIN = aliased(Contact)
_OWNER = func.coalesce(
    select(_MAIN.id).where(_MAIN.phone_key == Suppression.match_key).scalar_subquery(),
    select(ContactIdentity.contact_id)
    .where(ContactIdentity.match_key == Suppression.match_key, ContactIdentity.kind.in_(_PHONES))
    .limit(1)
    .scalar_subquery(),
)


async def suppressions(
    session: AsyncSession, wanted: Filter, *, after: Cursor | None, limit: int
) -> list[Listed]:
    """Newest first."""
    query = (
        select(
            _PLACE,
            Suppression.channel,
            Suppression.match_key,
            Suppression.scope,
            Suppression.reason,
            User.name,
            Suppression.created_at,
            Contact.id,
            Contact.name,
            case((Contact.phone_key == Suppression.match_key, Contact.phone)),
        )
        .outerjoin(User, User.id == Suppression.created_by)
        .outerjoin(Contact, Contact.id == _OWNER)
        .where(*_conditions(wanted))
    )
    if after is not None:
        query = query.where(
            # The index finds the place; the second condition is exact about it.
            Suppression.created_at <= after.created_at,
            tuple_(Suppression.created_at, _PLACE) < (after.created_at, after.id),
        )
    rows = await session.execute(
        query.order_by(Suppression.created_at.desc(), _PLACE.desc()).limit(limit)
    )
    return [Listed(*row) for row in rows]


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.contact_id is not None:
        found.append(Suppression.match_key.in_(_keys(wanted.contact_id)))
    if wanted.channel is not None:
        found.append(Suppression.channel == wanted.channel)
    if wanted.scope is not None:
        found.append(Suppression.scope == wanted.scope)
    if wanted.keys:
        found.append(Suppression.match_key.in_(wanted.keys))
    return found


def _keys(contact_id: UUID) -> CompoundSelect[str | None]:
    return union(
        select(Contact.phone_key).where(Contact.id == contact_id, Contact.phone_key.is_not(None)),
        select(ContactIdentity.match_key).where(
            ContactIdentity.contact_id == contact_id, ContactIdentity.kind.in_(_PHONES)
        ),
    )
