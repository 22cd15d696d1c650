"""Every address of the assembled program, and a request that would be right for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.params import File
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import Mount

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    method: str
    path: str
    parameters: tuple[str, ...]
    # How a right request is written: json for programs, form for people.
    body: Json | None
    is_api: bool
    has_upload: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def parts(app: FastAPI) -> dict[str, FastAPI]:
    """The mounted applications by prefix."""
    found = {}
    for route in app.routes:
        if isinstance(route, Mount):
            inner = route.app
            while not isinstance(inner, FastAPI) and hasattr(inner, "_app"):
                inner = inner._app
            if isinstance(inner, FastAPI):
                found[route.path] = inner
    return found


def addresses(app: FastAPI) -> list[Address]:
    mounted = parts(app)
    return [*_of_api(mounted["/api/v1"]), *_of_console(mounted[""])]


def routes(app: FastAPI) -> list[RouteContext]:
    return [
        context
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
    ]


def _of_api(app: FastAPI) -> Iterator[Address]:
    document = app.openapi()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            yield Address(
                method.upper(),
                f"/api/v1{path}",
                tuple(re.findall(r"{(\w+)}", path)),
                example(schema, document) if schema else None,
                is_api=True,
                has_upload="multipart/form-data" in content,
            )


def _of_console(app: FastAPI) -> Iterator[Address]:
    for route in routes(app):
        path, methods = route.path, route.methods
        assert path is not None
        assert methods is not None
        fields = route.dependant.body_params
        form = {
            field.alias: _form_value(field.field_info.annotation)
            for field in fields
            if field.field_info.is_required()
        }
        upload = any(isinstance(field.field_info, File) for field in fields)
        for method in methods - {"HEAD"}:
            parameters = tuple(re.findall(r"{(\w+)(?::\w+)?}", path))
            yield Address(method, path, parameters, form, is_api=False, has_upload=upload)


def _form_value(annotation: object) -> str:
    members = list(getattr(annotation, "__members__", {}).values())
    if members:
        return str(members[0].value)
    return {"int": "1", "UUID": "0199b3c8-f0a7-7c31-a5d2-0e4b6f8c9d10", "bool": "true"}.get(
        getattr(annotation, "__name__", ""), "some text"
    )


def example(schema: Json, document: Json) -> Any:
    """The smallest value the schema allows."""
    while "$ref" in schema:
        schema = _resolve(schema["$ref"], document)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return example(schema[choice][0], document)
    named = schema.get("enum") or schema.get("examples") or []
    if "const" in schema or named:
        return schema.get("const", named[0] if named else None)
    kind = schema.get("type", "object")
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: example(properties[name], document) for name in schema.get("required", [])}
    if kind == "array":
        return [example(schema["items"], document) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        return _text(schema)
    return {"integer": schema.get("minimum", 1), "number": 1.0, "boolean": True}.get(kind)


def _text(schema: Json) -> str:
    known: dict[str, str] = {
        "date-time": "2030-01-31T09:30:00Z",
        "date": "2030-01-31",
        "email": "a@example.com",
    }
    shape = str(schema.get("format", ""))
    return known.get(shape, "x" * max(3, int(schema.get("minLength", 3))))


def _resolve(reference: str, document: Json) -> Json:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, dict)
    return found
