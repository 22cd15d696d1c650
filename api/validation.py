"""What Pydantic found wrong, in words a person can act on."""

from collections.abc import Callable
from typing import Any

from schemas.api.problems import ProblemError

# By Pydantic's error type; the %(…)s places are its own context values.
_MESSAGES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field.",
    "string_type": "Give a text.",
    "string_too_short": "Give at least %(min_length)s characters.",
    "string_too_long": "Give at most %(max_length)s characters.",
    "string_pattern_mismatch": "This does not have the right form.",
    "int_parsing": "Give a whole number.",
    "int_type": "Give a whole number.",
    "int_from_float": "Give a whole number.",
    "float_parsing": "Give a number.",
    "bool_parsing": "Give true or false.",
    "bool_type": "Give true or false.",
    "greater_than": "Give a number above %(gt)s.",
    "greater_than_equal": "Give a number of at least %(ge)s.",
    "less_than": "Give a number below %(lt)s.",
    "less_than_equal": "Give a number of at most %(le)s.",
    "enum": "Give one of: %(expected)s.",
    "literal_error": "Give one of: %(expected)s.",
    "list_type": "Give a list.",
    "dict_type": "Give an object.",
    "model_attributes_type": "Give an object.",
    "too_short": "Give at least %(min_length)s.",
    "too_long": "Give at most %(max_length)s.",
    "datetime_parsing": "Give a date and time such as 2026-01-31T09:30:00Z.",
    "datetime_from_date_parsing": "Give a date and time such as 2026-01-31T09:30:00Z.",
    "timezone_aware": "Give a date and time with its time zone, such as 2026-01-31T09:30:00Z.",
    "date_parsing": "Give a date such as 2026-01-31.",
    "date_from_datetime_parsing": "Give a date such as 2026-01-31.",
    "uuid_parsing": "Not a valid id.",
    "invalid_id": "Not an id of this kind; it looks like %(example)s.",
}


def explain(item: dict[str, Any], translate: Callable[[str], str]) -> ProblemError:
    """One entry of RequestValidationError.errors()."""
    message = _MESSAGES.get(item["type"])
    detail = translate(message) % item.get("ctx", {}) if message else str(item["msg"])
    where, *path = item["loc"]
    place = (
        "/" + "/".join(map(_escape, path)) if where == "body" else "/".join(map(str, item["loc"]))
    )
    return ProblemError(pointer=place, code=item["type"], detail=detail)


def pointer(field: str) -> str:
    """A service's field name (`name`, `steps.0.name` or already a pointer) as a JSON pointer."""
    kept = field.startswith(("/", "query/", "path/"))
    return field if kept else "/" + field.replace(".", "/")


def _escape(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
