"""What moves a campaign: each action commits first, then Temporal is told."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Concatenate, ParamSpec
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status

from api.campaign_views import CampaignViews, CampaignViewsDep
from api.dependencies import Caller, CallerDep, DatabaseDep, TemporalDep, require
from api.idempotency import require_key
from db.models.campaigns import Campaign
from db.session import Session
from schemas.api.campaigns import CampaignRead, CampaignSchedule
from schemas.api.ids import CampaignId
from schemas.enums import Scope
from schemas.payloads.campaigns import CampaignInput
from services import campaigns, launches
from services.live import LiveHints
from workflows import starters

_Extra = ParamSpec("_Extra")

router = APIRouter(
    prefix="/campaigns",
    tags=["campaigns"],
    dependencies=[Depends(require(Scope.CAMPAIGNS_RUN))],
)


class Mover:
    """Runs an action in one transaction and then tells whoever follows the campaign."""

    def __init__(
        self,
        request: Request,
        caller: CallerDep,
        database: DatabaseDep,
        temporal: TemporalDep,
        views: CampaignViewsDep,
    ) -> None:
        self._hints: LiveHints = request.app.state.hints
        self._caller: Caller = caller
        self._database = database
        self._temporal = temporal
        self._views: CampaignViews = views

    async def __call__(
        self,
        action: Callable[Concatenate[Session, UUID, _Extra], Awaitable[Campaign]],
        campaign_id: UUID,
        *extra: _Extra.args,
        **named: _Extra.kwargs,
    ) -> CampaignRead:
        company_id = self._caller.company_id
        async with self._database.company(company_id) as session:
            campaign = await action(session, campaign_id, *extra, **named)
            shown = await self._views.one(session, campaign)
        self._hints.changed(company_id, "campaign", campaign_id)
        told = CampaignInput(company_id, campaign_id, campaign.channel)
        await starters.follow_campaign(self._temporal, told)
        return shown


MoverDep = Annotated[Mover, Depends()]
_accepted = partial(router.post, response_model=CampaignRead, status_code=status.HTTP_202_ACCEPTED)


@_accepted(
    "/{campaign_id}/start",
    operation_id="start_campaign",
    dependencies=[Depends(require_key)],
    description="The same as launch.",
)
@_accepted(
    "/{campaign_id}/launch",
    operation_id="launch_campaign",
    dependencies=[Depends(require_key)],
)
async def launch_campaign(
    campaign_id: CampaignId, move: MoverDep, caller: CallerDep
) -> CampaignRead:
    """Send it now. Needs an Idempotency-Key; 422 when it is not complete or reaches nobody.

    Above the company's limits it becomes `awaiting_approval`: a person has to agree in the console.
    """
    return await move(launches.launch, campaign_id, key_id=caller.key_id)


@_accepted("/{campaign_id}/schedule", operation_id="schedule_campaign")
async def schedule_campaign(
    campaign_id: CampaignId, wanted: CampaignSchedule, move: MoverDep, caller: CallerDep
) -> CampaignRead:
    """Send it at a moment to come; once more to choose another moment."""
    at = wanted.scheduled_at
    now = datetime.now(UTC)
    return await move(launches.schedule, campaign_id, at, now=now, key_id=caller.key_id)


@_accepted("/{campaign_id}/unschedule", operation_id="unschedule_campaign")
async def unschedule_campaign(campaign_id: CampaignId, move: MoverDep) -> CampaignRead:
    """Back to a draft."""
    return await move(campaigns.unschedule, campaign_id)


@_accepted("/{campaign_id}/pause", operation_id="pause_campaign")
async def pause_campaign(campaign_id: CampaignId, move: MoverDep) -> CampaignRead:
    """Nobody more is taken up; what is in flight (`counts.sending`) still leaves."""
    return await move(campaigns.pause, campaign_id)


@_accepted("/{campaign_id}/resume", operation_id="resume_campaign")
async def resume_campaign(campaign_id: CampaignId, move: MoverDep) -> CampaignRead:
    """Go on where it stopped, with the audience as it was at launch."""
    return await move(campaigns.resume, campaign_id)


@_accepted("/{campaign_id}/cancel", operation_id="cancel_campaign")
async def cancel_campaign(campaign_id: CampaignId, move: MoverDep) -> CampaignRead:
    """Final: whoever was not sent to is listed as skipped, with the reason `cancelled`."""
    return await move(campaigns.cancel, campaign_id)
