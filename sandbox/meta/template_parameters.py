"""Holds a template message against the stored template, as the Cloud API does before it accepts."""

from typing import Any

from sandbox.meta.components import buttons, component, fill, text_of, values_of, variables
from sandbox.meta.errors import invalid, numbered
from sandbox.meta.message_rules import media
from sandbox.meta.model import Template
from sandbox.meta.world import World

JsonObject = dict[str, Any]
_HYDRATED_LIMIT = 1024
_MEDIA_FORMATS = ("IMAGE", "VIDEO", "DOCUMENT")
_SENDABLE = {"APPROVED", "FLAGGED", "REINSTATED"}


def find(world: World, account_id: str, sent: JsonObject) -> Template:
    """The template in that language, if it may be sent now."""
    name, language = str(sent["name"]), str(sent["language"]["code"])
    template = world.template_named(account_id, name, language)
    if template is not None and template.status == "PAUSED":
        raise numbered(132015)
    if template is not None and template.status == "DISABLED":
        raise numbered(132016)
    if template is None or template.status not in _SENDABLE:
        raise numbered(132001, f"template name ({name}) does not exist in {language}")
    return template


def check(template: Template, sent: JsonObject) -> None:
    """Every variable has its value, and nothing is given that has no place."""
    parts = sent.get("components") or []
    header = [p for p in parts if str(p["type"]).lower() == "header"]
    body = [p for p in parts if str(p["type"]).lower() == "body"]
    _check_header(template, header)
    _check_text(template, "body", _body_text(template), _parameters(body))
    _check_length(template, body)
    _check_buttons(template, [p for p in parts if str(p["type"]).lower() == "button"])


def _body_text(template: Template) -> str:
    text = str((component(template, "BODY") or {}).get("text", ""))
    return text or ("{{1}}" if template.category == "AUTHENTICATION" else "")


def _parameters(parts: list[JsonObject]) -> list[JsonObject]:
    return [parameter for part in parts for parameter in part.get("parameters") or []]


def _check_header(template: Template, parts: list[JsonObject]) -> None:
    header = component(template, "HEADER") or {}
    wanted = str(header.get("format", "TEXT")).upper()
    given = _parameters(parts)
    if wanted == "TEXT":
        _check_text(template, "header", str(header.get("text", "")), given)
        return
    received = str(given[0].get("type", "")).upper() if given else "UNKNOWN"
    if received != wanted:
        raise numbered(132012, f"header: Format mismatch, expected {wanted}, received {received}")
    if wanted in _MEDIA_FORMATS:
        media(wanted.lower(), given[0].get(wanted.lower()))


def _check_text(template: Template, where: str, text: str, given: list[JsonObject]) -> None:
    wanted = variables(text)
    if len(given) != len(wanted):
        raise numbered(
            132000,
            f"{where}: number of localizable_params ({len(given)}) does not match the expected "
            f"number of params ({len(wanted)})",
        )
    for parameter in given:
        _check_value(where, parameter)
        if template.parameter_format == "NAMED":
            _check_name(where, parameter, wanted)


def _check_name(where: str, parameter: JsonObject, wanted: list[str]) -> None:
    name = parameter.get("parameter_name")
    if not name:
        raise numbered(100, f"{where}: Parameter name is missing or empty")
    if name not in wanted:
        raise numbered(100, f"{where}: Parameter name '{name}' is not in the template")


def _check_value(where: str, parameter: JsonObject) -> None:
    kind = str(parameter.get("type", "")).lower()
    if kind not in ("text", "currency", "date_time"):
        raise numbered(132012, f"{where}: Format mismatch, expected TEXT, received {kind.upper()}")
    if kind == "text" and not isinstance(parameter.get("text"), str):
        raise invalid(f"Param text in template {where} parameters must be a string.")
    text = text_of(parameter)
    if not text:
        raise numbered(131008, f"{where}: Parameter of type {kind} is missing text value")
    if "\n" in text or "\t" in text or "     " in text:
        raise numbered(
            100,
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        )


def _check_length(template: Template, parts: list[JsonObject]) -> None:
    values = values_of(parts[0] if parts else None, template)
    if len(fill(_body_text(template), values)) > _HYDRATED_LIMIT:
        raise numbered(132005, f"body: the text is longer than {_HYDRATED_LIMIT} characters")


def _check_buttons(template: Template, parts: list[JsonObject]) -> None:
    wanted = buttons(template)
    given: dict[int, JsonObject] = {}
    for part in parts:
        place = str(part.get("index", ""))
        if not place.isdigit() or int(place) >= len(wanted):
            raise numbered(132000, f"buttons: Button at index {place} does not exist")
        given[int(place)] = part
    for index, button in enumerate(wanted):
        _check_button(index, button, given.get(index))


def _check_button(index: int, button: JsonObject, part: JsonObject | None) -> None:
    kind = str(button.get("type", "")).upper()
    needed = kind in {"COPY_CODE", "OTP"} or bool(variables(str(button.get("url", ""))))
    first = ((part or {}).get("parameters") or [None])[0]
    if needed and not first:
        name = kind.title().replace("_", "")
        raise numbered(
            131008, f"buttons: Button at index {index} of type {name} requires a parameter"
        )
    if part is None or first is None:
        return
    sub_type = str(part.get("sub_type", "")).upper()
    if sub_type != kind and not (kind == "OTP" and sub_type == "URL"):
        raise numbered(132012, f"buttons: Format mismatch, expected {kind}, received {sub_type}")
    _check_button_value(index, kind, first)


def _check_button_value(index: int, kind: str, parameter: JsonObject) -> None:
    place = f"template['components'] button {index}"
    if kind == "QUICK_REPLY" and parameter.get("type") != "payload":
        raise invalid(f'Param {place} must be of type payload - got "{parameter.get("type")}".')
    if kind == "QUICK_REPLY" and not isinstance(parameter.get("payload"), str):
        raise invalid(f"Param {place} must have a payload that is a string.")
    if kind in ("URL", "OTP") and not parameter.get("text"):
        raise numbered(131008, f"buttons: Button at index {index} is missing its text value")
