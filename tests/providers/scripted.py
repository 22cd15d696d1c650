"""A provider that answers exactly what a test tells it to, over a real socket."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Scripted:
    """Raw bytes as the answer, b"" to close without one, None to stay silent."""

    answer: bytes | None = b""
    requests: list[bytes] = field(default_factory=list)
    port: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = sum(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            self.requests.append(head + await reader.readexactly(length))
            if self.answer is None:
                await self.released.wait()
            else:
                writer.write(self.answer)
                await writer.drain()
        finally:
            writer.close()


def http_answer(status: int, body: bytes, *, content_type: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n"
    return (head + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode() + body
