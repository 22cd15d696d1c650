"""Files at Meta: where they are, their bytes, and handing over our own."""

import asyncio
import base64
import binascii
import ipaddress
import json
import socket
from collections.abc import Sequence
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx

from providers import meta_codes
from providers.base import OutcomeUnknown, ProviderError, Rejected, Unavailable
from providers.media import AddressRefused, RemoteFile, TooLong
from providers.meta_json import Json, mapping, text

_SHA256_HEX = 64
_SERVER_ERROR = 500
_REDIRECTS = range(300, 400)


class MetaMedia:
    """Implements MediaProvider. `hosts` are the only ones a token is ever sent to.

    A host that begins with a dot stands for everything below it.
    """

    def __init__(
        self, http: httpx.AsyncClient, base_url: str, hosts: Sequence[str], *, private: bool
    ) -> None:
        self._http = http
        self._base = base_url
        self._hosts = (urlsplit(base_url).netloc, *hosts)
        self._private = private

    async def locate(self, token: str, media_id: str) -> RemoteFile:
        answer = await self._call(
            self._http.build_request("GET", f"{self._base}/{media_id}", headers=_bearer(token))
        )
        size = text(answer.get("file_size"))
        return RemoteFile(
            address=text(answer.get("url")),
            mime_type=text(answer.get("mime_type")),
            size=int(size) if size.isdigit() else None,
            sha256=hex_digest(text(answer.get("sha256"))),
        )

    async def download(self, token: str, address: str, into: BinaryIO, *, limit: int) -> None:
        await self._check(address)
        # Nothing is unpacked: a small answer cannot become a large one.
        headers = {**_bearer(token), "Accept-Encoding": "identity"}
        try:
            async with self._http.stream("GET", address, headers=headers) as response:
                _accept(response, limit)
                await _copy(response, into, limit)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error

    async def upload(
        self, token: str, number_id: str, name: str, mime_type: str, content: BinaryIO
    ) -> str:
        answer = await self._call(
            self._http.build_request(
                "POST",
                f"{self._base}/{number_id}/media",
                headers=_bearer(token),
                data={"messaging_product": "whatsapp", "type": mime_type},
                files={"file": (name, content, mime_type)},
            )
        )
        if not (media_id := text(answer.get("id"))):
            raise OutcomeUnknown("An answer without an id")
        return media_id

    async def _call(self, request: httpx.Request) -> Json:
        try:
            response = await self._http.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        answer = _object(response.content)
        if response.is_success:
            return answer
        raise _failure(response.status_code, answer)

    async def _check(self, address: str) -> None:
        """Refuse an address that is not the provider's: the token would go to whoever is there."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise AddressRefused("Not an address") from error
        if parts.scheme != "https" and not (self._private and parts.scheme == "http"):
            raise AddressRefused("Not https")
        if not any(_is_at(parts.netloc, host, allowed) for allowed in self._hosts):
            raise AddressRefused("A host that is not the provider's")
        # A name that is changed after this look leads nowhere: its certificate would not fit.
        if not self._private and await _is_private(host, port or 443):
            raise AddressRefused("A private address")


def hex_digest(told: str) -> str | None:
    """A SHA-256 as hexadecimal: Meta tells it so in one place and in base64 in another."""
    if len(told) == _SHA256_HEX and all(sign in "0123456789abcdef" for sign in told.lower()):
        return told.lower()
    try:
        digest = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return None
    return digest.hex() if len(digest) * 2 == _SHA256_HEX else None


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _is_at(netloc: str, host: str, allowed: str) -> bool:
    if allowed.startswith("."):
        return host.endswith(allowed.lower())
    # With user and password in front it is not the same place.
    return netloc.lower() == allowed.lower()


async def _is_private(host: str, port: int) -> bool:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable("The provider's name is not known") from error
    return any(not ipaddress.ip_address(entry[4][0]).is_global for entry in found)


def _accept(response: httpx.Response, limit: int) -> None:
    status = response.status_code
    if status in _REDIRECTS:
        raise AddressRefused("A redirect")
    if status >= _SERVER_ERROR:
        raise Unavailable(f"HTTP {status}")
    if not response.is_success:
        raise Rejected(f"http_{status}", "The provider did not give the file")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise AddressRefused("A packed answer")
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        raise TooLong


async def _copy(response: httpx.Response, into: BinaryIO, limit: int) -> None:
    """Counted, whatever length was announced."""
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        if received > limit:
            raise TooLong
        into.write(chunk)


def _object(content: bytes) -> Json:
    try:
        return mapping(json.loads(content))
    except ValueError:
        return {}


def _failure(status: int, answer: Json) -> ProviderError:
    error = mapping(answer.get("error"))
    code = error.get("code")
    if not isinstance(code, int):
        if status >= _SERVER_ERROR:
            return Unavailable(f"HTTP {status}")
        return Rejected(f"http_{status}", "The answer did not come from Meta")
    failure = meta_codes.failure(code, text(error.get("message"))[:500])
    # Asking for a file, or handing it over, twice does no harm.
    return Unavailable(str(code)) if isinstance(failure, OutcomeUnknown) else failure
