"""What came of campaigns: figures, their course over time, several side by side."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.campaign_views import CampaignViewsDep
from api.dependencies import CallerDep, DatabaseDep, require
from db.queries import campaigns
from schemas.api.ids import CampaignId
from schemas.api.results import Comparison, ResultsRead, TimelineRead
from schemas.enums import Scope
from schemas.results import Step
from services import campaign_results, results

router = APIRouter(
    prefix="/campaigns",
    tags=["campaigns"],
    dependencies=[Depends(require(Scope.CAMPAIGNS_READ))],
)


@router.get("/compare", operation_id="compare_campaigns")
async def compare_campaigns(
    *,
    campaign_id: Annotated[
        list[CampaignId],
        Query(min_length=1, max_length=results.MOST_COMPARED, description="Up to five, repeated."),
    ],
    caller: CallerDep,
    database: DatabaseDep,
    views: CampaignViewsDep,
) -> Comparison:
    """The figures of several campaigns, in the order they were named; without their links."""
    async with database.company(caller.company_id) as session:
        found = await results.compare(session, campaign_id)
    return Comparison(campaigns=[ResultsRead.of(one, views.say) for one in found])


@router.get("/{campaign_id}/results", operation_id="get_campaign_results")
async def get_campaign_results(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep, views: CampaignViewsDep
) -> ResultsRead:
    """From counters: as quick for a million recipients as for ten."""
    async with database.company(caller.company_id) as session:
        found = await results.of(session, await campaigns.get(session, campaign_id))
    return ResultsRead.of(found, views.say)


@router.get("/{campaign_id}/results/timeline", operation_id="get_campaign_timeline")
async def get_campaign_timeline(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep, step: Step = Step.HOURS
) -> TimelineRead:
    """By the hour for two days, or by the day for thirty. Reads every recipient: ask seldom."""
    async with database.company(caller.company_id) as session:
        moments = await results.course(session, campaign_id, step)
    return TimelineRead.of(step, moments)


@router.get(
    "/{campaign_id}/results/summary.csv",
    operation_id="download_campaign_summary",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "A line, and one a variant."}},
)
async def download_campaign_summary(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep
) -> Response:
    async with database.company(caller.company_id) as session:
        found = await results.of(session, await campaigns.get(session, campaign_id))
    name = f'attachment; filename="cmp_{campaign_id.hex}-summary.csv"'
    return Response(
        campaign_results.summary_csv([found]),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )
