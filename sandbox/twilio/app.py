"""Twilio's API as routes, and its part of a world."""

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.meta.world import World
from sandbox.twilio import messages, numbers, shop
from sandbox.twilio.errors import TwilioError
from sandbox.twilio.model import API
from sandbox.twilio.wire import Handler, endpoint
from sandbox.twilio.world import PART, TwilioWorld

_ACCOUNT = f"/{API}/Accounts/{{account}}"
_SERVICES = "/v1/Services"
_ENDPOINTS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", f"{_ACCOUNT}/Messages.json", messages.create),
    ("GET", f"{_ACCOUNT}/Messages.json", messages.list_all),
    ("GET", f"{_ACCOUNT}/Messages/{{sid}}.json", messages.fetch),
    ("POST", f"{_ACCOUNT}/Messages/{{sid}}.json", messages.cancel),
    ("GET", f"{_ACCOUNT}/IncomingPhoneNumbers.json", numbers.list_numbers),
    ("GET", f"{_ACCOUNT}/AvailablePhoneNumbers/{{country}}/{{kind}}.json", shop.search),
    ("POST", f"{_ACCOUNT}/IncomingPhoneNumbers.json", shop.buy),
    ("GET", f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", numbers.read_number),
    ("POST", f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", shop.change),
    ("DELETE", f"{_ACCOUNT}/IncomingPhoneNumbers/{{sid}}.json", shop.release),
    ("GET", _SERVICES, numbers.list_services),
    ("GET", f"{_SERVICES}/{{service}}/PhoneNumbers", numbers.list_service_numbers),
    ("POST", f"{_SERVICES}/{{service}}/PhoneNumbers", shop.join),
)


async def _unknown(request: Request) -> Response:
    return TwilioError(20404, request.url.path).response()


def routes() -> list[BaseRoute]:
    account = endpoint(numbers.read_account, own_account=True)
    return [
        *(Route(path, endpoint(handler), methods=[method]) for method, path, handler in _ENDPOINTS),
        Route(f"{_ACCOUNT}.json", account, methods=["GET"]),
        Route(f"/{API}/{{rest:path}}", _unknown, methods=["GET", "POST", "DELETE"]),
    ]


def join(world: World, transport: httpx.AsyncBaseTransport | None = None) -> World:
    """The same world, with Twilio in it."""
    if PART not in world.parts:
        world.parts[PART] = TwilioWorld(world, transport)
    return world
