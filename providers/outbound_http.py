"""Calls addresses that users gave: only outside, and only what was checked is connected to.

A name is resolved once, all it says is looked at, and the connection goes to that very address:
asked again, the name might say something else. The certificate and the Host header stay the
name's. Nothing is followed, no proxy of the environment is used, and what is answered is read for
so long and so far.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpcore
import httpx
from httpcore import AsyncNetworkBackend, AsyncNetworkStream

from providers import public_addresses
from providers.public_addresses import NotPublic

SECONDS_IN_ALL = 15.0
MOST_ANSWERED = 64 * 1024
_SECONDS_TO_CONNECT = 5.0
_IDLE_SECONDS = 20.0
_TOO_MANY_REQUESTS, _UNAVAILABLE = 429, 503
_SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)

# (host, port) -> the addresses it has.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class Refused(httpcore.ConnectError):
    """Where the name leads is not outside."""


class Unresolved(httpcore.ConnectError):
    """The name is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call: an answer, or a word of ours why there is none."""

    status: int | None
    # "timeout", "refused_address", "unknown_host", "tls", "connection" or "protocol".
    error: str | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - 2xx

    @property
    def is_redirect(self) -> bool:
        return self.status is not None and 300 <= self.status < 400  # noqa: PLR2004 - 3xx


async def resolve(host: str, port: int) -> Sequence[str]:
    """As this machine knows names; a literal address is itself."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class OutboundHttp:
    """`allow_private` is for development and tests: it also allows http."""

    def __init__(
        self,
        *,
        allow_private: bool,
        resolve: Resolve = resolve,
        seconds: float = SECONDS_IN_ALL,
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self.allow_private = allow_private
        self._seconds = seconds
        self._certificates = certificates or httpx.create_ssl_context()
        self._backend = _CheckedConnections(resolve, allow_private=allow_private)

    def check(self, url: str) -> None:
        """Raises NotPublic for what can be told from the address as it is written."""
        if not self.allow_private:
            public_addresses.check_form(url, any_port=True)
            _check_literal(urlsplit(url).hostname or "")
            return
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii():
            raise NotPublic

    @asynccontextmanager
    async def line(self, at_once: int = 1) -> AsyncIterator["Line"]:
        """Connections of one's own, kept while the block lasts: nobody waits for another's."""
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self._certificates,
            max_connections=at_once,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=self._backend,
        )
        async with pool:
            yield Line(pool, self._seconds, self.check)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One call on a connection of its own."""
        async with self.line() as line:
            return await line.post(url, headers, body)


class Line:
    """Calls that may share connections."""

    def __init__(
        self, pool: httpcore.AsyncConnectionPool, seconds: float, check: Callable[[str], None]
    ) -> None:
        self._pool = pool
        self._seconds = seconds
        self._check = check

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Never raises for what the other side does: that is what an Answer tells."""
        began = time.monotonic()
        try:
            self._check(url)
            async with asyncio.timeout(self._seconds):
                status, said, read = await self._call(url, headers, body)
        except Exception as error:
            word = _word(error)
            if word is None:
                raise
            return Answer(None, word, seconds=time.monotonic() - began)
        return Answer(status, None, read, said, time.monotonic() - began)

    async def _call(
        self, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        timeouts = {"connect": _SECONDS_TO_CONNECT, "read": self._seconds, "write": self._seconds}
        sent = {"Host": urlsplit(url).netloc, "Accept-Encoding": "identity", **headers}
        async with self._pool.stream(
            "POST",
            url,
            headers=[*sent.items(), ("Content-Length", str(len(body)))],
            content=body,
            extensions={"timeout": timeouts},
        ) as response:
            said = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            return response.status, said, await _beginning(response)


class _CheckedConnections(AsyncNetworkBackend):
    """Resolves, looks at all there is, and connects to exactly that."""

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        failure: Exception = Unresolved(host)
        for address in await self._addresses(host, port):
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self._resolve(host, port)
        except OSError as error:
            raise Unresolved(host) from error
        if not self._allow_private:
            try:
                public_addresses.check(found)
            except NotPublic as error:
                raise Refused(host) from error
        return found

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


async def _beginning(response: httpcore.Response) -> bytes:
    """So much of it and no more; leaving the block closes what still comes."""
    read = b""
    async for chunk in response.aiter_stream():
        read += chunk
        if len(read) >= MOST_ANSWERED:
            return read[:MOST_ANSWERED]
    return read


def retry_after(answer: Answer, *, now: float) -> float | None:
    """Seconds it asks to be left alone, from a number or a date; None when it does not ask."""
    word = answer.headers.get("retry-after", "").strip()
    if answer.status not in {_TOO_MANY_REQUESTS, _UNAVAILABLE} or not word:
        return None
    if word.isascii() and word.isdecimal():
        return float(word[:9])
    try:
        return max(0.0, parsedate_to_datetime(word).timestamp() - now)
    except (ValueError, OverflowError):
        # No date, or one that no calendar has.
        return None


def _check_literal(host: str) -> None:
    try:
        ip_address(host)
    except ValueError:
        return
    public_addresses.check([host])


def _word(error: Exception) -> str | None:
    """What is the other side's doing; None for what is ours."""
    if isinstance(error, NotPublic | Refused):
        return "refused_address"
    if isinstance(error, Unresolved):
        return "unknown_host"
    if isinstance(error, TimeoutError | httpcore.TimeoutException):
        return "timeout"
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return "tls"
    if isinstance(error, httpcore.NetworkError | OSError):
        return "connection"
    protocol = (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError)
    return "protocol" if isinstance(error, protocol) else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__
