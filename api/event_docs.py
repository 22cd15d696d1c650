"""The `webhooks` of the OpenAPI document, from the catalogue of events."""

from typing import Any

from pydantic.json_schema import models_json_schema

from schemas.api import ids
from schemas.event_types import EVENT_TYPES, EventType

_REF = "#/components/schemas/{model}"
_HEADERS = (
    (
        "webhook-id",
        "The same at every try of this delivery.",
        "whd_0199b3c8f0a77c31a5d20e4b6f8c9d10",
    ),
    ("webhook-timestamp", "Seconds since 1970, of this try.", "1900000000"),
    (
        "webhook-signature",
        "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; several while a secret changes.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
)


def add_webhooks(document: dict[str, Any]) -> None:
    """Every type with its schema and an example, under the document's own schemas."""
    kinds = {kind.data for kind in EVENT_TYPES.values()}
    _, found = models_json_schema(
        [(model, "serialization") for model in sorted(kinds, key=lambda one: one.__name__)],
        ref_template=_REF,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in found.get("$defs", {}).items():
        schemas.setdefault(name, schema)
    document["webhooks"] = {kind.name: {"post": _operation(kind)} for kind in EVENT_TYPES.values()}


def envelope(kind: EventType) -> dict[str, Any]:
    moment = {"type": "string", "format": "date-time"}
    properties: dict[str, Any] = {
        "id": {"type": "string", "pattern": f"^{ids.EVENT.prefix}_[0-9a-f]{{32}}$"},
        "type": {"const": kind.name},
        "timestamp": moment,
        "company_id": {"type": "string"},
        "sequence": {"type": "integer", "minimum": 1},
        "resource": {
            "type": "object",
            "properties": {"type": {"enum": list(kind.resources)}, "id": {"type": "string"}},
            "required": ["type", "id"],
        },
        "occurred_at": moment,
        "data": {"$ref": _REF.format(model=kind.data.__name__)},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _operation(kind: EventType) -> dict[str, Any]:
    return {
        "operationId": f"on_{kind.name.replace('.', '_')}",
        "summary": kind.words,
        "tags": ["webhooks"],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": words,
                "schema": {"type": "string"},
                "example": value,
            }
            for name, words, value in _HEADERS
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": envelope(kind), "example": kind.whole_example()}
            },
        },
        "responses": {
            "2XX": {"description": "It has it. Answer within 15 seconds, and work afterwards."},
            "410": {"description": "Nobody listens here any more: the webhook is switched off."},
        },
    }
