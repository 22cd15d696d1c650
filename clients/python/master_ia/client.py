"""The two clients: `MasterIA` waits, `AsyncMasterIA` is for asyncio. Both know every operation."""

from http import HTTPStatus
from typing import Self

import httpx
from httpx_retries import Retry, RetryTransport

from .errors import error_of
from .generated.async_resources import Resources as AsyncResources
from .generated.client import AuthenticatedClient
from .generated.resources import Resources

_SECONDS = 30.0
_TRIES = 4
# A POST carries an Idempotency-Key, the others may be repeated by what they are.
_METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "POST")
_STATUSES = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
_LONGEST_PAUSE = 60.0


class MasterIA(Resources):
    """Every operation of the API by its resource: `ia.contacts.create_contact(body=…)`.

    A request that got no answer, or 429, 502, 503 or 504, is tried again, up to `tries` times more,
    after the pause the server asks for in Retry-After, or a growing one. It happens once: every
    POST has an Idempotency-Key. What is refused raises an `ApiError`.
    """

    def __init__(
        self, url: str, key: str, *, timeout: float = _SECONDS, tries: int = _TRIES
    ) -> None:
        http = httpx.Client(
            base_url=_base(url),
            headers=_headers(key),
            timeout=timeout,
            transport=RetryTransport(httpx.HTTPTransport(), _retry(tries)),
            event_hooks={"response": [_refuse]},
        )
        super().__init__(_generated(url, key).set_httpx_client(http))
        self._http = http

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncMasterIA(AsyncResources):
    """As `MasterIA`, for asyncio: `await ia.contacts.create_contact(body=…)`."""

    def __init__(
        self, url: str, key: str, *, timeout: float = _SECONDS, tries: int = _TRIES
    ) -> None:
        http = httpx.AsyncClient(
            base_url=_base(url),
            headers=_headers(key),
            timeout=timeout,
            transport=RetryTransport(httpx.AsyncHTTPTransport(), _retry(tries)),
            event_hooks={"response": [_refuse_async]},
        )
        super().__init__(_generated(url, key).set_async_httpx_client(http))
        self._http = http

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _base(url: str) -> str:
    return f"{url.rstrip('/')}/api/v1"


def _headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "User-Agent": "master-ia-python/1"}


def _generated(url: str, key: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=_base(url), token=key)


def _retry(tries: int) -> Retry:
    return Retry(
        total=tries,
        allowed_methods=_METHODS,
        status_forcelist=_STATUSES,
        backoff_factor=0.5,
        max_backoff_wait=_LONGEST_PAUSE,
    )


def _refuse(response: httpx.Response) -> None:
    if response.is_error:
        response.read()
        raise error_of(response)


async def _refuse_async(response: httpx.Response) -> None:
    if response.is_error:
        await response.aread()
        raise error_of(response)
