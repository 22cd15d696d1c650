"""Inboxes: the numbers of a company, who may see which, and how new conversations are placed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import Connection, PhoneNumber
from db.models.conversations import InboxMember, InboxSettings
from db.models.people import Membership
from schemas.enums import Channel, Role
from schemas.errors import NotFound

# Who sees every inbox, named for it or not.
SEES_ALL = (Role.OWNER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A number, as the inbox names it."""

    id: UUID
    phone: str
    name: str
    removed: bool
    channel: Channel = Channel.WHATSAPP


async def all_inboxes(session: AsyncSession) -> list[Inbox]:
    """Longest connected first; with those that are gone, as their conversations stay."""
    rows = await session.execute(
        select(
            PhoneNumber.id,
            PhoneNumber.display_phone,
            PhoneNumber.verified_name,
            PhoneNumber.removed_at,
            Connection.removed_at,
            PhoneNumber.channel,
        )
        .join(Connection, Connection.id == PhoneNumber.connection_id)
        .order_by(PhoneNumber.created_at, PhoneNumber.id)
    )
    return [
        Inbox(key, phone, name, removed=bool(number_gone or connection_gone), channel=channel)
        for key, phone, name, number_gone, connection_gone, channel in rows
    ]


async def get(session: AsyncSession, number_id: UUID) -> Inbox:
    """Raises NotFound."""
    for inbox in await all_inboxes(session):
        if inbox.id == number_id:
            return inbox
    raise NotFound("Inbox", number_id)


async def named(session: AsyncSession) -> dict[UUID, frozenset[UUID]]:
    """The people named for each number; a number that is missing here is everybody's."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for number_id, user_id in await session.execute(
        select(InboxMember.phone_number_id, InboxMember.user_id)
    ):
        found[number_id].add(user_id)
    return {number_id: frozenset(users) for number_id, users in found.items()}


async def number_ids(session: AsyncSession) -> frozenset[UUID]:
    return frozenset(await session.scalars(select(PhoneNumber.id)))


async def who_see_all(session: AsyncSession) -> frozenset[UUID]:
    query = select(Membership.user_id).where(Membership.role.in_(SEES_ALL))
    return frozenset(await session.scalars(query))


async def settings(session: AsyncSession) -> dict[UUID, InboxSettings]:
    """By number; one without settings assigns nobody."""
    rows = await session.scalars(select(InboxSettings))
    return {row.phone_number_id: row for row in rows}


async def settings_of(
    session: AsyncSession, number_ids: Collection[UUID]
) -> dict[UUID, InboxSettings]:
    rows = await session.scalars(
        select(InboxSettings).where(InboxSettings.phone_number_id.in_(number_ids))
    )
    return {row.phone_number_id: row for row in rows}


async def save(
    session: AsyncSession,
    company_id: UUID,
    number_id: UUID,
    *,
    auto_assign: bool,
    team_id: UUID | None,
) -> None:
    values = {"auto_assign": auto_assign, "team_id": team_id}
    await session.execute(
        insert(InboxSettings)
        .values(company_id=company_id, phone_number_id=number_id, **values)
        .on_conflict_do_update(
            index_elements=[InboxSettings.company_id, InboxSettings.phone_number_id], set_=values
        )
    )


async def name_people(
    session: AsyncSession, company_id: UUID, number_id: UUID, user_ids: Iterable[UUID]
) -> None:
    """Exactly these may see it from now on; nobody named: everybody."""
    await session.execute(delete(InboxMember).where(InboxMember.phone_number_id == number_id))
    rows = [
        {"company_id": company_id, "phone_number_id": number_id, "user_id": user_id}
        for user_id in user_ids
    ]
    if rows:
        await session.execute(insert(InboxMember).values(rows))
