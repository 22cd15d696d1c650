"""/api/docs: the API reference, and what each kind of problem means. Nothing from elsewhere."""

from collections.abc import Iterator
from html import escape
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from api.errors import framework_problems
from schemas.errors import AppError

router = APIRouter(prefix="/api/docs")
_STATIC = Path(__file__).parent / "static"
# Swagger UI writes style attributes; everything else comes from this server alone.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Master IA</title>
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/assets/docs.css">
{scripts}
</head>
<body>{body}</body>
</html>
"""
_SCRIPTS = """<script src="/api/docs/assets/swagger-ui/swagger-ui-bundle.js" defer></script>
<script src="/api/docs/assets/docs.js" defer></script>"""


def install(app: FastAPI) -> None:
    app.mount("/api/docs/assets", StaticFiles(directory=_STATIC), name="api_docs_assets")
    app.include_router(router)


@router.get("", response_class=HTMLResponse, include_in_schema=False)
async def reference() -> HTMLResponse:
    page = _PAGE.format(title="API", scripts=_SCRIPTS, body='<div id="reference"></div>')
    return HTMLResponse(page, headers=_HEADERS)


@router.get("/problems", response_class=HTMLResponse, include_in_schema=False)
async def problems() -> HTMLResponse:
    """Where the `type` of a problem leads."""
    known = {kind.code: (kind.status, _about(kind)) for kind in _kinds(AppError)}
    known |= framework_problems()
    rows = "".join(
        f'<dt id="{escape(code)}">{escape(code)}</dt>'
        f"<dd>{status} {HTTPStatus(status).phrase}. {escape(text)}</dd>"
        for code, (status, text) in sorted(known.items())
    )
    body = (
        f'<main><h1>Problems</h1><p><a href="/api/docs">API reference</a></p><dl>{rows}</dl></main>'
    )
    return HTMLResponse(_PAGE.format(title="Problems", scripts="", body=body), headers=_HEADERS)


def _kinds(kind: type[AppError]) -> Iterator[type[AppError]]:
    for more in kind.__subclasses__():
        yield more
        yield from _kinds(more)


def _about(kind: type[AppError]) -> str:
    """Its own docstring; an inherited one speaks of something else."""
    return " ".join((kind.__dict__.get("__doc__") or "").split())
