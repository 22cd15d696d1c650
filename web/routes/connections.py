"""Connections: WhatsApp business accounts, their numbers and their health."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.connections import Connection
from db.queries import connections as rows
from schemas.enums import ConnectionKind, Role
from schemas.errors import AppError, FieldError, InvalidInput
from services import number_orders
from services.connections import ConnectionChange, Connections, NewConnection
from services.sms_connections import SmsConnections
from services.templates import Templates
from web import connection_views as views
from web import number_words
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors, words
from web.i18n import gettext, mark, ngettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/connections")
_ADMIN = [Depends(require_role(Role.ADMIN))]
_MOST = 200
_MOST_A_SECOND = 1000


def _connections(request: Request) -> Connections:
    connections: Connections = request.app.state.connections
    return connections


def _templates(request: Request) -> Templates:
    templates: Templates = request.app.state.templates
    return templates


ConnectionsDep = Annotated[Connections, Depends(_connections)]
TemplatesDep = Annotated[Templates, Depends(_templates)]
Text = Annotated[str, Form(max_length=2000)]


@router.get("", name="connections")
async def show_connections(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        found = await rows.page(session, limit=_MOST)
        numbers = await rows.numbers(session, [connection.id for connection in found])
    context = {
        "connections": [
            (one, views.trouble(one), [n for n in numbers if n.connection_id == one.id])
            for one in found
        ],
        "may_act": user.may(Role.ADMIN),
        "quality": views.quality,
    }
    return page(request, "connections/index.html", context, fragment="connection_list")


@router.get("/new", name="new_connection", dependencies=_ADMIN)
async def new_connection(request: Request, connections: ConnectionsDep) -> Response:
    return page(request, "connections/new.html", _form_context(connections, {}))


@router.post("/new", name="create_connection", dependencies=_ADMIN)
async def create_connection(
    *,
    request: Request,
    user: SignedIn,
    connections: ConnectionsDep,
    templates: TemplatesDep,
    name: Text = "",
    account_id: Text = "",
    access_token: Text = "",
    app_id: Text = "",
    app_secret: Text = "",
) -> Response:
    """Saved only when Meta says the token works; its templates come along."""
    values = {"name": name, "account_id": account_id.strip(), "app_id": app_id}
    try:
        _check_filled(values["account_id"], access_token)
        connection = await connections.connect(
            user.company_id,
            NewConnection(access_token=access_token.strip(), app_secret=app_secret, **values),
        )
    except AppError as error:
        context = _form_context(connections, values, field_errors(error))
        return invalid(request, "connections/new.html", context, fragment="connection_form")
    toast = await _first_sync(templates, user.company_id, connection)
    url = request.url_for("connection", connection_id=connection.id).path
    return redirect(request, url, toast=toast)


@router.get("/{connection_id}", name="connection")
async def show_connection(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    connections: ConnectionsDep,
    connection_id: UUID,
) -> Response:
    context = await connection_context(user.company_id, database, connections, connection_id)
    context["may_act"] = user.may(Role.ADMIN)
    return page(request, "connections/show.html", context, fragment="connection_page")


@router.post("/{connection_id}/check", name="check_connection", dependencies=_ADMIN)
async def check_connection(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    connections: ConnectionsDep,
    connection_id: UUID,
) -> Response:
    async with database.company(user.company_id) as session:
        is_sms = (await rows.get(session, connection_id)).kind is ConnectionKind.TWILIO
    sms: SmsConnections = request.app.state.sms_connections
    recheck = sms.recheck if is_sms else connections.recheck
    connection = await recheck(user.company_id, connection_id)
    async with database.company(user.company_id) as session:
        numbers = await rows.numbers(session, [connection_id])
    troubles = [views.trouble(connection), *map(views.trouble, numbers)]
    found = next(filter(None, troubles), None)
    well = gettext("Twilio says all is well.") if is_sms else gettext("Meta says all is well.")
    toast = Toast(found.text, "warning") if found else Toast(well)
    return redirect(request, address_of(request, connection_id), toast=toast)


@router.post("/{connection_id}", name="save_connection", dependencies=_ADMIN)
async def save_connection(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    connections: ConnectionsDep,
    connection_id: UUID,
    name: Text = "",
    access_token: Text = "",
    app_id: Text = "",
    app_secret: Text = "",
) -> Response:
    """Fields of secrets that stay empty leave the stored secret alone."""
    change = ConnectionChange(
        name=name.strip() or None,
        access_token=access_token.strip() or None,
        app_id=app_id,
        app_secret=app_secret.strip() or None,
    )
    try:
        await connections.change(user.company_id, connection_id, change)
    except InvalidInput as error:
        context = await connection_context(user.company_id, database, connections, connection_id)
        context |= {"may_act": True, "errors": field_errors(error)}
        return invalid(request, "connections/show.html", context, fragment="connection_page")
    toast = Toast(gettext("Saved and checked at Meta."))
    return redirect(request, address_of(request, connection_id), toast=toast)


@router.post("/{connection_id}/remove", name="remove_connection", dependencies=_ADMIN)
async def remove_connection(
    request: Request, user: SignedIn, connections: ConnectionsDep, connection_id: UUID
) -> Response:
    await connections.remove(user.company_id, connection_id)
    toast = Toast(gettext("The connection was removed and its token erased."))
    return redirect(request, request.url_for("connections").path, toast=toast)


@router.post("/numbers/{number_id}", name="save_number", dependencies=_ADMIN)
async def save_number(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    number_id: UUID,
    rate_per_second: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    rate = int(rate_per_second) if rate_per_second.isascii() and rate_per_second.isdigit() else 0
    if not 1 <= rate <= _MOST_A_SECOND:
        raise InvalidInput(mark("Give a number of messages a second between 1 and 1,000."))
    async with database.company(user.company_id) as session:
        number = await rows.get_number(session, number_id)
        number.rate_per_second = rate
    toast = Toast(gettext("Saved."))
    return redirect(request, address_of(request, number.connection_id), toast=toast)


async def connection_context(
    company_id: UUID, database: DatabaseDep, connections: Connections, connection_id: UUID
) -> dict[str, object]:
    """What the page of one connection shows."""
    async with database.company(company_id) as session:
        connection = await rows.get(session, connection_id)
        numbers = await rows.numbers(session, [connection_id])
        orders = await number_orders.shown(session, connection_id)
    return {
        "orders": [number_words.view(order) for order in orders],
        "connection": connection,
        "trouble": views.trouble(connection),
        "numbers": [(number, views.trouble(number)) for number in numbers],
        "webhook": connections.webhook(connection),
        "quality": views.quality,
        "errors": FieldErrors(),
    }


async def _first_sync(templates: Templates, company_id: UUID, connection: Connection) -> Toast:
    try:
        synced = await templates.sync(company_id, connection.id)
    except AppError as error:
        return Toast(words(error), "warning")
    message = ngettext(
        "Connected. %(count)s template came along.",
        "Connected. %(count)s templates came along.",
        synced.added,
    ) % {"count": synced.added}
    return Toast(message)


def _check_filled(account_id: str, access_token: str) -> None:
    errors = []
    if not (account_id.isascii() and account_id.isdigit()):
        message = mark("Enter the account's number, digits only.")
        errors.append(FieldError("account_id", "required", message))
    if not access_token.strip():
        errors.append(FieldError("access_token", "required", mark("Paste the access token.")))
    if errors:
        raise InvalidInput("The connection could not be checked; see each field.", errors)


def _form_context(
    connections: Connections, values: dict[str, str], errors: FieldErrors | None = None
) -> dict[str, object]:
    blank = {"name": "", "account_id": "", "app_id": ""}
    return {
        "values": blank | values,
        "errors": errors or FieldErrors(),
        "needs_own_app": connections.needs_own_app,
    }


def address_of(request: Request, connection_id: UUID) -> str:
    return request.url_for("connection", connection_id=connection_id).path
