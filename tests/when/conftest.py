from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from redis.asyncio import Redis

from db.session import Database
from services.live import LiveHints
from tests.campaigns.world import World, add_contacts, add_world


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    """A company with a number, an approved template and three people."""
    made = await add_world(database, company_id)
    await add_contacts(database, company_id, 3)
    return made


@pytest.fixture
async def hints(cache: Redis) -> AsyncIterator[LiveHints]:
    made = LiveHints(cache)
    yield made
    await made.close()
