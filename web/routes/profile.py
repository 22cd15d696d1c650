"""Oneself: name, password, language and looks, and the browsers one is signed in with."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from db.queries import sessions as session_rows
from schemas.errors import InvalidInput
from services import people
from web import i18n, time_zones
from web.browsers import browser_name
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import THEMES, page, redirect
from web.routes.auth import remember

router = APIRouter(prefix="/profile")
Text = Annotated[str, Form()]


@router.get("", name="profile")
async def profile(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return await _shown(request, user, database)


@router.post("", name="save_profile")
async def save_profile(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    name: Text = "",
    locale: Text = "",
    theme: Text = "system",
) -> Response:
    chosen = locale if locale in i18n.LOCALES else None
    theme = theme if theme in THEMES else "system"
    try:
        async with database.company(user.company_id) as session:
            await people.change_profile(
                session, user.user_id, name=name, locale=chosen, theme=theme
            )
    except InvalidInput as error:
        typed = {"name": name, "chosen_locale": chosen or i18n.active_locale()}
        return await _shown(request, user, database, error, **typed, chosen_theme=theme)
    i18n.activate(chosen or i18n.active_locale())
    response = redirect(request, "/profile", toast=Toast(gettext("Saved.")))
    remember(response, chosen, theme, secure=view.secure)
    return response


@router.post("/password", name="change_password")
async def change_password(
    request: Request, user: SignedIn, database: DatabaseDep, current: Text = "", new: Text = ""
) -> Response:
    token_hash = bytes.fromhex(user.session_id)
    try:
        await people.change_password(
            database, user.user_id, current=current, new=new, keep_session=token_hash
        )
    except InvalidInput as error:
        return await _shown(request, user, database, error)
    message = gettext("Your password is changed. Other browsers were signed out.")
    return redirect(request, "/profile", toast=Toast(message))


@router.post("/sign-out-others", name="sign_out_others")
async def sign_out_others(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    """Every browser but this one."""
    async with database.system() as session:
        await session_rows.end_of_user(session, user.user_id, keep=bytes.fromhex(user.session_id))
    toast = Toast(gettext("All other browsers are signed out."))
    return redirect(request, "/profile", toast=toast)


async def _shown(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    error: InvalidInput | None = None,
    **typed: object,
) -> Response:
    async with database.system() as session:
        rows = await session_rows.of_user(session, user.user_id)
    context = {
        "name": user.name,
        "email": user.email,
        "chosen_locale": user.locale or i18n.active_locale(),
        "chosen_theme": user.theme,
        "timezone": time_zones.name(user.timezone),
        "browsers": [
            (browser_name(row.user_agent), row, row.token_hash.hex() == user.session_id)
            for row in rows
        ],
        "errors": field_errors(error) if error else FieldErrors(),
        **typed,
    }
    return page(request, "settings/profile.html", context, status=error.status if error else 200)
