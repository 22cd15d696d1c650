"""A message template as data: which variables it has, in which order, and how it reads.

The order is decided here alone: the freeze fills recipients' parameters by it and the adapter
reads them by it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Place = Literal["header", "body", "button"]
Kind = Literal["text", "image", "video", "document", "location", "coupon_code"]

# {{1}} or {{first_name}}, with the spaces people type.
PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
MEDIA_FORMATS: Mapping[str, Kind] = {
    "IMAGE": "image",
    "VIDEO": "video",
    "DOCUMENT": "document",
    "LOCATION": "location",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """One value a message of this template needs."""

    place: Place
    # What stands between the braces; the format for a media header; "code" for a coupon.
    name: str
    kind: Kind = "text"
    # Position of the button among the template's buttons.
    button: int | None = None
    # What the template's own example says for it.
    example: str = ""

    @property
    def key(self) -> str:
        """Its name in a template's bindings: "body.1", "header.image", "button.0.1"."""
        if self.button is not None:
            return f"button.{self.button}.{self.name}"
        return f"{self.place}.{self.name}"


@dataclass(frozen=True, slots=True)
class FrozenTemplate:
    """The template as it was when a campaign was launched; what the sender works from."""

    name: str
    language: str
    components: list[object]
    parameter_format: str = "positional"
    version: int = 1
    bindings: dict[str, object] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "FrozenTemplate":
        components, bindings = stored.get("components"), stored.get("bindings")
        return cls(
            name=str(stored["name"]),
            language=str(stored["language"]),
            components=list(components) if isinstance(components, list) else [],
            parameter_format=str(stored.get("parameter_format", "positional")),
            version=int(str(stored.get("version", 1))),
            bindings=dict(bindings) if isinstance(bindings, dict) else {},
        )

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "language": self.language,
            "components": self.components,
            "parameter_format": self.parameter_format,
            "version": self.version,
            "bindings": self.bindings,
        }


def frozen_contents(first: Mapping[str, object], others: Sequence[object]) -> list[FrozenTemplate]:
    """All variants of a frozen campaign, as they stand in its row; variant 1 first."""
    stored = [first, *(other for other in others if isinstance(other, Mapping))]
    return [FrozenTemplate.from_json(one) for one in stored]


@dataclass(frozen=True, slots=True)
class RenderedButton:
    kind: str
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template with its values filled in, as the customer's phone shows it."""

    header: str = ""
    # "image", "video", "document", "location" or "".
    header_kind: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[RenderedButton, ...] = ()


def placeholders(text: str) -> list[str]:
    """The names in a text, each once: by number where all are numbers, else as they come."""
    names = list(dict.fromkeys(PLACEHOLDER.findall(text)))
    return sorted(names, key=int) if all(name.isdigit() for name in names) else names


def fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def component(components: Sequence[object], kind: str) -> Mapping[str, object] | None:
    """The first component of a type ("HEADER", "BODY", "FOOTER", "BUTTONS")."""
    for part in components:
        if isinstance(part, dict) and str(part.get("type", "")).upper() == kind:
            return part
    return None


def text_of(part: Mapping[str, object] | None) -> str:
    text = part.get("text") if part else None
    return text if isinstance(text, str) else ""


def buttons_of(components: Sequence[object]) -> list[Mapping[str, object]]:
    part = component(components, "BUTTONS")
    buttons = part.get("buttons") if part else None
    return [b for b in buttons if isinstance(b, dict)] if isinstance(buttons, list) else []


def header_format(components: Sequence[object]) -> str:
    """TEXT, IMAGE, …; empty where there is no header."""
    part = component(components, "HEADER")
    return str(part.get("format", "TEXT")).upper() if part else ""


def variables(components: Sequence[object], parameter_format: str = "positional") -> list[Variable]:
    """Every value a message needs, in the one order all of us use: header, body, buttons."""
    named = parameter_format.lower() == "named"
    header, body = component(components, "HEADER"), component(components, "BODY")
    found = list(_header_variables(header, named=named))
    examples = _examples(body, "body_text", named=named)
    for position, name in enumerate(placeholders(text_of(body))):
        found.append(Variable("body", name, example=_example(examples, name, position)))
    for index, button in enumerate(buttons_of(components)):
        found.extend(_button_variables(button, index))
    return found


def render(
    components: Sequence[object], parameter_format: str, parameters: Sequence[str]
) -> Rendered:
    """Fill a template with parameters in the order of `variables`."""
    values: dict[str, dict[str, str]] = {}
    for variable, value in zip(variables(components, parameter_format), parameters, strict=False):
        scope = variable.place if variable.button is None else f"button.{variable.button}"
        values.setdefault(scope, {})[variable.name] = value
    header = component(components, "HEADER")
    media = MEDIA_FORMATS.get(header_format(components), "")
    in_header = values.get("header", {})
    return Rendered(
        header=in_header.get(media, "") if media else fill(text_of(header), in_header),
        header_kind=media,
        body=fill(text_of(component(components, "BODY")), values.get("body", {})),
        footer=text_of(component(components, "FOOTER")),
        buttons=tuple(
            RenderedButton(
                kind=str(button.get("type", "")).lower(),
                text=str(button.get("text", "")),
                target=fill(
                    str(button.get("url") or button.get("phone_number") or ""),
                    values.get(f"button.{index}", {}),
                ),
            )
            for index, button in enumerate(buttons_of(components))
        ),
    )


def _header_variables(header: Mapping[str, object] | None, *, named: bool) -> Iterator[Variable]:
    if header is None:
        return
    media = MEDIA_FORMATS.get(str(header.get("format", "TEXT")).upper())
    if media:
        yield Variable("header", media, kind=media)
        return
    examples = _examples(header, "header_text", named=named)
    for position, name in enumerate(placeholders(text_of(header))):
        yield Variable("header", name, example=_example(examples, name, position))


def _button_variables(button: Mapping[str, object], index: int) -> Iterator[Variable]:
    kind = str(button.get("type", "")).upper()
    example = button.get("example")
    first = str(example[0]) if isinstance(example, list) and example else str(example or "")
    if kind == "COPY_CODE":
        yield Variable("button", "code", kind="coupon_code", button=index, example=first)
    for name in placeholders(str(button.get("url", ""))):
        yield Variable("button", name, button=index, example=first)


def _examples(part: Mapping[str, object] | None, key: str, *, named: bool) -> dict[str, str]:
    """Examples by name, or by position ("#0", "#1") where the format is positional."""
    example = part.get("example") if part else None
    if not isinstance(example, dict):
        return {}
    if named:
        rows = example.get(f"{key}_named_params")
        pairs = rows if isinstance(rows, list) else []
        return {
            str(r.get("param_name")): str(r.get("example", ""))
            for r in pairs
            if isinstance(r, dict)
        }
    rows = example.get(key)
    flat = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else rows
    return {f"#{i}": str(value) for i, value in enumerate(flat if isinstance(flat, list) else [])}


def _example(examples: Mapping[str, str], name: str, position: int) -> str:
    return examples.get(name) or examples.get(f"#{position}", "")
