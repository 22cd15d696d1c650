"""Labels: the list of them, each with how many conversations wear it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import labels as queries
from schemas.enums import Role
from schemas.errors import AppError
from services import labels
from services.labels import COLOURS
from web import contact_views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/labels")
_AGENT = [Depends(require_role(Role.AGENT))]
_COLOUR_NAMES = {
    "slate": mark("Grey"),
    "red": mark("Red"),
    "yellow": mark("Yellow"),
    "green": mark("Green"),
    "blue": mark("Blue"),
    "violet": mark("Violet"),
}
Name = Annotated[str, Form(max_length=200)]
Colour = Annotated[str, Form(max_length=20)]


@router.get("", name="labels")
async def list_labels(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    context = await _context(user, database)
    return page(request, "settings/labels.html", context, fragment="label_list")


@router.post("", name="create_label", dependencies=_AGENT)
async def create_label(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Name = "",
    colour: Colour = COLOURS[0],
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await labels.create(session, user.company_id, name, colour)
    except AppError as error:
        wrong = {"name": name, "colour": colour, "errors": field_errors(error)}
        context = await _context(user, database) | wrong
        return invalid(request, "settings/labels.html", context, fragment="label_list")
    return redirect(request, "/labels", toast=Toast(gettext("Label added.")))


@router.post("/{label_id}", name="update_label", dependencies=_AGENT)
async def update_label(
    *,
    request: Request,
    label_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    name: Name = "",
    colour: Colour = COLOURS[0],
) -> Response:
    async with database.company(user.company_id) as session:
        await labels.update(session, label_id, name, colour)
    return redirect(request, "/labels", toast=Toast(gettext("Saved.")))


@router.post("/{label_id}/delete", name="delete_label", dependencies=_AGENT)
async def delete_label(
    request: Request, label_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await labels.delete(session, label_id)
    return redirect(request, "/labels", toast=Toast(gettext("Label deleted.")))


async def _context(user: SignedIn, database: DatabaseDep) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        rows = await queries.with_counts(session)
    return {
        "rows": rows,
        "tones": contact_views.TONES,
        "colours": [(key, gettext(label)) for key, label in _COLOUR_NAMES.items()],
        "name": "",
        "colour": COLOURS[0],
        "errors": FieldErrors(),
        "may_edit": user.may(Role.AGENT),
    }
