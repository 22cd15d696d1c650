"""A sender's upper bound: accepts any message after the latency, and does nothing else.

For load tests. No validation, no receipts, no phones; a raw protocol, because a framework would
be what is measured. `GET /sandbox/api/count` tells how many messages and different recipients came.
"""

import asyncio
import json
from collections import deque
from itertools import count

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%b"
_BODY = (
    b'{"messaging_product":"whatsapp","contacts":[{"input":"%b","wa_id":"%b"}],'
    b'"messages":[{"id":"wamid.BARE%016X"}]}'
)
_LENGTH_REQUIRED = b"HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_TO = b'"to"'
_END = b"\r\n\r\n"


class BareServer:
    """What all connections share: the counters, and one timer for all answers."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._numbers = count(1)
        self._due: deque[tuple[float, asyncio.Transport, bytes]] = deque()
        self._loop = asyncio.get_running_loop()
        self.messages = 0
        self.recipients: set[bytes] = set()

    def answer(self, transport: asyncio.Transport, head: bytes, body: bytes) -> None:
        if head.startswith(b"POST") and b"/messages" in head[: head.find(b"\r\n")]:
            self._accept(transport, body)
        else:
            transport.write(self._control(head))

    def _accept(self, transport: asyncio.Transport, body: bytes) -> None:
        self.messages += 1
        to = _recipient(body)
        self.recipients.add(to)
        content = _BODY % (to, to.lstrip(b"+"), next(self._numbers))
        reply = _ANSWER % (len(content), content)
        if not self._latency:
            transport.write(reply)
            return
        # All answers wait equally long, so one queue and one timer serve them in order.
        due = self._loop.time() + self._latency
        if not self._due:
            self._loop.call_at(due, self._flush)
        self._due.append((due, transport, reply))

    def _flush(self) -> None:
        now = self._loop.time()
        while self._due and self._due[0][0] <= now:
            _, transport, reply = self._due.popleft()
            if not transport.is_closing():
                transport.write(reply)
        if self._due:
            self._loop.call_at(self._due[0][0], self._flush)

    def _control(self, head: bytes) -> bytes:
        if head.startswith(b"DELETE"):
            self.messages = 0
            self.recipients.clear()
        counted = {"messages": self.messages, "recipients": len(self.recipients)}
        content = json.dumps(counted).encode()
        return _ANSWER % (len(content), content)


class _Connection(asyncio.Protocol):
    def __init__(self, server: BareServer) -> None:
        self._server = server
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        buffer = self._buffer + data if self._buffer else data
        while (end := buffer.find(_END)) >= 0:
            head = buffer[:end]
            length = _length(head)
            if length is None:
                self._transport.write(_LENGTH_REQUIRED)
                self._transport.close()
                return
            after = end + len(_END) + length
            if len(buffer) < after:
                break
            self._server.answer(self._transport, head, buffer[end + len(_END) : after])
            buffer = buffer[after:]
        self._buffer = buffer


def _length(head: bytes) -> int | None:
    """The body's length; None for a chunked body, which this server does not read."""
    lower = head.lower()
    place = lower.find(b"\r\ncontent-length:")
    if place < 0:
        return None if b"\r\ntransfer-encoding:" in lower else 0
    value = lower[place + 17 :].split(b"\r\n", 1)[0].strip()
    return int(value) if value.isdigit() else None


def _recipient(body: bytes) -> bytes:
    """The text of "to", without parsing the rest."""
    place = body.find(_TO)
    if place < 0:
        return b""
    start = body.find(b'"', body.find(b":", place)) + 1
    return body[start : body.find(b'"', start)]


async def serve(host: str, port: int, latency: float) -> None:
    server = BareServer(latency)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: _Connection(server), host, port, backlog=4096)
    async with listening:
        await listening.serve_forever()
