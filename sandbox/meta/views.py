"""Messages and phones as the page and the control API show them."""

import json
from dataclasses import asdict
from typing import Any

from sandbox.meta.components import render
from sandbox.meta.errors import DETAILS, TITLES
from sandbox.meta.model import Message, Phone
from sandbox.meta.world import World

JsonObject = dict[str, Any]
_MEDIA = ("image", "video", "audio", "document", "sticker")


def message_json(world: World, message: Message) -> JsonObject:
    raw = json.loads(message.raw)
    shown: JsonObject = {
        "id": message.id,
        "from_customer": message.inbound,
        "number_id": message.number_id,
        "type": message.type,
        "status": message.status,
        "at": message.at,
        "biz_opaque_callback_data": message.callback,
        "reaction": message.reaction,
        "edited": message.edited,
        "revoked": message.revoked,
        "business_read": message.business_read,
        "reply_to": (raw.get("context") or {}).get("message_id")
        or (raw.get("context") or {}).get("id"),
        **({"text": ""} if message.revoked else _content(world, message, raw)),
    }
    if message.error_code is not None:
        title = TITLES.get(message.error_code, ("", f"{message.error_code}"))[1]
        shown["error"] = {
            "code": message.error_code,
            "words": DETAILS.get(message.error_code, title),
        }
    return shown


def phone_json(world: World, phone: Phone, *, newest: int = 0) -> JsonObject:
    """One phone; with its newest messages, oldest of them first, when asked for."""
    shown: JsonObject = {
        "wa_id": phone.wa_id,
        "name": phone.name,
        "on": phone.on,
        "blocks": phone.blocks,
        "stopped": phone.stopped,
        "unread": phone.unread,
        "last_at": phone.last_at,
        "messages": len(phone.messages),
    }
    if newest:
        found = (world.messages.get(name) for name in phone.messages[-newest:])
        shown["newest"] = [message_json(world, message) for message in found if message]
    return shown


def _content(world: World, message: Message, raw: JsonObject) -> JsonObject:
    part = raw.get(message.type)
    if message.type == "template":
        return _template(world, message, raw["template"])
    if message.type == "text" and isinstance(part, dict):
        return {"text": part.get("body", "")}
    if message.type in _MEDIA and isinstance(part, dict):
        return {
            "text": part.get("caption", ""),
            "media": part.get("link") or part.get("id"),
            "filename": part.get("filename"),
        }
    if message.type == "interactive" and isinstance(part, dict):
        return _interactive(part)
    if message.type == "button" and isinstance(part, dict):
        return {"text": part.get("text", "")}
    return {"text": "", "content": part}


def _template(world: World, message: Message, sent: JsonObject) -> JsonObject:
    template = world.templates.get(message.template_id or "")
    if template is None:
        return {"text": sent["name"], "template": sent["name"]}
    rendered = render(template, sent)
    return {
        "template": template.name,
        "language": template.language,
        "category": message.category,
        "header": rendered.header,
        "header_format": rendered.header_format,
        "media": rendered.media,
        "text": rendered.body,
        "footer": rendered.footer,
        "buttons": [asdict(button) for button in rendered.buttons],
    }


def _interactive(part: JsonObject) -> JsonObject:
    kind = str(part.get("type"))
    if kind in ("button_reply", "list_reply"):
        return {"text": part[kind].get("title", ""), "answer": part[kind].get("id")}
    if kind == "nfm_reply":
        return {"text": part[kind].get("body", "")}
    action = part.get("action") or {}
    replies = [b.get("reply", {}) for b in action.get("buttons") or []]
    rows = [row for section in action.get("sections") or [] for row in section.get("rows") or []]
    return {
        "interactive": kind,
        "header": (part.get("header") or {}).get("text", ""),
        "text": (part.get("body") or {}).get("text", ""),
        "footer": (part.get("footer") or {}).get("text", ""),
        "replies": replies,
        "rows": rows,
        "list_button": action.get("button") if rows else None,
    }
