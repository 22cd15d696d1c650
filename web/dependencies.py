"""What a screen's route may ask for, and the middleware that knows who is looking."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Depends, Request
from redis.asyncio import Redis
from starlette.types import ASGIApp, Receive, Scope, Send
from temporalio.client import Client

from db.queries import people
from db.queries.people import Workplace
from db.queries.sessions import SessionRow
from db.session import Database
from schemas.enums import Role
from schemas.errors import Forbidden, NotSignedIn
from schemas.settings_view import SettingsView
from services import sessions
from services.live import LiveHints
from web.i18n import mark
from web.security import CsrfChecked

__all__ = [
    "CsrfDep",
    "DatabaseDep",
    "HintsDep",
    "RedisDep",
    "SettingsViewDep",
    "SignedIn",
    "SignedInPerson",
    "TemporalDep",
    "require_role",
]

SESSION_COOKIE = "session"
_STRENGTH = {Role.VIEWER: 0, Role.AGENT: 1, Role.ADMIN: 2, Role.OWNER: 3}

CsrfDep = CsrfChecked


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    user_id: UUID
    company_id: UUID
    company_name: str
    name: str
    email: str
    role: Role
    locale: str | None
    timezone: str
    # The hash of the session's secret: names the session without opening it.
    session_id: str
    theme: str = "system"
    country: str = "BR"
    companies: tuple[tuple[UUID, str], ...] = field(default=())

    def may(self, role: Role) -> bool:
        """Whether this person's role is at least as strong."""
        return _STRENGTH[self.role] >= _STRENGTH[role]


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _redis(request: Request) -> Redis:
    redis: Redis = request.app.state.redis
    return redis


def _hints(request: Request) -> LiveHints:
    hints: LiveHints = request.app.state.hints
    return hints


def _temporal(request: Request) -> Client:
    temporal: Client = request.app.state.temporal
    return temporal


def _settings_view(request: Request) -> SettingsView:
    view: SettingsView = request.app.state.settings_view
    return view


def _signed_in(request: Request) -> SignedInPerson:
    person: SignedInPerson | None = getattr(request.state, "user", None)
    if person is None:
        raise NotSignedIn(mark("Sign in to go on."))
    return person


DatabaseDep = Annotated[Database, Depends(_database)]
HintsDep = Annotated[LiveHints, Depends(_hints)]
RedisDep = Annotated[Redis, Depends(_redis)]
TemporalDep = Annotated[Client, Depends(_temporal)]
SettingsViewDep = Annotated[SettingsView, Depends(_settings_view)]
SignedIn = Annotated[SignedInPerson, Depends(_signed_in)]


def require_role(role: Role) -> Callable[[SignedInPerson], Coroutine[Any, Any, None]]:
    """For `dependencies=[Depends(require_role(Role.ADMIN))]`; stronger roles may too."""

    async def strong_enough(person: SignedIn) -> None:
        if not person.may(role):
            raise Forbidden(mark("Your role in this company does not allow this."))

    return strong_enough


class Sessions:
    """Finds out whose browser asks, before language and time zone are chosen."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            await _recognise(Request(scope))
        await self._app(scope, receive, send)


async def _recognise(request: Request) -> None:
    secret = request.cookies.get(SESSION_COOKIE)
    if not secret:
        return
    database: Database = request.app.state.database
    async with database.system() as session:
        row = await sessions.resume(session, secret)
        companies = await people.workplaces(session, row.user.id) if row else []
    if row is not None:
        person = _person(row, companies)
        request.state.user, request.state.session_id = person, person.session_id
        structlog.contextvars.bind_contextvars(
            company_id=str(person.company_id), user_id=str(person.user_id)
        )


def _person(row: SessionRow, companies: list[Workplace]) -> SignedInPerson:
    return SignedInPerson(
        user_id=row.user.id,
        company_id=row.company.id,
        company_name=row.company.name,
        name=row.user.name,
        email=row.user.email,
        role=row.role,
        locale=row.user.locale,
        timezone=row.company.timezone,
        session_id=row.session.token_hash.hex(),
        theme=row.user.theme,
        country=row.company.country,
        companies=tuple(
            (place.id, place.name) for place in companies if place.id != row.company.id
        ),
    )
