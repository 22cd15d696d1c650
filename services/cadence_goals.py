"""Goals: whoever comes to match one has got where the cadence was to take them, and leaves it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, any_, literal, select
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
    if not contact_ids:
        return
    await session.flush()
    live = (
        await session.execute(
            select(Enrolment.id, Enrolment.cadence_id, Enrolment.contact_id)
            .join(Cadence, Cadence.id == Enrolment.cadence_id)
            .where(
                _among(Enrolment.contact_id, contact_ids),
                Enrolment.status.in_(_LIVE),
                Cadence.goal.is_not(None),
            )
        )
    ).all()
    ended: set[UUID] = set()
    for cadence_id in {row.cadence_id for row in live}:
        cadence = await session.get_one(Cadence, cadence_id)
        there = {row.contact_id: row.id for row in live if row.cadence_id == cadence_id}
        ended |= {there[key] for key in await reached(session, cadence, there)}
    await enrolment_stops.end(session, company_id, ended, GOAL)


def _among(column: InstrumentedAttribute[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
    return column == any_(literal(sorted(ids), ARRAY(PG_UUID(as_uuid=True))))
