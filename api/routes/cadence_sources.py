"""What enrols people in a cadence by itself; Temporal's schedule follows after the commit."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, status

from api import enrolment_views as views
from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from db.models.cadences import CadenceSource
from db.queries import cadence_sources as rows
from db.queries import cadences, people
from db.session import Session
from schemas.api.cadence_sources import SourceCreate, SourceRead, SourceUpdate
from schemas.api.ids import CadenceId, SourceId
from schemas.api.pages import Page
from schemas.cadence_sources import SourceFields, SourceKind
from schemas.enums import Scope
from services import cadence_sources
from workflows import starters

router = APIRouter(tags=["cadences"])
_READ = [Depends(require(Scope.CADENCES_READ))]
# Whoever adds a source has people enrolled.
_RUN = [Depends(require(Scope.CADENCES_RUN))]


@router.get(
    "/cadences/{cadence_id}/sources", operation_id="list_cadence_sources", dependencies=_READ
)
async def list_cadence_sources(
    cadence_id: CadenceId, caller: CallerDep, database: DatabaseDep
) -> Page[SourceRead]:
    """Newest first; what enrolled people once is among them."""
    async with database.company(caller.company_id) as session:
        await cadences.get(session, cadence_id)
        found = await rows.of_cadence(session, cadence_id)
        names = await rows.subject_names(session, found)
    shown = [views.source(row, names.get(row.subject_id or row.id)) for row in found]
    return Page[SourceRead](data=shown, next_cursor=None, has_more=False)


@router.post(
    "/cadences/{cadence_id}/sources",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_cadence_source",
    dependencies=_RUN,
)
async def create_cadence_source(
    cadence_id: CadenceId,
    wanted: SourceCreate,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> SourceRead:
    async with database.company(caller.company_id) as session:
        fields = await _fields(session, caller, wanted.kind, wanted)
        made = await cadence_sources.create(
            session, caller.company_id, cadence_id, fields, now=datetime.now(UTC)
        )
        shown = await _read(session, made)
    await _follow(temporal, made)
    return shown


@router.get("/cadence-sources/{source_id}", operation_id="get_cadence_source", dependencies=_READ)
async def get_cadence_source(
    source_id: SourceId, caller: CallerDep, database: DatabaseDep
) -> SourceRead:
    async with database.company(caller.company_id) as session:
        return await _read(session, await rows.get(session, source_id))


@router.put("/cadence-sources/{source_id}", operation_id="update_cadence_source", dependencies=_RUN)
async def update_cadence_source(
    source_id: SourceId,
    wanted: SourceUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> SourceRead:
    """Another segment is looked at as if for the first time."""
    async with database.company(caller.company_id) as session:
        kind = SourceKind((await rows.get(session, source_id)).kind)
        fields = await _fields(session, caller, kind, wanted)
        changed = await cadence_sources.change(session, source_id, fields, now=datetime.now(UTC))
        shown = await _read(session, changed)
    await _follow(temporal, changed)
    return shown


@router.delete(
    "/cadence-sources/{source_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_cadence_source",
    dependencies=_RUN,
)
async def delete_cadence_source(
    source_id: SourceId, caller: CallerDep, database: DatabaseDep, temporal: TemporalDep
) -> None:
    """Whoever it enrolled stays in the cadence."""
    async with database.company(caller.company_id) as session:
        gone = await cadence_sources.remove(session, source_id, now=datetime.now(UTC))
    await _follow(temporal, gone)


async def _fields(
    session: Session, caller: CallerDep, kind: SourceKind, wanted: SourceCreate | SourceUpdate
) -> SourceFields:
    company = await people.get_company(session, caller.company_id)
    subjects = {
        SourceKind.SEGMENT: wanted.segment_id,
        SourceKind.TAG: wanted.tag_id,
        SourceKind.STAGE: wanted.stage_id,
    }
    return SourceFields(
        kind=kind,
        subject_id=subjects.get(kind),
        words=tuple(wanted.words),
        exact=wanted.exact,
        include_existing=wanted.include_existing,
        rule=wanted.rule.value() if wanted.rule is not None else None,
        time_zone=wanted.time_zone or (company.timezone if company is not None else None),
        enabled=wanted.enabled,
    )


async def _read(session: Session, row: CadenceSource) -> SourceRead:
    await session.refresh(row)
    name = await rows.subject_name(session, SourceKind(row.kind), row.subject_id)
    return views.source(row, name)


async def _follow(temporal: TemporalDep, row: CadenceSource) -> None:
    plan = cadence_sources.plan(row)
    if plan is not None:
        await starters.follow_source(temporal, plan)
