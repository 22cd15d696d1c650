"""A server asked to stop does not wait for its open streams."""

import asyncio
import socket
from uuid import UUID

import server
from bootstrap import open_resources
from settings import Settings
from tests.fixtures.people import Person
from tests.live.conftest import SignIn
from tests.live.streams import stream


async def test_streams_end_at_once_when_the_server_stops(
    *, settings: Settings, company_id: UUID, agent: Person, sign_in: SignIn
) -> None:
    cookies = await sign_in(company_id, agent)
    async with open_resources(settings) as resources:
        app = server.create_app(resources)
        listener = socket.create_server(("127.0.0.1", 0))
        config = server.configure(server.shortcut(app), settings)
        running = server.Server(config, resources.live)
        task = asyncio.create_task(running.serve(sockets=[listener]))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with stream(url, cookies) as heard:
            running.should_exit = True
            await heard.until("restart")
            await asyncio.wait_for(task, 20)
            await asyncio.wait_for(heard.over.wait(), 30)
