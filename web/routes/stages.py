"""The stages of the pipeline: their order, what each means, and who stands in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import stages as queries
from schemas.enums import Role, StageOutcome
from schemas.errors import AppError
from services import stages
from services.tags import COLOURS
from web import contact_views, stage_views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/stages")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_HERE = "/stages"
Name = Annotated[str, Form(max_length=200)]
Colour = Annotated[str, Form(max_length=20)]
Outcome = Annotated[StageOutcome, Form()]


@router.get("", name="stages")
async def list_stages(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    context = await _context(user, database)
    return page(request, "settings/stages.html", context, fragment="stage_list")


@router.post("", name="create_stage", dependencies=_ADMIN)
async def create_stage(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Name = "",
    colour: Colour = COLOURS[0],
    outcome: Outcome = StageOutcome.OPEN,
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await stages.create(session, user.company_id, name, colour, outcome)
    except AppError as error:
        wrong = {"name": name, "colour": colour, "outcome": outcome.value}
        context = await _context(user, database) | wrong | {"errors": field_errors(error)}
        return invalid(request, "settings/stages.html", context, fragment="stage_list")
    return redirect(request, _HERE, toast=Toast(gettext("Stage added.")))


@router.post("/{stage_id}", name="update_stage", dependencies=_ADMIN)
async def update_stage(
    *,
    request: Request,
    stage_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    name: Name = "",
    colour: Colour = COLOURS[0],
    outcome: Outcome = StageOutcome.OPEN,
) -> Response:
    async with database.company(user.company_id) as session:
        await stages.update(session, stage_id, name, colour, outcome)
    return redirect(request, _HERE, toast=Toast(gettext("Saved.")))


@router.post("/{stage_id}/shift", name="shift_stage", dependencies=_ADMIN)
async def shift_stage(
    *,
    request: Request,
    stage_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    by: Annotated[int, Form(ge=-1, le=1)] = 1,
) -> Response:
    """One place earlier or later."""
    async with database.company(user.company_id) as session:
        await stages.shift(session, stage_id, by)
    return redirect(request, _HERE)


@router.post("/{stage_id}/delete", name="delete_stage", dependencies=_ADMIN)
async def delete_stage(
    *,
    request: Request,
    stage_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    move_to: Annotated[UUID | None, Form()] = None,
) -> Response:
    async with database.company(user.company_id) as session:
        await stages.delete(
            session, user.company_id, stage_id, move_to=move_to, user_id=user.user_id
        )
    return redirect(request, _HERE, toast=Toast(gettext("Stage deleted.")))


async def _context(user: SignedIn, database: DatabaseDep) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        rows = await queries.with_counts(session)
    return {
        "rows": rows,
        "tones": contact_views.TONES,
        "colours": stage_views.colours(),
        "outcomes": stage_views.outcomes(),
        "name": "",
        "colour": COLOURS[0],
        "outcome": StageOutcome.OPEN.value,
        "errors": FieldErrors(),
        "may_edit": user.may(Role.ADMIN),
    }
