"""Whom and what a trigger names."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, Enrolment
from db.models.contacts import Contact
from db.models.leads import Stage
from schemas.enums import EnrolmentStatus

_LIVE = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)


async def cadence(session: AsyncSession, named: UUID | str) -> UUID | None:
    """By its id, or by the caller's own."""
    own = Cadence.id == named if isinstance(named, UUID) else Cadence.external_id == named
    return await session.scalar(select(Cadence.id).where(own))


async def stage(session: AsyncSession, named: UUID | str) -> UUID | None:
    """By its id, or by its name in any case."""
    own = Stage.id == named if isinstance(named, UUID) else func.lower(Stage.name) == named.lower()
    return await session.scalar(select(Stage.id).where(own))


async def live_enrolments(
    session: AsyncSession, contact_id: UUID, cadence_id: UUID | None
) -> Sequence[UUID]:
    query = select(Enrolment.id).where(
        Enrolment.contact_id == contact_id, Enrolment.status.in_(_LIVE)
    )
    if cadence_id is not None:
        query = query.where(Enrolment.cadence_id == cadence_id)
    return (await session.scalars(query)).all()


async def contacts_by_email(session: AsyncSession, email: str) -> Sequence[Contact]:
    """At most two: whoever has it alone is meant by it."""
    query = (
        select(Contact)
        .where(func.lower(Contact.email) == email.lower())
        .order_by(Contact.id)
        .limit(2)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def known_emails(session: AsyncSession, emails: Collection[str]) -> set[str]:
    """Those of these addresses, in small letters, that somebody has."""
    if not emails:
        return set()
    address = func.lower(Contact.email)
    found = await session.scalars(
        select(address).where(address == any_(literal(list(emails), ARRAY(Text()))))
    )
    return {one for one in found if one is not None}
