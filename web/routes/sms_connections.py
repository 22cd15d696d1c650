"""Connections to Twilio: the account SMS go out by. What both kinds share is in connections.py."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from schemas.enums import Role
from schemas.errors import AppError, InvalidInput
from services.sms_connections import NewSmsConnection, SmsConnectionChange, SmsConnections
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect
from web.routes.connections import ConnectionsDep, address_of, connection_context

router = APIRouter(prefix="/connections", dependencies=[Depends(require_role(Role.ADMIN))])
Text = Annotated[str, Form(max_length=200)]


def _sms_connections(request: Request) -> SmsConnections:
    connections: SmsConnections = request.app.state.sms_connections
    return connections


SmsConnectionsDep = Annotated[SmsConnections, Depends(_sms_connections)]


@router.get("/new/sms", name="new_sms_connection")
async def new_connection(request: Request) -> Response:
    blank = {"name": "", "account_sid": "", "api_key_sid": ""}
    context = {"values": blank, "errors": FieldErrors()}
    return page(request, "connections/new_sms.html", context)


@router.post("/new/sms", name="create_sms_connection")
async def create_connection(
    *,
    request: Request,
    user: SignedIn,
    connections: SmsConnectionsDep,
    name: Text = "",
    account_sid: Text = "",
    auth_token: Text = "",
    api_key_sid: Text = "",
    api_key_secret: Text = "",
) -> Response:
    """Saved only when Twilio says the credentials work."""
    wanted = NewSmsConnection(
        name=name,
        account_sid=account_sid.strip(),
        auth_token=auth_token.strip(),
        key_sid=api_key_sid.strip(),
        key_secret=api_key_secret.strip(),
    )
    try:
        connection = await connections.connect(user.company_id, wanted)
    except AppError as error:
        values = {"name": name, "account_sid": account_sid, "api_key_sid": api_key_sid}
        context = {"values": values, "errors": field_errors(error)}
        return invalid(request, "connections/new_sms.html", context, fragment="connection_form")
    toast = Toast(gettext("Connected. Its numbers can send SMS now."))
    return redirect(request, address_of(request, connection.id), toast=toast)


@router.post("/{connection_id}/sms", name="save_sms_connection")
async def save_connection(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    all_connections: ConnectionsDep,
    connections: SmsConnectionsDep,
    connection_id: UUID,
    name: Text = "",
    auth_token: Text = "",
    api_key_sid: Text = "",
    api_key_secret: Text = "",
) -> Response:
    """Fields of secrets that stay empty leave the stored secret alone."""
    change = SmsConnectionChange(
        name=name.strip() or None,
        auth_token=auth_token.strip() or None,
        key_sid=api_key_sid.strip(),
        key_secret=api_key_secret.strip() or None,
    )
    try:
        await connections.change(user.company_id, connection_id, change)
    except InvalidInput as error:
        context = await connection_context(
            user.company_id, database, all_connections, connection_id
        )
        context |= {"may_act": True, "errors": field_errors(error)}
        return invalid(request, "connections/show.html", context, fragment="connection_page")
    toast = Toast(gettext("Saved and checked at Twilio."))
    return redirect(request, address_of(request, connection_id), toast=toast)
