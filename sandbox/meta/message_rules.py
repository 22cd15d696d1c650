"""What the Cloud API accepts as a message, and the error for what it does not."""

from collections.abc import Callable
from typing import Any

from sandbox.meta.errors import GraphError, invalid, numbered
from sandbox.meta.model import digits_of

JsonObject = dict[str, Any]

_TYPES = [
    "audio",
    "contacts",
    "document",
    "image",
    "interactive",
    "location",
    "reaction",
    "sticker",
    "template",
    "text",
    "video",
]
_INTERACTIVE = [
    "button",
    "list",
    "product",
    "product_list",
    "catalog_message",
    "flow",
    "cta_url",
    "location_request_message",
    "address_message",
    "order_details",
    "order_status",
    "call_permission_request",
    "voice_call",
    "carousel",
]
_TEXT_LIMIT = 4096
_BODY_LIMIT = 1024
_FOOTER_LIMIT = 60
_BUTTONS = 3
_ROWS = 10
_SHORTEST_NUMBER, _LONGEST_NUMBER = 7, 15
_MEDIA = ("audio", "document", "image", "sticker", "video")
_HEADERS = ("text", "image", "video", "document", "gif", "sub_text")


def check(body: JsonObject) -> str:
    """Check everything that needs no stored template; returns the message's type."""
    if body.get("messaging_product") != "whatsapp":
        raise invalid("The parameter messaging_product is required.")
    recipient_type = body.get("recipient_type", "individual")
    if recipient_type not in ("individual", "group"):
        raise invalid(
            f'Param recipient_type must be one of {{INDIVIDUAL, GROUP}} - got "{recipient_type}".'
        )
    _recipient(body)
    kind = body.get("type", "text")
    if kind not in _TYPES:
        listed = ", ".join(name.upper() for name in _TYPES)
        raise invalid(f'Param type must be one of {{{listed}}} - got "{kind}".')
    content = body.get(kind)
    if content is None:
        raise numbered(131008, f"Parameter '{kind}' is mandatory for type '{kind}'")
    _context(body.get("context"))
    _CHECKS[kind](kind, content)
    return str(kind)


def mandatory(holder: object, name: str, owner: str) -> Any:
    """The value of a member that has to be there and not empty."""
    value = _object(holder, owner).get(name)
    if value is None or value in ("", []):
        raise numbered(131008, f"Parameter '{name}' is mandatory for '{owner}'")
    return value


def text_value(holder: object, name: str, owner: str, longest: int) -> str:
    value = mandatory(holder, name, owner)
    if not isinstance(value, str):
        raise invalid(f"Param {owner}['{name}'] must be a string.")
    if len(value) > longest:
        raise _too_long(f"{owner}['{name}']", longest)
    return value


def _too_long(name: str, longest: int) -> GraphError:
    return invalid(f"Param {name} must be at most {longest} characters long.")


def _object(value: object, owner: str) -> JsonObject:
    if not isinstance(value, dict):
        raise invalid(f"Param {owner} must be a JSON object.")
    return value


def _list(value: object, owner: str) -> list[Any]:
    if not isinstance(value, list):
        raise invalid(f"Param {owner} must be an array.")
    return value


def _recipient(body: JsonObject) -> None:
    to = body.get("to")
    if to is None or to == "":
        raise invalid("The parameter to is required.")
    digits = digits_of(str(to))
    strange = set(str(to)) - set("0123456789+ -().")
    if strange or not _SHORTEST_NUMBER <= len(digits) <= _LONGEST_NUMBER:
        raise numbered(131009, f"Parameter 'to' is not a valid phone number: {to}")


def _context(context: object) -> None:
    if context is not None:
        mandatory(context, "message_id", "context")


def _text(kind: str, content: object) -> None:
    text_value(content, "body", kind, _TEXT_LIMIT)
    preview = _object(content, kind).get("preview_url", False)
    if not isinstance(preview, bool):
        raise invalid("Param text['preview_url'] must be a boolean.")


def media(kind: str, content: object) -> None:
    """An id of something uploaded, or a link to fetch it from: one of the two."""
    given = _object(content, kind)
    if ("id" in given) == ("link" in given):
        raise invalid(f"Param {kind} must have exactly one of 'id' or 'link'.")
    link = given.get("link")
    if link is not None and not str(link).startswith(("http://", "https://")):
        raise invalid(f"Param {kind}['link'] is not a valid URI.")
    if "id" in given and not str(given["id"]).isdigit():
        raise invalid(f"Param {kind}['id'] is not a valid media attachment ID.")
    if "caption" in given and kind in ("audio", "sticker"):
        raise invalid(f'Unexpected key "caption" on param "{kind}".')
    if len(str(given.get("caption", ""))) > _BODY_LIMIT:
        raise _too_long(f"{kind}['caption']", _BODY_LIMIT)


def _location(kind: str, content: object) -> None:
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = mandatory(content, name, kind)
        try:
            inside = -most <= float(value) <= most
        except (TypeError, ValueError):
            inside = False
        if not inside:
            raise numbered(131009, f"Parameter '{name}' of 'location' is not a valid coordinate")


def _reaction(kind: str, content: object) -> None:
    mandatory(content, "message_id", kind)
    if "emoji" not in _object(content, kind):
        raise numbered(131008, "Parameter 'emoji' is mandatory for 'reaction'")


def _contacts(kind: str, content: object) -> None:
    cards = _list(content, kind)
    if not cards:
        raise numbered(131008, "Parameter 'contacts' is mandatory for type 'contacts'")
    for card in cards:
        name = mandatory(card, "name", "contacts")
        mandatory(name, "formatted_name", "contacts.name")


def _template(kind: str, content: object) -> None:
    mandatory(content, "name", kind)
    language = mandatory(content, "language", kind)
    mandatory(language, "code", "template.language")
    parts = _object(content, kind).get("components")
    for part in _list(parts, "template['components']") if parts is not None else []:
        if str(_object(part, "component").get("type", "")).lower() not in (
            "header",
            "body",
            "button",
            "carousel",
            "limited_time_offer",
            "order_status",
        ):
            raise invalid(
                "Param template['components'][i]['type'] must be one of "
                f'{{HEADER, BODY, BUTTON}} - got "{part.get("type")}".'
            )


def _interactive(kind: str, content: object) -> None:
    given = _object(content, kind)
    variant = mandatory(given, "type", kind)
    if variant not in _INTERACTIVE:
        listed = ", ".join(_INTERACTIVE)
        raise invalid(f'Param interactive["type"] must be one of {{{listed}}} - got "{variant}".')
    if "body" in given or variant not in ("product", "order_status"):
        text_value(mandatory(given, "body", kind), "text", "interactive.body", 4096)
    if "footer" in given:
        text_value(given["footer"], "text", "interactive.footer", _FOOTER_LIMIT)
    if "header" in given:
        _interactive_header(given["header"])
    action = _object(mandatory(given, "action", kind), "interactive.action")
    rule = _ACTIONS.get(str(variant))
    if rule is not None:
        rule(action)


def _interactive_header(header: object) -> None:
    kind = mandatory(header, "type", "interactive.header")
    if kind not in _HEADERS:
        raise invalid(f'Param interactive["header"]["type"] is not valid - got "{kind}".')
    content = mandatory(header, kind, "interactive.header")
    if kind == "text":
        text_value(header, "text", "interactive.header", _FOOTER_LIMIT)
    elif kind in _MEDIA:
        media(kind, content)


def _reply_buttons(action: JsonObject) -> None:
    given = _list(mandatory(action, "buttons", "action"), "action['buttons']")
    if len(given) > _BUTTONS:
        raise numbered(131009, f"Invalid buttons count. Min allowed buttons: 1, Max: {_BUTTONS}")
    seen = set()
    for button in given:
        reply = mandatory(button, "reply", "button")
        seen.add(text_value(reply, "id", "reply", 256))
        text_value(reply, "title", "reply", 20)
    if len(seen) != len(given):
        raise numbered(131009, "Duplicated button ids are not allowed")


def _list_sections(action: JsonObject) -> None:
    text_value(action, "button", "action", 20)
    sections = _list(mandatory(action, "sections", "action"), "action['sections']")
    rows = [row for section in sections for row in mandatory(section, "rows", "section")]
    if len(rows) > _ROWS:
        raise numbered(131009, f"Total row count exceed max allowed count: {_ROWS}")
    for section in sections:
        if len(sections) > 1:
            text_value(section, "title", "section", 24)
    for row in rows:
        text_value(row, "id", "row", 200)
        text_value(row, "title", "row", 24)
        if row.get("description"):
            text_value(row, "description", "row", 72)


def _product(action: JsonObject) -> None:
    mandatory(action, "catalog_id", "action")
    mandatory(action, "product_retailer_id", "action")


def _products(action: JsonObject) -> None:
    mandatory(action, "catalog_id", "action")
    for section in _list(mandatory(action, "sections", "action"), "action['sections']"):
        for item in mandatory(section, "product_items", "section"):
            mandatory(item, "product_retailer_id", "product_items")


def _flow(action: JsonObject) -> None:
    given = mandatory(action, "parameters", "action")
    mandatory(given, "flow_cta", "parameters")
    if "flow_id" not in given and "flow_name" not in given:
        raise numbered(131008, "Parameter 'flow_id' or 'flow_name' is mandatory for 'parameters'")


def _named_action(action: JsonObject) -> None:
    mandatory(action, "name", "action")


_ACTIONS: dict[str, Callable[[JsonObject], None]] = {
    "button": _reply_buttons,
    "list": _list_sections,
    "product": _product,
    "product_list": _products,
    "flow": _flow,
    "cta_url": _named_action,
    "catalog_message": _named_action,
    "order_details": _named_action,
    "order_status": _named_action,
}

_CHECKS: dict[str, Callable[[str, object], None]] = {
    "text": _text,
    **dict.fromkeys(_MEDIA, media),
    "location": _location,
    "reaction": _reaction,
    "contacts": _contacts,
    "interactive": _interactive,
    "template": _template,
}
