"""Cadences and their versions: reading, listing and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import (
    Cadence,
    CadenceEvent,
    CadenceStepCount,
    CadenceVersion,
)
from db.models.people import User
from schemas.cadences import Definition, StepOutcome, from_json
from schemas.cursors import Cursor
from schemas.enums import CadenceStatus
from schemas.errors import NotFound


async def get(session: AsyncSession, cadence_id: UUID) -> Cadence:
    """Raises NotFound, also for another company's cadence."""
    found = await session.scalar(select(Cadence).where(Cadence.id == cadence_id))
    if found is None:
        raise NotFound("Cadence", cadence_id)
    return found


async def get_for_update(session: AsyncSession, cadence_id: UUID) -> Cadence:
    """The row, locked until the transaction ends. Raises NotFound.

    Nobody changes its key: who holds enrolments and counts them needs not wait for this.
    """
    query = select(Cadence).where(Cadence.id == cadence_id).with_for_update(key_share=True)
    found = await session.scalar(query)
    if found is None:
        raise NotFound("Cadence", cadence_id)
    return found


async def reread(session: AsyncSession, cadence: Cadence) -> None:
    """Write what was changed and read back what the database made of it."""
    await session.flush()
    await session.refresh(cadence)


async def page(
    session: AsyncSession,
    *,
    limit: int,
    after: Cursor | None = None,
    status: CadenceStatus | None = None,
    search: str = "",
    external_id: str | None = None,
) -> Sequence[Cadence]:
    """Newest first; archived ones only where they are asked for."""
    query = select(Cadence)
    if status is not None:
        query = query.where(Cadence.status == status)
    elif external_id is None:
        query = query.where(Cadence.status != CadenceStatus.ARCHIVED)
    if after is not None:
        place = (after.created_at, after.id)
        query = query.where(tuple_(Cadence.created_at, Cadence.id) < place)
    if search:
        query = query.where(Cadence.name.icontains(search, autoescape=True))
    if external_id is not None:
        query = query.where(Cadence.external_id == external_id)
    newest = query.order_by(Cadence.created_at.desc(), Cadence.id.desc())
    return (await session.scalars(newest.limit(limit))).all()


async def exist(session: AsyncSession) -> bool:
    """Whether there is any, archived ones too."""
    return await session.scalar(select(Cadence.id).limit(1)) is not None


async def publishers(session: AsyncSession, cadence_id: UUID) -> dict[int, str]:
    """Who published each version, by name."""
    rows = await session.execute(
        select(CadenceVersion.number, User.name)
        .join(User, User.id == CadenceVersion.published_by)
        .where(CadenceVersion.cadence_id == cadence_id)
    )
    return {row.number: row.name for row in rows}


async def to_choose(session: AsyncSession) -> list[tuple[UUID, str]]:
    """Every cadence that is not archived, by name: to enrol somebody in."""
    rows = await session.execute(
        select(Cadence.id, Cadence.name)
        .where(Cadence.status != CadenceStatus.ARCHIVED)
        .order_by(func.lower(Cadence.name))
        .limit(1_000)
    )
    return [(row.id, row.name) for row in rows]


async def versions(session: AsyncSession, cadence_id: UUID) -> Sequence[CadenceVersion]:
    """Newest first."""
    rows = await session.scalars(
        select(CadenceVersion)
        .where(CadenceVersion.cadence_id == cadence_id)
        .order_by(CadenceVersion.number.desc())
    )
    return rows.all()


async def version(session: AsyncSession, cadence_id: UUID, number: int) -> CadenceVersion:
    """Raises NotFound."""
    found = await session.scalar(
        select(CadenceVersion).where(
            CadenceVersion.cadence_id == cadence_id, CadenceVersion.number == number
        )
    )
    if found is None:
        raise NotFound("Version", number)
    return found


async def published(session: AsyncSession, rows: Sequence[Cadence]) -> dict[UUID, Definition]:
    """What those who enter each of these go through; a cadence never published is missing."""
    wanted = [(row.id, row.published) for row in rows if row.published is not None]
    if not wanted:
        return {}
    version = CadenceVersion
    found = await session.execute(
        select(version.cadence_id, version.definition).where(
            tuple_(version.cadence_id, version.number).in_(wanted)
        )
    )
    return {cadence_id: from_json(stored) for cadence_id, stored in found}


async def log(
    session: AsyncSession,
    cadence: Cadence,
    kind: str,
    *,
    user_id: UUID | None = None,
    code: str | None = None,
    detail: str | None = None,
) -> None:
    """Add a line to the cadence's history."""
    session.add(
        CadenceEvent(
            company_id=cadence.company_id,
            cadence_id=cadence.id,
            kind=kind,
            code=code,
            detail=detail,
            user_id=user_id,
        )
    )


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a cadence's history; user_name is None for what happened by itself."""

    kind: str
    code: str | None
    detail: str | None
    user_name: str | None
    created_at: datetime


async def history(session: AsyncSession, cadence_id: UUID, *, limit: int) -> list[EventRow]:
    """Newest first."""
    event = CadenceEvent
    rows = await session.execute(
        select(event.kind, event.code, event.detail, User.name, event.created_at)
        .outerjoin(User, User.id == event.user_id)
        .where(event.cadence_id == cadence_id)
        .order_by(event.created_at.desc(), event.id.desc())
        .limit(limit)
    )
    return [EventRow(*row) for row in rows]


async def under_way(
    session: AsyncSession, cadence_ids: Sequence[UUID]
) -> dict[UUID, dict[int, int]]:
    """How many are on their way in each version of each of these cadences: by the counts."""
    count = CadenceStepCount
    rows = await session.execute(
        select(count.cadence_id, count.version, func.sum(count.count))
        .where(
            count.cadence_id.in_(cadence_ids),
            count.outcome == StepOutcome.WAITING.value,
        )
        .group_by(count.cadence_id, count.version)
    )
    found: dict[UUID, dict[int, int]] = {key: {} for key in cadence_ids}
    for cadence_id, number, people in rows:
        if people:
            found[cadence_id][number] = int(people)
    return found
