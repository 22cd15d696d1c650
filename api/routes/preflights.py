"""What a launch would do, told before it: who gets it, what it costs, when it ends, the risks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import preflight_views
from api.campaign_views import CampaignViewsDep
from api.dependencies import CallerDep, DatabaseDep, require
from db.queries import campaigns, links
from schemas.api.ids import CampaignId
from schemas.api.preflights import PreflightRead
from schemas.enums import Scope
from services import audiences, contents, launches

router = APIRouter(
    prefix="/campaigns", tags=["campaigns"], dependencies=[Depends(require(Scope.CAMPAIGNS_READ))]
)
_MOST_PEOPLE = 20


@router.get("/{campaign_id}/preflight", operation_id="get_campaign_preflight")
@router.post("/{campaign_id}/preflight", operation_id="preflight_campaign")
async def preflight_campaign(
    *,
    campaign_id: CampaignId,
    caller: CallerDep,
    database: DatabaseDep,
    views: CampaignViewsDep,
    people: Annotated[
        int,
        Query(ge=0, le=_MOST_PEOPLE, description="So many of those left out, for each reason."),
    ] = 0,
) -> PreflightRead:
    """Nothing is changed by it. 422 while the campaign is not complete.

    For a large audience it takes seconds, with `people` twice as long.
    """
    async with database.system() as session:
        own_links = await links.host_of(session, caller.company_id) is not None
    async with database.company(caller.company_id) as session:
        check = await launches.check(session, campaign_id, own_links=own_links)
        campaign = await campaigns.get(session, campaign_id)
        said = await contents.ready(session, campaign)
        samples = (
            await audiences.excluded_samples(session, campaign, said, limit=people)
            if people and check.excluded
            else {}
        )
    return preflight_views.read(check, samples, views.say)
