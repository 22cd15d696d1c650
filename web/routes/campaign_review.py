"""The last step of making a campaign: what was set, beside the check (web.routes.preflights)."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from db.models.campaigns import Campaign
from db.models.templates import Template
from db.queries import campaigns
from db.session import Session
from schemas.audiences import Audience
from schemas.enums import Role
from services import campaign_previews, links, policies
from services.campaign_previews import Preview
from web import campaign_content_forms as content_forms
from web import campaign_summary
from web.campaign_content_forms import Way
from web.campaign_frame import editable, frame
from web.campaign_message_page import as_sent
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, require_role
from web.render import page
from web.routes.campaigns import audience_names

router = APIRouter(
    prefix="/campaigns/{campaign_id}/edit", dependencies=[Depends(require_role(Role.ADMIN))]
)


@router.get("/review", name="review_campaign")
async def review_campaign(
    request: Request,
    campaign_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
) -> Response:
    prefix = await links.prefix(database, user.company_id, view.public_url)
    async with database.company(user.company_id) as session:
        campaign = await editable(session, campaign_id)
        context = await frame(session, campaign, "review")
        template, number = await campaigns.sending_parts(session, campaign)
        context |= {"template": template, "number": number}
        context["audience"] = await audience_names(session, Audience.from_json(campaign.audience))
        context["lines"] = campaign_summary.lines(campaign, await policies.get(session))
        context["previews"] = await _previews(session, campaign, prefix)
    return page(request, "campaigns/edit/review.html", context, fragment="step_form")


async def _previews(session: Session, campaign: Campaign, prefix: str) -> list[tuple[Way, Preview]]:
    """Each version as the same person would get it."""
    person = await campaign_previews.someone(session)
    plain = bool(campaign.sms.get("transliterate"))
    found = []
    for one in content_forms.ways(campaign):
        way = content_forms.way_at(campaign, one.number)
        template = await session.get(Template, way.template_id) if way.template_id else None
        shown = as_sent(campaign, way, template)
        if shown is not None:
            channel = campaign.channel
            preview = campaign_previews.preview(shown, person, prefix, channel=channel, plain=plain)
            found.append((one, preview))
    return found
