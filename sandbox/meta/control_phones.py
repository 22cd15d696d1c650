"""`/sandbox/api/phones`: what a customer can do, and what stands on the phone."""

from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from sandbox.meta import inbound
from sandbox.meta.control import PREFIX, BadRequest, control, json_body, whole
from sandbox.meta.model import Number, Phone, digits_of, whatsapp_id
from sandbox.meta.receipts import Receipts
from sandbox.meta.views import message_json, phone_json
from sandbox.meta.world import World

JsonObject = dict[str, Any]
_PAGE = 60


def newest_phones(world: World, query: str, start: int, limit: int) -> list[Phone]:
    """Phones with the latest activity first; found by number or name."""
    words, digits = query.strip().lower(), digits_of(query)
    found = (
        phone
        for phone in reversed(world.phones.values())
        if not words or words in phone.name.lower() or (digits and digits in phone.wa_id)
    )
    return list(islice(found, start, start + limit))


async def _phones(request: Request, world: World) -> object:
    query = request.query_params
    start, limit = whole(request, "start", 0), whole(request, "limit", _PAGE)
    found = newest_phones(world, query.get("q", ""), start, limit)
    return {
        "total": len(world.phones),
        "data": [phone_json(world, phone, newest=1) for phone in found],
    }


async def _phone(request: Request, world: World) -> object:
    return phone_json(world, _known(request, world), newest=200)


async def _messages(request: Request, world: World) -> object:
    """Messages of a phone, or of all; `callback` finds one by biz_opaque_callback_data."""
    query = request.query_params
    found = iter(world.messages.values())
    if address := query.get("phone"):
        wa_id = whatsapp_id(address)
        found = (message for message in found if message.wa_id == wa_id)
    if callback := query.get("callback"):
        found = (message for message in found if message.callback == callback)
    if status := query.get("status"):
        found = (message for message in found if message.status == status)
    limit = whole(request, "limit", 1000)
    return {"data": [message_json(world, message) for message in islice(found, limit)]}


async def _send(request: Request, world: World) -> object:
    """The customer writes; a phone that was never seen before is made."""
    body = await json_body(request)
    phone = world.phone(request.path_params["address"], body.get("profile_name"))
    number = _number(world, phone, body)
    try:
        message = inbound.receive(world, phone, number, str(body.get("type", "text")), body)
    except inbound.UnknownKind as error:
        raise BadRequest(str(error)) from error
    return message_json(world, message) | {"webhook": inbound.webhook(phone, number, message)}


async def _read(request: Request, world: World) -> object:
    phone = _known(request, world)
    return {"read": Receipts(world).read(phone), **phone_json(world, phone)}


async def _power(request: Request, world: World) -> object:
    phone, body = _known(request, world), await json_body(request)
    Receipts(world).power(phone, on=bool(body.get("on", not phone.on)))
    return phone_json(world, phone)


async def _block(request: Request, world: World) -> object:
    phone, body = _known(request, world), await json_body(request)
    phone.blocks = bool(body.get("blocks", not phone.blocks))
    world.changes.phone(phone.wa_id)
    return phone_json(world, phone)


async def _preference(request: Request, world: World) -> object:
    """`{"value": "stop"}` or `"resume"`: marketing messages of this business."""
    phone, body = _known(request, world), await json_body(request)
    value = body.get("value", "resume" if phone.stopped else "stop")
    if value not in ("stop", "resume"):
        raise BadRequest("value must be stop or resume.")
    inbound.prefer(world, phone, _number(world, phone, body), str(value))
    return phone_json(world, phone)


def _known(request: Request, world: World) -> Phone:
    phone = world.phones.get(whatsapp_id(request.path_params["address"]))
    if phone is None:
        raise BadRequest("No message was sent to or from this phone.", 404)
    return phone


def _number(world: World, phone: Phone, body: JsonObject) -> Number:
    """The number named, else the one the last message was with, else the first."""
    chosen = body.get("number")
    if chosen is None and phone.messages:
        last = world.messages.get(phone.messages[-1])
        chosen = last.number_id if last else None
    number = world.numbers.get(str(chosen)) if chosen else next(iter(world.numbers.values()), None)
    if number is None:
        raise BadRequest("There is no such business number.", 404)
    return number


def routes() -> list[BaseRoute]:
    one = PREFIX + "/phones/{address}"
    return [
        Route(PREFIX + "/phones", control(_phones)),
        Route(PREFIX + "/messages", control(_messages)),
        Route(one, control(_phone)),
        Route(one + "/send", control(_send), methods=["POST"]),
        Route(one + "/read", control(_read), methods=["POST"]),
        Route(one + "/power", control(_power), methods=["POST"]),
        Route(one + "/block", control(_block), methods=["POST"]),
        Route(one + "/preference", control(_preference), methods=["POST"]),
    ]
