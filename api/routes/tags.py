"""Tags: short words that people put on contacts."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.contacts import Tag
from db.queries import tags as tag_queries
from schemas.api.ids import TagId
from schemas.api.pages import Page
from schemas.api.tags import TagRead, TagWrite
from schemas.enums import Scope
from services import tags

router = APIRouter(prefix="/tags", tags=["tags"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]


@router.get("", response_model=Page[TagRead], operation_id="list_tags", dependencies=_READ)
async def list_tags(caller: CallerDep, database: DatabaseDep, paging: PageParams) -> Listing[Tag]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await tag_queries.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(rows)


@router.post(
    "",
    response_model=TagRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_tag",
    dependencies=_WRITE,
)
async def create_tag(wanted: TagWrite, caller: CallerDep, database: DatabaseDep) -> Tag:
    async with database.company(caller.company_id) as session:
        return await tags.create(session, caller.company_id, wanted.name, wanted.colour)


@router.get("/{tag_id}", response_model=TagRead, operation_id="get_tag", dependencies=_READ)
async def get_tag(tag_id: TagId, caller: CallerDep, database: DatabaseDep) -> Tag:
    async with database.company(caller.company_id) as session:
        return await tag_queries.get(session, tag_id)


@router.put("/{tag_id}", response_model=TagRead, operation_id="update_tag", dependencies=_WRITE)
async def update_tag(
    tag_id: TagId, wanted: TagWrite, caller: CallerDep, database: DatabaseDep
) -> Tag:
    async with database.company(caller.company_id) as session:
        return await tags.update(session, tag_id, wanted.name, wanted.colour)


@router.delete(
    "/{tag_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_tag",
    dependencies=_WRITE,
)
async def delete_tag(tag_id: TagId, caller: CallerDep, database: DatabaseDep) -> None:
    """Takes the tag off every contact."""
    async with database.company(caller.company_id) as session:
        await tags.delete(session, tag_id)
