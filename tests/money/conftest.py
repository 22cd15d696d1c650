from uuid import UUID

import pytest

from db.session import Database
from services.keyring import Keyring
from settings import Settings
from tests.campaigns.scenes import Shop, open_shop


@pytest.fixture
async def shop(database: Database, settings: Settings, company_id: UUID) -> Shop:
    keyring = Keyring.parse(settings.encryption_keys.get_secret_value())
    return await open_shop(database, keyring, company_id, rate=10)
