"""Contacts, tags and fields as the screens show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.models.contacts import Contact, ContactField, Tag
from db.queries.contacts import COUNT_CAP, ContactRow
from schemas.enums import FieldType
from services import quiet_hours
from web import time_zones
from web.formatting import day, number
from web.i18n import gettext, mark

_SOURCES = {
    "import": mark("Imported list"),
    "console": mark("Console"),
    "api": mark("API"),
    "inbound": mark("Wrote to us"),
    "demo": mark("Example"),
}
_TYPES = {
    FieldType.TEXT: mark("Text"),
    FieldType.NUMBER: mark("Number"),
    FieldType.DATE: mark("Date"),
    FieldType.BOOLEAN: mark("Yes or no"),
    FieldType.CHOICE: mark("Choice"),
}
# How a tag's colour is shown: the tones of the design system.
TONES = {
    "slate": "neutral",
    "red": "danger",
    "orange": "warning",
    "yellow": "warning",
    "green": "success",
    "teal": "success",
    "blue": "info",
    "violet": "brand",
    "pink": "brand",
}


@dataclass(frozen=True, slots=True)
class TagMark:
    id: UUID
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    row: ContactRow
    tags: list[TagMark]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A custom field with one contact's value, for reading and for editing."""

    field: ContactField
    value: object
    text: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(word, word) for word in self.field.choices]


def tag_marks(tags: Sequence[Tag]) -> dict[UUID, TagMark]:
    return {tag.id: TagMark(tag.id, tag.name, TONES.get(tag.colour, "neutral")) for tag in tags}


def lines(rows: Sequence[ContactRow], marks: Mapping[UUID, TagMark]) -> list[Line]:
    return [Line(row, [marks[key] for key in row.tag_ids if key in marks]) for row in rows]


def field_lines(definitions: Sequence[ContactField], contact: Contact | None) -> list[FieldLine]:
    values = contact.fields if contact else {}
    return [
        FieldLine(field, values.get(field.key), field_text(field.type, values.get(field.key)))
        for field in definitions
    ]


def field_text(kind: FieldType, value: object) -> str:
    """A value in words; nothing known reads as a dash."""
    if value is None:
        return "—"
    if kind is FieldType.BOOLEAN:
        return gettext("Yes") if value else gettext("No")
    if kind is FieldType.NUMBER and isinstance(value, int | float):
        return number(value)
    if kind is FieldType.DATE:
        return day(date.fromisoformat(str(value)))
    return str(value)


def source(word: str) -> str:
    return gettext(_SOURCES.get(word, word))


def time_zone(contact: Contact, default: str) -> str:
    """The contact's own, or what the number tells; several where it does not tell which."""
    zones = quiet_hours.zones_of(contact, default)
    if zones == (contact.time_zone,):
        return time_zones.name(zones[0])
    return gettext("%(zones)s, by the number") % {"zones": ", ".join(map(time_zones.name, zones))}


def type_name(kind: FieldType) -> str:
    return gettext(_TYPES[kind])


def counted(count: int) -> str:
    """Lists are counted up to a limit: "10,000+"."""
    return f"{number(COUNT_CAP)}+" if count > COUNT_CAP else number(count)
