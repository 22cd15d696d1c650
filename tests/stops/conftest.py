from uuid import UUID

import pytest

from db.session import Database
from tests.fixtures.people import add_person
from tests.stops.scenes import Stage, open_stage


@pytest.fixture
async def stage(database: Database, company_id: UUID) -> Stage:
    return await open_stage(database, company_id)


@pytest.fixture
async def owner_id(database: Database, company_id: UUID) -> UUID:
    return (await add_person(database, company_id)).id
