"""What a customer does on the phone: write, press, react, answer; told to the business."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from sandbox.meta import payloads
from sandbox.meta.media import keep
from sandbox.meta.model import Message, Number, Phone, new_message_id
from sandbox.meta.pictures import landscape
from sandbox.meta.world import World

JsonObject = dict[str, Any]

_MIME = {
    "image": "image/png",
    "video": "video/mp4",
    "audio": "audio/mpeg",
    "voice": "audio/ogg; codecs=opus",
    "document": "application/pdf",
    "sticker": "image/webp",
}


class UnknownKind(Exception):
    """A customer cannot send this."""


def receive(world: World, phone: Phone, number: Number, kind: str, given: JsonObject) -> Message:
    """Store a customer's message and send its webhook. `given` holds what differs by kind."""
    build = _KINDS.get(kind)
    if build is None:
        raise UnknownKind(f"There is no '{kind}'. A customer can send: {', '.join(_KINDS)}.")
    now = time.time()
    body: JsonObject = {
        "from": phone.wa_id,
        "id": new_message_id(phone.wa_id, inbound=True),
        "timestamp": str(int(now)),
        **build(world, number, kind, given),
    }
    if reply_to := given.get("reply_to"):
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
    phone.wrote_at[number.id] = now
    if kind == "reaction":
        _react(world, body["reaction"])
    else:
        world.store(message)
    world.tell(number.account_id, "messages", payloads.inbound_value(number, phone, body))
    return message


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


def _react(world: World, reaction: JsonObject) -> None:
    target = world.messages.get(str(reaction["message_id"]))
    if target is not None:
        target.reaction = reaction.get("emoji") or None
        world.changes.phone(target.wa_id)


def _text(_w: World, _n: Number, _kind: str, given: JsonObject) -> JsonObject:
    return {"type": "text", "text": {"body": str(given.get("body") or given.get("text") or "")}}


def _media(world: World, number: Number, kind: str, given: JsonObject) -> JsonObject:
    shown = "audio" if kind == "voice" else kind
    content = base64.b64decode(given["data"]) if given.get("data") else landscape()
    mime_type = str(given.get("mime_type") or _MIME[kind])
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
    **dict.fromkeys(_MIME, _media),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "button": _button,
    "button_reply": _reply,
    "list_reply": _reply,
    "nfm_reply": _flow_reply,
    "order": _order,
    "unsupported": _unsupported,
    "system": _system,
}
