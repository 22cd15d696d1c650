"""The JSON API as one application, mounted at /api/v1."""

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from api import errors, idempotency
from api.openapi import describe
from api.rate_limits import RateLimitHeaders, RateLimits, limit_rate
from api.routes import ROUTERS
from api.text import refuse_unstorable_text
from db.session import Database
from schemas.api.problems import Problem

# What a JSON body may weigh. A route that takes uploads names its own `max_body_size`.
MAX_BODY = 1_000_000

_PROBLEM = {"model": Problem, "content": {errors.MEDIA_TYPE: {}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    401: {**_PROBLEM, "description": "No valid API key."},
    403: {**_PROBLEM, "description": "The key lacks a scope."},
    422: {**_PROBLEM, "description": "Something sent is not right; see errors."},
    429: {**_PROBLEM, "description": "Too many requests; see Retry-After."},
    "default": {**_PROBLEM, "description": "Any other problem."},
}


def create_api(database: Database, *, limits: RateLimits | None = None) -> FastAPI:
    """Every route needs an API key; scopes are asked for by each route."""
    app = FastAPI(
        title="Master IA",
        version="1",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=MAX_BODY,
        responses=_RESPONSES,
        generate_unique_id_function=_operation_id,
        dependencies=[
            Depends(refuse_unstorable_text),
            Depends(limit_rate),
            Depends(idempotency.check_key),
        ],
    )
    app.state.rate_limits = limits or RateLimits()
    errors.install(app)
    idempotency.install(app, database)
    app.add_middleware(RateLimitHeaders)
    for router in ROUTERS:
        app.include_router(router)
    describe(app)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
