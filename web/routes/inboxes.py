"""Inboxes: for each number who may see it, and how new conversations find somebody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import inboxes as queries
from db.queries import people, teams
from schemas.enums import Role
from services import inboxes
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors
from web.i18n import gettext
from web.render import page, redirect

router = APIRouter(prefix="/inboxes", dependencies=[Depends(require_role(Role.ADMIN))])


@router.get("", name="inboxes")
async def list_inboxes(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        context = {
            "rows": [row for row in await queries.all_inboxes(session) if not row.removed],
            "named": await queries.named(session),
            "rules": await queries.settings(session),
            "people": await people.members(session),
            "sees_all": queries.SEES_ALL,
            "teams": await teams.all_teams(session),
            "errors": FieldErrors(),
        }
    return page(request, "settings/inboxes.html", context)


@router.post("/{number_id}", name="set_up_inbox")
async def set_up(
    *,
    request: Request,
    number_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    auto_assign: Annotated[bool, Form()] = False,
    team: Annotated[UUID | None, Form()] = None,
    everybody: Annotated[bool, Form()] = False,
    person: Annotated[list[UUID] | None, Form()] = None,
) -> Response:
    """Everybody, or only the ticked people beside owners and administrators."""
    # Nobody ticked: only those who see all, of whom this is one.
    few = person or [user.user_id]
    async with database.company(user.company_id) as session:
        await inboxes.set_up(
            session,
            user.company_id,
            number_id,
            auto_assign=auto_assign,
            team_id=team,
            user_ids=[] if everybody else few,
        )
    return redirect(request, "/inboxes", toast=Toast(gettext("Saved.")))
