"""Saved views of the inbox: one's own, and for everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.conversations import InboxView
from db.queries import inbox_views as queries
from schemas.enums import Role
from schemas.errors import Forbidden
from services import inbox_views
from web.dependencies import DatabaseDep, SignedIn, SignedInPerson, require_role
from web.flash import Toast
from web.i18n import gettext, mark
from web.inbox_filters import Chosen
from web.render import redirect

router = APIRouter(prefix="/inbox/views")
_AGENT = [Depends(require_role(Role.AGENT))]


@router.get("/{view_id}", name="open_inbox_view")
async def open_view(
    request: Request, view_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        view = await queries.get(session, user.user_id, view_id)
    return redirect(request, _address(view))


@router.post("", name="create_inbox_view", dependencies=_AGENT)
async def create_view(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Annotated[str, Form(max_length=200)] = "",
    shared: Annotated[bool, Form()] = False,
) -> Response:
    form = await request.form()
    given = {key: value for key, value in form.items() if isinstance(value, str)}
    filters = Chosen.read({**given, "saved": ""}).words()
    _may_share(user, shared=shared)
    async with database.company(user.company_id) as session:
        view = await inbox_views.create(
            session, user.company_id, user.user_id, name=name, filters=filters, shared=shared
        )
    return redirect(request, _address(view), toast=Toast(gettext("View saved.")))


@router.post("/{view_id}/rename", name="rename_inbox_view", dependencies=_AGENT)
async def rename_view(
    *,
    request: Request,
    view_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    async with database.company(user.company_id) as session:
        view = await inbox_views.rename(session, user.user_id, view_id, name)
        _may_share(user, shared=view.user_id is None)
    return redirect(request, _address(view), toast=Toast(gettext("Saved.")))


@router.post("/{view_id}/delete", name="delete_inbox_view", dependencies=_AGENT)
async def delete_view(
    request: Request, view_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        view = await queries.get(session, user.user_id, view_id)
        _may_share(user, shared=view.user_id is None)
        await inbox_views.delete(session, user.user_id, view_id)
    return redirect(request, "/inbox", toast=Toast(gettext("View deleted.")))


def _may_share(user: SignedInPerson, *, shared: bool) -> None:
    if shared and not user.may(Role.ADMIN):
        raise Forbidden(mark("Only administrators change what everybody sees."))


def _address(view: InboxView) -> str:
    filters = {name: str(value) for name, value in view.filters.items()}
    return Chosen.read({**filters, "saved": view.id.hex}).address()
