"""Settings: the people of the company."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import people
from schemas.enums import Role
from schemas.errors import AppError
from services import members
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import page, redirect

router = APIRouter(prefix="/settings/members", dependencies=[Depends(require_role(Role.OWNER))])
_HERE = "/settings/members"


@router.get("", name="members")
async def show_members(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return await _page(request, user, database)


@router.post("/invitations", name="invite")
async def invite(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    view: SettingsViewDep,
    email: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = Role.AGENT,
) -> Response:
    """The page that follows shows the link, once: only its hash is stored."""
    try:
        async with database.company(user.company_id) as session:
            secret = await members.invite(
                session, user.company_id, email=email, role=role, invited_by=user.user_id
            )
    except AppError as error:
        return await _page(request, user, database, email=email, role=role, error=error)
    link = f"{view.public_url}/invitations/{secret}"
    return await _page(request, user, database, invited=email.strip(), link=link)


@router.post("/invitations/{invitation_id}/withdraw", name="withdraw_invitation")
async def withdraw(
    request: Request, invitation_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await members.withdraw(session, invitation_id)
    return redirect(request, _HERE, toast=Toast(gettext("The invitation is withdrawn.")))


@router.post("/{user_id}/role", name="change_role")
async def change_role(
    request: Request,
    user_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    role: Annotated[Role, Form()],
) -> Response:
    async with database.company(user.company_id) as session:
        await members.change_role(session, user.company_id, user_id, role)
    return redirect(request, _HERE, toast=Toast(gettext("Role changed.")))


@router.post("/{user_id}/capacity", name="set_capacity")
async def set_capacity(
    request: Request,
    user_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    capacity: Annotated[int | None, Form()] = None,
) -> Response:
    """How many open conversations come by themselves at most; empty: as many as there are."""
    async with database.company(user.company_id) as session:
        await members.set_capacity(session, user.company_id, user_id, capacity)
    return redirect(request, _HERE, toast=Toast(gettext("Saved.")))


@router.post("/{user_id}/remove", name="remove_member")
async def remove_member(
    request: Request, user_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        await members.remove(session, user.company_id, user_id, by=user.user_id)
    toast = Toast(gettext("They no longer work in this company."))
    return redirect(request, "/" if user_id == user.user_id else _HERE, toast=toast)


async def _page(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    *,
    email: str = "",
    role: Role = Role.AGENT,
    invited: str = "",
    link: str = "",
    error: AppError | None = None,
) -> Response:
    async with database.company(user.company_id) as session:
        found = await people.members(session)
        duties = await people.duties(session)
        waiting = await people.open_invitations(session, datetime.now(UTC))
    context = {
        "members": found,
        "duties": duties,
        "waiting": waiting,
        "roles": [role.value for role in Role],
        "email": email,
        "role": role.value,
        "invited": invited,
        "link": link,
        "me": user.user_id,
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "settings/members.html", context, status=error.status if error else 200)
