"""Custom fields: what a company wants to know of its contacts."""

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.contacts import ContactField
from db.queries import fields as field_queries
from schemas.api.ids import FieldId
from schemas.api.pages import Page
from schemas.api.tags import FieldCreate, FieldRead, FieldUpdate
from schemas.enums import Scope
from services import fields

router = APIRouter(prefix="/fields", tags=["fields"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]


@router.get("", response_model=Page[FieldRead], operation_id="list_fields", dependencies=_READ)
async def list_fields(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[ContactField]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        rows = await field_queries.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(rows)


@router.post(
    "",
    response_model=FieldRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="create_field",
    dependencies=_WRITE,
)
async def create_field(
    wanted: FieldCreate, caller: CallerDep, database: DatabaseDep
) -> ContactField:
    async with database.company(caller.company_id) as session:
        return await fields.create(
            session,
            caller.company_id,
            label=wanted.label,
            type_=wanted.type,
            choices=wanted.choices,
            key=wanted.key,
        )


@router.get("/{field_id}", response_model=FieldRead, operation_id="get_field", dependencies=_READ)
async def get_field(field_id: FieldId, caller: CallerDep, database: DatabaseDep) -> ContactField:
    async with database.company(caller.company_id) as session:
        return await field_queries.get(session, field_id)


@router.put(
    "/{field_id}", response_model=FieldRead, operation_id="update_field", dependencies=_WRITE
)
async def update_field(
    field_id: FieldId, wanted: FieldUpdate, caller: CallerDep, database: DatabaseDep
) -> ContactField:
    """Key and type stay as they are."""
    async with database.company(caller.company_id) as session:
        return await fields.update(session, field_id, label=wanted.label, choices=wanted.choices)


@router.delete(
    "/{field_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_field",
    dependencies=_WRITE,
)
async def delete_field(field_id: FieldId, caller: CallerDep, database: DatabaseDep) -> None:
    """Removes its value from every contact."""
    async with database.company(caller.company_id) as session:
        await fields.delete(session, field_id)
