"""Webhook bodies as Meta writes them."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from sandbox.meta.errors import status_error
from sandbox.meta.model import Message, Number, Phone

JsonObject = dict[str, Any]
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell: statuses of one number may share a change, the rest stand alone."""

    account_id: str
    field: str
    value: JsonObject
    at: float


def encode(payload: JsonObject) -> bytes:
    """JSON as Meta sends it: everything but ASCII escaped, and slashes too."""
    text = json.dumps(payload, ensure_ascii=True, separators=(",", ":"))
    return text.replace("/", "\\/").encode()


def sign(body: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def metadata(number: Number) -> JsonObject:
    return {"display_phone_number": number.digits, "phone_number_id": number.id}


def status(message: Message, name: str, at: float, error_code: int | None) -> JsonObject:
    """One entry of `statuses`."""
    entry: JsonObject = {
        "id": message.id,
        "status": name,
        "timestamp": str(int(at)),
        "recipient_id": message.wa_id,
    }
    if error_code is not None:
        entry["errors"] = [status_error(error_code)]
    elif name in ("sent", "delivered"):
        entry["conversation"] = _conversation(message, name, at)
    if error_code is None:
        entry["pricing"] = _pricing(message)
    if message.callback is not None:
        entry["biz_opaque_callback_data"] = message.callback
    return entry


def _conversation(message: Message, name: str, at: float) -> JsonObject:
    key = f"{message.number_id}:{message.wa_id}:{message.category}:{int(at) // _DAY}"
    # A name for the conversation, not a protection.
    conversation: JsonObject = {
        "id": hashlib.md5(key.encode(), usedforsecurity=False).hexdigest(),
        "origin": {"type": message.category},
    }
    if name == "sent":
        conversation["expiration_timestamp"] = str(int(at) + _DAY)
    return conversation


def _pricing(message: Message) -> JsonObject:
    free = message.category == "service"
    return {
        "billable": not free,
        "pricing_model": "PMP",
        "category": message.category,
        "type": "free_customer_service" if free else "regular",
    }


def statuses_value(number: Number, statuses: list[JsonObject]) -> JsonObject:
    return {"messaging_product": "whatsapp", "metadata": metadata(number), "statuses": statuses}


def inbound_value(number: Number, phone: Phone, message: JsonObject) -> JsonObject:
    return {
        "messaging_product": "whatsapp",
        "metadata": metadata(number),
        "contacts": [{"profile": {"name": phone.name}, "wa_id": phone.wa_id}],
        "messages": [message],
    }


def batch(events: list[Event]) -> JsonObject:
    """One POST for several events: an entry per account, statuses of a number together."""
    entries: dict[str, JsonObject] = {}
    shared: dict[tuple[str, str], list[JsonObject]] = {}
    for event in events:
        entry = entries.setdefault(
            event.account_id, {"id": event.account_id, "time": int(event.at), "changes": []}
        )
        statuses = event.value.get("statuses")
        if statuses is None:
            entry["changes"].append({"value": event.value, "field": event.field})
            continue
        key = (event.account_id, event.value["metadata"]["phone_number_id"])
        if key in shared:
            shared[key].extend(statuses)
            continue
        # A copy: the event itself may be sent again later.
        shared[key] = list(statuses)
        value = {**event.value, "statuses": shared[key]}
        entry["changes"].append({"value": value, "field": event.field})
    return {"object": "whatsapp_business_account", "entry": list(entries.values())}
