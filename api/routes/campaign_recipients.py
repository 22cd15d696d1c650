"""Whom a campaign reaches, what became of each, and what happened to it."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from api.campaign_views import CampaignViewsDep
from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams, encode_cursor
from db.queries import campaigns
from db.queries.campaigns import EventRow
from schemas.api.campaigns import (
    CampaignEventRead,
    RecipientRead,
    RecipientResult,
    RecipientsAdded,
    RecipientsBatch,
)
from schemas.api.ids import CampaignId
from schemas.api.pages import Page
from schemas.cursors import Cursor
from schemas.enums import DeliveryStatus, Scope
from services import campaign_people, campaign_results
from services.campaign_people import Name

router = APIRouter(prefix="/campaigns", tags=["campaigns"])
_READ = [Depends(require(Scope.CAMPAIGNS_READ))]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@router.post(
    "/{campaign_id}/recipients:batch",
    operation_id="add_campaign_recipients",
    dependencies=[Depends(require(Scope.CAMPAIGNS_WRITE))],
)
async def add_campaign_recipients(
    campaign_id: CampaignId, batch: RecipientsBatch, caller: CallerDep, database: DatabaseDep
) -> RecipientsAdded:
    """Put contacts into a draft's audience by name, up to 1,000 at a time."""
    names = [Name(row.contact_id, row.external_id, row.phone) for row in batch.recipients]
    async with database.company(caller.company_id) as session:
        found = await campaign_people.add(session, caller.company_id, campaign_id, names)
    results = [
        RecipientResult(index=index, status="added" if key else "not_found", contact_id=key)
        for index, key in enumerate(found)
    ]
    missing = found.count(None)
    return RecipientsAdded(results=results, added=len(found) - missing, not_found=missing)


@router.get(
    "/{campaign_id}/recipients",
    response_model=Page[RecipientRead],
    operation_id="list_campaign_recipients",
    dependencies=_READ,
)
async def list_campaign_recipients(
    *,
    campaign_id: CampaignId,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    views: CampaignViewsDep,
    status: Annotated[list[DeliveryStatus], Query(max_length=9)] = [],  # noqa: B006 - FastAPI copies it
    reason: Annotated[str | None, Query(max_length=100)] = None,
) -> Listing[RecipientRead]:
    """In sending order; empty until the audience was frozen at launch."""
    async with database.company(caller.company_id) as session:
        await campaigns.get(session, campaign_id)
        rows = await campaigns.recipients(
            session,
            campaign_id,
            limit=paging.fetch,
            after=paging.after.id if paging.after else None,
            statuses=status,
            reason=reason,
        )
    shown = [views.recipient(row) for row in rows[: paging.limit]]
    more = len(rows) > paging.limit
    # The id alone is the order: the cursor's time stands for nothing here.
    following = encode_cursor(paging.signer, Cursor(_EPOCH, shown[-1].id)) if more else None
    return Listing(shown, following, more)


@router.get(
    "/{campaign_id}/results.csv",
    operation_id="download_campaign_results",
    dependencies=_READ,
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}, "description": "One line a recipient."}},
)
async def download_campaign_results(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep, views: CampaignViewsDep
) -> StreamingResponse:
    async with database.company(caller.company_id) as session:
        campaign = await campaigns.get(session, campaign_id)
    lines = campaign_results.as_csv(database, caller.company_id, campaign.id, views.say)
    name = f'attachment; filename="cmp_{campaign.id.hex}.csv"'
    return StreamingResponse(
        lines, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@router.get(
    "/{campaign_id}/events",
    response_model=Page[CampaignEventRead],
    operation_id="list_campaign_events",
    dependencies=_READ,
)
async def list_campaign_events(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[EventRow]:
    """Newest first: launched, paused, stopped by itself, resumed, completed …"""
    before = (paging.after.created_at, paging.after.id) if paging.after else None
    async with database.company(caller.company_id) as session:
        await campaigns.get(session, campaign_id)
        rows = await campaigns.events(session, campaign_id, limit=paging.fetch, before=before)
    return paging.page(rows)
