"""The template editor: from what Meta stores to fields of a form, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from db.models.templates import Template
from schemas.enums import TemplateCategory
from schemas.templates import (
    FrozenTemplate,
    buttons_of,
    component,
    header_format,
    placeholders,
    text_of,
    variables,
)
from services.templates import TemplateContent
from web.i18n import mark

BUTTONS = 10
LANGUAGES = (
    ("pt_BR", mark("Portuguese (Brazil)")),
    ("en_US", mark("English (United States)")),
    ("en", mark("English")),
    ("es", mark("Spanish")),
    ("es_AR", mark("Spanish (Argentina)")),
    ("es_MX", mark("Spanish (Mexico)")),
    ("pt_PT", mark("Portuguese (Portugal)")),
    ("fr", mark("French")),
    ("de", mark("German")),
    ("it", mark("Italian")),
)
HEADERS = (
    ("", mark("None")),
    ("TEXT", mark("Text")),
    ("IMAGE", mark("Image")),
    ("VIDEO", mark("Video")),
    ("DOCUMENT", mark("Document")),
    ("LOCATION", mark("Location")),
)
BUTTON_KINDS = (
    ("", mark("No button")),
    ("QUICK_REPLY", mark("Quick answer")),
    ("URL", mark("Open a link")),
    ("PHONE_NUMBER", mark("Call a number")),
    ("COPY_CODE", mark("Copy a code")),
)
# The part of a button's JSON that its second field fills.
_TARGET = {"URL": "url", "PHONE_NUMBER": "phone_number", "COPY_CODE": "example"}


@dataclass(frozen=True, slots=True)
class ButtonRow:
    kind: str = ""
    text: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """What the form shows."""

    connection_id: str = ""
    name: str = ""
    language: str = "pt_BR"
    category: str = TemplateCategory.MARKETING.value
    header: str = ""
    header_text: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[ButtonRow, ...] = ()
    bindings: dict[str, object] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    # Of a media header, once a file was uploaded.
    handles: tuple[str, ...] = ()
    version: int = 0

    @property
    def rows(self) -> tuple[ButtonRow, ...]:
        """As many as there may be, the empty ones at the end."""
        return (*self.buttons, *(ButtonRow() for _ in range(BUTTONS - len(self.buttons))))

    @property
    def format(self) -> str:
        """{{1}} is positional, {{name}} is named; nobody has to choose."""
        names = placeholders(self.header_text) + placeholders(self.body)
        return "named" if any(not name.isdigit() for name in names) else "positional"


def of_template(template: Template) -> Values:
    parts = template.components
    slots = variables(parts, template.parameter_format)
    header = component(parts, "HEADER")
    example = header.get("example") if header else None
    handles = example.get("header_handle") if isinstance(example, dict) else None
    return Values(
        connection_id=str(template.connection_id),
        name=template.name,
        language=template.language,
        category=template.category.value,
        header=header_format(parts),
        header_text=text_of(header),
        body=text_of(component(parts, "BODY")),
        footer=text_of(component(parts, "FOOTER")),
        buttons=tuple(_row(button) for button in buttons_of(parts)),
        bindings=dict(template.bindings),
        examples={slot.key: slot.example for slot in slots},
        handles=tuple(map(str, handles)) if isinstance(handles, list) else (),
        version=template.version,
    )


def read(form: FormData, before: Values | None = None) -> Values:
    """What was sent; a header's uploaded file stays while the kind of header stays."""
    kinds = [_text(form, f"button_kind:{n}") for n in range(BUTTONS)]
    header = _text(form, "header")
    return Values(
        connection_id=_text(form, "connection_id") or (before.connection_id if before else ""),
        name=_text(form, "name"),
        language=_text(form, "language"),
        category=_text(form, "category"),
        header=header,
        header_text=_text(form, "header_text") if header == "TEXT" else "",
        body=str(form.get("body") or "").replace("\r\n", "\n").strip(),
        footer=_text(form, "footer"),
        buttons=tuple(
            ButtonRow(kind, _text(form, f"button_text:{n}"), _text(form, f"button_target:{n}"))
            for n, kind in enumerate(kinds)
            if kind
        ),
        examples={
            key.removeprefix("example:"): str(value).strip()
            for key, value in form.items()
            if key.startswith("example:")
        },
        handles=before.handles if before and before.header == header else (),
        version=int(_text(form, "version")) if _text(form, "version").isdigit() else 0,
    )


def content(values: Values, bindings: Mapping[str, object]) -> TemplateContent:
    return TemplateContent(
        name=values.name,
        language=values.language,
        category=_category(values.category),
        components=components(values),
        parameter_format=values.format,
        bindings=dict(bindings),
    )


def frozen(values: Values, bindings: Mapping[str, object]) -> FrozenTemplate:
    """For the preview while somebody types."""
    return FrozenTemplate(
        values.name, values.language, components(values), values.format, bindings=dict(bindings)
    )


def components(values: Values) -> list[object]:
    """Meta's components, with the examples its reviewers ask for."""
    parts: list[object] = []
    if values.header == "TEXT":
        parts.append(_with_example("HEADER", values.header_text, "header_text", values))
    elif values.header:
        example = {"example": {"header_handle": list(values.handles)}} if values.handles else {}
        parts.append({"type": "HEADER", "format": values.header, **example})
    parts.append(_with_example("BODY", values.body, "body_text", values))
    if values.footer:
        parts.append({"type": "FOOTER", "text": values.footer})
    if values.buttons:
        buttons = [_button(n, row, values.examples) for n, row in enumerate(values.buttons)]
        parts.append({"type": "BUTTONS", "buttons": buttons})
    return parts


def _with_example(kind: str, text: str, key: str, values: Values) -> dict[str, object]:
    part: dict[str, object] = {"type": kind, "text": text}
    if kind == "HEADER":
        part["format"] = "TEXT"
    place = kind.lower()
    given = [(name, values.examples.get(f"{place}.{name}", "")) for name in placeholders(text)]
    if not given:
        return part
    if values.format == "named":
        named = [{"param_name": name, "example": example} for name, example in given]
        return {**part, "example": {f"{key}_named_params": named}}
    row = [example for _, example in given]
    return {**part, "example": {key: [row] if kind == "BODY" else row}}


def _button(index: int, row: ButtonRow, examples: Mapping[str, str]) -> dict[str, object]:
    button: dict[str, object] = {"type": row.kind}
    if row.kind != "COPY_CODE":
        button["text"] = row.text
    if row.kind in _TARGET:
        button[_TARGET[row.kind]] = row.target
    if row.kind == "URL" and placeholders(row.target):
        # Meta wants the whole address as the example, people type its end.
        given = examples.get(f"button.{index}.1", "")
        whole = given if given.startswith("http") else row.target.partition("{{")[0] + given
        button["example"] = [whole] if given else []
    return button


def _row(button: Mapping[str, object]) -> ButtonRow:
    kind = str(button.get("type", "")).upper()
    target = button.get(_TARGET.get(kind, ""), "")
    if isinstance(target, Sequence) and not isinstance(target, str):
        target = target[0] if target else ""
    return ButtonRow(kind, str(button.get("text", "")), str(target or ""))


def _category(word: str) -> TemplateCategory:
    known = word in set(TemplateCategory)
    return TemplateCategory(word) if known else TemplateCategory.MARKETING


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
