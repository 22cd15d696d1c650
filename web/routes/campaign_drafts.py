"""A new campaign in four steps. Each step is saved, so it can be left and taken up again."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.queries import campaign_drafts as choices_of
from db.queries import campaigns, fields, tags, templates
from db.session import Session
from schemas.audiences import Audience
from schemas.campaign_fields import DraftFields
from schemas.enums import CampaignStatus, Role
from schemas.errors import AppError
from schemas.templates import FrozenTemplate
from services import audiences, campaign_drafts, contents, launches
from services import campaigns as campaign_rules
from services.audiences import Preflight
from services.contents import Contents
from services.launches import Check
from web import campaign_forms as forms
from web import campaign_views as views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect
from web.routes.campaigns import audience_names

_ADMIN = [Depends(require_role(Role.ADMIN))]
router = APIRouter(prefix="/campaigns", dependencies=_ADMIN)
_EDITABLE = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED)
_EXAMPLES = 5
_NO_TEMPLATE = FrozenTemplate(name="", language="", components=[])


async def _sent(request: Request) -> FormData:
    return await request.form()


FormDep = Annotated[FormData, Depends(_sent)]


@router.get("/new", name="new_campaign")
async def new_campaign(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        context = await _sender_context(session, None)
    return page(request, "campaigns/edit/sender.html", context, fragment="step_form")


@router.post("/new", name="create_campaign")
async def create_campaign(
    request: Request, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            made = await campaign_drafts.create(
                session, user.company_id, _read_sender(form), user_id=user.user_id
            )
    except AppError as error:
        async with database.company(user.company_id) as session:
            context = await _sender_context(session, None, form, error)
        return invalid(request, "campaigns/edit/sender.html", context, fragment="step_form")
    return _onward(request, made.id, form, "message")


@router.get("/{campaign_id}/edit", name="edit_campaign")
async def edit_campaign(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    """Where it was left: the first step that is not done."""
    async with database.company(user.company_id) as session:
        campaign = await campaigns.get(session, campaign_id)
        steps = await forms.steps(session, campaign)
    if campaign.status not in _EDITABLE:
        return redirect(request, f"/campaigns/{campaign_id}")
    step = next(step.key for step in steps if not step.done)
    return redirect(request, f"/campaigns/{campaign_id}/edit/{step}")


@router.get("/{campaign_id}/edit/sender", name="edit_sender")
async def edit_sender(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        context = await _sender_context(session, await _editable(session, campaign_id))
    return page(request, "campaigns/edit/sender.html", context, fragment="step_form")


@router.post("/{campaign_id}/edit/sender", name="save_sender")
async def save_sender(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await campaign_drafts.edit(session, campaign_id, _read_sender(form))
    except AppError as error:
        async with database.company(user.company_id) as session:
            campaign = await _editable(session, campaign_id)
            context = await _sender_context(session, campaign, form, error)
        return invalid(request, "campaigns/edit/sender.html", context, fragment="step_form")
    return _onward(request, campaign_id, form, "message")


@router.get("/{campaign_id}/edit/message", name="edit_message")
async def edit_message(
    *,
    request: Request,
    campaign_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    template: UUID | None = None,
) -> Response:
    """`template` shows another one than the stored, as it would be."""
    async with database.company(user.company_id) as session:
        campaign = await _editable(session, campaign_id)
        context = await _message_context(session, campaign, template or campaign.template_id)
    return page(request, "campaigns/edit/message.html", context, fragment="step_form")


@router.post("/{campaign_id}/edit/message/preview", name="preview_message")
async def preview_message(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    """The bubble as it would be with what stands in the form."""
    async with database.company(user.company_id) as session:
        campaign = await _editable(session, campaign_id)
        key = forms.read_id(form, "template")
        context = await _message_context(session, campaign, key, form)
    return page(request, "campaigns/edit/message.html", context, fragment="message_preview")


@router.post("/{campaign_id}/edit/message", name="save_message")
async def save_message(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    key = forms.read_id(form, "template")
    try:
        async with database.company(user.company_id) as session:
            values: DraftFields = {"template_id": key}
            if key is not None:
                template = await templates.get(session, key)
                values["bindings"] = forms.read_bindings(form, template)
            campaign = await campaign_drafts.edit(session, campaign_id, values)
            if "leave" not in form:
                await campaign_rules.ready_template(session, campaign)
    except AppError as error:
        async with database.company(user.company_id) as session:
            campaign = await _editable(session, campaign_id)
            context = await _message_context(session, campaign, key, form, error)
        return invalid(request, "campaigns/edit/message.html", context, fragment="step_form")
    return _onward(request, campaign_id, form, "audience")


@router.get("/{campaign_id}/edit/audience", name="edit_audience")
async def edit_audience(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        campaign = await _editable(session, campaign_id)
        audience = Audience.from_json(campaign.audience)
        context = await _audience_context(session, campaign, audience)
    return page(request, "campaigns/edit/audience.html", context, fragment="step_form")


@router.post("/{campaign_id}/edit/audience/count", name="count_audience")
async def count_audience(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    """How many the audience in the form would reach."""
    async with database.company(user.company_id) as session:
        campaign = await _editable(session, campaign_id)
        audience = forms.read_audience(form, Audience.from_json(campaign.audience))
        counted = await _count(session, campaign, audience)
    context = {"campaign": campaign, **counted}
    return page(request, "campaigns/edit/audience.html", context, fragment="audience_count")


@router.post("/{campaign_id}/edit/audience", name="save_audience")
async def save_audience(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            campaign = await _editable(session, campaign_id)
            audience = forms.read_audience(form, Audience.from_json(campaign.audience))
            if audience.empty and "leave" not in form:
                return await _nobody(request, session, campaign, audience)
            await campaign_drafts.edit(session, campaign_id, {"audience": audience})
    except AppError as error:
        async with database.company(user.company_id) as session:
            campaign = await _editable(session, campaign_id)
            stored = Audience.from_json(campaign.audience)
            context = await _audience_context(session, campaign, stored)
        context["errors"] = FieldErrors(form="; ".join(field_errors(error).values()))
        return invalid(request, "campaigns/edit/audience.html", context, fragment="step_form")
    return _onward(request, campaign_id, form, "review")


async def _nobody(
    request: Request, session: Session, campaign: Campaign, audience: Audience
) -> Response:
    context = await _audience_context(session, campaign, audience)
    message = gettext("Choose at least one segment or tag, or everyone.")
    context["errors"] = FieldErrors(form=message)
    return invalid(request, "campaigns/edit/audience.html", context, fragment="step_form")


@router.get("/{campaign_id}/edit/review", name="review_campaign")
async def review_campaign(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        campaign = await _editable(session, campaign_id)
        context = await _frame(session, campaign, "review")
        template, number = await campaigns.sending_parts(session, campaign)
        context |= {"template": template, "number": number, "check": None}
        context["now"] = datetime.now(UTC)
        context["audience"] = await audience_names(session, Audience.from_json(campaign.audience))
        frozen = campaigns.as_sent(template, campaign.bindings) if template else None
        context["preview"] = await forms.preview(session, frozen) if frozen else None
        try:
            check = await launches.check(session, campaign_id)
            context |= {"check": check, "excluded": _excluded(check)}
        except AppError as error:
            context["errors"] = field_errors(error)
    return page(request, "campaigns/edit/review.html", context, fragment="step_form")


@router.get("/{campaign_id}/edit/excluded/{reason}", name="excluded_people")
async def excluded_people(
    request: Request, campaign_id: UUID, reason: str, user: SignedIn, database: DatabaseDep
) -> Response:
    """A few of those left out for one reason, so that it can be understood."""
    async with database.company(user.company_id) as session:
        campaign = await _editable(session, campaign_id)
        said = await contents.ready(session, campaign)
        found = await audiences.excluded_people(session, campaign, said, reason, limit=_EXAMPLES)
    context = {"campaign": campaign, "examples": found, "reason": reason}
    return page(request, "campaigns/edit/excluded.html", context, fragment="examples")


async def _editable(session: Session, campaign_id: UUID) -> Campaign:
    campaign = await campaigns.get(session, campaign_id)
    campaign_drafts.require_editable(campaign)
    return campaign


def _onward(request: Request, campaign_id: UUID, form: FormData, step: str) -> Response:
    leaves = "leave" in form
    return redirect(request, "/campaigns" if leaves else f"/campaigns/{campaign_id}/edit/{step}")


async def _frame(session: Session, campaign: Campaign | None, step: str) -> dict[str, Any]:
    """What surrounds every step."""
    draft = campaign or Campaign(audience={}, bindings={})
    return {
        "campaign": campaign,
        "steps": await forms.steps(session, draft),
        "current": forms.STEPS.index(step) + 1,
        "errors": FieldErrors(),
    }


def _read_sender(form: FormData) -> DraftFields:
    return {
        "name": forms.read_text(form, "name"),
        "phone_number_id": forms.read_id(form, "number"),
        "rate_per_second": forms.read_number(form, "rate") or None,
    }


async def _sender_context(
    session: Session,
    campaign: Campaign | None,
    form: FormData | None = None,
    error: AppError | None = None,
) -> dict[str, Any]:
    senders = await choices_of.senders(session)
    # Where there is nothing to choose, it is chosen.
    only = senders[0].id if len(senders) == 1 else ""
    if form is not None:
        values: dict[str, Any] = {name: form.get(name, "") for name in ("name", "number", "rate")}
    elif campaign is not None:
        values = {
            "name": campaign.name,
            "number": campaign.phone_number_id or only,
            "rate": campaign.rate_per_second or "",
        }
    else:
        values = {"name": "", "number": only, "rate": ""}
    return {
        **await _frame(session, campaign, "sender"),
        "senders": senders,
        "values": values,
        "errors": field_errors(error) if error else FieldErrors(),
    }


async def _message_context(
    session: Session,
    campaign: Campaign,
    template_id: UUID | None,
    form: FormData | None = None,
    error: AppError | None = None,
) -> dict[str, Any]:
    number = (await campaigns.sending_parts(session, campaign))[1]
    choices = await choices_of.templates_to_choose(session, number.connection_id) if number else []
    chosen = next((choice for choice in choices if choice.id == template_id), None)
    bindings = dict(campaign.bindings) if template_id == campaign.template_id else {}
    if form is not None and chosen is not None:
        bindings = forms.read_bindings(form, chosen)
    template = campaigns.as_sent(chosen, bindings) if chosen else None
    return {
        **await _frame(session, campaign, "message"),
        "number": number,
        "choices": choices,
        "chosen": chosen,
        "slots": forms.slots(template) if template else [],
        "sources": forms.sources(await fields.definitions(session)),
        "preview": await forms.preview(session, template) if template else None,
        "errors": field_errors(error) if error else FieldErrors(),
    }


async def _audience_context(
    session: Session, campaign: Campaign, audience: Audience
) -> dict[str, Any]:
    return {
        **await _frame(session, campaign, "audience"),
        **await _count(session, campaign, audience),
        "audience": audience,
        # What can be ticked: (id, name, how many contacts, where that is known at once).
        "segment_rows": [(*row, None) for row in await choices_of.segments_to_choose(session)],
        "tag_rows": [(tag.id, tag.name, tag.contacts) for tag in await tags.with_counts(session)],
    }


async def _count(session: Session, campaign: Campaign, audience: Audience) -> dict[str, Any]:
    """The preflight of an audience that is not stored yet; nobody while nothing is chosen."""
    if audience.empty:
        return {"counted": None, "excluded": []}
    stored = (await campaigns.sending_parts(session, campaign))[0]
    template = campaigns.as_sent(stored, campaign.bindings) if stored else _NO_TEMPLATE
    trial = Campaign(
        id=campaign.id, company_id=campaign.company_id, audience=audience.as_json(), bindings={}
    )
    try:
        found = await audiences.preflight(session, trial, Contents.of(template))
    except AppError:
        # A segment that went away since the page was shown: saving will say so.
        return {"counted": None, "excluded": []}
    return {"counted": found, "excluded": _excluded(found)}


def _excluded(found: Preflight | Check) -> list[tuple[str, views.Words | None, int]]:
    """Why people are left out, the most frequent first: (code, words, how many)."""
    pairs = sorted(found.excluded.items(), key=lambda pair: -pair[1])
    return [(code, views.words(code), count) for code, count in pairs]
