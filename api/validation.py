"""What Pydantic found wrong, in words a person can act on."""

from collections.abc import Callable
from typing import Any

from schemas.api.problems import ProblemError
from schemas.words import mark

# By Pydantic's error type; the %(…)s places are its own context values.
_MESSAGES = {
    "missing": mark("This is required."),
    "extra_forbidden": mark("There is no such field."),
    "string_type": mark("Give a text."),
    "string_too_short": mark("Give at least %(min_length)s characters."),
    "string_too_long": mark("Give at most %(max_length)s characters."),
    "string_pattern_mismatch": mark("This does not have the right form."),
    "int_parsing": mark("Give a whole number."),
    "int_type": mark("Give a whole number."),
    "int_from_float": mark("Give a whole number."),
    "float_parsing": mark("Give a number."),
    "bool_parsing": mark("Give true or false."),
    "bool_type": mark("Give true or false."),
    "greater_than": mark("Give a number above %(gt)s."),
    "greater_than_equal": mark("Give a number of at least %(ge)s."),
    "less_than": mark("Give a number below %(lt)s."),
    "less_than_equal": mark("Give a number of at most %(le)s."),
    "enum": mark("Give one of: %(expected)s."),
    "literal_error": mark("Give one of: %(expected)s."),
    "list_type": mark("Give a list."),
    "dict_type": mark("Give an object."),
    "model_attributes_type": mark("Give an object."),
    "too_short": mark("Give at least %(min_length)s."),
    "too_long": mark("Give at most %(max_length)s."),
    "datetime_parsing": mark("Give a date and time such as 2026-01-31T09:30:00Z."),
    "datetime_from_date_parsing": mark("Give a date and time such as 2026-01-31T09:30:00Z."),
    "timezone_aware": mark(
        "Give a date and time with its time zone, such as 2026-01-31T09:30:00Z."
    ),
    "date_parsing": mark("Give a date such as 2026-01-31."),
    "date_from_datetime_parsing": mark("Give a date such as 2026-01-31."),
    "uuid_parsing": mark("Not a valid id."),
    "invalid_id": mark("Not an id of this kind; it looks like %(example)s."),
}


def explain(item: dict[str, Any], translate: Callable[[str], str]) -> ProblemError:
    """One entry of RequestValidationError.errors()."""
    message = _MESSAGES.get(item["type"])
    said = str(item["msg"])
    detail = translate(message) % item.get("ctx", {}) if message else translate(said)
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
