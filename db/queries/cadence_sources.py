"""Sources of cadences: reading and locking them, and who waits to be enrolled by one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceSource, CadenceSourceMember
from db.models.contacts import Contact, Segment, Tag
from db.models.imports import ContactImport
from db.models.leads import Stage
from db.queries.enrolling import Placed
from schemas.cadence_sources import SourceKind
from schemas.enums import CadenceStatus
from schemas.errors import NotFound

# Longer than that, and whoever should have run a source has not.
_LATE_SECONDS = 20
_OPEN = (CadenceStatus.RUNNING, CadenceStatus.PAUSED)
_MOST_AT_ONCE = 10


async def get(session: AsyncSession, source_id: UUID, *, lock: bool = False) -> CadenceSource:
    """Raises NotFound, also for one that was removed."""
    query = select(CadenceSource).where(
        CadenceSource.id == source_id, CadenceSource.removed_at.is_(None)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise NotFound("Source", source_id)
    return found


async def of_cadence(session: AsyncSession, cadence_id: UUID) -> Sequence[CadenceSource]:
    """Newest first."""
    row = CadenceSource
    found = await session.scalars(
        select(row)
        .where(row.cadence_id == cadence_id, row.removed_at.is_(None))
        .order_by(row.id.desc())
        .limit(200)
    )
    return found.all()


async def count(session: AsyncSession, cadence_id: UUID, kinds: Collection[SourceKind]) -> int:
    row = CadenceSource
    found = await session.scalar(
        select(func.count()).where(
            row.cadence_id == cadence_id, row.removed_at.is_(None), row.kind.in_(kinds)
        )
    )
    return int(found or 0)


async def of_import(session: AsyncSession, import_id: UUID) -> CadenceSource | None:
    row = CadenceSource
    return await session.scalar(
        select(row)
        .where(row.kind == SourceKind.IMPORT, row.subject_id == import_id, row.removed_at.is_(None))
        .order_by(row.id.desc())
        .limit(1)
    )


async def listening(session: AsyncSession, kinds: Collection[str]) -> Sequence[CadenceSource]:
    """Enabled ones of these kinds, of cadences that people can enter."""
    row = CadenceSource
    found = await session.scalars(
        select(row)
        .join(Cadence, Cadence.id == row.cadence_id)
        .where(
            row.kind.in_(kinds),
            row.enabled,
            row.removed_at.is_(None),
            Cadence.status.in_(_OPEN),
            Cadence.published.is_not(None),
        )
        .order_by(row.id)
    )
    return found.all()


_SUBJECTS = {
    SourceKind.SEGMENT: (Segment.id, Segment.name),
    SourceKind.TAG: (Tag.id, Tag.name),
    SourceKind.STAGE: (Stage.id, Stage.name),
    SourceKind.IMPORT: (ContactImport.id, ContactImport.file_name),
}


async def subject_name(
    session: AsyncSession, kind: SourceKind, subject_id: UUID | None
) -> str | None:
    """What the segment, tag, stage or import is called; None where there is none."""
    if kind not in _SUBJECTS or subject_id is None:
        return None
    key, name = _SUBJECTS[kind]
    found: str | None = await session.scalar(select(name).where(key == subject_id))
    return found


async def subject_names(
    session: AsyncSession, sources: Sequence[CadenceSource]
) -> Mapping[UUID, str]:
    """By subject; one statement for each kind that is among them."""
    names: dict[UUID, str] = {}
    for kind, (key, name) in _SUBJECTS.items():
        wanted = [one.subject_id for one in sources if one.kind == kind and one.subject_id]
        if wanted:
            rows = await session.execute(select(key, name).where(key.in_(wanted)))
            names |= {row[0]: row[1] for row in rows}
    return names


# Ordered, so that two transactions never wait for each other crosswise.
_WAIT = text(
    """
    INSERT INTO cadence_source_members (company_id, source_id, contact_id, waiting)
    SELECT DISTINCT CAST(:company_id AS uuid), t.source_id, t.contact_id, true
    FROM unnest(CAST(:sources AS uuid[]), CAST(:contacts AS uuid[])) AS t (source_id, contact_id)
    ORDER BY 2, 3
    ON CONFLICT (company_id, source_id, contact_id) DO NOTHING
    """
)
_WAITING = text(
    """
    SELECT contact_id FROM cadence_source_members
    WHERE source_id = :source_id AND waiting AND contact_id > :after
    ORDER BY source_id, contact_id LIMIT :limit
    FOR UPDATE
    """
)
_FORGET = text(
    """
    DELETE FROM cadence_source_members
    WHERE company_id = :company_id AND source_id = :source_id
      AND contact_id = ANY(CAST(:contacts AS uuid[]))
    """
)
_KNOW = text(
    """
    INSERT INTO cadence_source_members (company_id, source_id, contact_id)
    SELECT CAST(:company_id AS uuid), CAST(:source_id AS uuid), contact_id
    FROM unnest(CAST(:contacts AS uuid[])) AS t (contact_id) ORDER BY contact_id
    ON CONFLICT (company_id, source_id, contact_id) DO NOTHING
    """
)


async def let_wait(
    session: AsyncSession, company_id: UUID, pairs: Sequence[tuple[UUID, UUID]]
) -> None:
    """(source, contact): whom the source's next run is to enrol. Waiting twice is waiting once."""
    if pairs:
        sources, contacts = zip(*pairs, strict=True)
        values = {"company_id": company_id, "sources": [*sources], "contacts": [*contacts]}
        await session.execute(_WAIT, values)


async def waiting(
    session: AsyncSession, source_id: UUID, *, after: UUID, limit: int
) -> Sequence[UUID]:
    """A page of those who wait, locked until the transaction ends."""
    values = {"source_id": source_id, "after": after, "limit": limit}
    return (await session.scalars(_WAITING, values)).all()


async def forget(session: AsyncSession, source: CadenceSource, contacts: Collection[UUID]) -> None:
    """These wait no more."""
    values = {
        "company_id": source.company_id,
        "source_id": source.id,
        "contacts": sorted(contacts),
    }
    await session.execute(_FORGET, values)


async def know(session: AsyncSession, source: CadenceSource, contacts: Collection[UUID]) -> None:
    """These were in the segment when it was looked at."""
    values = {
        "company_id": source.company_id,
        "source_id": source.id,
        "contacts": sorted(contacts),
    }
    await session.execute(_KNOW, values)


async def know_all(session: AsyncSession, source: CadenceSource, who: ColumnElement[bool]) -> None:
    """Everybody who is in the segment now."""
    row = CadenceSourceMember
    everybody = select(Contact.company_id, literal(source.id, PG_UUID), Contact.id).where(
        who, ~_is_known(source)
    )
    columns = ["company_id", "source_id", "contact_id"]
    await session.execute(insert(row).from_select(columns, everybody))


async def forget_leavers(
    session: AsyncSession, source: CadenceSource, who: ColumnElement[bool]
) -> None:
    """Whoever is not in the segment any more may enter it again."""
    row = CadenceSourceMember
    still = select(Contact.id).where(Contact.id == row.contact_id, who)
    await session.execute(delete(row).where(row.source_id == source.id, ~still.exists()))


async def forget_all(session: AsyncSession, source_id: UUID) -> None:
    row = CadenceSourceMember
    await session.execute(delete(row).where(row.source_id == source_id))


async def fresh(
    session: AsyncSession,
    source: CadenceSource,
    who: ColumnElement[bool],
    *,
    after: UUID,
    limit: int,
) -> Sequence[UUID]:
    """A page of those who match and were not there at the last look."""
    found = await session.scalars(
        select(Contact.id)
        .where(Contact.company_id == source.company_id, Contact.id > after, who, ~_is_known(source))
        .order_by(Contact.company_id, Contact.id)
        .limit(limit)
    )
    return found.all()


async def count_fresh(
    session: AsyncSession, source: CadenceSource, who: ColumnElement[bool]
) -> int:
    """How many match and were not there at the last look."""
    query = select(func.count()).select_from(Contact)
    found = await session.scalar(
        query.where(Contact.company_id == source.company_id, who, ~_is_known(source))
    )
    return int(found or 0)


async def enrolling_now(
    session: AsyncSession, cadence_id: UUID, now: datetime
) -> Sequence[CadenceSource]:
    """Lists and segments somebody let in at once, and which are being enrolled; newest first."""
    row = CadenceSource
    found = await session.scalars(
        select(row)
        .where(
            row.cadence_id == cadence_id,
            row.kind.in_((SourceKind.CONTACTS, SourceKind.SEGMENT)),
            row.schedule.is_(None),
            row.enabled,
            row.removed_at.is_(None),
            row.next_run_at <= now,
        )
        .order_by(row.id.desc())
        .limit(_MOST_AT_ONCE)
        .execution_options(populate_existing=True)
    )
    return found.all()


def _is_known(source: CadenceSource) -> ColumnElement[bool]:
    row = CadenceSourceMember
    known = select(row.contact_id).where(
        row.company_id == source.company_id,
        row.source_id == source.id,
        row.contact_id == Contact.id,
    )
    return known.exists()


async def overdue(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    """(company, source) of every company that is due, or has somebody waiting, and nobody runs."""
    row, member = CadenceSource, CadenceSourceMember
    late = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, _LATE_SECONDS)
    somebody = select(member.contact_id).where(member.source_id == row.id, member.waiting).exists()
    rows = await session.execute(
        select(row.company_id, row.id).where(
            row.enabled,
            row.removed_at.is_(None),
            or_(row.next_run_at < late, and_(row.next_run_at.is_(None), somebody)),
        )
    )
    return [(company_id, source_id) for company_id, source_id in rows]


async def unfollowed(session: AsyncSession) -> Sequence[CadenceSource]:
    """Those of every company whose Temporal Schedule is not as the row says."""
    row = CadenceSource
    changed = and_(row.schedule.is_not(None), row.version != row.followed_version)
    rows = await session.scalars(select(row).where(or_(changed, row.removed_at.is_not(None))))
    return rows.all()


async def set_followed(session: AsyncSession, source_id: UUID, version: int) -> None:
    """The schedule follows this version; a source that was removed is gone now."""
    row = CadenceSource
    # Changed since, it is followed anew by the next sweep.
    same = (row.id == source_id, row.version == version)
    gone = await session.scalar(
        delete(row).where(*same, row.removed_at.is_not(None)).returning(row.id)
    )
    if gone is not None:
        await forget_all(session, source_id)
    await session.execute(update(row).where(*same).values(followed_version=version))


@dataclass(frozen=True, slots=True)
class Sorted:
    """A page of people who were placed: who is dealt with, and who waits for another day."""

    settled: list[UUID]
    tomorrow: list[UUID]


def sorted_out(placed: Sequence[Placed]) -> Sorted:
    tomorrow = [one.contact_id for one in placed if one.reason == "daily_limit"]
    settled = [one.contact_id for one in placed if one.reason != "daily_limit"]
    return Sorted(settled, tomorrow)


async def cadence_of(session: AsyncSession, source_id: UUID) -> UUID | None:
    found: UUID | None = await session.scalar(
        select(CadenceSource.cadence_id).where(CadenceSource.id == source_id)
    )
    return found
