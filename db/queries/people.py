from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import Company, Invitation, Membership, User
from schemas.cursors import Cursor
from schemas.enums import Role


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a company, with what they may do in it."""

    id: UUID
    name: str
    email: str
    role: Role
    # When they joined the company.
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Workplace:
    """A company a person works in."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    id: UUID
    company_id: UUID
    company_name: str
    email: str
    role: Role
    # Somebody with this e-mail signs in already, perhaps in another company.
    has_account: bool


async def user_by_email(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(func.lower(User.email) == email.lower()))


async def get_user(session: AsyncSession, user_id: UUID) -> User | None:
    return await session.get(User, user_id)


async def set_password(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    await session.execute(
        update(User).where(User.id == user_id).values(password_hash=password_hash)
    )


async def insert_user(session: AsyncSession, user: User) -> User:
    session.add(user)
    await session.flush()
    return user


async def insert_company(session: AsyncSession, company: Company) -> Company:
    session.add(company)
    await session.flush()
    await session.refresh(company)
    return company


async def get_company(session: AsyncSession, company_id: UUID) -> Company | None:
    return await session.get(Company, company_id)


async def insert_membership(session: AsyncSession, membership: Membership) -> None:
    session.add(membership)
    await session.flush()


async def get_membership(
    session: AsyncSession, company_id: UUID, user_id: UUID
) -> Membership | None:
    return await session.get(Membership, (company_id, user_id))


async def lock_owners(session: AsyncSession, company_id: UUID) -> set[UUID]:
    """The owners, held until the end: two owners cannot remove each other at once."""
    owners = await session.scalars(
        select(Membership.user_id)
        .where(Membership.company_id == company_id, Membership.role == Role.OWNER)
        .order_by(Membership.user_id)
        .with_for_update()
    )
    return set(owners)


async def remove_membership(session: AsyncSession, company_id: UUID, user_id: UUID) -> None:
    await session.execute(
        delete(Membership).where(Membership.company_id == company_id, Membership.user_id == user_id)
    )


async def workplaces(session: AsyncSession, user_id: UUID) -> list[Workplace]:
    """The companies of one person, by name. Crosses companies: Database.system() only."""
    rows = await session.execute(
        select(Company.id, Company.name, Membership.role)
        .join(Membership, Membership.company_id == Company.id)
        .where(Membership.user_id == user_id)
        .order_by(func.lower(Company.name), Company.id)
    )
    return [Workplace(*row) for row in rows]


async def members(
    session: AsyncSession, *, after: Cursor | None = None, limit: int = 250
) -> Sequence[Member]:
    """The people of the session's company, longest there first."""
    place = tuple_(Membership.created_at, Membership.user_id)
    query = (
        select(User.id, User.name, User.email, Membership.role, Membership.created_at)
        .join(Membership, Membership.user_id == User.id)
        .order_by(Membership.created_at, Membership.user_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(place > tuple_(after.created_at, after.id))
    return [Member(*row) for row in await session.execute(query)]


async def duties(session: AsyncSession) -> dict[UUID, tuple[bool, int | None]]:
    """By person: whether they take new conversations, and how many open ones at most."""
    rows = await session.execute(
        select(Membership.user_id, Membership.available, Membership.capacity)
    )
    return {user_id: (available, capacity) for user_id, available, capacity in rows}


async def member(session: AsyncSession, user_id: UUID) -> Member | None:
    found = await session.execute(
        select(User.id, User.name, User.email, Membership.role, Membership.created_at)
        .join(Membership, Membership.user_id == User.id)
        .where(User.id == user_id)
    )
    row = found.one_or_none()
    return Member(*row) if row else None


async def member_by_email(session: AsyncSession, email: str) -> UUID | None:
    return await session.scalar(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(func.lower(User.email) == email.lower())
    )


async def join(session: AsyncSession, company_id: UUID, user_id: UUID, role: Role) -> None:
    """Somebody who works there already keeps the role they have."""
    await session.execute(
        insert(Membership)
        .values(company_id=company_id, user_id=user_id, role=role)
        .on_conflict_do_nothing()
    )


async def open_invitations(session: AsyncSession, now: datetime) -> Sequence[Invitation]:
    rows = await session.scalars(
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.expires_at > now)
        .order_by(Invitation.created_at.desc())
    )
    return rows.all()


async def open_invitation(
    session: AsyncSession, token_hash: bytes, now: datetime
) -> OpenInvitation | None:
    """Crosses companies: Database.system() only."""
    known = exists().where(func.lower(User.email) == func.lower(Invitation.email))
    found = await session.execute(
        select(
            Invitation.id,
            Invitation.company_id,
            Company.name,
            Invitation.email,
            Invitation.role,
            known,
        )
        .join(Company, Company.id == Invitation.company_id)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now,
        )
    )
    row = found.one_or_none()
    return OpenInvitation(*row) if row else None


async def use_invitation(session: AsyncSession, invitation_id: UUID, now: datetime) -> bool:
    """Whether it was still open; of two at the same moment only one uses it."""
    used = await session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.accepted_at.is_(None))
        .values(accepted_at=now)
        .returning(Invitation.id)
    )
    return used is not None


async def delete_invitation(session: AsyncSession, invitation_id: UUID) -> bool:
    gone = await session.scalar(
        delete(Invitation).where(Invitation.id == invitation_id).returning(Invitation.id)
    )
    return gone is not None
