"""Stages: the columns of the pipeline, in their order."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing
from db.models.leads import Stage
from db.queries import stages as stage_queries
from schemas.api.ids import StageId
from schemas.api.leads import StageOrder, StageRead, StageWrite
from schemas.api.pages import Page
from schemas.enums import Scope
from services import stages

router = APIRouter(prefix="/stages", tags=["stages"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]
MoveTo = Annotated[
    StageId | None, Query(description="Where the contacts of this stage go; needed if it has any.")
]


@router.get("", response_model=Page[StageRead], operation_id="list_stages", dependencies=_READ)
async def list_stages(caller: CallerDep, database: DatabaseDep) -> Listing[Stage]:
    """All of them, in the order of the pipeline."""
    async with database.company(caller.company_id) as session:
        rows = await stage_queries.all_stages(session)
    return Listing(rows, None, has_more=False)


@router.post(
    "",
    response_model=StageRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_stage",
    dependencies=_WRITE,
)
async def create_stage(wanted: StageWrite, caller: CallerDep, database: DatabaseDep) -> Stage:
    """Behind the others."""
    async with database.company(caller.company_id) as session:
        return await stages.create(
            session, caller.company_id, wanted.name, wanted.colour, wanted.outcome
        )


@router.put(
    "/order", response_model=Page[StageRead], operation_id="order_stages", dependencies=_WRITE
)
async def order_stages(
    wanted: StageOrder, caller: CallerDep, database: DatabaseDep
) -> Listing[Stage]:
    """Every stage must be named exactly once."""
    async with database.company(caller.company_id) as session:
        rows = await stages.reorder(session, wanted.stage_ids)
    return Listing(rows, None, has_more=False)


@router.get("/{stage_id}", response_model=StageRead, operation_id="get_stage", dependencies=_READ)
async def get_stage(stage_id: StageId, caller: CallerDep, database: DatabaseDep) -> Stage:
    async with database.company(caller.company_id) as session:
        return await stage_queries.get(session, stage_id)


@router.put(
    "/{stage_id}", response_model=StageRead, operation_id="update_stage", dependencies=_WRITE
)
async def update_stage(
    stage_id: StageId, wanted: StageWrite, caller: CallerDep, database: DatabaseDep
) -> Stage:
    """Another outcome holds for who comes from now on."""
    async with database.company(caller.company_id) as session:
        return await stages.update(session, stage_id, wanted.name, wanted.colour, wanted.outcome)


@router.delete(
    "/{stage_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_stage",
    dependencies=_WRITE,
)
async def delete_stage(
    stage_id: StageId, caller: CallerDep, database: DatabaseDep, move_to: MoveTo = None
) -> None:
    """409 `stage_in_use` while contacts stand in it and no other is named, or a cadence uses it."""
    async with database.company(caller.company_id) as session:
        await stages.delete(session, caller.company_id, stage_id, move_to=move_to)
