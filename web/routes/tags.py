"""Tags: the list of them, each with how many contacts wear it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import tags as tag_queries
from schemas.enums import Role
from schemas.errors import AppError
from services import tags
from services.tags import COLOURS
from web import contact_views as views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect

router = APIRouter(prefix="/tags")
_AGENT = [Depends(require_role(Role.AGENT))]
_COLOUR_NAMES = {
    "slate": mark("Grey"),
    "red": mark("Red"),
    "yellow": mark("Yellow"),
    "green": mark("Green"),
    "blue": mark("Blue"),
    "violet": mark("Violet"),
}


@router.get("", name="tags")
async def list_tags(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return page(request, "contacts/tags.html", await _context(user, database), fragment="tag_list")


@router.post("", name="create_tag", dependencies=_AGENT)
async def create_tag(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Annotated[str, Form(max_length=200)] = "",
    colour: Annotated[str, Form()] = COLOURS[0],
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await tags.create(session, user.company_id, name, colour)
    except AppError as error:
        context = await _context(user, database) | {
            "name": name,
            "colour": colour,
            "errors": field_errors(error),
        }
        return invalid(request, "contacts/tags.html", context, fragment="tag_list")
    return redirect(request, "/tags", toast=Toast(gettext("Tag added.")))


@router.post("/{tag_id}", name="update_tag", dependencies=_AGENT)
async def update_tag(
    *,
    request: Request,
    tag_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    name: Annotated[str, Form(max_length=200)] = "",
    colour: Annotated[str, Form()] = COLOURS[0],
) -> Response:
    async with database.company(user.company_id) as session:
        await tags.update(session, tag_id, name, colour)
    return redirect(request, "/tags", toast=Toast(gettext("Saved.")))


@router.post("/{tag_id}/delete", name="delete_tag", dependencies=_AGENT)
async def delete_tag(
    request: Request, tag_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await tags.delete(session, tag_id)
    return redirect(request, "/tags", toast=Toast(gettext("Tag deleted.")))


async def _context(user: SignedIn, database: DatabaseDep) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        rows = await tag_queries.with_counts(session)
    return {
        "rows": rows,
        "tones": views.TONES,
        "colours": [(key, gettext(label)) for key, label in _COLOUR_NAMES.items()],
        "name": "",
        "colour": COLOURS[0],
        "errors": FieldErrors(),
        "may_edit": user.may(Role.AGENT),
    }
