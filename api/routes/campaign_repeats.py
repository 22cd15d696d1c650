"""What is done again, or differently, with a campaign that has begun; and how its test stands."""

from functools import partial

from fastapi import APIRouter, Depends, status

from api.campaign_views import CampaignViewsDep
from api.dependencies import CallerDep, DatabaseDep, require
from api.routes.campaign_actions import MoverDep
from db.models.campaigns import Campaign
from db.queries import campaigns
from db.session import Session
from schemas.api.campaign_content import ExperimentBody
from schemas.api.campaign_repeats import (
    CampaignResend,
    ExperimentRead,
    FallbackReport,
    PendingChange,
    PendingChanged,
    RecipientsDrop,
    RecipientsDropped,
    ResumeUnknown,
    RetryFailed,
    VariantChoice,
    VariantResult,
)
from schemas.api.campaigns import CampaignProgress, CampaignRead
from schemas.api.ids import CampaignId
from schemas.enums import Scope
from schemas.repeats import PendingFields, Reworded
from services import experiments, fallbacks, repeats

router = APIRouter(prefix="/campaigns/{campaign_id}", tags=["campaigns"])
_READ = [Depends(require(Scope.CAMPAIGNS_READ))]
_RUN = [Depends(require(Scope.CAMPAIGNS_RUN))]
_accepted = partial(
    router.post,
    status_code=status.HTTP_202_ACCEPTED,
    response_model=CampaignRead,
    dependencies=_RUN,
)


@_accepted("/retry-failed", operation_id="retry_failed_recipients")
async def retry_failed(
    campaign_id: CampaignId, wanted: RetryFailed, move: MoverDep
) -> CampaignRead:
    """Try again with those who failed, in the same campaign; one that was completed runs again."""
    return await move(repeats.retry_failed, campaign_id, wanted.reasons)


@_accepted("/resume-unknown", operation_id="resume_unknown_recipients")
async def resume_unknown(
    campaign_id: CampaignId, wanted: ResumeUnknown, move: MoverDep
) -> CampaignRead:
    """Send again to all whose outcome is unknown. Some of them may get it twice."""
    return await move(repeats.resume_unknown, campaign_id, wanted.count)


@router.patch("/pending", operation_id="change_pending_recipients", dependencies=_RUN)
async def change_pending(
    campaign_id: CampaignId, wanted: PendingChange, move: MoverDep
) -> PendingChanged:
    """Change a paused campaign for whoever was not sent to; nobody else is touched."""
    found = Reworded()

    async def change(session: Session, key: CampaignId, values: PendingFields) -> Campaign:
        nonlocal found
        campaign, found = await repeats.change_pending(session, key, values)
        return campaign

    shown = await move(change, campaign_id, wanted.fields())
    return PendingChanged(campaign=shown, reworded=found.people, lacking=found.lacking)


@router.post("/recipients:drop", operation_id="drop_campaign_recipients", dependencies=_RUN)
async def drop_recipients(
    campaign_id: CampaignId, wanted: RecipientsDrop, caller: CallerDep, database: DatabaseDep
) -> RecipientsDropped:
    """Take people out who were not sent to so far; they are listed as skipped."""
    async with database.company(caller.company_id) as session:
        dropped = await repeats.drop_pending(session, campaign_id, wanted.recipient_ids)
    return RecipientsDropped(dropped=dropped)


@router.post(
    "/resend",
    status_code=status.HTTP_201_CREATED,
    operation_id="resend_campaign",
    dependencies=[Depends(require(Scope.CAMPAIGNS_WRITE))],
)
async def resend(
    campaign_id: CampaignId,
    wanted: CampaignResend,
    caller: CallerDep,
    database: DatabaseDep,
    views: CampaignViewsDep,
) -> CampaignRead:
    """A new draft of the same for those with one outcome, such as `not_read`."""
    async with database.company(caller.company_id) as session:
        campaign = await repeats.resend_to(
            session, campaign_id, wanted.outcome, lambda _: wanted.name
        )
        return await views.one(session, campaign)


@router.get("/experiment", operation_id="get_campaign_experiment", dependencies=_READ)
async def get_experiment(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep
) -> ExperimentRead | None:
    """How a campaign's test stands; null for a campaign without one, or one that has not begun."""
    async with database.company(caller.company_id) as session:
        campaign = await campaigns.get(session, campaign_id)
        found = await experiments.report(session, campaign)
    if found is None:
        return None
    return ExperimentRead(
        rules=ExperimentBody.model_validate(found.experiment),
        stage=found.stage.value,
        decide_at=found.decide_at,
        winner=found.winner,
        waiting=found.rest,
        leader=found.verdict.winner,
        why=found.verdict.why.value,
        chance=found.verdict.chance,
        results=[VariantResult.model_validate(one) for one in found.results],
    )


@_accepted("/experiment/choose", operation_id="choose_campaign_variant")
async def choose_variant(
    campaign_id: CampaignId, wanted: VariantChoice, move: MoverDep
) -> CampaignRead:
    """Say which variant the rest gets, before or instead of the rule."""
    return await move(experiments.choose, campaign_id, wanted.variant)


@_accepted("/experiment/stop", operation_id="stop_campaign_experiment")
async def stop_experiment(campaign_id: CampaignId, move: MoverDep) -> CampaignRead:
    """The rest gets nothing: it is listed as skipped, with the reason `experiment_stopped`."""
    return await move(experiments.stop, campaign_id)


@router.get("/fallback", operation_id="get_campaign_fallback", dependencies=_READ)
async def get_fallback(
    campaign_id: CampaignId, caller: CallerDep, database: DatabaseDep, views: CampaignViewsDep
) -> FallbackReport | None:
    """The SMS to whom it did not reach; null while nobody needed one."""
    async with database.company(caller.company_id) as session:
        await campaigns.get(session, campaign_id)
        found = await fallbacks.report(session, campaign_id)
    if found is None:
        return None
    return FallbackReport(
        campaign_id=found.campaign.id,
        progress=CampaignProgress.of(found.tally, views.say),
        reached_twice=found.reached_twice,
    )
