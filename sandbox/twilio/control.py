"""`/sandbox/api/twilio`: settings, callbacks, and what a customer can do by SMS."""

from dataclasses import asdict, fields
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from sandbox.meta.control import PREFIX, BadRequest, control, json_body
from sandbox.meta.model import digits_of
from sandbox.meta.world import World
from sandbox.twilio import inbound
from sandbox.twilio.messages import as_json
from sandbox.twilio.model import Number
from sandbox.twilio.outcomes import OUTCOMES
from sandbox.twilio.world import PART, Behaviour, TwilioWorld

_HERE = f"{PREFIX}/twilio"


def of(world: World) -> TwilioWorld:
    twilio = world.parts[PART]
    assert isinstance(twilio, TwilioWorld)
    return twilio


async def _settings(request: Request, world: World) -> object:
    twilio = of(world)
    if request.method == "PUT":
        for name, value in (await json_body(request)).items():
            _change(twilio.behaviour, name, value)
        twilio.buckets.clear()
        twilio.busy_until.clear()
    return asdict(twilio.behaviour)


def _change(behaviour: Behaviour, name: str, value: Any) -> None:
    kinds = {field.name: field.type for field in fields(Behaviour)}
    if name not in kinds:
        raise BadRequest(f"There is no setting '{name}'. Settings are: {', '.join(kinds)}.")
    if name == "webhook_url":
        if value is not None and not str(value).startswith(("http://", "https://")):
            raise BadRequest("webhook_url must be an http(s) address or null.")
    elif isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadRequest(f"{name} must be a number that is not negative.")
    setattr(behaviour, name, value)


async def _callbacks(_: Request, world: World) -> object:
    callbacks = of(world).callbacks
    counters = asdict(callbacks.counters)
    return {"pending": callbacks.pending, **counters, "last_error": callbacks.last_error}


async def _outcomes(_: Request, _world: World) -> object:
    return {ending: {"name": one.name, "words": one.words} for ending, one in OUTCOMES.items()}


async def _messages(request: Request, world: World) -> object:
    to = request.query_params.get("to")
    found = [sms for sms in of(world).messages.values() if to is None or sms.to == to]
    return {"data": [as_json(sms) | {"callback": sms.callback} for sms in found[-1000:]]}


async def _write(request: Request, world: World) -> object:
    """The customer writes: `{"body": "Oi", "to": "+15005550006", "media": {url: type}}`."""
    twilio, body = of(world), await json_body(request)
    address = "+" + digits_of(request.path_params["address"])
    phone = world.phone(digits_of(address))
    twilio.dialled[phone.wa_id] = address
    media = body.get("media")
    sms = inbound.receive(
        twilio,
        phone,
        _number(twilio, body),
        str(body.get("body", "")),
        media=media if isinstance(media, dict) else None,
    )
    return as_json(sms)


def _number(twilio: TwilioWorld, body: dict[str, Any]) -> Number:
    wanted = body.get("to")
    for number in twilio.numbers.values():
        if wanted in (None, number.phone, number.sid):
            return number
    raise BadRequest("There is no such number.", 404)


def routes() -> list[BaseRoute]:
    return [
        Route(f"{_HERE}/settings", control(_settings), methods=["GET", "PUT"]),
        Route(f"{_HERE}/callbacks", control(_callbacks)),
        Route(f"{_HERE}/outcomes", control(_outcomes)),
        Route(f"{_HERE}/messages", control(_messages)),
        Route(f"{_HERE}/phones/{{address}}/messages", control(_write), methods=["POST"]),
    ]
