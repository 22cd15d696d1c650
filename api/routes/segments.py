"""Segments: saved audiences, and who belongs to them now."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.contacts import Segment
from db.queries import segments as segment_queries
from schemas.api.contacts import ContactRead
from schemas.api.ids import SegmentId
from schemas.api.pages import Page
from schemas.api.segments import SegmentPeople, SegmentPreview, SegmentRead, SegmentWrite
from schemas.enums import Scope
from schemas.segments import from_json
from services import segment_definitions
from services.segment_definitions import Preview

router = APIRouter(tags=["segments"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]


def _read(segment: Segment) -> SegmentRead:
    return SegmentRead(
        id=segment.id,
        name=segment.name,
        definition=segment_definitions.shown(segment.definition),
        created_at=segment.created_at,
        updated_at=segment.updated_at,
    )


def _people(preview: Preview) -> SegmentPeople:
    people = [ContactRead.model_validate(contact) for contact in preview.people]
    return SegmentPeople(count=preview.count, contacts=people)


@router.get(
    "/segments",
    response_model=Page[SegmentRead],
    operation_id="list_segments",
    dependencies=_READ,
)
async def list_segments(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[SegmentRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await segment_queries.page(session, after=paging.after, limit=paging.fetch)
    return paging.page([_read(row) for row in rows])


@router.post(
    "/segments",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_segment",
    dependencies=_WRITE,
)
async def create_segment(
    wanted: SegmentWrite, caller: CallerDep, database: DatabaseDep
) -> SegmentRead:
    async with database.company(caller.company_id) as session:
        segment = await segment_definitions.create(
            session, caller.company_id, wanted.name, wanted.definition
        )
    return _read(segment)


@router.post("/segments:preview", operation_id="preview_segment", dependencies=_READ)
async def preview_segment(
    wanted: SegmentPreview, caller: CallerDep, database: DatabaseDep
) -> SegmentPeople:
    """Who would belong to it, without saving it."""
    async with database.company(caller.company_id) as session:
        tree = await segment_definitions.read(session, wanted.definition)
        return _people(await segment_definitions.preview(session, tree))


@router.get("/segments/{segment_id}", operation_id="get_segment", dependencies=_READ)
async def get_segment(
    segment_id: SegmentId, caller: CallerDep, database: DatabaseDep
) -> SegmentRead:
    async with database.company(caller.company_id) as session:
        return _read(await segment_queries.get(session, segment_id))


@router.put("/segments/{segment_id}", operation_id="update_segment", dependencies=_WRITE)
async def update_segment(
    segment_id: SegmentId, wanted: SegmentWrite, caller: CallerDep, database: DatabaseDep
) -> SegmentRead:
    async with database.company(caller.company_id) as session:
        segment = await segment_definitions.update(
            session, segment_id, wanted.name, wanted.definition
        )
    return _read(segment)


@router.delete(
    "/segments/{segment_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_segment",
    dependencies=_WRITE,
)
async def delete_segment(segment_id: SegmentId, caller: CallerDep, database: DatabaseDep) -> None:
    async with database.company(caller.company_id) as session:
        await segment_definitions.delete(session, segment_id)


@router.get("/segments/{segment_id}/people", operation_id="count_segment", dependencies=_READ)
async def count_segment(
    segment_id: SegmentId, caller: CallerDep, database: DatabaseDep
) -> SegmentPeople:
    """How many belong to it now, and the newest ten of them."""
    async with database.company(caller.company_id) as session:
        segment = await segment_queries.get(session, segment_id)
        return _people(await segment_definitions.preview(session, from_json(segment.definition)))
