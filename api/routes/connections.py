from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from db.models.connections import Connection, PhoneNumber
from db.queries import connections as rows
from schemas.api.connections import (
    ConnectionCreate,
    ConnectionDetail,
    ConnectionRead,
    ConnectionUpdate,
    PhoneNumberRead,
    PhoneNumberUpdate,
)
from schemas.api.ids import ConnectionId, NumberId
from schemas.api.pages import Page
from schemas.enums import Scope
from services.connections import ConnectionChange, Connections, NewConnection

router = APIRouter(tags=["connections"])
_READ = [Depends(require(Scope.CONNECTIONS_READ))]
_WRITE = [Depends(require(Scope.CONNECTIONS_WRITE))]


def _connections(request: Request) -> Connections:
    connections: Connections = request.app.state.connections
    return connections


ConnectionsDep = Annotated[Connections, Depends(_connections)]


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
    wanted: ConnectionCreate,
    caller: CallerDep,
    database: DatabaseDep,
    connections: ConnectionsDep,
) -> ConnectionDetail:
    """Checks the account and its token at Meta first; nothing is saved when that fails."""
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
    connection_id: ConnectionId,
    wanted: ConnectionUpdate,
    caller: CallerDep,
    database: DatabaseDep,
    connections: ConnectionsDep,
) -> ConnectionDetail:
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
) -> ConnectionDetail:
    """Ask Meta again: does the token work, which numbers are there, how healthy are they."""
    connection = await connections.recheck(caller.company_id, connection_id)
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
