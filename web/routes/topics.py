"""Topics: the list of them, each with how many people left it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import topics as queries
from schemas.enums import Role
from schemas.errors import AppError
from services import topics
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/topics", dependencies=[Depends(require_role(Role.ADMIN))])
_PAGE = "settings/topics.html"
Text = Annotated[str, Form(max_length=400)]


@router.get("", name="topics")
async def list_topics(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return page(request, _PAGE, await _context(user, database), fragment="topic_list")


@router.post("", name="create_topic")
async def create_topic(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Text = "",
    description: Text = "",
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await topics.create(session, user.company_id, name, description)
    except AppError as error:
        typed = {"name": name, "description": description, "errors": field_errors(error)}
        context = await _context(user, database) | typed
        return invalid(request, _PAGE, context, fragment="topic_list")
    return redirect(request, "/topics", toast=Toast(gettext("Topic added.")))


@router.post("/{topic_id}", name="update_topic")
async def update_topic(
    *,
    request: Request,
    topic_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    name: Text = "",
    description: Text = "",
) -> Response:
    async with database.company(user.company_id) as session:
        await topics.update(session, topic_id, name, description)
    return redirect(request, "/topics", toast=Toast(gettext("Saved.")))


@router.post("/{topic_id}/delete", name="delete_topic")
async def delete_topic(
    request: Request, topic_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await topics.delete(session, topic_id)
    return redirect(request, "/topics", toast=Toast(gettext("Topic deleted.")))


async def _context(user: SignedIn, database: DatabaseDep) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        rows = await queries.all_topics(session)
        left = await queries.refusals(session)
    return {
        "rows": rows,
        "left": left,
        "name": "",
        "description": "",
        "errors": FieldErrors(),
    }
