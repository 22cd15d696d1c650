"""A new campaign in steps. Each step is saved, so it can be left and taken up again."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.queries import campaign_drafts as choices_of
from db.queries import campaigns, tags
from db.session import Session
from schemas.audiences import Audience, Outcome
from schemas.campaign_fields import DraftFields
from schemas.enums import Role
from schemas.errors import AppError, NotFound
from schemas.templates import FrozenTemplate
from services import (
    audiences,
    campaign_copies,
    campaign_drafts,
    contents,
)
from services.contents import Contents
from web import campaign_forms as forms
from web import campaign_views as views
from web.campaign_frame import EDITABLE, FormDep, editable, frame, onward
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

_ADMIN = [Depends(require_role(Role.ADMIN))]
router = APIRouter(prefix="/campaigns", dependencies=_ADMIN)
_EXAMPLES = 5
_NO_TEMPLATE = FrozenTemplate(name="", language="", components=[])

_OUTCOMES = {
    Outcome.NOT_READ: mark("who did not read it"),
    Outcome.NOT_DELIVERED: mark("whom it did not reach"),
    Outcome.NOT_REPLIED: mark("who did not answer"),
    Outcome.NOT_CLICKED: mark("who did not open its link"),
    Outcome.FAILED: mark("for whom it failed"),
    Outcome.CLICKED: mark("who opened its link"),
    Outcome.REPLIED: mark("who answered"),
}


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
                session, user.company_id, forms.read_sender(form), user_id=user.user_id
            )
    except AppError as error:
        async with database.company(user.company_id) as session:
            context = await _sender_context(session, None, form, error)
        return invalid(request, "campaigns/edit/sender.html", context, fragment="step_form")
    return onward(request, made.id, form, "message")


@router.get("/{campaign_id}/edit", name="edit_campaign")
async def edit_campaign(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    """Where it was left: the first step that is not done."""
    async with database.company(user.company_id) as session:
        campaign = await campaigns.get(session, campaign_id)
        steps = await forms.steps(session, campaign)
    if campaign.status not in EDITABLE:
        return redirect(request, f"/campaigns/{campaign_id}")
    step = next(step.key for step in steps if not step.done)
    return redirect(request, f"/campaigns/{campaign_id}/edit/{step}")


@router.get("/{campaign_id}/edit/sender", name="edit_sender")
async def edit_sender(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        context = await _sender_context(session, await editable(session, campaign_id))
    return page(request, "campaigns/edit/sender.html", context, fragment="step_form")


@router.post("/{campaign_id}/edit/sender", name="save_sender")
async def save_sender(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await campaign_drafts.edit(session, campaign_id, forms.read_sender(form))
    except AppError as error:
        async with database.company(user.company_id) as session:
            campaign = await editable(session, campaign_id)
            context = await _sender_context(session, campaign, form, error)
        return invalid(request, "campaigns/edit/sender.html", context, fragment="step_form")
    return onward(request, campaign_id, form, "message")


@router.get("/{campaign_id}/edit/audience", name="edit_audience")
async def edit_audience(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        campaign = await editable(session, campaign_id)
        audience = Audience.from_json(campaign.audience)
        context = await _audience_context(session, campaign, audience, campaign.hold_out_percent)
    return page(request, "campaigns/edit/audience.html", context, fragment="step_form")


@router.post("/{campaign_id}/edit/audience/count", name="count_audience")
async def count_audience(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    """How many the audience in the form would reach."""
    async with database.company(user.company_id) as session:
        campaign = await editable(session, campaign_id)
        audience = forms.read_audience(form, Audience.from_json(campaign.audience))
        counted = await _count(session, campaign, audience, forms.read_hold_out(form))
    context = {"campaign": campaign, **counted}
    return page(request, "campaigns/edit/audience.html", context, fragment="audience_count")


@router.post("/{campaign_id}/edit/audience", name="save_audience")
async def save_audience(
    request: Request, campaign_id: UUID, user: SignedIn, database: DatabaseDep, form: FormDep
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            campaign = await editable(session, campaign_id)
            audience = forms.read_audience(form, Audience.from_json(campaign.audience))
            held = forms.read_hold_out(form)
            if audience.empty and "leave" not in form:
                return await _nobody(request, session, campaign, audience, held)
            values: DraftFields = {"audience": audience, "hold_out_percent": held}
            await campaign_drafts.edit(session, campaign_id, values)
    except AppError as error:
        async with database.company(user.company_id) as session:
            campaign = await editable(session, campaign_id)
            stored = Audience.from_json(campaign.audience)
            context = await _audience_context(session, campaign, stored, 0)
        context["errors"] = FieldErrors(form="; ".join(field_errors(error).values()))
        return invalid(request, "campaigns/edit/audience.html", context, fragment="step_form")
    return onward(request, campaign_id, form, "when")


async def _nobody(
    request: Request, session: Session, campaign: Campaign, audience: Audience, held: int
) -> Response:
    context = await _audience_context(session, campaign, audience, held)
    message = gettext("Choose at least one segment or tag, or everyone.")
    context["errors"] = FieldErrors(form=message)
    return invalid(request, "campaigns/edit/audience.html", context, fragment="step_form")


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
        values: dict[str, Any] = {name: form.get(name, "") for name in ("name", "number")}
    elif campaign is not None:
        values = {"name": campaign.name, "number": campaign.phone_number_id or only}
    else:
        values = {"name": "", "number": only}
    return {
        **await frame(session, campaign, "sender"),
        "senders": senders,
        "values": values,
        "errors": field_errors(error) if error else FieldErrors(),
    }


async def _audience_context(
    session: Session, campaign: Campaign, audience: Audience, held: int
) -> dict[str, Any]:
    return {
        **await frame(session, campaign, "audience"),
        **await _count(session, campaign, audience, held),
        "audience": audience,
        "hold_out": held,
        "part": await _part(session, audience),
        "outcome": gettext(_OUTCOMES[audience.campaign.outcome]) if audience.campaign else "",
        # What can be ticked: (id, name, how many contacts, where that is known at once).
        "segment_rows": [(*row, None) for row in await choices_of.segments_to_choose(session)],
        "tag_rows": [(tag.id, tag.name, tag.contacts) for tag in await tags.with_counts(session)],
    }


async def _part(session: Session, audience: Audience) -> str:
    """The name of the campaign whose people these are."""
    if audience.campaign is None:
        return ""
    try:
        return (await campaigns.get(session, audience.campaign.id)).name
    except NotFound:
        return gettext("deleted")


async def _count(
    session: Session, campaign: Campaign, audience: Audience, hold_out: int
) -> dict[str, Any]:
    """The preflight of an audience that is not stored yet; nobody while nothing is chosen."""
    if audience.empty:
        return {"counted": None, "excluded": []}
    trial = campaign_copies.copy_of(
        campaign, id=campaign.id, audience=audience.as_json(), hold_out_percent=hold_out
    )
    try:
        said = await contents.ready(session, trial)
    except AppError:
        # What is said is not ready yet: whom it would miss for a value is not known.
        said = Contents.of(_NO_TEMPLATE)
    try:
        found = await audiences.preflight(session, trial, said)
    except AppError:
        # A segment that went away since the page was shown: saving will say so.
        return {"counted": None, "excluded": []}
    return {"counted": found, "excluded": views.excluded(found.excluded)}
