"""Numbers of a connection to Twilio: found, bought, given back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.connections import NumberOrder
from db.queries import connections as rows
from providers.sms import SERVICE_PREFIX
from schemas.enums import ConnectionKind, Role
from schemas.errors import AppError, InvalidState, NotFound
from schemas.payloads.number_orders import NumberOrderRef
from services import number_orders
from services.live import LiveHints
from services.number_orders import NumberKind, NumberSearch, NumberShop, WantedNumber
from web import place_names
from web.dependencies import DatabaseDep, SignedIn, TemporalDep, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark
from web.render import invalid, page, redirect
from web.routes.connections import address_of
from workflows import starters

router = APIRouter(prefix="/connections", dependencies=[Depends(require_role(Role.ADMIN))])
_KINDS = {
    NumberKind.LOCAL: mark("Local"),
    NumberKind.MOBILE: mark("Mobile"),
    NumberKind.TOLL_FREE: mark("Free to call"),
}
_TEMPLATE, _BLOCK = "connections/numbers.html", "number_finder"
Text = Annotated[str, Form(max_length=64)]
Asked = Annotated[str, Query(max_length=20)]


class Teller:
    """Tells Temporal and open pages of an order, after the commit."""

    def __init__(self, request: Request, temporal: TemporalDep) -> None:
        self._request = request
        self._hints: LiveHints = request.app.state.hints
        self._temporal = temporal

    async def __call__(self, order: NumberOrder, words: str) -> Response:
        self._hints.changed(order.company_id, "connection", order.connection_id)
        ref = NumberOrderRef(order.company_id, order.id)
        await starters.follow_number_order(self._temporal, ref)
        place = address_of(self._request, order.connection_id)
        return redirect(self._request, place, toast=Toast(words))


TellerDep = Annotated[Teller, Depends()]


@router.get("/{connection_id}/numbers", name="find_numbers")
async def find_numbers(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    connection_id: UUID,
    country: Asked = "",
    kind: Asked = NumberKind.LOCAL,
    digits: Asked = "",
) -> Response:
    """The form; with a country what is for sale there right now."""
    context = await _context(user, database, connection_id)
    context["values"] = {"country": country or "BR", "kind": kind, "digits": digits}
    if not country:
        return page(request, _TEMPLATE, context, fragment=_BLOCK)
    shop: NumberShop = request.app.state.number_shop
    wanted = NumberSearch(country, _kind(kind), "".join(digits.split()).lstrip("+"))
    try:
        context["found"] = await shop.search(user.company_id, connection_id, wanted)
    except NotFound:
        raise
    except AppError as error:
        context["errors"] = field_errors(error)
        return invalid(request, _TEMPLATE, context, fragment=_BLOCK)
    return page(request, _TEMPLATE, context, fragment=_BLOCK)


@router.post("/{connection_id}/numbers", name="buy_number")
async def buy_number(
    *,
    user: SignedIn,
    database: DatabaseDep,
    tell: TellerDep,
    connection_id: UUID,
    phone: Text = "",
    service: Text = "",
    address_id: Text = "",
    bundle_id: Text = "",
) -> Response:
    wanted = WantedNumber(
        connection_id=connection_id,
        phone=phone,
        service_number_id=_uuid(service),
        address_id=address_id.strip(),
        bundle_id=bundle_id.strip(),
    )
    async with database.company(user.company_id) as session:
        order = await number_orders.order(session, user.company_id, wanted, user_id=user.user_id)
    return await tell(order, gettext("The number is being bought. It is shown here once it works."))


@router.post("/numbers/{number_id}/release", name="release_number")
async def release_number(
    user: SignedIn, database: DatabaseDep, tell: TellerDep, number_id: UUID
) -> Response:
    async with database.company(user.company_id) as session:
        order = await number_orders.release(session, number_id)
    return await tell(order, gettext("The number is being given back."))


async def _context(user: SignedIn, database: DatabaseDep, connection_id: UUID) -> dict[str, object]:
    async with database.company(user.company_id) as session:
        connection = await rows.get(session, connection_id)
        numbers = await rows.numbers(session, [connection_id])
    if connection.kind is not ConnectionKind.TWILIO:
        raise InvalidState("Numbers are bought for a connection to Twilio only.")
    services = [one for one in numbers if one.provider_number_id.startswith(SERVICE_PREFIX)]
    return {
        "connection": connection,
        "countries": place_names.countries(),
        "kinds": [(kind.value, gettext(label)) for kind, label in _KINDS.items()],
        "services": [(one.id, one.display_phone) for one in services],
        "found": None,
        "errors": FieldErrors(),
    }


def _kind(value: str) -> NumberKind:
    try:
        return NumberKind(value)
    except ValueError:
        return NumberKind.LOCAL


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise NotFound("Phone number", value) from error
