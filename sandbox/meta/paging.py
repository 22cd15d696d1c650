"""Cursor paging and `fields=` as the Graph API does them."""

import base64
from typing import Any

from starlette.requests import Request

from sandbox.meta.errors import invalid

JsonObject = dict[str, Any]
_LIMIT, _MOST = 25, 1000


def page(request: Request, items: list[JsonObject]) -> JsonObject:
    """A page of items that have an id, and the cursors to go on."""
    limit = _limit(request.query_params.get("limit"))
    start = _after(request.query_params.get("after"))
    end = len(items)
    if before := request.query_params.get("before"):
        end = _after(before) - 1
        start = max(0, end - limit)
    shown = items[start : min(start + limit, end)]
    if not shown:
        return {"data": []}
    stop = start + len(shown)
    paging: JsonObject = {"cursors": {"before": _cursor(start + 1), "after": _cursor(stop)}}
    if stop < len(items):
        url = request.url.include_query_params(after=_cursor(stop), limit=limit)
        paging["next"] = str(url.remove_query_params("before"))
    if start > 0:
        url = request.url.include_query_params(before=_cursor(start + 1), limit=limit)
        paging["previous"] = str(url.remove_query_params("after"))
    return {"data": shown, "paging": paging}


def chosen(
    request: Request, full: JsonObject, usual: tuple[str, ...], known: tuple[str, ...] = ()
) -> JsonObject:
    """The members asked for by `fields`, or the usual ones; the id always."""
    asked = request.query_params.get("fields")
    names = [name.strip() for name in asked.split(",")] if asked else list(usual)
    for name in names:
        plain = name.partition("{")[0].partition(".")[0]
        if plain not in full and plain not in known:
            raise invalid(f"Tried accessing nonexisting field ({plain})")
    picked = {name: full[name] for name in names if full.get(name) is not None}
    return {**picked, "id": full["id"]}


def _limit(text: str | None) -> int:
    if text is None:
        return _LIMIT
    if not text.isdigit() or int(text) == 0:
        raise invalid("Param limit must be a positive integer.")
    return min(int(text), _MOST)


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"place:{place}".encode()).decode()


def _after(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        label, _, place = base64.urlsafe_b64decode(cursor).decode().partition(":")
        if label == "place":
            return int(place)
    except ValueError:
        pass
    raise invalid("Param after is not a valid cursor.")
