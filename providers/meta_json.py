"""Reading JSON of any shape without trusting it."""

from collections.abc import Mapping
from math import isfinite

Json = Mapping[str, object]


def mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Json]:
    """The objects of a list; whatever else stands in it is passed over."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else None


def text(value: object) -> str:
    """A string or number as text; anything else as nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def clean(value: object) -> object:
    """Without what PostgreSQL cannot store: NUL, half surrogate pairs, infinity."""
    if isinstance(value, str):
        paired = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return paired.replace("\x00", "\ufffd")
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {str(clean(key)): clean(item) for key, item in value.items()}
    return value
