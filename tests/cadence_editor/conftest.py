from uuid import UUID

import pytest

from db.session import Database
from tests.campaigns.world import World, add_world


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)
