"""What is done next with a campaign that has begun: again, differently, or with its test."""

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.campaigns import Campaign
from db.queries import campaigns
from db.session import Session
from schemas.audiences import Outcome
from schemas.enums import Channel, Role
from schemas.errors import InvalidInput
from schemas.repeats import PendingFields
from services import experiments, repeats
from web import campaign_repeat_views as views
from web.dependencies import require_role
from web.flash import Toast
from web.formatting import read_local_input
from web.i18n import gettext
from web.money_forms import read_amount
from web.render import page, redirect
from web.routes.campaign_actions import MoverDep
from web.routes.campaigns import ShownDep

shown_router = APIRouter(prefix="/campaigns/{campaign_id}")
router = APIRouter(
    prefix="/campaigns/{campaign_id}", dependencies=[Depends(require_role(Role.ADMIN))]
)
_LONGEST_TEXT = 1_600


@shown_router.get("/next", name="campaign_next")
async def show_next(request: Request, shown: ShownDep) -> Response:
    async with shown.database.company(shown.user.company_id) as session:
        context = await shown.context(session, "next")
        found = await views.read(session, context["campaign"], context["progress"].tally)
    context["next"] = found
    return page(request, "campaigns/show.html", context, fragment="campaign_body")


@router.post("/retry-failed", name="retry_failed")
async def retry_failed(
    move: MoverDep,
    reason: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    action = partial(repeats.retry_failed, reasons=reason, user_id=move.user.user_id)
    return await move(action, gettext("They wait for their turn again."))


@router.post("/resume-unknown", name="resume_unknown")
async def resume_unknown(move: MoverDep, count: Annotated[str, Form(max_length=20)]) -> Response:
    action = partial(repeats.resume_unknown, count=_typed(count), user_id=move.user.user_id)
    return await move(action, gettext("They wait for their turn again."))


def _typed(count: str) -> int:
    """The number somebody typed to confirm, with the dots or commas of large numbers."""
    digits = "".join(letter for letter in count if letter.isdigit())
    if not digits:
        raise InvalidInput("Type how many people it is, to confirm.")
    return int(digits)


@router.post("/resend", name="resend_campaign")
async def resend(request: Request, move: MoverDep, outcome: Annotated[Outcome, Form()]) -> Response:
    async with move.database.company(move.user.company_id) as session:
        made = await repeats.resend_to(
            session, move.campaign_id, outcome, _again, user_id=move.user.user_id
        )
    toast = Toast(gettext("A draft for these people, to edit and launch."))
    return redirect(request, f"/campaigns/{made.id}/edit", toast=toast)


def _again(name: str) -> str:
    return gettext("%(name)s (again)") % {"name": name[:180]}


@router.post("/pending", name="change_pending")
async def change_pending(
    *,
    move: MoverDep,
    rate: Annotated[str, Form(max_length=10)] = "",
    budget: Annotated[str, Form(max_length=40)] = "",
    expires_at: Annotated[str, Form(max_length=40)] = "",
    text: Annotated[str | None, Form(max_length=_LONGEST_TEXT)] = None,
    template_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    plan: PendingFields = {
        "rate_per_second": _rate(rate),
        "budget_micros": read_amount(budget, "budget_micros"),
        "expires_at": _moment(expires_at),
    }
    action = partial(_change, plan=plan, text=text, template_id=template_id, by=move.user.user_id)
    return await move(action, gettext("Changed for everybody who waits."))


async def _change(
    session: Session,
    campaign_id: UUID,
    *,
    plan: PendingFields,
    text: str | None,
    template_id: UUID | None,
    by: UUID,
) -> Campaign:
    """Words that are as they were are not written anew."""
    campaign = await campaigns.get(session, campaign_id)
    values = plan
    if campaign.channel is Channel.SMS and text is not None and text != campaign.text:
        values = {**values, "text": text}
    if campaign.channel is Channel.WHATSAPP and template_id not in (None, campaign.template_id):
        values = {**values, "template_id": template_id}
    changed, _ = await repeats.change_pending(session, campaign_id, values, user_id=by)
    return changed


def _rate(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdigit():
        raise InvalidInput("Choose between 1 and 1,000 messages a second.")
    return int(text)


def _moment(text: str) -> datetime | None:
    return read_local_input(text) if text.strip() else None


@router.post("/recipients/{recipient_id}/drop", name="drop_recipient")
async def drop_recipient(move: MoverDep, recipient_id: UUID) -> Response:
    action = partial(_drop, recipient_id=recipient_id, by=move.user.user_id)
    return await move(action, gettext("Taken out. They will not get it."))


async def _drop(session: Session, campaign_id: UUID, *, recipient_id: UUID, by: UUID) -> Campaign:
    await repeats.drop_pending(session, campaign_id, [recipient_id], user_id=by)
    return await campaigns.get(session, campaign_id)


@router.post("/experiment/choose", name="choose_variant")
async def choose_variant(move: MoverDep, variant: Annotated[int, Form(ge=1, le=50)]) -> Response:
    action = partial(experiments.choose, variant=variant, user_id=move.user.user_id)
    return await move(action, gettext("Everybody else gets this version."))


@router.post("/experiment/stop", name="stop_experiment")
async def stop_experiment(move: MoverDep) -> Response:
    action = partial(experiments.stop, user_id=move.user.user_id)
    return await move(action, gettext("The test is stopped. Nobody else gets anything."))
