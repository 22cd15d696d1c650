"""Refuses text that no table can hold: NUL characters, and halves of surrogate pairs."""

import json
import re
from collections.abc import Iterator

from fastapi import Request

from schemas.errors import FieldError, InvalidInput
from schemas.text import storable
from schemas.words import mark

_MESSAGE = mark("This text contains characters that cannot be stored.")
# Only bodies that contain one of these escapes are looked through.
_SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


async def refuse_unstorable_text(request: Request) -> None:
    """For JSON bodies, paths and queries alike, before anything is looked up by them."""
    wrong = [name for name, text in _address(request) if not storable(text)]
    if _is_json(request) and _SUSPECT.search(body := await request.body()):
        wrong += [place for place, text in _texts("", _parsed(body)) if not storable(text)]
    if wrong:
        errors = [FieldError(_visible(place), "unstorable_text", _MESSAGE) for place in wrong]
        raise InvalidInput("Some of what was sent is not right; see errors.", errors)


def _address(request: Request) -> Iterator[tuple[str, str]]:
    yield from ((f"path/{name}", str(text)) for name, text in request.path_params.items())
    for name, text in request.query_params.multi_items():
        yield f"query/{name}", f"{name}{text}"


def _is_json(request: Request) -> bool:
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def _parsed(body: bytes) -> object:
    """Malformed JSON is somebody else's error to report."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _visible(place: str) -> str:
    return place.replace("\0", "\\u0000").encode("ascii", "backslashreplace").decode()


def _texts(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place or "/", value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(f"{place}/{index}", item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield f"{place}/{name}", str(name)
            yield from _texts(f"{place}/{name}", item)
