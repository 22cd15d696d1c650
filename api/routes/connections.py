from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import SecretStr

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.connections import Connection, PhoneNumber
from db.queries import connections as rows
from schemas.api.connections import (
    AnyConnectionCreate,
    ConnectionDetail,
    ConnectionRead,
    ConnectionUpdate,
    PhoneNumberRead,
    PhoneNumberUpdate,
    TwilioConnectionCreate,
)
from schemas.api.ids import ConnectionId, NumberId
from schemas.api.pages import Page
from schemas.enums import ConnectionKind, Scope
from services.connections import ConnectionChange, Connections, NewConnection
from services.sms_connections import NewSmsConnection, SmsConnectionChange, SmsConnections

router = APIRouter(tags=["connections"])
_READ = [Depends(require(Scope.CONNECTIONS_READ))]
_WRITE = [Depends(require(Scope.CONNECTIONS_WRITE))]


def _connections(request: Request) -> Connections:
    connections: Connections = request.app.state.connections
    return connections


ConnectionsDep = Annotated[Connections, Depends(_connections)]


def _sms_connections(request: Request) -> SmsConnections:
    connections: SmsConnections = request.app.state.sms_connections
    return connections


SmsConnectionsDep = Annotated[SmsConnections, Depends(_sms_connections)]


@router.get(
    "/connections",
    response_model=Page[ConnectionRead],
    operation_id="list_connections",
    dependencies=_READ,
)
async def list_connections(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[Connection]:
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(found)


@router.post(
    "/connections",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_connection",
    dependencies=_WRITE,
)
async def create_connection(
    *,
    wanted: AnyConnectionCreate,
    caller: CallerDep,
    database: DatabaseDep,
    connections: ConnectionsDep,
    sms: SmsConnectionsDep,
) -> ConnectionDetail:
    """Checks the account at its provider first; nothing is saved when that fails.

    `kind` is `meta_cloud` (WhatsApp) unless it says `twilio` (SMS).
    """
    if isinstance(wanted, TwilioConnectionCreate):
        connection = await sms.connect(caller.company_id, _sms_account(wanted))
        return await _detail(caller, database, connections, connection)
    connection = await connections.connect(
        caller.company_id,
        NewConnection(
            name=wanted.name,
            account_id=wanted.account_id,
            access_token=wanted.access_token.get_secret_value().strip(),
            app_id=wanted.app_id,
            app_secret=wanted.app_secret.get_secret_value() if wanted.app_secret else "",
        ),
    )
    return await _detail(caller, database, connections, connection)


@router.get("/connections/{connection_id}", operation_id="get_connection", dependencies=_READ)
async def get_connection(
    connection_id: ConnectionId,
    caller: CallerDep,
    database: DatabaseDep,
    connections: ConnectionsDep,
) -> ConnectionDetail:
    async with database.company(caller.company_id) as session:
        connection = await rows.get(session, connection_id)
    return await _detail(caller, database, connections, connection)


@router.patch("/connections/{connection_id}", operation_id="update_connection", dependencies=_WRITE)
async def update_connection(
    *,
    connection_id: ConnectionId,
    wanted: ConnectionUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    connections: ConnectionsDep,
    sms: SmsConnectionsDep,
) -> ConnectionDetail:
    if await _is_sms(caller, database, connection_id):
        change = _sms_change(wanted)
        connection = await sms.change(caller.company_id, connection_id, change)
        return await _detail(caller, database, connections, connection)
    token, secret = wanted.access_token, wanted.app_secret
    connection = await connections.change(
        caller.company_id,
        connection_id,
        ConnectionChange(
            name=wanted.name,
            access_token=token.get_secret_value().strip() if token else None,
            app_id=wanted.app_id,
            app_secret=secret.get_secret_value() if secret else None,
        ),
    )
    return await _detail(caller, database, connections, connection)


@router.post(
    "/connections/{connection_id}/check", operation_id="check_connection", dependencies=_WRITE
)
async def check_connection(
    connection_id: ConnectionId,
    caller: CallerDep,
    database: DatabaseDep,
    connections: ConnectionsDep,
    sms: SmsConnectionsDep,
) -> ConnectionDetail:
    """Ask the provider again: does the token work, which numbers are there, are they healthy."""
    is_sms = await _is_sms(caller, database, connection_id)
    recheck = sms.recheck if is_sms else connections.recheck
    connection = await recheck(caller.company_id, connection_id)
    return await _detail(caller, database, connections, connection)


@router.delete(
    "/connections/{connection_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_connection",
    dependencies=_WRITE,
)
async def delete_connection(
    connection_id: ConnectionId, caller: CallerDep, connections: ConnectionsDep
) -> Response:
    """Its credentials are erased and its account is free. Refused while a campaign uses it."""
    await connections.remove(caller.company_id, connection_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.patch(
    "/phone-numbers/{number_id}",
    response_model=PhoneNumberRead,
    operation_id="update_phone_number",
    dependencies=_WRITE,
)
async def update_phone_number(
    number_id: NumberId, wanted: PhoneNumberUpdate, caller: CallerDep, database: DatabaseDep
) -> PhoneNumber:
    async with database.company(caller.company_id) as session:
        number = await rows.get_number(session, number_id)
        number.rate_per_second = wanted.rate_per_second
    return number


async def _is_sms(caller: CallerDep, database: DatabaseDep, connection_id: UUID) -> bool:
    async with database.company(caller.company_id) as session:
        connection = await rows.get(session, connection_id)
    return connection.kind is ConnectionKind.TWILIO


def _sms_account(wanted: TwilioConnectionCreate) -> NewSmsConnection:
    return NewSmsConnection(
        name=wanted.name,
        account_sid=wanted.account_sid,
        auth_token=_secret(wanted.auth_token) or "",
        key_sid=wanted.api_key_sid,
        key_secret=_secret(wanted.api_key_secret) or "",
    )


def _sms_change(wanted: ConnectionUpdate) -> SmsConnectionChange:
    return SmsConnectionChange(
        name=wanted.name,
        auth_token=_secret(wanted.auth_token),
        key_sid=wanted.api_key_sid,
        key_secret=_secret(wanted.api_key_secret),
    )


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value().strip() if value else None


async def _detail(
    caller: CallerDep, database: DatabaseDep, connections: Connections, connection: Connection
) -> ConnectionDetail:
    async with database.company(caller.company_id) as session:
        numbers = await rows.numbers(session, [connection.id])
    return ConnectionDetail(
        **dict(ConnectionRead.model_validate(connection)),
        numbers=[PhoneNumberRead.model_validate(number) for number in numbers],
        webhook_url=connections.webhook(connection).url,
    )
