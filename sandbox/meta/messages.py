"""`POST /{phone-number-id}/messages`: accept or refuse, then let the phone and receipts follow."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from sandbox.meta import message_rules, template_parameters
from sandbox.meta.endpoints import (
    MESSAGING,
    Call,
    HangUp,
    answer,
    refused,
    server_error,
    success,
)
from sandbox.meta.errors import invalid, numbered, unknown_object
from sandbox.meta.model import (
    DAY,
    Message,
    Number,
    Template,
    digits_of,
    new_message_id,
    whatsapp_id,
)
from sandbox.meta.outcomes import Outcome, outcome_for
from sandbox.meta.receipts import Receipts
from sandbox.meta.reviews import set_status
from sandbox.meta.world import World

JsonObject = dict[str, Any]
_CALLBACK_LIMIT = 512
# How long receipts that come before the answer may hold it up.
_RECEIPTS_FIRST = 3.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A message that is fit to send."""

    number: Number
    body: JsonObject
    kind: str
    template: Template | None
    raw: bytes

    @property
    def to(self) -> str:
        return digits_of(str(self.body["to"]))


async def send(call: Call) -> Response:
    world = call.world
    body = await call.body()
    call.entry.recipient = digits_of(str(body.get("to", ""))) or None
    callback = body.get("biz_opaque_callback_data")
    call.entry.callback = None if callback is None else str(callback)
    if world.behaviour.latency:
        await asyncio.sleep(world.behaviour.latency)
    token = call.token(MESSAGING)
    number = call.reached(world.numbers.get(call.node), lambda number: number.account_id, token)
    if body.get("status") is not None:
        return _read_receipt(call, body)
    if not number.registered:
        raise numbered(133010)
    if not _within_throughput(world, number):
        call.entry.outcome = "throughput"
        raise numbered(130429)
    kind, template = _checked(world, number, body, call.entry.callback)
    wanted = _Wanted(number, body, kind, template, await call.request.body())
    return await _outcome(call, wanted)


def _checked(
    world: World, number: Number, body: JsonObject, callback: str | None
) -> tuple[str, Template | None]:
    """The kind of the message, and its template if it is one; or the error it deserves."""
    kind = message_rules.check(body)
    if callback is not None and len(callback) > _CALLBACK_LIMIT:
        raise invalid("Param biz_opaque_callback_data must be at most 512 characters long.")
    if digits_of(str(body["to"])) == number.digits:
        raise numbered(131021)
    template = None
    if kind == "template":
        template = template_parameters.find(world, number.account_id, body["template"])
        template_parameters.check(template, body["template"])
    elif kind in ("image", "video", "audio", "document", "sticker"):
        media_id = body[kind].get("id")
        if media_id is not None and str(media_id) not in world.media:
            raise invalid(
                f"Param {kind}['id'] is not a valid whatsapp business account media attachment ID"
            )
    return kind, template


async def _outcome(call: Call, wanted: _Wanted) -> Response:
    """Do what the recipient's ending asks for."""
    world, outcome = call.world, outcome_for(wanted.to)
    call.entry.outcome = outcome.name
    if outcome.refuse is not None:
        raise refused(outcome.refuse)
    if outcome.pauses_template and wanted.template is not None:
        set_status(world, wanted.template, "PAUSED")
        raise numbered(132015)
    if outcome.throttle is not None and _throttled(world, wanted.to, outcome.throttle):
        raise numbered(outcome.throttle)
    if outcome.accepted and not _within_daily_limit(world, wanted):
        call.entry.outcome = "daily_limit"
        raise numbered(131048)
    message = _accept(call, wanted, outcome) if outcome.accepted else None
    if outcome.hang_up:
        raise HangUp
    if outcome.server_error:
        raise server_error()
    if outcome.receipts_first:
        await _receipts_first(world)
    if outcome.slow:
        await asyncio.sleep(world.behaviour.slow_answer)
    if message is None:
        raise server_error()
    return _accepted(message, str(wanted.body["to"]))


def _throttled(world: World, to: str, code: int) -> bool:
    behaviour = world.behaviour
    tries = behaviour.throttle_tries if code == 130429 else behaviour.pair_limit_tries
    world.throttled[to] += 1
    return world.throttled[to] <= tries


def _within_throughput(world: World, number: Number) -> bool:
    """One token of the number's bucket, which holds one second's worth."""
    default = world.behaviour.throughput
    rate = number.throughput if number.throughput is not None else default
    if rate <= 0:
        return True
    now = time.monotonic()
    tokens, before = world.buckets.get(number.id, (rate, now))
    tokens = min(max(rate, 1.0), tokens + (now - before) * rate)
    allowed = tokens >= 1
    world.buckets[number.id] = (tokens - allowed, now)
    return allowed


def _within_daily_limit(world: World, wanted: _Wanted) -> bool:
    """Whether the business may begin to write to this person today; Meta has no code of its own."""
    if wanted.template is None:
        return True
    wa_id, now = whatsapp_id(wanted.to), time.time()
    phone = world.phones.get(wa_id)
    wrote = phone.wrote_at.get(wanted.number.id, 0.0) if phone else 0.0
    if wrote > now - DAY:
        return True
    return world.portfolio(wanted.number.account_id).admits(wa_id, now)


def _accept(call: Call, wanted: _Wanted, outcome: Outcome) -> Message:
    world, wa_id = call.world, whatsapp_id(wanted.to)
    template = wanted.template
    message = Message(
        id=new_message_id(wa_id, inbound=False),
        wa_id=wa_id,
        number_id=wanted.number.id,
        inbound=False,
        at=time.time(),
        type=wanted.kind,
        raw=wanted.raw,
        callback=call.entry.callback,
        template_id=template.id if template else None,
        category=template.category.lower() if template else "service",
    )
    call.entry.accepted, call.entry.message_id = True, message.id
    if wanted.kind == "reaction":
        world.tally[message.status] += 1
        _react(world, wanted.body["reaction"])
    else:
        world.store(message)
    Receipts(world).follow(message, outcome)
    return message


def _react(world: World, reaction: JsonObject) -> None:
    target = world.messages.get(str(reaction["message_id"]))
    if target is not None:
        target.reaction = reaction["emoji"] or None
        world.changes.phone(target.wa_id)


async def _receipts_first(world: World) -> None:
    """Wait until the receiver has what is under way, but not for ever."""
    waited = 0.0
    while world.webhooks.pending and waited < _RECEIPTS_FIRST:
        await asyncio.sleep(0.01)
        waited += 0.01


def _accepted(message: Message, to: str) -> Response:
    entry: JsonObject = {"id": message.id}
    if message.type == "template":
        entry["message_status"] = "accepted"
    return answer(
        {
            "messaging_product": "whatsapp",
            "contacts": [{"input": to, "wa_id": message.wa_id}],
            "messages": [entry],
        }
    )


def _read_receipt(call: Call, body: JsonObject) -> Response:
    """The business has read a customer's message (and may be typing)."""
    if body.get("messaging_product") != "whatsapp":
        raise invalid("The parameter messaging_product is required.")
    if body["status"] != "read":
        raise invalid(f'Param status must be one of {{READ}} - got "{body["status"]}".')
    message_id = str(message_rules.mandatory(body, "message_id", "status"))
    call.entry.outcome = "read_receipt"
    message = call.world.messages.get(message_id)
    if message is None:
        if not message_id.startswith("wamid."):
            raise unknown_object(message_id, "POST")
        return success()
    message.business_read = True
    call.world.changes.phone(message.wa_id)
    return success()
