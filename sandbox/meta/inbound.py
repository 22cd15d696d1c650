"""What a customer does on the phone: write, press, react, answer; told to the business."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from sandbox.meta import payloads, samples
from sandbox.meta.media import keep
from sandbox.meta.model import Message, Number, Phone, new_message_id
from sandbox.meta.world import World

JsonObject = dict[str, Any]

_FILES = ("image", "video", "audio", "voice", "document", "sticker")


class UnknownKind(Exception):
    """A customer cannot send this."""


def receive(world: World, phone: Phone, number: Number, kind: str, given: JsonObject) -> Message:
    """Store a customer's message and send its webhook. `given` holds what differs by kind.

    With `seconds_ago` it was written then, for a past that is made up.
    """
    build = _KINDS.get(kind)
    if build is None:
        raise UnknownKind(f"There is no '{kind}'. A customer can send: {', '.join(_KINDS)}.")
    now = time.time() - _seconds_ago(given)
    body: JsonObject = {
        "from": phone.wa_id,
        "id": new_message_id(phone.wa_id, inbound=True),
        "timestamp": str(int(now)),
        **build(world, number, kind, given),
    }
    reply_to = given.get("reply_to")
    if reply_to and kind not in ("edit", "revoke", "reaction"):
        body["context"] = {"from": number.digits, "id": reply_to}
    message = Message(
        id=body["id"],
        wa_id=phone.wa_id,
        number_id=number.id,
        inbound=True,
        at=now,
        type=body["type"],
        raw=json.dumps(body, ensure_ascii=False).encode(),
        status="received",
    )
    phone.wrote_at[number.id] = max(now, phone.wrote_at.get(number.id, 0))
    if kind == "reaction":
        _react(world, body["reaction"])
    elif kind in ("edit", "revoke"):
        _change(world, phone, kind, body[kind])
    else:
        world.store(message)
    world.tell(number.account_id, "messages", payloads.inbound_value(number, phone, body))
    return message


def webhook(phone: Phone, number: Number, message: Message) -> JsonObject:
    """What the business is told of this message."""
    value = payloads.inbound_value(number, phone, json.loads(message.raw))
    change = {"field": "messages", "value": value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": number.account_id, "changes": [change]}],
    }


def prefer(world: World, phone: Phone, number: Number, value: str) -> None:
    """The customer stops or resumes marketing messages of this business."""
    phone.stopped = value == "stop"
    now = int(time.time())
    preference = {
        "wa_id": phone.wa_id,
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": now,
    }
    world.tell(
        number.account_id,
        "user_preferences",
        {
            "messaging_product": "whatsapp",
            "metadata": payloads.metadata(number),
            "contacts": [{"profile": {"name": phone.name}, "wa_id": phone.wa_id}],
            "user_preferences": [preference],
        },
    )
    world.changes.phone(phone.wa_id)


def _seconds_ago(given: JsonObject) -> float:
    ago = given.get("seconds_ago", 0)
    if not isinstance(ago, int | float) or isinstance(ago, bool) or ago < 0:
        raise UnknownKind("seconds_ago must be a number.")
    return float(ago)


def _react(world: World, reaction: JsonObject) -> None:
    target = world.messages.get(str(reaction["message_id"]))
    if target is not None:
        target.reaction = reaction.get("emoji") or None
        world.changes.phone(target.wa_id)


def _change(world: World, phone: Phone, kind: str, change: JsonObject) -> None:
    """The phone shows the new words, or that there was a message."""
    target = world.messages.get(str(change["original_message_id"]))
    if target is None or not target.inbound:
        return
    if kind == "edit":
        written = json.loads(target.raw)
        target.raw = json.dumps({**written, **change["message"]}, ensure_ascii=False).encode()
        target.edited = True
    else:
        target.revoked = True
    world.changes.phone(phone.wa_id)


def _text(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    return {"type": "text", "text": {"body": str(given.get("body") or given.get("text") or "")}}


def _media(world: World, number: Number, kind: str, given: JsonObject) -> JsonObject:
    shown = "audio" if kind == "voice" else kind
    content = base64.b64decode(given["data"]) if given.get("data") else samples.content(kind)
    mime_type = str(given.get("mime_type") or samples.mime_type(kind))
    media = keep(world, number.id, mime_type, content)
    part: JsonObject = {"mime_type": mime_type, "sha256": media.sha256, "id": media.id}
    if given.get("caption"):
        part["caption"] = given["caption"]
    if kind == "document":
        part["filename"] = given.get("filename", "documento.pdf")
    if shown == "audio":
        part["voice"] = kind == "voice"
    if kind == "sticker":
        part["animated"] = bool(given.get("animated"))
    return {"type": shown, shown: part}


def _location(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    place: JsonObject = {
        "latitude": given.get("latitude", -23.5613),
        "longitude": given.get("longitude", -46.6565),
    }
    place |= {name: given[name] for name in ("name", "address", "url") if given.get(name)}
    return {"type": "location", "location": place}


def _contacts(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    card = {
        "name": {
            "first_name": "Lúcia",
            "last_name": "Gomes",
            "formatted_name": "Lúcia Gomes",
        },
        "phones": [{"phone": "+55 11 98888-7777", "wa_id": "5511988887777", "type": "MOBILE"}],
    }
    return {"type": "contacts", "contacts": given.get("contacts") or [card]}


def _reaction(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    reaction: JsonObject = {"message_id": given.get("message_id") or given.get("reply_to")}
    # Taking a reaction back comes without the emoji.
    if given.get("emoji"):
        reaction["emoji"] = given["emoji"]
    return {"type": "reaction", "reaction": reaction}


def _edit(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    """Other words for a message of the customer's own, within fifteen minutes at WhatsApp."""
    original = given.get("message_id") or given.get("reply_to")
    body = str(given.get("body") or given.get("text") or "")
    edited = {"type": "text", "text": {"body": body}}
    return {"type": "edit", "edit": {"original_message_id": original, "message": edited}}


def _revoke(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    original = given.get("message_id") or given.get("reply_to")
    return {"type": "revoke", "revoke": {"original_message_id": original}}


def _button(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    text = str(given.get("text") or given.get("title") or "")
    return {"type": "button", "button": {"payload": given.get("payload") or text, "text": text}}


def _reply(_w: World, _n: Number, kind: str, given: JsonObject) -> JsonObject:
    reply = {"id": str(given.get("id", "")), "title": str(given.get("title", ""))}
    if kind == "list_reply" and given.get("description"):
        reply["description"] = str(given["description"])
    return {"type": "interactive", "interactive": {"type": kind, kind: reply}}


def _flow_reply(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    reply = {
        "name": "flow",
        "body": "Sent",
        "response_json": json.dumps(given.get("response") or {"flow_token": "unused"}),
    }
    return {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}


def _order(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    item = {
        "product_retailer_id": "sku-1",
        "quantity": 1,
        "item_price": 30,
        "currency": "BRL",
    }
    order = {
        "catalog_id": str(given.get("catalog_id", "194836987003835")),
        "text": str(given.get("text", "")),
        "product_items": given.get("product_items") or [item],
    }
    return {"type": "order", "order": order}


def _unsupported(_w: World, _n: Number, _kind: str, _given: JsonObject) -> JsonObject:
    error = {
        "code": 131051,
        "title": "Message type unknown",
        "message": "Message type unknown",
        "error_data": {"details": "Message type is currently not supported."},
    }
    return {"type": "unsupported", "errors": [error]}


def _system(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    new = str(given.get("wa_id", "5511977776666"))
    change = {
        "body": f"User changed to {new}",
        "wa_id": new,
        "type": "user_changed_number",
    }
    return {"type": "system", "system": change}


_KINDS: dict[str, Callable[[World, Number, str, JsonObject], JsonObject]] = {
    "text": _text,
    **dict.fromkeys(_FILES, _media),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "button": _button,
    "button_reply": _reply,
    "list_reply": _reply,
    "nfm_reply": _flow_reply,
    "order": _order,
    "unsupported": _unsupported,
    "system": _system,
}
