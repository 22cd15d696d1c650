"""What changes while somebody looks: one stream of server-sent events for each open browser.

A message names what changed (`campaign-<id>`, and `campaigns` for lists), never what it is now: the
page fetches it through the route that shows it. See ADR 0016.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.types import Receive, Scope, Send

from services.live_hub import LiveHub, TooManyStreams
from services.live_listener import Batch, Listener
from services.metrics import Metrics
from web.dependencies import SignedIn

router = APIRouter(include_in_schema=False)

# However fast things change, a browser is told at most this often.
GAP_SECONDS = 0.3
HEARTBEAT_SECONDS = 15.0
# A browser that takes nothing for so long is gone, or will come again.
_SEND_SECONDS = 30.0
# Pauses begin here and grow; the browser adds some chance to each.
_RETRY_MS = 1000
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    # Proxies are to pass every message on at once.
    "X-Accel-Buffering": "no",
}


class EventStream(Response):
    """Open until the browser leaves or its stream is ended; refused when there are too many."""

    def __init__(self, hub: LiveHub, metrics: Metrics, session: bytes, after: str | None) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["Content-Length"]
        self._hub = hub
        self._metrics = metrics
        self._session = session
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            listener = await self._hub.join(self._session, self._after)
        except TooManyStreams as full:
            await _come_again(full.seconds)(scope, receive, send)
            return
        writing = asyncio.create_task(self._write(listener, send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if writing.done():
                writing.result()
        finally:
            self._hub.leave(listener)
            for task in (writing, leaving):
                task.cancel()
            await asyncio.wait({writing, leaving})

    async def _write(self, listener: Listener, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        async for chunk in self._chunks(listener):
            try:
                async with asyncio.timeout(_SEND_SECONDS):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            except TimeoutError:
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self, listener: Listener) -> AsyncIterator[bytes]:
        # Sent before anything happens: whom the browser hears, and how soon it may come again.
        company = listener.company_id.hex if listener.company_id else ""
        yield f'retry: {_RETRY_MS}\ndata: ["hello-{company}"]\n\n'.encode()
        while True:
            batch = await listener.next(HEARTBEAT_SECONDS)
            yield self._message(batch)
            self._count(batch)
            if batch.ending is not None:
                return
            if batch.names:
                await asyncio.sleep(GAP_SECONDS)

    def _message(self, batch: Batch) -> bytes:
        place = self._hub.place(batch.key)
        lines = [f"id: {place}"] if place else []
        names = [*batch.names, batch.ending] if batch.ending else batch.names
        if names:
            lines.append(f"data: {json.dumps(names)}")
        return "\n".join([*(lines or [":"]), "", ""]).encode()

    def _count(self, batch: Batch) -> None:
        self._metrics.sent.inc(len(batch.names))
        if batch.since is not None:
            self._metrics.lag.observe(max(0.0, time.time() - batch.since))


def _come_again(seconds: int) -> Response:
    return Response(
        status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(seconds)}
    )


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@router.get("/live", name="live")
async def live(
    request: Request,
    person: SignedIn,
    after: Annotated[str | None, Header(alias="Last-Event-ID")] = None,
) -> Response:
    """Goes on after the event the browser names; who may be told what, only the rows say."""
    state = request.app.state
    return EventStream(state.live, state.metrics, bytes.fromhex(person.session_id), after)
