"""The console served on a port, and a person who signs in as often as a test needs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import insert

from bootstrap import Resources
from db.models.conversations import InboxMember
from db.session import Database
from schemas.enums import Role
from services import sessions
from services.live import LiveHints
from tests.campaigns.world import World, add_world
from tests.fixtures.people import Person, add_person
from tests.serving import serve
from web.dependencies import SESSION_COOKIE

SignIn = Callable[..., Awaitable[dict[str, str]]]


@pytest.fixture(scope="module")
async def console_url(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as url:
        yield url


@pytest.fixture
def hints(app_resources: Resources) -> LiveHints:
    return app_resources.hints


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


@pytest.fixture
async def agent(database: Database, company_id: UUID) -> Person:
    return await add_person(database, company_id, Role.AGENT)


@pytest.fixture
def sign_in(database: Database) -> SignIn:
    """`await sign_in(company_id, person)`: another browser's cookies."""

    async def of(company_id: UUID, person: Person) -> dict[str, str]:
        async with database.system() as session:
            secret = await sessions.start(session, person.id, company_id, user_agent="test")
        return {SESSION_COOKIE: secret}

    return of


@pytest.fixture
def cookies(signed_in: AsyncClient) -> dict[str, str]:
    return dict(signed_in.cookies)


async def keep_to(database: Database, company_id: UUID, number_id: UUID, user_id: UUID) -> None:
    """From now on the number is for this person, and those it was kept to before."""
    async with database.company(company_id) as session:
        await session.execute(
            insert(InboxMember).values(
                company_id=company_id, phone_number_id=number_id, user_id=user_id
            )
        )
