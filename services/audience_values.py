"""What one recipient gets, as SQL over its contact: the values of all variables, and the text.

services.template_values does the same in Python, for one contact on a screen.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, null
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import InstrumentedAttribute

from db.models.contacts import Contact
from schemas.templates import PLACEHOLDER, FrozenTemplate, component, text_of, variables
from services import links
from services.contents import FOOTER, Contents

NO_VALUES = cast(literal("{}"), ARRAY(Text))
# A short address is not known before the row has its place; it is counted as so many letters.
_LINK_LETTERS = 40
_COLUMNS: Mapping[str, ColumnElement[str] | InstrumentedAttribute[str | None]] = {
    "name": cast(Contact.name, Text),
    "first_name": func.split_part(func.btrim(Contact.name), " ", 1),
    "phone": Contact.phone,
    "email": Contact.email,
    "language": Contact.language,
    "external_id": Contact.external_id,
}
# What fills a variable, besides a fixed text and the contact's own fields ("field:<key>").
SOURCES = tuple(_COLUMNS)
Value = ColumnElement[str]


def values(
    frozen: FrozenTemplate, contents: Contents, had_marketing: ColumnElement[bool]
) -> list[Value]:
    """SQL for each variable, in the frozen template's order; NULL where neither value nor fallback.

    `had_marketing`: whether a marketing SMS went to this contact before, for the footer.
    """
    plainly: Callable[[Value], Value] = func.sms_plain if contents.plain else lambda value: value
    return [
        plainly(_value(frozen.bindings.get(variable.key), had_marketing))
        for variable in variables(frozen.components, frozen.parameter_format)
    ]


def parameters(filled: Sequence[Value]) -> ColumnElement[Any]:
    return array(filled) if filled else NO_VALUES


def body(frozen: FrozenTemplate, filled: Sequence[Value]) -> Value:
    """The text of an SMS with everything filled in, links as if they were short addresses."""
    slots = variables(frozen.components, frozen.parameter_format)
    by_name = {slot.name: value for slot, value in zip(slots, filled, strict=True)}
    for slot in slots:
        binding = frozen.bindings.get(slot.key)
        if isinstance(binding, Mapping) and binding.get("source") == "link":
            by_name[slot.name] = literal("x" * _LINK_LETTERS)
    # re.split with a group: text, name, text, name, …, text.
    pieces = PLACEHOLDER.split(text_of(component(frozen.components, "BODY")))
    said = [by_name[piece] if place % 2 else literal(piece) for place, piece in enumerate(pieces)]
    return func.concat(*said)


def _value(binding: object, had_marketing: ColumnElement[bool]) -> Value:
    if not isinstance(binding, Mapping):
        return cast(null(), Text)
    source, value = str(binding.get("source", "")), binding.get("value")
    if source == FOOTER:
        return case((had_marketing, ""), else_=literal(str(value)))
    if source == "link":
        return literal(links.address_marker(int(str(binding.get("serial", 0)))))
    if source == "link_code":
        return literal(links.code_marker(int(str(binding.get("serial", 0)))))
    return func.coalesce(
        _source(source, value), func.nullif(str(binding.get("fallback") or ""), "")
    )


def _source(source: str, value: object) -> Value:
    if source == "text":
        return func.nullif(str(value or ""), "")
    if source.startswith("field:"):
        return func.nullif(Contact.fields[source.removeprefix("field:")].astext, "")
    return func.nullif(_COLUMNS[source], "")
