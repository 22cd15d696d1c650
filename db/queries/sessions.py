"""Signed-in browsers. Called through Database.system(): the company is not known before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import Company, Membership, SignInSession, User
from schemas.enums import Role


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser's session with the person and the company it shows."""

    session: SignInSession
    user: User
    company: Company
    role: Role


async def insert(session: AsyncSession, signed_in: SignInSession) -> None:
    session.add(signed_in)
    await session.flush()


async def find(session: AsyncSession, token_hash: bytes) -> SessionRow | None:
    """Nothing when the person has left the company since."""
    found = await session.execute(
        select(SignInSession, User, Company, Membership.role)
        .join(User, User.id == SignInSession.user_id)
        .join(Company, Company.id == SignInSession.company_id)
        .join(
            Membership,
            (Membership.user_id == SignInSession.user_id)
            & (Membership.company_id == SignInSession.company_id),
        )
        .where(SignInSession.token_hash == token_hash)
    )
    row = found.one_or_none()
    return SessionRow(*row) if row else None


async def of_user(session: AsyncSession, user_id: UUID) -> Sequence[SignInSession]:
    rows = await session.scalars(
        select(SignInSession)
        .where(SignInSession.user_id == user_id, SignInSession.expires_at > func.now())
        .order_by(SignInSession.last_seen_at.desc())
    )
    return rows.all()


async def touch(session: AsyncSession, token_hash: bytes, now: datetime) -> None:
    await session.execute(
        update(SignInSession).where(SignInSession.token_hash == token_hash).values(last_seen_at=now)
    )


async def show_company(session: AsyncSession, token_hash: bytes, company_id: UUID) -> None:
    await session.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == token_hash)
        .values(company_id=company_id)
    )


async def end(session: AsyncSession, token_hash: bytes) -> None:
    await session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash))


async def end_of_user(session: AsyncSession, user_id: UUID, *, keep: bytes | None = None) -> int:
    """Sign a person out of every browser, but for the one to keep."""
    statement = delete(SignInSession).where(SignInSession.user_id == user_id)
    if keep is not None:
        statement = statement.where(SignInSession.token_hash != keep)
    return cast("CursorResult[None]", await session.execute(statement)).rowcount


async def delete_ended(session: AsyncSession, *, idle_since: datetime, now: datetime) -> None:
    await session.execute(
        delete(SignInSession).where(
            (SignInSession.expires_at <= now) | (SignInSession.last_seen_at <= idle_since)
        )
    )
