from uuid import UUID

import pytest

from db.models.conversations import Conversation
from db.session import Database
from tests.search.talk import Talk


@pytest.fixture
def talk(database: Database, company_id: UUID) -> Talk:
    return Talk(database, company_id)


@pytest.fixture
async def number(talk: Talk) -> UUID:
    return await talk.number()


@pytest.fixture
async def chat(talk: Talk, number: UUID) -> Conversation:
    return await talk.conversation(number)
