"""Who calls: the peer, unless the peer is a proxy we were told to believe."""

import pytest
from fastapi import FastAPI, Request
from httpx import ASGITransport, AsyncClient

import server
from settings import Settings
from web.routes.auth import client_address


@pytest.mark.parametrize(
    ("trusted", "peer", "seen"),
    [
        ("", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.0/8", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.0/8", "10.1.2.3", "198.51.100.9"),
    ],
)
async def test_only_a_trusted_proxy_tells_whom_it_speaks_for(
    settings: Settings, trusted: str, peer: str, seen: str
) -> None:
    app = FastAPI()

    @app.get("/")
    async def who(request: Request) -> str:
        return client_address(request)

    config = server.configure(app, settings.model_copy(update={"trusted_proxies": trusted}))
    config.load()
    transport = ASGITransport(config.loaded_app, client=(peer, 1))
    async with AsyncClient(transport=transport, base_url="http://us") as client:
        # The first is what the caller claims, the last what the proxy saw.
        headers = {"X-Forwarded-For": "203.0.113.1, 198.51.100.9"}
        assert (await client.get("/", headers=headers)).json() == seen
