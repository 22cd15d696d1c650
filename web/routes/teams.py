"""Teams: who is in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import people
from db.queries import teams as queries
from schemas.enums import Role
from schemas.errors import AppError
from services import teams
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/teams")
_ADMIN = [Depends(require_role(Role.ADMIN))]
Name = Annotated[str, Form(max_length=200)]
People = Annotated[list[UUID] | None, Form()]


@router.get("", name="teams")
async def list_teams(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    context = await _context(user, database)
    return page(request, "settings/teams.html", context, fragment="team_list")


@router.post("", name="create_team", dependencies=_ADMIN)
async def create_team(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Name = "",
    person: People = None,
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await teams.create(session, user.company_id, name, person or [])
    except AppError as error:
        context = await _context(user, database) | {
            "name": name,
            "chosen": set(person or []),
            "errors": field_errors(error),
        }
        return invalid(request, "settings/teams.html", context, fragment="team_list")
    return redirect(request, "/teams", toast=Toast(gettext("Team added.")))


@router.post("/{team_id}", name="update_team", dependencies=_ADMIN)
async def update_team(
    *,
    request: Request,
    team_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    name: Name = "",
    person: People = None,
) -> Response:
    async with database.company(user.company_id) as session:
        await teams.update(session, team_id, name, person or [])
    return redirect(request, "/teams", toast=Toast(gettext("Saved.")))


@router.post("/{team_id}/delete", name="delete_team", dependencies=_ADMIN)
async def delete_team(
    request: Request, team_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await teams.delete(session, team_id)
    return redirect(request, "/teams", toast=Toast(gettext("Team deleted.")))


async def _context(user: SignedIn, database: DatabaseDep) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        rows = await queries.all_teams(session)
        members = await queries.members(session)
        everybody = await people.members(session)
    return {
        "rows": rows,
        "members": {team.id: members.get(team.id, frozenset()) for team in rows},
        "people": [one for one in everybody if one.role is not Role.VIEWER],
        "name": "",
        "chosen": set(),
        "errors": FieldErrors(),
        "may_edit": user.may(Role.ADMIN),
    }
