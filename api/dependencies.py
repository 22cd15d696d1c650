"""What a route of the API may ask for."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from redis.asyncio import Redis
from temporalio.client import Client

from db.session import Database
from schemas.enums import Scope
from schemas.errors import Forbidden, NotSignedIn
from schemas.settings_view import SettingsView
from services import api_keys

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="ApiKey",
    bearerFormat="mia_live_<prefix>_<secret>",
    description="An API key, made in the console under Settings.",
)


class MissingScope(Forbidden):
    code = "missing_scope"

    def __init__(self, scope: Scope) -> None:
        super().__init__("This API key lacks the scope %(scope)s.", scope=scope.value)


@dataclass(frozen=True, slots=True)
class Caller:
    """The program that calls: which company it works for and what it may do."""

    company_id: UUID
    key_id: UUID
    scopes: frozenset[str]

    def must_have(self, scope: Scope) -> None:
        """For what only some requests of a route ask for. Raises MissingScope, which names it."""
        if scope.value not in self.scopes:
            raise MissingScope(scope)


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _redis(request: Request) -> Redis:
    redis: Redis = request.app.state.redis
    return redis


def _temporal(request: Request) -> Client:
    temporal: Client = request.app.state.temporal
    return temporal


def _settings_view(request: Request) -> SettingsView:
    view: SettingsView = request.app.state.settings_view
    return view


DatabaseDep = Annotated[Database, Depends(_database)]
RedisDep = Annotated[Redis, Depends(_redis)]
TemporalDep = Annotated[Client, Depends(_temporal)]
SettingsViewDep = Annotated[SettingsView, Depends(_settings_view)]


async def _caller(
    database: DatabaseDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Caller:
    if bearer is None:
        raise NotSignedIn("Send an API key: Authorization: Bearer mia_live_…")
    async with database.system() as session:
        key = await api_keys.authenticate(session, bearer.credentials)
    structlog.contextvars.bind_contextvars(company_id=str(key.company_id), key_id=str(key.id))
    return Caller(key.company_id, key.id, frozenset(key.scopes))


CallerDep = Annotated[Caller, Depends(_caller)]


def require(scope: Scope) -> Callable[[Caller], Coroutine[Any, Any, None]]:
    """For `dependencies=[Depends(require(Scope.X))]`: 403 names the scope the key lacks."""

    async def has_scope(caller: CallerDep) -> None:
        caller.must_have(scope)

    return has_scope
