"""One contact's place in the pipeline, and what other systems say they did."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from api.preconditions import SeenVersion
from db.models.leads import ContactEvent, Lead
from db.queries import contact_events as event_queries
from db.queries import contacts as contact_queries
from db.queries import leads as lead_queries
from schemas.api.ids import ContactId
from schemas.api.leads import ContactEventRead, ContactEventWrite, LeadRead, LeadWrite
from schemas.api.pages import Page
from schemas.enums import Scope
from services import contact_events, leads

router = APIRouter(prefix="/contacts/{contact_id}", tags=["stages"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]
_SOURCE = "api"


@router.get("/stage", operation_id="get_contact_stage", dependencies=_READ)
async def get_contact_stage(
    contact_id: ContactId, caller: CallerDep, database: DatabaseDep, response: Response
) -> LeadRead:
    async with database.company(caller.company_id) as session:
        await contact_queries.get(session, contact_id)
        lead = await lead_queries.get(session, contact_id)
        return _read(response, contact_id, lead)


@router.put("/stage", operation_id="set_contact_stage", dependencies=_WRITE)
async def set_contact_stage(
    *,
    contact_id: ContactId,
    wanted: LeadWrite,
    caller: CallerDep,
    database: DatabaseDep,
    response: Response,
    version: SeenVersion,
) -> LeadRead:
    """Put the contact into a stage. With If-Match only if nobody moved them since: 412."""
    async with database.company(caller.company_id) as session:
        await contact_queries.get(session, contact_id)
        lead = await leads.move_one(
            session, caller.company_id, contact_id, wanted.stage_id, version=version
        )
        return _read(response, contact_id, lead)


@router.delete(
    "/stage",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="remove_contact_stage",
    dependencies=_WRITE,
)
async def remove_contact_stage(
    contact_id: ContactId, caller: CallerDep, database: DatabaseDep, version: SeenVersion
) -> None:
    """Take the contact out of the pipeline."""
    async with database.company(caller.company_id) as session:
        await contact_queries.get(session, contact_id)
        await leads.remove(session, caller.company_id, [contact_id], version=version)


@router.get(
    "/events",
    response_model=Page[ContactEventRead],
    operation_id="list_contact_events",
    dependencies=_READ,
)
async def list_contact_events(
    contact_id: ContactId,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    name: Annotated[str | None, Query(max_length=60)] = None,
) -> Listing[ContactEvent]:
    """As they were told, the newest first."""
    async with database.company(caller.company_id) as session:
        await contact_queries.get(session, contact_id)
        rows = await event_queries.page(
            session, contact_id, after=paging.after, limit=paging.fetch, name=name
        )
    return paging.page(rows)


@router.post(
    "/events",
    response_model=ContactEventRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="record_contact_event",
    dependencies=_WRITE,
    responses={200: {"description": "It was told before.", "model": ContactEventRead}},
)
async def record_contact_event(
    contact_id: ContactId,
    wanted: ContactEventWrite,
    caller: CallerDep,
    database: DatabaseDep,
    response: Response,
) -> ContactEvent:
    """Tell what the contact did. With an `external_id` it may be told again: 200, and no news."""
    async with database.company(caller.company_id) as session:
        event, new = await contact_events.write_down(
            session,
            caller.company_id,
            contact_id,
            wanted.name,
            data=wanted.data,
            source=_SOURCE,
            external_id=wanted.external_id,
            occurred_at=wanted.occurred_at,
        )
    if not new:
        response.status_code = status.HTTP_200_OK
    return event


def _read(response: Response, contact_id: UUID, lead: Lead | None) -> LeadRead:
    """Its version becomes the ETag."""
    shown = (
        LeadRead.model_validate(lead)
        if lead is not None
        else LeadRead(contact_id=contact_id, stage_id=None, entered_at=None, version=0)
    )
    response.headers["ETag"] = f'"{shown.version}"'
    return shown
