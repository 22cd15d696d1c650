"""Settings: oneself, one's password and browsers, the company."""

from typing import Annotated
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import people as people_rows
from db.queries import sessions as session_rows
from schemas.enums import Role
from schemas.errors import InvalidInput
from services import people
from services.people import CompanyDetails
from web import i18n
from web.browsers import browser_name
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import THEMES, page, redirect
from web.routes.auth import remember

router = APIRouter(prefix="/settings")
Text = Annotated[str, Form()]
OWNER = [Depends(require_role(Role.OWNER))]


@router.get("", name="settings")
async def profile(request: Request, user: SignedIn) -> Response:
    return _profile_page(
        request, name=user.name, email=user.email, locale=user.locale, theme=user.theme
    )


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
        return _profile_page(
            request, name=name, email=user.email, locale=chosen, theme=theme, error=error
        )
    i18n.activate(chosen or i18n.active_locale())
    response = redirect(request, "/settings", toast=Toast(gettext("Saved.")))
    remember(response, chosen, theme, secure=view.secure)
    return response


@router.get("/security", name="security")
async def security(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return await _security_page(request, user, database)


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
        return await _security_page(request, user, database, error)
    message = gettext("Your password is changed. Other browsers were signed out.")
    return redirect(request, "/settings/security", toast=Toast(message))


@router.post("/sign-out-everywhere", name="sign_out_everywhere")
async def sign_out_everywhere(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    """Every browser but this one."""
    async with database.system() as session:
        await session_rows.end_of_user(session, user.user_id, keep=bytes.fromhex(user.session_id))
    toast = Toast(gettext("All other browsers are signed out."))
    return redirect(request, "/settings/security", toast=toast)


@router.get("/company", name="company", dependencies=OWNER)
async def company(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        stored = await people_rows.get_company(session, user.company_id)
    assert stored is not None
    details = CompanyDetails(stored.name, stored.country, stored.locale, stored.timezone)
    return _company_page(request, details)


@router.post("/company", name="save_company", dependencies=OWNER)
async def save_company(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Text = "",
    country: Text = "",
    locale: Text = "",
    timezone: Text = "",
) -> Response:
    known = locale if locale in i18n.LOCALES else i18n.DEFAULT_LOCALE
    details = CompanyDetails(name, country, known, timezone)
    try:
        async with database.company(user.company_id) as session:
            await people.change_company(session, user.company_id, details)
    except InvalidInput as error:
        return _company_page(request, details, error)
    return redirect(request, "/settings/company", toast=Toast(gettext("Saved.")))


def _profile_page(
    request: Request,
    *,
    name: str,
    email: str,
    locale: str | None,
    theme: str,
    error: InvalidInput | None = None,
) -> Response:
    context = {
        "name": name,
        "email": email,
        "chosen_locale": locale or i18n.active_locale(),
        "chosen_theme": theme,
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "settings/profile.html", context, status=error.status if error else 200)


async def _security_page(
    request: Request, user: SignedIn, database: DatabaseDep, error: InvalidInput | None = None
) -> Response:
    async with database.system() as session:
        rows = await session_rows.of_user(session, user.user_id)
    browsers = [
        (browser_name(row.user_agent), row, row.token_hash.hex() == user.session_id) for row in rows
    ]
    errors = field_errors(error) if error else FieldErrors()
    context = {"browsers": browsers, "errors": errors}
    return page(request, "settings/security.html", context, status=error.status if error else 200)


def _company_page(
    request: Request, details: CompanyDetails, error: InvalidInput | None = None
) -> Response:
    names = Locale.parse(i18n.active_locale()).territories
    countries = [(code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS]
    context = {
        "details": details,
        "countries": sorted(countries, key=lambda pair: pair[1]),
        "timezones": [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())],
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "settings/company.html", context, status=error.status if error else 200)
