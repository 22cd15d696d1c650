from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from pydantic_core import PydanticCustomError

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.events import Event
from db.queries import events as rows
from db.queries.events import Filter
from schemas.api.events import EventRead
from schemas.api.ids import ContactId, EventId
from schemas.api.pages import Page
from schemas.enums import Scope
from schemas.errors import FieldError, InvalidInput
from schemas.event_types import EVENT_TYPES, RESOURCES

router = APIRouter(
    prefix="/events", tags=["events"], dependencies=[Depends(require(Scope.AUTOMATION_READ))]
)


def _resource(given: str | None) -> UUID | None:
    """Of any kind that something is told of."""
    if given is None:
        return None
    for kind in set(RESOURCES.values()):
        try:
            return kind.parse(given)
        except PydanticCustomError:
            continue
    error = FieldError("resource", "unknown", "This is no id of anything that is told of.")
    raise InvalidInput("This is no id of anything that is told of.", [error])


def _filter(
    type_: Annotated[
        list[str],
        Query(alias="type", max_length=100, description="Only of these types; give several."),
    ] = [],  # noqa: B006 - FastAPI copies it
    resource: Annotated[
        str | None,
        Query(max_length=60, description="Only of this contact, message, campaign, …: its id."),
    ] = None,
    contact_id: Annotated[ContactId | None, Query(description="Only about this contact.")] = None,
    since: Annotated[
        AwareDatetime | None, Query(description="Only what was written down from then on.")
    ] = None,
) -> Filter:
    if set(type_) - set(EVENT_TYPES):
        error = FieldError("type", "unknown", "There is no event of this name.")
        raise InvalidInput("There is no event of this name.", [error])
    return Filter(tuple(type_), _resource(resource), contact_id, since)


FilterDep = Annotated[Filter, Depends(_filter)]


@router.get("", response_model=Page[EventRead], operation_id="list_events")
async def list_events(
    caller: CallerDep, database: DatabaseDep, paging: PageParams, wanted: FilterDep
) -> Listing[Event]:
    """What happened, newest first, kept for 30 days: whatever a webhook or a rule listened to."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, wanted, after=paging.after, limit=paging.fetch)
    return paging.page(found)


@router.get("/{told_event_id}", response_model=EventRead, operation_id="get_event")
async def get_event(told_event_id: EventId, caller: CallerDep, database: DatabaseDep) -> Event:
    async with database.company(caller.company_id) as session:
        return await rows.get(session, told_event_id)
