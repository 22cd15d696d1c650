"""What the kinds of schemas.contents share: how they are written, read back and checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import ClassVar
from uuid import UUID

from schemas.errors import FieldError, InvalidInput
from schemas.text import storable
from schemas.words import mark

_EMPTY = mark("Write something.")
_TOO_LONG = mark("This is too long for WhatsApp.")


class Checked:
    """Base of all kinds of contents."""

    __slots__ = ()
    type: ClassVar[str]

    def check(self) -> None:
        """Raises InvalidInput with everything that is wrong."""
        errors = list(self.errors())
        if not all(storable(text) for text in _texts(self.to_json())):
            message = mark("The text contains characters that cannot be stored.")
            errors.append(FieldError("body", "unstorable", message))
        if errors:
            raise InvalidInput("This message cannot be sent like this; see each field.", errors)

    def errors(self) -> Iterator[FieldError]:
        return iter(())

    def to_json(self) -> dict[str, object]:
        """What schemas.contents.from_json reads; JSON's own types, text included as it is."""
        return {"type": self.type, **_members(self)}


def length(field: str, text: str, most: int, *, needed: bool = True) -> Iterator[FieldError]:
    if needed and not text.strip():
        yield FieldError(field, "missing", _EMPTY)
    if len(text) > most:
        yield FieldError(field, "too_long", _TOO_LONG)


def count(field: str, items: Sequence[object], most: int) -> Iterator[FieldError]:
    if not items:
        yield FieldError(field, "missing", mark("Add at least one."))
    if len(items) > most:
        yield FieldError(field, "too_many", mark("These are more than WhatsApp takes."))


def distinct(field: str, names: Sequence[str]) -> Iterator[FieldError]:
    if len(set(names)) < len(names):
        yield FieldError(field, "duplicate", mark("Each needs a name of its own."))


def text(stored: Mapping[str, object], name: str) -> str:
    """A member that may be absent."""
    value = stored.get(name)
    return value if isinstance(value, str) else ""


def strings(stored: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in _list(stored, name))


def objects(stored: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return [value for value in _list(stored, name) if isinstance(value, Mapping)]


def _list(stored: Mapping[str, object], name: str) -> list[object]:
    value = stored.get(name)
    return value if isinstance(value, list) else []


def _members(value: object) -> dict[str, object]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)  # type: ignore[arg-type]
    }


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _members(value) if is_dataclass(value) else value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
