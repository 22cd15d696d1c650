"""Numbers: searched, bought and given back. Each change commits first, then Temporal is told."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status

from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from api.idempotency import IdempotencyDep
from api.pagination import Listing, PageParams
from db.models.connections import NumberOrder
from db.queries import number_orders as rows
from schemas.api.ids import ConnectionId, NumberId, NumberOrderId
from schemas.api.number_orders import (
    AvailableNumberRead,
    AvailableNumbers,
    NumberOrderCreate,
    NumberOrderRead,
)
from schemas.api.pages import Page
from schemas.enums import Scope
from schemas.payloads.number_orders import NumberOrderRef
from services import number_orders
from services.live import LiveHints
from services.number_orders import NumberKind, NumberSearch, NumberShop, WantedNumber
from workflows import starters

router = APIRouter(tags=["connections"])
_READ = [Depends(require(Scope.CONNECTIONS_READ))]
_WRITE = [Depends(require(Scope.CONNECTIONS_WRITE))]


class Teller:
    """Tells Temporal and open pages of an order, after the commit."""

    def __init__(self, request: Request, temporal: TemporalDep) -> None:
        self._hints: LiveHints = request.app.state.hints
        self._temporal = temporal

    async def __call__(self, order: NumberOrder) -> None:
        self._hints.changed(order.company_id, "connection", order.connection_id)
        await starters.follow_number_order(
            self._temporal, NumberOrderRef(order.company_id, order.id)
        )


TellerDep = Annotated[Teller, Depends()]


@router.get(
    "/connections/{connection_id}/available-numbers",
    operation_id="search_available_numbers",
    dependencies=_WRITE,
)
async def search_available_numbers(
    *,
    request: Request,
    connection_id: ConnectionId,
    caller: CallerDep,
    country: Annotated[str, Query(pattern="^[A-Z]{2}$", description="ISO 3166.")] = "US",
    kind: NumberKind = NumberKind.LOCAL,
    digits: Annotated[str, Query(max_length=12, description="Area code, or any digits.")] = "",
) -> AvailableNumbers:
    """Some numbers that can send SMS, as they are for sale right now. The provider charges monthly."""
    shop: NumberShop = request.app.state.number_shop
    wanted = NumberSearch(country, kind, digits)
    found = await shop.search(caller.company_id, connection_id, wanted)
    return AvailableNumbers(data=[AvailableNumberRead.model_validate(one) for one in found])


@router.post(
    "/number-orders",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=NumberOrderRead,
    operation_id="create_number_order",
    dependencies=_WRITE,
)
async def create_number_order(
    *,
    wanted: NumberOrderCreate,
    caller: CallerDep,
    database: DatabaseDep,
    tell: TellerDep,
    _: IdempotencyDep,
) -> NumberOrder:
    """Buy a number and set it up. Costs money; needs an `Idempotency-Key`.

    A number that cannot be set up is given back, and the order is `failed`.
    """
    async with database.company(caller.company_id) as session:
        order = await number_orders.order(session, caller.company_id, _wanted(wanted))
    await tell(order)
    return order


@router.get(
    "/number-orders",
    response_model=Page[NumberOrderRead],
    operation_id="list_number_orders",
    dependencies=_READ,
)
async def list_number_orders(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[NumberOrder]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        found = await rows.page(session, after=paging.after, limit=paging.fetch)
    return paging.page(found)


@router.get(
    "/number-orders/{order_id}",
    response_model=NumberOrderRead,
    operation_id="get_number_order",
    dependencies=_READ,
)
async def get_number_order(
    order_id: NumberOrderId, caller: CallerDep, database: DatabaseDep
) -> NumberOrder:
    async with database.company(caller.company_id) as session:
        return await rows.get(session, order_id)


@router.delete(
    "/phone-numbers/{number_id}",
    status_code=status.HTTP_202_ACCEPTED,
    response_model=NumberOrderRead,
    operation_id="release_phone_number",
    dependencies=_WRITE,
)
async def release_phone_number(
    number_id: NumberId, caller: CallerDep, database: DatabaseDep, tell: TellerDep
) -> NumberOrder:
    """Give a number back that was bought here; it may then be sold to somebody else.

    409 while a campaign, a fallback or a recurring campaign uses it.
    """
    async with database.company(caller.company_id) as session:
        order = await number_orders.release(session, number_id)
    await tell(order)
    return order


def _wanted(body: NumberOrderCreate) -> WantedNumber:
    return WantedNumber(
        connection_id=body.connection_id,
        phone=body.phone,
        service_number_id=body.service_number_id,
        address_id=body.address_id,
        bundle_id=body.bundle_id,
    )
