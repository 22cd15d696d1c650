"""Labels: short words that people put on conversations."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.conversations import Label
from db.queries import labels as label_rows
from schemas.api.ids import LabelId
from schemas.api.labels import LabelRead, LabelWrite
from schemas.api.pages import Page
from schemas.enums import Scope
from services import labels

router = APIRouter(prefix="/labels", tags=["labels"])
_READ = [Depends(require(Scope.CONVERSATIONS_READ))]
_WRITE = [Depends(require(Scope.CONVERSATIONS_WRITE))]


@router.get("", response_model=Page[LabelRead], operation_id="list_labels", dependencies=_READ)
async def list_labels(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[Label]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await label_rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(rows)


@router.post(
    "",
    response_model=LabelRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_label",
    dependencies=_WRITE,
)
async def create_label(wanted: LabelWrite, caller: CallerDep, database: DatabaseDep) -> Label:
    async with database.company(caller.company_id) as session:
        return await labels.create(session, caller.company_id, wanted.name, wanted.colour)


@router.get("/{label_id}", response_model=LabelRead, operation_id="get_label", dependencies=_READ)
async def get_label(label_id: LabelId, caller: CallerDep, database: DatabaseDep) -> Label:
    async with database.company(caller.company_id) as session:
        return await label_rows.get(session, label_id)


@router.put(
    "/{label_id}", response_model=LabelRead, operation_id="update_label", dependencies=_WRITE
)
async def update_label(
    label_id: LabelId, wanted: LabelWrite, caller: CallerDep, database: DatabaseDep
) -> Label:
    async with database.company(caller.company_id) as session:
        return await labels.update(session, label_id, wanted.name, wanted.colour)


@router.delete(
    "/{label_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_label",
    dependencies=_WRITE,
)
async def delete_label(label_id: LabelId, caller: CallerDep, database: DatabaseDep) -> None:
    """Takes the label off every conversation."""
    async with database.company(caller.company_id) as session:
        await labels.delete(session, label_id)
