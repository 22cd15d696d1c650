"""What came of campaigns: the page of one's results, its course over time, several compared."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from db.queries import campaigns
from db.queries import results as queries
from schemas.results import Step
from services import campaign_results, results
from web import downloads, result_views
from web.dependencies import DatabaseDep, SignedIn
from web.render import page
from web.routes.campaigns import ShownDep

router = APIRouter(prefix="/campaigns")
one = APIRouter(prefix="/campaigns/{campaign_id}")
_TO_CHOOSE_FROM = 30


@router.get("/compare", name="compare_campaigns")
async def compare(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    campaign: Annotated[list[str] | None, Query(alias="id")] = None,
) -> Response:
    """Up to five; what is too many or not the company's is left out."""
    wanted = result_views.keys(campaign or [])
    async with database.company(user.company_id) as session:
        own = [row.id for row in await queries.by_ids(session, wanted)]
        found = await results.compare(session, own[: results.MOST_COMPARED])
        choices = await queries.launched(session, limit=_TO_CHOOSE_FROM)
    context = {
        "found": found,
        "query": "&".join(f"id={result.campaign_id.hex}" for result in found),
        "rows": result_views.compared(found),
        "chosen": {result.campaign_id for result in found},
        "choices": choices,
        "most": results.MOST_COMPARED,
        "too_many": len(own) > results.MOST_COMPARED,
    }
    return page(request, "campaigns/compare.html", context)


@router.get("/compare.csv", name="compare_campaigns_csv")
async def compare_csv(
    user: SignedIn,
    database: DatabaseDep,
    campaign: Annotated[list[str] | None, Query(alias="id")] = None,
) -> Response:
    async with database.company(user.company_id) as session:
        wanted = result_views.keys(campaign or [])
        found = await results.compare(session, wanted)
    return downloads.csv_text(
        campaign_results.summary_csv(found, separator=downloads.separator()), "campaigns.csv"
    )


@one.get("/results", name="campaign_outcome")
async def show_results(request: Request, shown: ShownDep) -> Response:
    """From counters alone: as quick for a million recipients as for ten."""
    async with shown.database.company(shown.user.company_id) as session:
        context = await shown.context(session, "results")
        found = await results.of(session, context["campaign"])
        child = await results.fallback_of(session, context["campaign"])
    here = f"/campaigns/{shown.campaign_id}"
    context |= {
        "results": result_views.shown(found, here),
        "columns": result_views.VARIANT_COLUMNS,
        "child": child,
        "child_funnel": result_views.funnel(child, f"/campaigns/{child.campaign_id}")
        if child
        else [],
    }
    return page(request, "campaigns/show.html", context, fragment="campaign_body")


@one.get("/timeline", name="campaign_timeline")
async def show_course(
    *,
    request: Request,
    campaign_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    step: Step = Step.HOURS,
) -> Response:
    """Looked for only when somebody looks at it: it reads the campaign's whole ledger."""
    async with database.company(user.company_id) as session:
        campaign = await campaigns.get(session, campaign_id)
        moments = await results.course(session, campaign_id, step)
    context = {
        "campaign": campaign,
        "chart": result_views.course(moments, step),
        "step": step.value,
    }
    return page(request, "campaigns/timeline.html", context, fragment="course")


@one.get("/summary.csv", name="campaign_summary")
async def download_summary(campaign_id: UUID, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        found = await results.of(session, await campaigns.get(session, campaign_id))
    text = campaign_results.summary_csv([found], separator=downloads.separator())
    return downloads.csv_text(text, f"campaign-{campaign_id}-summary.csv")
