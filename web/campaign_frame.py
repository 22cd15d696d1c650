"""What surrounds every step of making a campaign."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.queries import campaigns
from db.session import Session
from schemas.enums import CampaignStatus, Channel
from services import campaign_drafts
from web import campaign_forms as forms
from web.forms import FieldErrors
from web.render import redirect

EDITABLE = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)


async def _sent(request: Request) -> FormData:
    return await request.form()


FormDep = Annotated[FormData, Depends(_sent)]


async def editable(session: Session, campaign_id: UUID) -> Campaign:
    """Raises NotFound, and InvalidState for one that was launched."""
    campaign = await campaigns.get(session, campaign_id)
    campaign_drafts.require_editable(campaign)
    return campaign


def onward(request: Request, campaign_id: UUID, form: FormData, step: str) -> Response:
    """To the next step, or away where the form said so."""
    leaves = "leave" in form
    return redirect(request, "/campaigns" if leaves else f"/campaigns/{campaign_id}/edit/{step}")


async def frame(session: Session, campaign: Campaign | None, step: str) -> dict[str, Any]:
    draft = campaign or Campaign(
        audience={}, bindings={}, variants=[], sms={}, channel=Channel.WHATSAPP, weight=1
    )
    return {
        "campaign": campaign,
        "steps": await forms.steps(session, draft),
        "current": forms.STEPS.index(step) + 1,
        "errors": FieldErrors(),
    }
