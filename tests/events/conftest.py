from uuid import UUID

import pytest

from db.session import Database
from services.keyring import Keyring
from settings import Settings
from tests.campaigns.scenes import Shop, open_shop
from tests.inbox.desk import Desk, open_desk
from tests.webhooks.conftest import connect
from tests.webhooks.meta import Account


@pytest.fixture(scope="session")
def keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.encryption_keys.get_secret_value())


@pytest.fixture
async def shop(database: Database, keyring: Keyring, company_id: UUID) -> Shop:
    return await open_shop(database, keyring, company_id)


@pytest.fixture
async def account(database: Database, keyring: Keyring, company_id: UUID) -> Account:
    return await connect(database, keyring, company_id)


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)
