"""Whether I take new conversations; the switch in my menu."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from schemas.enums import Role
from services import members
from web import flash
from web.dependencies import DatabaseDep, SignedIn
from web.flash import Toast
from web.i18n import gettext
from web.render import from_htmx, page, redirect

router = APIRouter(prefix="/preferences/availability")


@router.get("", name="availability")
async def show(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        mine = await members.duty(session, user.company_id, user.user_id)
    context = {"available": mine.available, "takes": user.may(Role.AGENT)}
    return page(request, "inbox/availability.html", context)


@router.post("", name="set_availability")
async def change(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    available: Annotated[bool, Form()] = False,
) -> Response:
    async with database.company(user.company_id) as session:
        await members.set_available(session, user.company_id, user.user_id, available=available)
    text = (
        gettext("New conversations come to you again.")
        if available
        else gettext("No new conversations come to you by themselves.")
    )
    if not from_htmx(request):
        return redirect(request, "/inbox", toast=Toast(text))
    context = {"available": available, "takes": user.may(Role.AGENT)}
    response = page(request, "inbox/availability.html", context)
    flash.trigger(response, Toast(text))
    return response
