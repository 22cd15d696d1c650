import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.providers.scripted import Scripted


@pytest.fixture
async def provider() -> AsyncIterator[Scripted]:
    scripted = Scripted()
    server = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    yield scripted
    scripted.released.set()
    server.close()
