"""The last look before a campaign begins, and a second person's answer to it."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.campaigns import Campaign
from db.queries import campaigns, links, people
from db.session import Database, Session
from schemas.enums import CampaignStatus, Role
from schemas.errors import AppError, InvalidState
from services import approvals, audiences, budget_changes, contents, launches
from web import preflight_views as views
from web.dependencies import DatabaseDep, SignedIn, SignedInPerson, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.money_forms import read_amount
from web.render import page, redirect
from web.routes.campaign_actions import MoverDep

router = APIRouter(
    prefix="/campaigns/{campaign_id}", dependencies=[Depends(require_role(Role.ADMIN))]
)
_BEFORE = (
    CampaignStatus.DRAFT,
    CampaignStatus.SCHEDULED,
    CampaignStatus.MISSED,
    CampaignStatus.AWAITING_APPROVAL,
)
_BEGUN = mark("This campaign has begun: there is nothing to check before it any more.")
_EXAMPLES = 5
_TEMPLATE = "campaigns/preflight.html"


@router.get("/preflight", name="campaign_preflight")
async def show(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    """The sheet: a page of its own, and what the review's last step fetches."""
    own_links = await _own_links(database, user.company_id)
    async with database.company(user.company_id) as session:
        campaign = await _before(session, campaign_id)
        context = await _context(session, campaign, user)
        try:
            found = await launches.check(session, campaign_id, own_links=own_links)
            context["sheet"] = views.sheet(found)
        except AppError as error:
            context["errors"] = field_errors(error)
    return page(request, _TEMPLATE, context, fragment="sheet_block")


@router.get("/preflight/{reason}", name="preflight_people")
async def show_people(
    request: Request, campaign_id: UUID, reason: str, user: SignedIn, database: DatabaseDep
) -> Response:
    """A few of those left out for one reason, so that it can be understood."""
    async with database.company(user.company_id) as session:
        campaign = await _before(session, campaign_id)
        said = await contents.ready(session, campaign)
        found = await audiences.excluded_people(session, campaign, said, reason, limit=_EXAMPLES)
    context = {"campaign": campaign, "examples": found, "reason": reason}
    return page(request, "campaigns/preflight_people.html", context, fragment="examples")


@router.post("/approve", name="approve_campaign")
async def approve(move: MoverDep) -> Response:
    action = partial(approvals.approve, user_id=move.user.user_id)
    return await move(action, gettext("Approved."))


@router.post("/send-back", name="send_back_campaign")
async def send_back(
    request: Request,
    campaign_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    comment: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    async with database.company(user.company_id) as session:
        await approvals.send_back(session, campaign_id, user_id=user.user_id, comment=comment)
    toast = Toast(gettext("Back to draft. Nothing will be sent."))
    return redirect(request, f"/campaigns/{campaign_id}/edit/review", toast=toast)


@router.post("/budget", name="change_budget")
async def change_budget(
    move: MoverDep, budget: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """Also while it runs; one that waits for money goes on."""
    micros = read_amount(budget, "budget")
    action = partial(budget_changes.change, budget_micros=micros, user_id=move.user.user_id)
    return await move(action, gettext("The budget is changed."))


async def _own_links(database: Database, company_id: UUID) -> bool:
    async with database.system() as session:
        return await links.host_of(session, company_id) is not None


async def _before(session: Session, campaign_id: UUID) -> Campaign:
    campaign = await campaigns.get(session, campaign_id)
    if campaign.status not in _BEFORE:
        raise InvalidState(_BEGUN, campaign_id=str(campaign_id))
    return campaign


async def _context(session: Session, campaign: Campaign, user: SignedInPerson) -> dict[str, Any]:
    _, number = await campaigns.sending_parts(session, campaign)
    waits = campaign.status is CampaignStatus.AWAITING_APPROVAL
    asker = await people.member(session, campaign.launched_by) if campaign.launched_by else None
    now = datetime.now(UTC)
    return {
        "campaign": campaign,
        "number": number,
        "sheet": None,
        "errors": FieldErrors(),
        "now": now,
        "planned": campaign.scheduled_at
        if campaign.scheduled_at and campaign.scheduled_at > now
        else None,
        "waits": waits,
        "mine": waits and campaign.launched_by == user.user_id,
        "asker": asker.name if asker else gettext("A program"),
    }
