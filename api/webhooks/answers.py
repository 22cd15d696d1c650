"""Reading a request and answering it without a framework around."""

import json
from collections.abc import Sequence

from starlette.types import Receive, Scope, Send

MAX_BODY = 4 * 1024 * 1024


class BodyTooLarge(Exception):
    """More than any provider sends."""


class ClientGone(Exception):
    """The connection ended before the body did."""


async def read_body(scope: Scope, receive: Receive, *, most: int = MAX_BODY) -> bytes:
    """The raw bytes; refuses by Content-Length before reading, and by count while reading."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > most:
            raise BodyTooLarge
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise BodyTooLarge
        chunks.append(chunk)
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def say(
    send: Send,
    status: int,
    body: bytes,
    content_type: bytes = b"text/plain; charset=utf-8",
    *,
    more: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    headers = [
        *more,
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(
    send: Send, status: int, code: str, detail: str, *, retry: int | None = None
) -> None:
    """`retry`: after how many seconds it may be tried again."""
    more = [(b"retry-after", str(retry).encode())] if retry else []
    problem = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    await say(send, status, json.dumps(problem).encode(), b"application/problem+json", more=more)
