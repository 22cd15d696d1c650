"""Where in a JSON a value stands: a small, safe part of JMESPath.

The whole language can be made to double its result again and again within a short text. Allowed is
what leads to a value and a few functions; what could grow is not.
"""

import json
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from schemas.errors import FieldError
from schemas.hooks import LONGEST_PATH
from services.field_values import Unreadable

_MOST_NODES = 60
_FUNCTIONS: Final = frozenset(
    {"join", "not_null", "to_string", "to_number", "length", "contains", "starts_with", "keys"}
)
_ALLOWED: Final = frozenset(
    {
        "field",
        "subexpression",
        "index_expression",
        "index",
        "projection",
        "filter_projection",
        "comparator",
        "literal",
        "identity",
        "current",
        "or_expression",
        "and_expression",
        "not_expression",
        "pipe",
        "function_expression",
        "multi_select_list",
    }
)
NOT_A_PATH = FieldError("path", "not_a_path", "This is not a path that can be read.")
TOO_MUCH = FieldError("path", "path_not_allowed", "This path does more than paths may do here.")
# What reading may come to, besides the library's own: its functions trust their arguments.
_FAILURES = (JMESPathError, TypeError, ValueError, RecursionError, ArithmeticError, LookupError)


def check(path: str) -> None:
    """Raises Unreadable."""
    _compiled(path)


def find(path: str, body: object) -> object:
    """What stands there; None for nothing. Raises Unreadable for a path that is none."""
    compiled = _compiled(path)
    try:
        return compiled.search(body)
    except _FAILURES as error:
        raise Unreadable(
            FieldError("path", "path_does_not_fit", "This path does not fit what came in.")
        ) from error


def quoted(key: str) -> str:
    """A key as a path names it."""
    plain = key.isascii() and key.replace("_", "a").isalnum() and not key[:1].isdigit()
    if plain:
        return key
    return json.dumps(key, ensure_ascii=False)


@lru_cache(maxsize=2048)
def _compiled(path: str) -> ParsedResult:
    if not path.strip() or len(path) > LONGEST_PATH:
        raise Unreadable(NOT_A_PATH)
    try:
        with warnings.catch_warnings():
            # It reads an old way of writing texts too, and says so.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            compiled = jmespath.compile(path)
    except _FAILURES as error:
        raise Unreadable(NOT_A_PATH) from error
    _refuse_growth(compiled.parsed)
    return compiled


def _refuse_growth(tree: Any) -> None:  # the library names no type of its tree
    nodes = list(_nodes(tree))
    kinds = [str(node["type"]) for node in nodes]
    called = {node.get("value") for node in nodes if node["type"] == "function_expression"}
    if (
        len(nodes) > _MOST_NODES
        or not _ALLOWED.issuperset(kinds)
        # A list may be made once, for a function; a list of lists of lists is how it grows.
        or kinds.count("multi_select_list") > 1
        or not _FUNCTIONS.issuperset(called)
    ):
        raise Unreadable(TOO_MUCH)


def _nodes(tree: Any) -> Iterator[Any]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node["children"])
