"""Campaigns before they run: drafts. What moves them is in campaign_actions.py."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, status

from api.campaign_views import CampaignViewsDep
from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from api.pagination import Listing, PageParams
from api.preconditions import SeenVersion
from db.queries import campaigns
from schemas.api.campaigns import (
    CampaignClone,
    CampaignCreate,
    CampaignRead,
    CampaignUpdate,
)
from schemas.api.ids import CampaignId
from schemas.api.pages import Page
from schemas.enums import CampaignStatus, Scope
from schemas.payloads.campaigns import CampaignInput
from services import campaign_drafts
from workflows import starters

router = APIRouter(prefix="/campaigns", tags=["campaigns"])
_READ = [Depends(require(Scope.CAMPAIGNS_READ))]
_WRITE = [Depends(require(Scope.CAMPAIGNS_WRITE))]
_LONGEST_SEARCH = 200


@router.get(
    "", response_model=Page[CampaignRead], operation_id="list_campaigns", dependencies=_READ
)
async def list_campaigns(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    views: CampaignViewsDep,
    status: CampaignStatus | None = None,
    q: Annotated[str, Query(max_length=_LONGEST_SEARCH, description="Part of the name.")] = "",
    external_id: Annotated[str | None, Query(max_length=_LONGEST_SEARCH)] = None,
) -> Listing[CampaignRead]:
    """Newest first."""
    before = (paging.after.created_at, paging.after.id) if paging.after else None
    async with database.company(caller.company_id) as session:
        rows = await campaigns.page(
            session,
            limit=paging.fetch,
            before=before,
            status=status,
            search=q,
            external_id=external_id,
        )
        shown = await views.many(session, rows)
    return paging.page(shown)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_campaign",
    dependencies=_WRITE,
)
async def create_campaign(
    wanted: CampaignCreate, caller: CallerDep, database: DatabaseDep, views: CampaignViewsDep
) -> CampaignRead:
    """A draft: nothing is sent before it is launched or scheduled."""
    async with database.company(caller.company_id) as session:
        campaign = await campaign_drafts.create(session, caller.company_id, wanted.fields())
        return await views.one(session, campaign)


@router.get(
    "/{campaign_id}",
    operation_id="get_campaign",
    dependencies=_READ,
)
async def get_campaign(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep, views: CampaignViewsDep
) -> CampaignRead:
    async with database.company(caller.company_id) as session:
        return await views.one(session, await campaigns.get(session, campaign_id))


@router.patch(
    "/{campaign_id}",
    operation_id="update_campaign",
    dependencies=_WRITE,
)
async def update_campaign(
    *,
    campaign_id: CampaignId,
    wanted: CampaignUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    views: CampaignViewsDep,
    temporal: TemporalDep,
    version: SeenVersion,
) -> CampaignRead:
    """Only while it is a draft or scheduled. Lists are replaced as a whole."""
    values = wanted.fields()
    async with database.company(caller.company_id) as session:
        campaign = await campaign_drafts.edit(session, campaign_id, values, version=version)
        shown = await views.one(session, campaign)
    if shown.status is CampaignStatus.SCHEDULED and "scheduled_at" in values:
        told = CampaignInput(caller.company_id, campaign_id, shown.channel)
        await starters.follow_campaign(temporal, told)
    return shown


@router.delete(
    "/{campaign_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_campaign",
    dependencies=_WRITE,
)
async def delete_campaign(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep
) -> None:
    """Only a draft: what was launched keeps its record."""
    async with database.company(caller.company_id) as session:
        await campaign_drafts.delete(session, campaign_id)


@router.post(
    "/{campaign_id}/clone",
    status_code=status.HTTP_201_CREATED,
    operation_id="clone_campaign",
    dependencies=_WRITE,
)
async def clone_campaign(
    campaign_id: CampaignId,
    wanted: CampaignClone,
    caller: CallerDep,
    database: DatabaseDep,
    views: CampaignViewsDep,
) -> CampaignRead:
    """A new draft that says the same, to the same people; its moments stay behind."""
    async with database.company(caller.company_id) as session:
        campaign = await campaign_drafts.clone(session, campaign_id, lambda _: wanted.name)
        return await views.one(session, campaign)
