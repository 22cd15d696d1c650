"""Settings: when people may be written to, and the days off."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from schemas.enums import Role
from schemas.errors import FieldError, InvalidInput
from schemas.hours import Hours
from schemas.policies import Policy
from services import company_hours, holidays, policies
from services.holidays import Day
from web import i18n, place_names
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.hours_words import day_names, hours_words, read_days
from web.i18n import gettext, mark
from web.render import page, redirect

router = APIRouter(prefix="/settings/hours", dependencies=[Depends(require_role(Role.OWNER))])
_PLACE = "/settings/hours"
_NO_DATE = mark("Give a date.")
_SHOWN_DAYS = 30


@router.get("", name="company_hours")
async def show(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return await _page(request, user, database)


@router.post("", name="save_company_hours")
async def save(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    form = await request.form()
    limited = form.get("limited") == "yes"
    hours = Hours(
        str(form.get("closes", ""))[:5],
        str(form.get("opens", ""))[:5],
        read_days(form),
        observe_holidays=bool(form.get("observe_holidays")),
    )
    country = str(form.get("holidays_country") or "") or None
    try:
        async with database.company(user.company_id) as session:
            await company_hours.change(
                session, user.company_id, hours if limited else None, country
            )
    except InvalidInput as error:
        return await _page(request, user, database, hours=hours, country=country, error=error)
    return redirect(request, _PLACE, toast=Toast(gettext("Saved.")))


@router.post("/days", name="add_day_off")
async def add_day(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    day: Annotated[str, Form(max_length=10)] = "",
    name: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await holidays.add(session, user.company_id, _date(day), name)
    except InvalidInput as error:
        return await _page(request, user, database, error=error)
    return redirect(request, _PLACE, toast=Toast(gettext("Day off added.")))


@router.post("/days/{day}/delete", name="remove_day_off")
async def remove_day(
    request: Request, day: date, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await holidays.remove(session, day)
    return redirect(request, _PLACE, toast=Toast(gettext("Day off removed.")))


async def _page(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    *,
    hours: Hours | None = None,
    country: str | None = None,
    error: InvalidInput | None = None,
) -> Response:
    async with database.company(user.company_id) as session:
        policy = await policies.get(session)
        own = await holidays.own_days(session)
    stored = Hours.from_json(policy.hours) if policy.hours else None
    typed = hours is not None
    context = {
        "limited": typed or stored is not None,
        "hours": hours or stored or Hours(),
        "in_words": hours_words(stored),
        "day_names": day_names(),
        "countries": _countries(),
        "country": country if typed else policy.holidays_country,
        "days_off": _days_off(policy, own),
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "settings/hours.html", context, status=error.status if error else 200)


def _days_off(policy: Policy, own: list[Day]) -> list[tuple[Day, bool]]:
    """What is still to come, in its order; True: the company's own."""
    today = datetime.now(UTC).date()
    national = holidays.national_days(policy.holidays_country, today, i18n.active_locale())
    both = [(day, False) for day in national] + [(day, True) for day in own if day.day >= today]
    return sorted(both, key=lambda pair: pair[0].day)[:_SHOWN_DAYS]


def _countries() -> list[tuple[str, str]]:
    return [("", gettext("None")), *place_names.countries(holidays.countries())]


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(_NO_DATE, [FieldError("day", "invalid", _NO_DATE)]) from error
