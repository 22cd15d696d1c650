"""When a campaign goes out, and the limits within which it runs: two steps of making it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.models.contacts import ContactField
from db.queries import campaign_drafts as choices_of
from db.queries import fields
from db.session import Session
from schemas.campaign_fields import SmsOptions
from schemas.enums import CampaignStatus, Channel, Role
from schemas.errors import AppError
from schemas.experiments import Variant
from schemas.hours import Hours
from schemas.payloads.campaigns import CampaignInput
from schemas.sms_text import LONGEST
from services import campaign_drafts, campaign_previews, contents, links, policies
from web import campaign_plan_forms as forms
from web import time_zones, variable_forms
from web.campaign_frame import FormDep, editable, frame, onward
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, TemporalDep, require_role
from web.formatting import phone
from web.forms import FieldErrors, field_errors
from web.hours_words import day_names, hours_words
from web.render import invalid, page
from workflows import starters

router = APIRouter(
    prefix="/campaigns/{campaign_id}/edit", dependencies=[Depends(require_role(Role.ADMIN))]
)
_WHEN, _LIMITS = "campaigns/edit/when.html", "campaigns/edit/limits.html"


@router.get("/when", name="edit_when")
async def edit_when(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        context = await _when(session, await editable(session, campaign_id), user.timezone)
    return page(request, _WHEN, context, fragment="step_form")


@router.post("/when", name="save_when")
async def save_when(
    *,
    request: Request,
    campaign_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    temporal: TemporalDep,
    form: FormDep,
) -> Response:
    try:
        values = forms.read_when(form)
        async with database.company(user.company_id) as session:
            campaign = await campaign_drafts.edit(session, campaign_id, values)
    except AppError as error:
        async with database.company(user.company_id) as session:
            campaign = await editable(session, campaign_id)
            context = await _when(session, campaign, user.timezone, form, error)
        return invalid(request, _WHEN, context, fragment="step_form")
    if campaign.status is CampaignStatus.SCHEDULED:
        # Its timer runs to the moment as it was.
        told = CampaignInput(user.company_id, campaign_id, campaign.channel)
        await starters.follow_campaign(temporal, told)
    return onward(request, campaign_id, form, "limits")


async def _when(
    session: Session,
    campaign: Campaign,
    time_zone: str,
    form: FormData | None = None,
    error: AppError | None = None,
) -> dict[str, Any]:
    stored = (await policies.get(session)).hours
    company = Hours.from_json(stored) if stored else None
    shown = forms.when_values(campaign, company)
    if form is not None:
        shown = forms.typed_when(form, company)
    return {
        **await frame(session, campaign, "when"),
        "values": shown,
        "company_hours": hours_words(company),
        "has_company_hours": company is not None,
        "days": day_names(),
        "zones": time_zones.choices(shown.time_zone),
        "company_zone": time_zone,
        "lateness": forms.lateness(shown.lateness),
        "now": datetime.now(UTC),
        "errors": field_errors(error) if error else FieldErrors(),
    }


class LimitsEditor:
    """The step of limits for one campaign, with the SMS it may fall back to."""

    def __init__(
        self, campaign_id: UUID, user: SignedIn, database: DatabaseDep, view: SettingsViewDep
    ) -> None:
        self.campaign_id = campaign_id
        self.user = user
        self.database = database
        self._public_url = view.public_url

    async def context(
        self, form: FormData | None = None, error: AppError | None = None
    ) -> dict[str, Any]:
        prefix = await links.prefix(self.database, self.user.company_id, self._public_url)
        async with self.database.company(self.user.company_id) as session:
            campaign = await editable(session, self.campaign_id)
            custom = await fields.definitions(session)
            shown = forms.limit_values(campaign)
            if form is not None:
                shown = forms.typed_limits(form, custom)
            numbers = await choices_of.senders(session)
            texting = [one for one in numbers if one.channel is Channel.SMS]
            return {
                **await frame(session, campaign, "limits"),
                "values": shown,
                "currency": (await policies.get(session)).currency,
                "may_fall_back": campaign.channel is Channel.WHATSAPP,
                "sms_numbers": texting,
                "sms_choices": [(str(one.id), phone(one.display_phone)) for one in texting],
                "number_rate": _rate_of(numbers, campaign.phone_number_id),
                "longest": LONGEST,
                "oob": False,
                **await self._fallback(session, shown, custom, prefix),
                "errors": _fallback_errors(error) if error else FieldErrors(),
            }

    async def _fallback(
        self,
        session: Session,
        shown: forms.LimitValues,
        custom: Sequence[ContactField],
        prefix: str,
    ) -> dict[str, Any]:
        said = shown.fallback
        values: dict[str, Any] = {"insertions": variable_forms.insertions(custom), "slots": []}
        if not said.text.strip():
            return {**values, "preview": None}
        options = SmsOptions(footer=said.footer, footer_when="always").as_json()
        way = Variant(text=said.text, bindings=said.bindings)
        template = contents.of_text(Campaign(channel=Channel.SMS, sms=options), way)
        example = await campaign_previews.someone(session)
        found = campaign_previews.preview(template, example, prefix, channel=Channel.SMS)
        return {**values, "slots": variable_forms.slots(template, custom), "preview": found}


LimitsDep = Annotated[LimitsEditor, Depends()]


@router.get("/limits", name="edit_limits")
async def edit_limits(request: Request, editor: LimitsDep) -> Response:
    return page(request, _LIMITS, await editor.context(), fragment="step_form")


@router.post("/limits/preview", name="preview_fallback")
async def preview_fallback(request: Request, editor: LimitsDep, form: FormDep) -> Response:
    """The SMS as it would be with what stands in the form."""
    context = {**await editor.context(form), "oob": True}
    return page(request, _LIMITS, context, fragment="message_preview")


@router.post("/limits/slots", name="fallback_slots")
async def fallback_slots(request: Request, editor: LimitsDep, form: FormDep) -> Response:
    """What is to be filled in an SMS that is being written."""
    return page(request, _LIMITS, await editor.context(form), fragment="message_slots")


@router.post("/limits", name="save_limits")
async def save_limits(request: Request, editor: LimitsDep, form: FormDep) -> Response:
    try:
        async with editor.database.company(editor.user.company_id) as session:
            values = forms.read_limits(form, await fields.definitions(session))
            await campaign_drafts.edit(session, editor.campaign_id, values)
    except AppError as error:
        context = await editor.context(form, error)
        return invalid(request, _LIMITS, context, fragment="step_form")
    return onward(request, editor.campaign_id, form, "review")


def _rate_of(numbers: Sequence[choices_of.SenderRow], number_id: UUID | None) -> int | None:
    return next((one.rate_per_second for one in numbers if one.id == number_id), None)


def _fallback_errors(error: AppError) -> FieldErrors:
    """What fills the text is named as in the message step."""
    found = field_errors(error)
    pairs = ((key.removeprefix("fallback/"), text) for key, text in found.items())
    return FieldErrors(pairs)
