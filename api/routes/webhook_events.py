from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.inbound import WebhookEvent
from db.queries import webhook_events as rows
from db.queries.webhook_events import Listed
from providers.base import MessageReader
from schemas.api.connections import WebhookEventRead
from schemas.api.ids import EventId
from schemas.api.pages import Page
from schemas.enums import Scope
from services import inbound

router = APIRouter(prefix="/webhook-events", tags=["webhook events"])


def _reader(request: Request) -> MessageReader:
    reader: MessageReader = request.app.state.stored_reader
    return reader


ReaderDep = Annotated[MessageReader, Depends(_reader)]


@router.get(
    "",
    response_model=Page[WebhookEventRead],
    operation_id="list_webhook_events",
    dependencies=[Depends(require(Scope.CONNECTIONS_READ))],
)
async def list_webhook_events(
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    failed: Annotated[bool, Query(description="Only those with an error.")] = False,
) -> Listing[Listed]:
    """What providers told us, newest first. The contents stay inside."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, after=paging.after, limit=paging.fetch, failed=failed)
    return paging.page(found)


@router.post(
    "/{event_id}/replay",
    response_model=WebhookEventRead,
    operation_id="replay_webhook_event",
    dependencies=[Depends(require(Scope.CONNECTIONS_WRITE))],
)
async def replay_webhook_event(
    event_id: EventId, caller: CallerDep, database: DatabaseDep, reader: ReaderDep
) -> WebhookEvent:
    """Apply a stored event once more; harmless for one that was applied before."""
    return await inbound.replay(database, reader.parse, caller.company_id, event_id)
