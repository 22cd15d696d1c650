"""What FastAPI cannot know about our own conventions, added to the OpenAPI document."""

from typing import Any

from fastapi import FastAPI

from api.errors import MEDIA_TYPE
from api.event_docs import add_webhooks
from api.idempotency import HEADER

_ABOUT = """
**Authentication.** `Authorization: Bearer mia_live_…`; keys are made in the console. The company
comes from the key.

**Errors** are `application/problem+json` (RFC 9457). Branch on `code`, never on `detail`.

**Lists** take `limit` and `cursor`; read on while `has_more`.

**Idempotency-Key** on a POST: sent twice, done once. The stored answer is given again with
`Idempotent-Replayed: true`, for seven days.

**202** means accepted: the work goes on, and the resource's status tells how far it is.
"""
_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Sent again with the same key and body, the request happens once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


def describe(app: FastAPI) -> None:
    """Have the app generate its document once, with our additions."""
    app.description = _ABOUT
    generate = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(generate())
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    document["servers"] = [{"url": "/api/v1"}]
    add_webhooks(document)
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method == "post":
                operation.setdefault("parameters", []).append(_KEY)
            for response in operation["responses"].values():
                _as_problem(response)
    return document


def _as_problem(response: dict[str, Any]) -> None:
    """FastAPI files every model under application/json; ours are sent as problems."""
    content = response.get("content", {})
    if MEDIA_TYPE in content and "application/json" in content:
        content[MEDIA_TYPE] = content.pop("application/json")
