"""Goals: whoever comes to match one has got where the cadence was to take them, and leaves it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, any_, exists, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.models.cadences import Cadence, Enrolment
from db.models.contacts import Contact
from schemas.enums import EnrolmentStatus
from services import enrolment_stops, segments

GOAL = "goal"
_LIVE = (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)


async def reached(
    session: AsyncSession, cadence: Cadence, contact_ids: Collection[UUID]
) -> set[UUID]:
    """Those of these contacts who match the cadence's goal now; nobody where it has none."""
    if cadence.goal is None or not contact_ids:
        return set()
    found = await session.scalars(
        select(Contact.id).where(_among(Contact.id, contact_ids), segments.condition(cadence.goal))
    )
    return set(found)


async def heed(session: AsyncSession, company_id: UUID, contact_ids: Collection[UUID]) -> None:
    """End the enrolments of contacts who have reached a goal by what was just changed of them.

    To be called last in a transaction; where no cadence with a goal is under way it costs one
    statement.
    """
    if contact_ids:
        await _heed(session, company_id, _among(Enrolment.contact_id, contact_ids))


async def heed_everybody(session: AsyncSession, company_id: UUID) -> None:
    """The same for everybody who is in a cadence with a goal, however many were changed."""
    await _heed(session, company_id, true())


async def _heed(session: AsyncSession, company_id: UUID, whose: ColumnElement[bool]) -> None:
    await session.flush()
    live = whose & Enrolment.status.in_(_LIVE)
    aimed = await session.scalars(
        select(Cadence).where(
            Cadence.goal.is_not(None), exists().where(Enrolment.cadence_id == Cadence.id, live)
        )
    )
    ended: set[UUID] = set()
    for cadence in aimed.all():
        assert cadence.goal is not None
        ended |= set(
            await session.scalars(
                select(Enrolment.id)
                .join(Contact, Contact.id == Enrolment.contact_id)
                .where(Enrolment.cadence_id == cadence.id, live, segments.condition(cadence.goal))
            )
        )
    await enrolment_stops.end(session, company_id, ended, GOAL)


def _among(column: InstrumentedAttribute[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
    return column == any_(literal(sorted(ids), ARRAY(PG_UUID(as_uuid=True))))
