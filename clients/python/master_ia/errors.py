"""What can go wrong, as exceptions; each carries what the API told about it (RFC 9457)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class WrongPart:
    """One wrong part of what was sent."""

    # A JSON pointer into the body, or `query/…`, `path/…`.
    pointer: str
    code: str
    detail: str


class ApiError(Exception):
    """The API refused. `code` is for programs and never changes; `detail` is for people.

    Quote `request_id` when asking for help.
    """

    def __init__(self, response: httpx.Response) -> None:
        told = _problem(response)
        self.status = response.status_code
        self.code = str(told.get("code", "unknown"))
        self.title = str(told.get("title") or response.reason_phrase)
        self.detail = str(told.get("detail") or "")
        self.errors = [WrongPart(**_parts(each)) for each in told.get("errors") or []]
        self.request_id = str(told.get("request_id") or response.headers.get("X-Request-Id", ""))
        self.problem = told
        words = self.detail or self.title
        super().__init__(f"{self.status} {self.code}: {words}")


class NotSignedIn(ApiError):
    """The key is missing, wrong, or revoked."""


class Forbidden(ApiError):
    """The key lacks a scope."""


class NotFound(ApiError):
    """There is no such thing, or it is not yours."""


class Conflict(ApiError):
    """It cannot be done as things stand; `code` says why."""


class Changed(ApiError):
    """Somebody changed it since you read it (If-Match)."""


class Invalid(ApiError):
    """Something sent is not right; `errors` names each part."""


class TooManyRequests(ApiError):
    """Still too many after every try. `retry_after`: seconds to wait, when it was told."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response)
        told = response.headers.get("Retry-After", "")
        self.retry_after = int(told) if told.isascii() and told.isdigit() else None


class ServerError(ApiError):
    """It is not your fault; every try has failed."""


_KINDS: dict[int, type[ApiError]] = {
    HTTPStatus.UNAUTHORIZED: NotSignedIn,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.PRECONDITION_FAILED: Changed,
    HTTPStatus.UNPROCESSABLE_ENTITY: Invalid,
    HTTPStatus.TOO_MANY_REQUESTS: TooManyRequests,
}


def error_of(response: httpx.Response) -> ApiError:
    """For an answer of 400 and more whose body has been read."""
    usual = ServerError if response.is_server_error else ApiError
    return _KINDS.get(response.status_code, usual)(response)


def _problem(response: httpx.Response) -> dict[str, Any]:
    """Empty when it was not the API that answered, but something before it."""
    try:
        told = response.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _parts(told: dict[str, Any]) -> dict[str, str]:
    return {name: str(told.get(name, "")) for name in ("pointer", "code", "detail")}
