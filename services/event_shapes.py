"""The `data` of an event as its schema says, and never too large to be sent."""

import json
from collections.abc import Callable, Mapping
from uuid import UUID

import structlog
from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from schemas.event_types import EVENT_TYPES

_log = structlog.get_logger()
MOST_BYTES = 16_384
_CUT = "… [cut]"
# How much of a text is left, tried one after the other.
_LENGTHS = (4_000, 1_000, 200, 40)


def shape(
    name: str,
    data: Mapping[str, object],
    *,
    subject: tuple[str, UUID],
    contact_id: UUID | None,
    conversation_id: UUID | None,
) -> dict[str, object]:
    """What was told, as JSON: ids as programs outside know them, ids the teller left to us added.

    What does not fit its schema is told all the same, as it is: a fact in an odd shape is worth
    more than a transaction undone.
    """
    kind, key = subject
    known = {f"{kind}_id": key, "contact_id": contact_id, "conversation_id": conversation_id}
    given: dict[str, object] = {word: value for word, value in known.items() if value is not None}
    given |= {word: _as_id(word, value) for word, value in data.items()}
    try:
        shaped = EVENT_TYPES[name].data.model_validate(given).model_dump(mode="json")
    except (ValidationError, KeyError) as error:
        wrong = (
            [each["loc"] for each in error.errors()] if isinstance(error, ValidationError) else []
        )
        _log.error("event_misshapen", type=name, fields=wrong)
        shaped = to_jsonable_python(given, fallback=str)
    return fit(shaped)


def _as_id(word: str, value: object) -> object:
    """A UUID written as text, where an id belongs."""
    if not (word.endswith("_id") and isinstance(value, str)):
        return value
    try:
        return UUID(value)
    except ValueError:
        return value


def fit(data: dict[str, object]) -> dict[str, object]:
    """At most MOST_BYTES: long texts are cut, with a mark; of what is still too large, its parts
    are left out.
    """
    if _size(data) <= MOST_BYTES:
        return data
    for length in _LENGTHS:
        cut = {name: _cut(value, length) for name, value in data.items()}
        if _size(cut) <= MOST_BYTES:
            return cut
    return {name: _emptied(_cut(value, _LENGTHS[-1])) for name, value in data.items()}


def _size(data: Mapping[str, object]) -> int:
    # As deliveries are written: letters as they are, in UTF-8.
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _cut(value: object, length: int) -> object:
    if isinstance(value, str):
        return value if len(value) <= length else value[:length] + _CUT
    if isinstance(value, Mapping):
        return {name: _cut(one, length) for name, one in value.items()}
    if isinstance(value, list):
        return [_cut(one, length) for one in value]
    return value


def _emptied(value: object) -> object:
    empty: Callable[[], object] | None = type(value) if isinstance(value, dict | list) else None
    return empty() if empty is not None else value
