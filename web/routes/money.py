"""Settings: the currency, what may be spent in a month, and what needs a second person."""

from typing import Annotated

from babel import Locale
from fastapi import APIRouter, Depends, Form, Request, Response

from schemas.enums import Role
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.policies import Policy
from schemas.words import mark
from services import money_settings, policies
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.formatting import read_decimal
from web.forms import FieldErrors, field_errors
from web.i18n import babel_locale, gettext
from web.money_forms import read_amount, show_amount
from web.render import invalid, page, redirect

# An administrator could otherwise lift the limit that asks for a second person.
router = APIRouter(prefix="/settings/money", dependencies=[Depends(require_role(Role.OWNER))])
_HERE = "/settings/money"
_TEMPLATE, _BLOCK = "settings/money.html", "money_form"
_COUNT = mark("Write a whole number, or leave it empty.")
Text = Annotated[str, Form(max_length=40)]


@router.get("", name="money")
async def show(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        policy = await policies.get(session)
    return page(request, _TEMPLATE, _context(_values(policy)), fragment=_BLOCK)


@router.post("", name="save_money")
async def save(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    currency: Text = "",
    monthly_budget: Text = "",
    approval_recipients: Text = "",
    approval_cost: Text = "",
) -> Response:
    typed = {
        "currency": currency,
        "monthly_budget": monthly_budget,
        "approval_recipients": approval_recipients,
        "approval_cost": approval_cost,
    }
    try:
        values = {
            "currency": currency,
            "monthly_budget_micros": read_amount(monthly_budget, "monthly_budget"),
            "approval_recipients": _count(approval_recipients),
            "approval_micros": read_amount(approval_cost, "approval_cost"),
        }
        async with database.company(user.company_id) as session:
            await money_settings.change(session, user.company_id, values)
    except AppError as error:
        context = _context(typed, _beside(field_errors(error)))
        return invalid(request, _TEMPLATE, context, fragment=_BLOCK)
    return redirect(request, _HERE, toast=Toast(gettext("Saved.")))


def _count(text: str) -> int | None:
    if not text.strip():
        return None
    found = read_decimal(text)
    if found is None or found != found.to_integral_value() or found < 1:
        raise InvalidInput(_COUNT, [FieldError("approval_recipients", "invalid_number", _COUNT)])
    return int(found)


def _beside(errors: FieldErrors) -> FieldErrors:
    """The form's fields have shorter names than what they set."""
    names = {"monthly_budget_micros": "monthly_budget", "approval_micros": "approval_cost"}
    return FieldErrors({names.get(field, field): text for field, text in errors.items()})


def _values(policy: Policy) -> dict[str, str]:
    limit = policy.approval_recipients
    return {
        "currency": policy.currency,
        "monthly_budget": show_amount(policy.monthly_budget_micros),
        "approval_recipients": "" if limit is None else str(limit),
        "approval_cost": show_amount(policy.approval_micros),
    }


def _context(values: dict[str, str], errors: FieldErrors | None = None) -> dict[str, object]:
    names = Locale.parse(babel_locale()).currencies
    known = [(code, f"{code} · {names.get(code, code)}") for code in money_settings.currencies()]
    return {"values": values, "currencies": sorted(known), "errors": errors or FieldErrors()}
