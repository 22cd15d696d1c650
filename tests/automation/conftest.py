from uuid import UUID

import pytest

from db.session import Database
from tests.automation.house import House, open_house


@pytest.fixture
async def house(database: Database, company_id: UUID) -> House:
    return await open_house(database, company_id)
