"""Posts prepared requests over kept connections, as fast as they are answered.

`python -m benchmarks.p6_load PORT FILE CONNECTIONS` prints the seconds it took. FILE holds whole
HTTP requests, each behind its length in four bytes.
"""

import asyncio
import struct
import sys
import time
from pathlib import Path
from typing import cast

import uvloop


class Poster(asyncio.Protocol):
    """Sends the next request when the last one was answered; any answer but 200 ends the run."""

    def __init__(self, requests: list[bytes], done: asyncio.Future[None]) -> None:
        self._requests = requests
        self._done = done
        self._buffer = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transport is one without deriving from it.
        self._transport = cast("asyncio.WriteTransport", transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
        if len(rest) < int(length or 0):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._end(SystemExit(head.decode()))
            return
        self._buffer = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._end(SystemExit(f"the server hung up: {error}"))

    def _next(self) -> None:
        assert self._transport is not None
        if self._requests:
            self._transport.write(self._requests.pop())
        else:
            self._end(None)

    def _end(self, error: BaseException | None) -> None:
        if self._done.done():
            return
        if error is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(error)


async def post_all(port: int, requests: list[bytes], connections: int) -> float:
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    ends = []
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        await loop.create_connection(lambda done=done: Poster(requests, done), "127.0.0.1", port)  # type: ignore[misc]
        ends.append(done)
    await asyncio.gather(*ends)
    return time.perf_counter() - started


def read_requests(path: Path) -> list[bytes]:
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return found[::-1]


def main() -> None:
    port, path, connections = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    requests = read_requests(path)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(post_all(port, requests, connections)))


if __name__ == "__main__":
    main()
