"""Another system that hears of events: answers as it is told to, and remembers what came."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook
from starlette.types import Receive, Scope, Send

from tests.serving import serve


@dataclass(frozen=True)
class Call:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body)
        return content

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified_by(self, secret: str) -> dict[str, Any]:
        """By the public library, which raises for what is not signed with it."""
        content: dict[str, Any] = Webhook(secret).verify(self.body, self.headers)
        return content


@dataclass(frozen=True)
class Says:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    after: float = 0.0


@dataclass
class Receiver:
    url: str = ""
    # What it says to a call; the default takes everything.
    answer: Callable[[Call], Says] = lambda _: Says()
    calls: list[Call] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        call = Call(scope["path"], headers, body)
        self.calls.append(call)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            says = self.answer(call)
            await asyncio.sleep(says.after)
        finally:
            self._at_once -= 1
        given = [(name.encode(), value.encode()) for name, value in says.headers.items()]
        start = {"type": "http.response.start", "status": says.status, "headers": given}
        await send(start)
        await send({"type": "http.response.body", "body": says.body})

    async def until(self, count: int) -> Sequence[Call]:
        async with asyncio.timeout(60):
            while len(self.calls) < count:
                await asyncio.sleep(0.02)
        return self.calls


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    async with serve(made) as made.url:
        yield made
