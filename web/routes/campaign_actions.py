"""The buttons of a campaign: each commits first, then Temporal and open pages are told."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.campaigns import Campaign
from db.session import Session
from schemas.enums import Role
from schemas.payloads.campaigns import CampaignInput
from services import campaign_drafts, campaigns, launches
from services.live import LiveHints
from web.dependencies import DatabaseDep, SignedIn, TemporalDep, require_role
from web.flash import Toast
from web.formatting import read_local_input
from web.i18n import gettext
from web.render import redirect
from workflows import starters

router = APIRouter(
    prefix="/campaigns/{campaign_id}", dependencies=[Depends(require_role(Role.ADMIN))]
)
Action = Callable[[Session, UUID], Awaitable[Campaign]]


class Mover:
    """Runs an action for the person at the screen, and goes back to the campaign's page."""

    def __init__(
        self,
        request: Request,
        campaign_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        temporal: TemporalDep,
    ) -> None:
        self._request = request
        self._hints: LiveHints = request.app.state.hints
        self.campaign_id = campaign_id
        self.user = user
        self.database = database
        self._temporal = temporal

    async def __call__(self, action: Action, toast: str) -> Response:
        company_id = self.user.company_id
        async with self.database.company(company_id) as session:
            campaign = await action(session, self.campaign_id)
        self._hints.changed(company_id, "campaign", self.campaign_id)
        told = CampaignInput(company_id, self.campaign_id, campaign.channel)
        await starters.follow_campaign(self._temporal, told)
        return redirect(self._request, f"/campaigns/{self.campaign_id}", toast=Toast(toast))


MoverDep = Annotated[Mover, Depends()]


@router.post("/launch", name="launch_campaign")
async def launch(move: MoverDep) -> Response:
    action = partial(launches.launch, user_id=move.user.user_id)
    return await move(action, gettext("Launched. Watch it arrive."))


@router.post("/schedule", name="schedule_campaign")
async def schedule(move: MoverDep, at: Annotated[str, Form(max_length=40)] = "") -> Response:
    moment = read_local_input(at)
    action = partial(_schedule, at=moment, user_id=move.user.user_id)
    return await move(action, gettext("Scheduled."))


async def _schedule(
    session: Session, campaign_id: UUID, *, at: datetime, user_id: UUID
) -> Campaign:
    now = datetime.now(UTC)
    return await launches.schedule(session, campaign_id, at, now=now, user_id=user_id)


@router.post("/unschedule", name="unschedule_campaign")
async def unschedule(move: MoverDep) -> Response:
    action = partial(campaigns.unschedule, user_id=move.user.user_id)
    return await move(action, gettext("Back to draft. Nothing will be sent."))


@router.post("/pause", name="pause_campaign")
async def pause(move: MoverDep) -> Response:
    action = partial(campaigns.pause, user_id=move.user.user_id)
    return await move(action, gettext("Paused. Nobody more is sent to."))


@router.post("/resume", name="resume_campaign")
async def resume(move: MoverDep) -> Response:
    action = partial(campaigns.resume, user_id=move.user.user_id)
    return await move(action, gettext("Resumed where it stopped."))


@router.post("/cancel", name="cancel_campaign")
async def cancel(move: MoverDep) -> Response:
    action = partial(campaigns.cancel, user_id=move.user.user_id)
    return await move(action, gettext("Cancelled. Nobody more is sent to."))


@router.post("/clone", name="clone_campaign")
async def clone(request: Request, move: MoverDep) -> Response:
    async with move.database.company(move.user.company_id) as session:
        made = await campaign_drafts.clone(
            session, move.campaign_id, _copy_of, user_id=move.user.user_id
        )
    toast = Toast(gettext("A copy to edit and launch."))
    return redirect(request, f"/campaigns/{made.id}/edit", toast=toast)


def _copy_of(name: str) -> str:
    return gettext("%(name)s (copy)") % {"name": name[:180]}


@router.post("/delete", name="delete_campaign")
async def delete(request: Request, move: MoverDep) -> Response:
    async with move.database.company(move.user.company_id) as session:
        await campaign_drafts.delete(session, move.campaign_id)
    return redirect(request, "/campaigns", toast=Toast(gettext("The draft is deleted.")))
