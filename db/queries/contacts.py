"""Contacts: finding one by any of its identities, listing, counting, changing many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact, ContactIdentity, Suppression
from schemas.enums import Channel, IdentityKind
from schemas.errors import NotFound
from schemas.policies import ALL, MARKETING

# Beyond this a list says "10,000+": nobody reads on, and counting on costs.
COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One line of a list."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    tag_ids: list[UUID]
    source: str
    last_inbound_at: datetime | None
    created_at: datetime


async def get(session: AsyncSession, contact_id: UUID) -> Contact:
    """Raises NotFound, also for another company's contact."""
    found = await session.scalar(select(Contact).where(Contact.id == contact_id))
    if found is None:
        raise NotFound("Contact", contact_id)
    return found


async def get_for_update(session: AsyncSession, contact_id: UUID) -> Contact:
    """The row, locked until the transaction ends. Raises NotFound."""
    found = await session.scalar(select(Contact).where(Contact.id == contact_id).with_for_update())
    if found is None:
        raise NotFound("Contact", contact_id)
    return found


async def rows(
    session: AsyncSession, where: ColumnElement[bool], *, after: UUID | None, limit: int
) -> list[ContactRow]:
    """Newest first: ids are time-ordered, so the primary key is the order of the list."""
    query = select(
        Contact.id,
        Contact.name,
        Contact.phone,
        Contact.email,
        Contact.tag_ids,
        Contact.source,
        Contact.last_inbound_at,
        Contact.created_at,
    ).where(where)
    if after is not None:
        query = query.where(Contact.id < after)
    found = await session.execute(query.order_by(Contact.id.desc()).limit(limit))
    return [ContactRow(*row) for row in found]


async def ids_capped(session: AsyncSession, where: ColumnElement[bool]) -> list[UUID] | None:
    """Whom it holds for, in one pass over the contacts; None for more than COUNT_CAP."""
    found = await session.scalars(select(Contact.id).where(where).limit(COUNT_CAP + 1))
    ids = list(found)
    return ids if len(ids) <= COUNT_CAP else None


async def page(
    session: AsyncSession, where: ColumnElement[bool], *, after: UUID | None, limit: int
) -> Sequence[Contact]:
    """Whole contacts, newest first."""
    query = select(Contact).where(where)
    if after is not None:
        query = query.where(Contact.id < after)
    return (await session.scalars(query.order_by(Contact.id.desc()).limit(limit))).all()


async def count_capped(session: AsyncSession, where: ColumnElement[bool]) -> int:
    """How many, but COUNT_CAP + 1 for any more than COUNT_CAP."""
    some = select(Contact.id).where(where).limit(COUNT_CAP + 1).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0


async def count(session: AsyncSession, where: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(Contact).where(where)) or 0


async def by_external_ids(
    session: AsyncSession, external_ids: Collection[str]
) -> Sequence[Contact]:
    query = select(Contact).where(Contact.external_id.in_(external_ids)).with_for_update()
    return (await session.scalars(query)).all()


async def by_phone_keys(session: AsyncSession, keys: Collection[str]) -> Sequence[Contact]:
    query = select(Contact).where(Contact.phone_key.in_(keys)).with_for_update()
    return (await session.scalars(query)).all()


async def by_identities(
    session: AsyncSession, identities: Collection[tuple[IdentityKind, str]]
) -> Sequence[tuple[ContactIdentity, Contact]]:
    """Contacts that have one of these (kind, match key) as a further address."""
    query = (
        select(ContactIdentity, Contact)
        .join(Contact, Contact.id == ContactIdentity.contact_id)
        .where(tuple_(ContactIdentity.kind, ContactIdentity.match_key).in_(list(identities)))
    )
    return [(identity, contact) for identity, contact in await session.execute(query)]


async def identities(session: AsyncSession, contact_id: UUID) -> Sequence[ContactIdentity]:
    query = (
        select(ContactIdentity)
        .where(ContactIdentity.contact_id == contact_id)
        .order_by(ContactIdentity.created_at)
    )
    return (await session.scalars(query)).all()


async def add_identity(
    session: AsyncSession, contact: Contact, kind: IdentityKind, *, key: str, value: str
) -> bool:
    """Remember a further address; False when somebody has it already."""
    added = await session.execute(
        insert(ContactIdentity)
        .values(
            company_id=contact.company_id,
            contact_id=contact.id,
            kind=kind,
            match_key=key,
            value=value,
        )
        .on_conflict_do_nothing()
        .returning(ContactIdentity.match_key)
    )
    return added.first() is not None


async def remove_identity(
    session: AsyncSession, contact_id: UUID, kind: IdentityKind, key: str
) -> None:
    await session.execute(
        delete(ContactIdentity).where(
            ContactIdentity.contact_id == contact_id,
            ContactIdentity.kind == kind,
            ContactIdentity.match_key == key,
        )
    )


async def insert_if_new(session: AsyncSession, **values: object) -> Contact | None:
    """A new contact, or None when its number or external id is somebody's already."""
    return await session.scalar(
        insert(Contact).values(**values).on_conflict_do_nothing().returning(Contact)
    )


async def change_tags(
    session: AsyncSession,
    where: ColumnElement[bool],
    *,
    add: Sequence[UUID] = (),
    remove: Sequence[UUID] = (),
) -> int:
    """Put tags on and take tags off everybody `where` holds for; how many changed."""
    result = await session.execute(
        update(Contact)
        .where(where, _differ(add, remove))
        .values(tag_ids=_with_tags(add, remove), updated_at=func.now())
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


@dataclass(frozen=True, slots=True)
class Retagged:
    """A contact whose tags are others now."""

    contact_id: UUID
    before: Sequence[UUID]
    after: Sequence[UUID]

    @property
    def added(self) -> list[UUID]:
        return [tag for tag in self.after if tag not in self.before]

    @property
    def removed(self) -> list[UUID]:
        return [tag for tag in self.before if tag not in self.after]


async def change_tags_and_tell(
    session: AsyncSession,
    where: ColumnElement[bool],
    *,
    add: Sequence[UUID] = (),
    remove: Sequence[UUID] = (),
) -> list[Retagged]:
    """The same; who changed, for those who want to know."""
    before = (
        select(Contact.id, Contact.tag_ids)
        .where(where, _differ(add, remove))
        .order_by(Contact.id)
        .with_for_update()
        .cte("before")
        .prefix_with("MATERIALIZED")
    )
    rows = await session.execute(
        update(Contact)
        .where(Contact.id == before.c.id)
        .values(tag_ids=_with_tags(add, remove), updated_at=func.now())
        .returning(Contact.id, before.c.tag_ids, Contact.tag_ids)
        .execution_options(synchronize_session=False)
    )
    return [Retagged(key, was, now) for key, was, now in rows]


def _differ(add: Sequence[UUID], remove: Sequence[UUID]) -> ColumnElement[bool]:
    """Whether the change would change anything."""
    tags = Contact.tag_ids
    return or_(
        *((func.cardinality(tags) >= 0) & ~tags.contains([tag]) for tag in add),
        *(tags.contains([tag]) for tag in remove),
    )


def _with_tags(add: Sequence[UUID], remove: Sequence[UUID]) -> ColumnElement[list[UUID]]:
    value: ColumnElement[list[UUID]] = Contact.tag_ids.expression
    for tag in remove:
        value = func.array_remove(value, tag)
    for tag in add:
        value = func.array_append(func.array_remove(value, tag), tag)
    return value


async def delete_all(
    session: AsyncSession, where: ColumnElement[bool]
) -> list[tuple[UUID, str | None]]:
    """Delete everybody `where` holds for; their ids, and the callers' own."""
    rows = await session.execute(
        delete(Contact)
        .where(where)
        .returning(Contact.id, Contact.external_id)
        .execution_options(synchronize_session=False)
    )
    return [(key, external_id) for key, external_id in rows]


async def suppressed_on(session: AsyncSession, phone_key: str) -> list[Channel]:
    """The channels on which this address wants no marketing, or nothing at all."""
    query = (
        select(Suppression.channel)
        .where(Suppression.match_key == phone_key, Suppression.scope.in_((ALL, MARKETING)))
        .distinct()
    )
    return list(await session.scalars(query))
