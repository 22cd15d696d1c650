"""The sandbox in process, and the recorded examples of Meta's documentation where they are."""

import json
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from sandbox.app import create_app, create_world
from sandbox.meta.seed import ACCOUNT_ID, NUMBER_ID, TOKEN
from sandbox.meta.world import World
from sandbox.options import DEFAULT_VERIFY_TOKEN, Options

JsonObject = dict[str, Any]
WEBHOOK_URL = "http://receiver/webhooks/meta"
MESSAGES = f"/v23.0/{NUMBER_ID}/messages"
TEMPLATES = f"/v23.0/{ACCOUNT_ID}/message_templates"


def contracts() -> Path:
    """Where the shared contract data lies; it is not part of the repository."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "contracts"
    return Path(os.environ.get("MASTER_IA_CONTRACTS", beside)) / "data"


@dataclass
class Receiver:
    """A webhook receiver that keeps what it got, and can be told to be down."""

    status: int = 200
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "GET":
            await self._handshake(scope, send)
            return
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message["body"]
        if self.status == 200:
            self.bodies.append(body)
            self.paths.append(scope["path"])
            self.headers.append({k.decode(): v.decode() for k, v in scope["headers"]})
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def _handshake(self, scope: Scope, send: Send) -> None:
        query = httpx.QueryParams(scope["query_string"].decode())
        known = query["hub.verify_token"] == DEFAULT_VERIFY_TOKEN
        status = 200 if known and query["hub.mode"] == "subscribe" else 403
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": query["hub.challenge"].encode()})

    def changes(self) -> list[JsonObject]:
        return [
            change
            for body in self.bodies
            for entry in json.loads(body)["entry"]
            for change in entry["changes"]
        ]

    def values(self, name: str) -> list[JsonObject]:
        return [change["value"] for change in self.changes() if change["field"] == name]

    def statuses(self) -> list[JsonObject]:
        return [s for value in self.values("messages") for s in value.get("statuses", [])]

    def messages(self) -> list[JsonObject]:
        return [m for value in self.values("messages") for m in value.get("messages", [])]


@dataclass
class Sandbox:
    world: World
    http: httpx.AsyncClient
    receiver: Receiver

    async def send(self, to: str, callback: str | None = None, **more: Any) -> httpx.Response:
        body = promotion(to) | more
        if callback is not None:
            body["biz_opaque_callback_data"] = callback
        return await self.http.post(MESSAGES, json=body)

    async def settle(self) -> None:
        answer = await self.http.get("/sandbox/api/idle", params={"timeout": 10})
        assert answer.json()["idle"], answer.json()

    async def put(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.put(f"/sandbox/api{path}", json=body)

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(f"/sandbox/api{path}", json=body)

    async def get(self, path: str, **params: Any) -> Any:
        return (await self.http.get(f"/sandbox/api{path}", params=params)).json()


def promotion(to: str) -> JsonObject:
    parameters = [{"type": "text", "text": "Ana"}, {"type": "text", "text": "20%"}]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": to,
        "type": "template",
        "template": {
            "name": "promocao_do_mes",
            "language": {"code": "pt_BR"},
            "components": [{"type": "body", "parameters": parameters}],
        },
    }


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Fast and certain: no latency, short delays, everything is read."""
    receiver = Receiver()
    options = Options(webhook_url=WEBHOOK_URL, latency=0, throughput=0)
    world = create_world(options, httpx.ASGITransport(receiver))
    world.behaviour.change(
        {
            "sent_after": 0.01,
            "delivered_after": 0.03,
            "read_after": 0.06,
            "jitter": 0,
            "read_probability": 1,
            "review_after": 0.01,
            "webhook_retry_first": 0.02,
            "slow_answer": 0.2,
        }
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(world=world)),
        base_url="http://sandbox",
        headers={"Authorization": f"Bearer {TOKEN}"},
    ) as http:
        yield Sandbox(world, http, receiver)
    await world.close()


@pytest.fixture
def recorded() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = contracts() / name
        if not path.exists():
            pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
        return path

    return find
