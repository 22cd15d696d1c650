"""What a hook was sent, as JSON that a table can hold; or why it cannot be read. Pure."""

import json
import math
from typing import Any
from urllib.parse import parse_qsl

from schemas.errors import AppError
from schemas.hooks import MOST_DEPTH, MOST_ITEMS
from schemas.words import mark

Json = dict[str, Any]
_MOST_FIELDS = 1_000
_MOST_VALUES = 20_000
_MOST_DIGITS = 40
_FORM = "application/x-www-form-urlencoded"
# Systems that say nothing, or that it is text, mostly send JSON nevertheless.
_JSON = ("application/json", "text/json", "text/plain", "")


class UnknownKind(AppError):
    status = 415
    code = "unsupported_media_type"

    def __init__(self) -> None:
        super().__init__("Send JSON, or the fields of a form.")


class WrongShape(AppError):
    status = 422
    code = "wrong_shape"

    def __init__(self, message: str) -> None:
        super().__init__(message)


_NOT_JSON = mark("The body is not valid JSON.")
_NOT_OBJECTS = mark("Send a JSON object, or a list of objects.")
_TOO_DEEP = mark("The JSON is nested too deeply.")
_TOO_MANY = mark("This is too much for one call: send fewer things at once.")


def read(content_type: str, body: bytes) -> list[Json]:
    """The things one call tells, each by itself. Raises UnknownKind and WrongShape."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        return [_form(body)]
    if kind in _JSON or kind.endswith("+json"):
        return _objects(_parsed(body))
    raise UnknownKind


def _form(body: bytes) -> Json:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise WrongShape(_TOO_MANY) from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(_storable(name), []).append(_storable(value))
    if not found:
        raise WrongShape(_NOT_OBJECTS)
    # A field that is there once is a value; ticked boxes of one name are a list.
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=lambda _: None, parse_int=_whole)
    except RecursionError as error:
        raise WrongShape(_TOO_DEEP) from error
    except ValueError as error:
        raise WrongShape(_NOT_JSON) from error


def _whole(digits: str) -> int | str:
    """A number longer than any id stays the text it is."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _objects(value: object) -> list[Json]:
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, dict) for item in items):
        raise WrongShape(_NOT_OBJECTS)
    if len(items) > MOST_ITEMS:
        raise WrongShape(_TOO_MANY)
    budget = [_MOST_VALUES]
    return [_clean(item, MOST_DEPTH, budget) for item in items]


def _clean(value: Any, depth: int, budget: list[int]) -> Any:
    budget[0] -= 1
    if depth <= 0:
        raise WrongShape(_TOO_DEEP)
    if budget[0] < 0:
        raise WrongShape(_TOO_MANY)
    if isinstance(value, dict):
        return {_storable(key): _clean(item, depth - 1, budget) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, depth - 1, budget) for item in value]
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _storable(text: str) -> str:
    """No table holds NUL characters or halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
