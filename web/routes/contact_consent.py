"""One person's consent: what they get on each channel, their topics, and all that was said."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import contacts as contact_rows
from schemas.enums import Channel, Role
from schemas.errors import AppError
from services import consents
from services.consents import LONGEST_NOTE, Choice
from web import consent_views
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/contacts/{contact_id}")
_AGENT = [Depends(require_role(Role.AGENT))]
_PAGE, _BLOCK = "consent/contact.html", "consent_body"
_SHOWN = 100
# What was typed, when it comes back.
_NOTHING_WRONG = {"channel": "", "choice": "", "topic": "", "note": ""}
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]


@router.get("/consent", name="contact_consent")
async def show(
    request: Request, contact_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    return page(request, _PAGE, await _context(contact_id, user, database), fragment=_BLOCK)


@router.post("/consent", name="save_contact_consent", dependencies=_AGENT)
async def save(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    channel: Annotated[Channel, Form()],
    choice: Annotated[Choice, Form()],
    note: Note = "",
) -> Response:
    """Write down what they told one of us about one channel."""
    try:
        async with database.company(user.company_id) as session:
            await contact_rows.get(session, contact_id)
            await consents.choose(
                session,
                user.company_id,
                contact_id,
                channel,
                choice,
                user_id=user.user_id,
                note=note,
            )
    except AppError as error:
        typed = {"channel": channel.value, "choice": choice.value, "note": note}
        wrong = {**_NOTHING_WRONG, **typed}
        context = await _context(contact_id, user, database)
        context |= {"wrong": wrong, "errors": field_errors(error)}
        return invalid(request, _PAGE, context, fragment=_BLOCK)
    hints.changed(user.company_id, "contact", contact_id)
    return redirect(
        request, f"/contacts/{contact_id}/consent", toast=Toast(gettext("Written down."))
    )


@router.post("/topics", name="save_contact_topic", dependencies=_AGENT)
async def save_topic(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    topic: Annotated[UUID, Form()],
    wanted: Annotated[bool, Form()],
    note: Note = "",
) -> Response:
    """Write down that they take a topic or leave it."""
    try:
        async with database.company(user.company_id) as session:
            await contact_rows.get(session, contact_id)
            await consents.choose_topic(
                session,
                user.company_id,
                contact_id,
                topic,
                wanted=wanted,
                user_id=user.user_id,
                note=note,
            )
    except AppError as error:
        context = await _context(contact_id, user, database)
        wrong = {**_NOTHING_WRONG, "topic": topic, "note": note}
        context |= {"wrong": wrong, "errors": field_errors(error)}
        return invalid(request, _PAGE, context, fragment=_BLOCK)
    hints.changed(user.company_id, "contact", contact_id)
    return redirect(
        request, f"/contacts/{contact_id}/consent", toast=Toast(gettext("Written down."))
    )


async def _context(contact_id: UUID, user: SignedIn, database: DatabaseDep) -> dict[str, Any]:
    async with database.company(user.company_id) as session:
        contact = await contact_rows.get(session, contact_id)
        found = await consent_views.of_contact(session, contact_id, limit=_SHOWN)
    return {
        **found,
        "contact": contact,
        "choices": consent_views.choices(),
        "may_edit": user.may(Role.AGENT),
        "wrong": _NOTHING_WRONG,
        "errors": FieldErrors(),
    }
