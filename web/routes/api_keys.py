"""Settings: the keys other programs reach the API with."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries import api_keys as rows
from schemas.enums import Role, Scope
from schemas.errors import AppError
from services import api_keys
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import page, redirect

router = APIRouter(prefix="/settings/api-keys", dependencies=[Depends(require_role(Role.OWNER))])
_SCOPES = {
    Scope.CONTACTS_READ: mark("See contacts"),
    Scope.CONTACTS_WRITE: mark("Add and change contacts"),
    Scope.TEMPLATES_READ: mark("See templates"),
    Scope.TEMPLATES_WRITE: mark("Add and change templates"),
    Scope.CAMPAIGNS_READ: mark("See campaigns and their results"),
    Scope.CAMPAIGNS_WRITE: mark("Add and change campaigns"),
    Scope.CAMPAIGNS_RUN: mark("Launch, pause and cancel campaigns"),
    Scope.CONNECTIONS_READ: mark("See connections"),
    Scope.CONNECTIONS_WRITE: mark("Add and change connections"),
    Scope.CONVERSATIONS_READ: mark("Read conversations, messages and their files"),
    Scope.CONVERSATIONS_WRITE: mark("Assign, label and close conversations, write notes"),
    Scope.MESSAGES_SEND: mark("Send messages to customers"),
    Scope.CADENCES_READ: mark("See cadences and who is in them"),
    Scope.CADENCES_WRITE: mark("Add and change cadences"),
    Scope.CADENCES_RUN: mark("Start and pause cadences, enrol and remove people"),
    Scope.AUTOMATION_READ: mark("See rules, webhooks and incoming hooks"),
    Scope.AUTOMATION_WRITE: mark("Add and change rules, webhooks and incoming hooks"),
    Scope.TRIGGERS_FIRE: mark("Tell of a contact and enrol or message them in one call"),
    Scope.COMPANY_READ: mark("See the company, its people and keys"),
    Scope.COMPANY_WRITE: mark("Make and revoke API keys"),
}
# How long a key may live; 0 is for ever.
_LIFETIMES = {30: mark("30 days"), 90: mark("90 days"), 365: mark("1 year"), 0: mark("No end")}


@router.get("", name="api_keys")
async def show_keys(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    return await _page(request, user, database)


@router.post("", name="create_api_key")
async def create_key(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    name: Annotated[str, Form()] = "",
    scopes: Annotated[list[Scope] | None, Form()] = None,
    lifetime: Annotated[int, Form()] = 90,
) -> Response:
    """The page that follows shows the key, once: only its hash is stored."""
    days = lifetime if lifetime in _LIFETIMES else 90
    expires_at = datetime.now(UTC) + timedelta(days=days) if days else None
    try:
        async with database.company(user.company_id) as session:
            issued = await api_keys.issue(
                session,
                user.company_id,
                name=name,
                scopes=scopes or [],
                created_by=user.user_id,
                expires_at=expires_at,
            )
    except AppError as error:
        return await _page(request, user, database, name=name, scopes=scopes, error=error)
    return await _page(request, user, database, token=issued.token)


@router.post("/{key_id}/revoke", name="revoke_api_key")
async def revoke_key(
    request: Request, key_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        key = await api_keys.revoke(session, key_id)
    message = gettext("The key “%(name)s” opens nothing any more.") % {"name": key.name}
    return redirect(request, "/settings/api-keys", toast=Toast(message))


async def _page(
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    *,
    name: str = "",
    scopes: list[Scope] | None = None,
    token: str = "",
    error: AppError | None = None,
) -> Response:
    async with database.company(user.company_id) as session:
        keys = await rows.newest(session)
    context = {
        "keys": keys,
        "now": datetime.now(UTC),
        "scopes": [(scope.value, gettext(words)) for scope, words in _SCOPES.items()],
        "lifetimes": [(days, gettext(words)) for days, words in _LIFETIMES.items()],
        "name": name,
        "chosen": [scope.value for scope in scopes or []],
        "token": token,
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "settings/api_keys.html", context, status=error.status if error else 200)
