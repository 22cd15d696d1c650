"""Limits: how many people a day, how fast, and what stopped by itself."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.session import Database
from schemas.enums import BreakerState, BreakerTarget, Role
from schemas.errors import InvalidInput
from schemas.health import health_reason
from services import limits, portfolios
from services.limits import Stopped
from web import connection_views
from web.dependencies import DatabaseDep, RedisDep, SignedIn, require_role
from web.flash import Toast
from web.forms import field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/limits")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_PAGE, _BLOCK = "limits/index.html", "limits"
_WHAT = {
    BreakerTarget.NUMBER: mark("Number"),
    BreakerTarget.CONNECTION: mark("Account"),
    BreakerTarget.TEMPLATE: mark("Template"),
}


@router.get("", name="limits")
async def show_limits(
    request: Request, user: SignedIn, database: DatabaseDep, redis: RedisDep
) -> Response:
    return page(request, _PAGE, await _context(user, database, redis), fragment=_BLOCK)


@router.post("/portfolios/{portfolio_id}", name="save_portfolio", dependencies=_ADMIN)
async def save_portfolio(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    redis: RedisDep,
    portfolio_id: UUID,
    reserve_percent: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    percent = int(reserve_percent) if reserve_percent.strip().isdecimal() else -1
    try:
        async with database.company(user.company_id) as session:
            await portfolios.set_reserve(session, portfolio_id, percent)
    except InvalidInput as error:
        wrong = {"errors": field_errors(error), "wrong_portfolio": portfolio_id}
        context = await _context(user, database, redis) | wrong
        return invalid(request, _PAGE, context, fragment=_BLOCK)
    return redirect(request, "/limits", toast=Toast(gettext("Saved.")))


@router.post("/stopped/{target_id}/retry", name="retry_stopped", dependencies=_ADMIN)
async def retry_stopped(
    request: Request, user: SignedIn, database: DatabaseDep, target_id: UUID
) -> Response:
    async with database.company(user.company_id) as session:
        await limits.retry(session, target_id)
    toast = Toast(gettext("It is tried with a few messages. If they go well, all goes on."))
    return redirect(request, "/limits", toast=toast)


async def _context(user: SignedIn, database: Database, redis: RedisDep) -> dict[str, object]:
    found = await limits.read(database, redis, user.company_id)
    numbers = [one.stopped for one in found.numbers if one.stopped]
    return {
        "limits": found,
        "stopped": [_shown(one) for one in (*numbers, *found.stopped)],
        "quality": connection_views.quality,
        "may_act": user.may(Role.ADMIN),
        "errors": {},
        "wrong_portfolio": None,
    }


def _shown(one: Stopped) -> dict[str, object]:
    why = health_reason(one.code)
    return {
        "row": one,
        "what": gettext(_WHAT[one.target]),
        "trying": one.state is BreakerState.HALF_OPEN,
        "why": gettext(why.text),
        "advice": gettext(why.advice) if why.advice else "",
    }
