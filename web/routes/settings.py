"""Settings: oneself, one's password and browsers, the company."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import people as people_rows
from schemas.enums import Role
from schemas.errors import InvalidInput
from services import people
from services.people import CompanyDetails
from web import i18n, place_names, time_zones
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import page, redirect

router = APIRouter(prefix="/settings")
Text = Annotated[str, Form()]
OWNER = [Depends(require_role(Role.OWNER))]


@router.get("", name="settings")
async def settings(request: Request, user: SignedIn) -> Response:
    """What one may set: the company for its owners, oneself for everybody."""
    return redirect(request, "/settings/company" if user.may(Role.OWNER) else "/profile")


@router.get("/security", name="security")
async def security(request: Request, user: SignedIn) -> Response:  # noqa: ARG001 - signed in only
    return redirect(request, "/profile")


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


def _company_page(
    request: Request, details: CompanyDetails, error: InvalidInput | None = None
) -> Response:
    context = {
        "details": details,
        "countries": place_names.countries(),
        "timezones": time_zones.choices(details.timezone),
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "settings/company.html", context, status=error.status if error else 200)
