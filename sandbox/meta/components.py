"""Reads a stored template: its parts, its variables, and the text a person sees."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.meta.model import Template

JsonObject = dict[str, Any]

VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")


def component(template: Template, kind: str) -> JsonObject | None:
    return next((c for c in template.components if str(c.get("type", "")).upper() == kind), None)


def variables(text: str) -> list[str]:
    """Names or numbers of the variables in a text, each once, in order."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def buttons(template: Template) -> list[JsonObject]:
    found = component(template, "BUTTONS")
    return list(found.get("buttons", [])) if found else []


def fill(text: str, values: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)


@dataclass(frozen=True, slots=True)
class Button:
    index: int
    kind: str
    text: str
    payload: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template message as it stands on the customer's screen."""

    header: str = ""
    header_format: str = ""
    media: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()


def render(template: Template, sent: JsonObject) -> Rendered:
    parts = sent.get("components") or []
    header, body = component(template, "HEADER") or {}, component(template, "BODY") or {}
    header_values = values_of(_part(parts, "header"), template)
    body_values = values_of(_part(parts, "body"), template)
    return Rendered(
        header=fill(str(header.get("text", "")), header_values),
        header_format=str(header.get("format", "")).upper(),
        media=_media(_part(parts, "header")),
        body=fill(str(body.get("text") or _one_time_code(template)), body_values),
        footer=str((component(template, "FOOTER") or {}).get("text", "")),
        buttons=tuple(_button(i, b, parts) for i, b in enumerate(buttons(template))),
    )


def values_of(part: JsonObject | None, template: Template) -> dict[str, str]:
    """Variable to value, by name or by place."""
    values: dict[str, str] = {}
    for place, parameter in enumerate((part or {}).get("parameters") or [], start=1):
        named = template.parameter_format == "NAMED"
        key = str(parameter.get("parameter_name", "")) if named else str(place)
        values[key] = text_of(parameter)
    return values


def text_of(parameter: JsonObject) -> str:
    kind = str(parameter.get("type", "")).lower()
    if kind in ("currency", "date_time"):
        return str((parameter.get(kind) or {}).get("fallback_value", ""))
    return str(parameter.get("text", ""))


def _part(parts: list[JsonObject], kind: str) -> JsonObject | None:
    return next((p for p in parts if str(p.get("type", "")).lower() == kind), None)


def _media(part: JsonObject | None) -> str:
    for parameter in (part or {}).get("parameters") or []:
        media = parameter.get(str(parameter.get("type", "")).lower())
        if isinstance(media, dict):
            return str(media.get("link") or media.get("id") or media.get("name") or "")
    return ""


def _button(index: int, button: JsonObject, parts: list[JsonObject]) -> Button:
    part = next(
        (p for p in parts if p.get("sub_type") and str(p.get("index")) == str(index)),
        {},
    )
    given = (part.get("parameters") or [{}])[0]
    url = button.get("url")
    return Button(
        index,
        str(button.get("type", "")).upper(),
        str(button.get("text", "")),
        payload=given.get("payload"),
        url=fill(str(url), {"1": str(given.get("text", ""))}) if url else None,
    )


def _one_time_code(template: Template) -> str:
    return "{{1}} is your verification code." if template.category == "AUTHENTICATION" else ""
