"""The last step of making a campaign: what was set, beside the check (web.routes.preflights)."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from db.queries import campaigns
from schemas.audiences import Audience
from schemas.enums import Role
from services import campaign_previews, links
from web import campaign_content_forms as content_forms
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
        shown = as_sent(campaign, content_forms.way_at(campaign, 1), template)
        example = await campaign_previews.someone(session)
        context["preview"] = (
            campaign_previews.preview(
                shown,
                example,
                prefix,
                channel=campaign.channel,
                plain=bool(campaign.sms.get("transliterate")),
            )
            if shown
            else None
        )
    return page(request, "campaigns/edit/review.html", context, fragment="step_form")
