"""Around every Twilio endpoint: who asks, the log entry, errors and lists in Twilio's shape."""

import asyncio
import binascii
import time
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from sandbox.meta.endpoints import HangUp, no_answer
from sandbox.meta.request_log import Asked
from sandbox.twilio.errors import TwilioError
from sandbox.twilio.model import Account
from sandbox.twilio.world import PART, TwilioWorld

JsonObject = dict[str, Any]
_PAGE, _LARGEST_PAGE = 50, 1000
_T = TypeVar("_T")


@dataclass(slots=True)
class Call:
    request: Request
    twilio: TwilioWorld
    entry: Asked
    account: Account

    async def form(self) -> dict[str, str]:
        async with self.request.form() as form:
            return {key: str(value) for key, value in form.items()}

    def node(self, name: str = "sid") -> str:
        return str(self.request.path_params[name])


Handler = Callable[[Call], Awaitable[Response]]


def endpoint(
    handler: Handler, *, own_account: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """`own_account`: only the account itself may ask, not one of its keys."""

    async def respond(request: Request) -> Response:
        twilio: TwilioWorld = request.app.state.world.parts[PART]
        world = twilio.world
        entry = world.log.open(time.time(), request.method, request.url.path)
        try:
            if world.behaviour.latency:
                await asyncio.sleep(world.behaviour.latency)
            account = _who(twilio, request, own_account=own_account)
            response = await handler(Call(request, twilio, entry, account))
        except HangUp:
            return no_answer()
        except TwilioError as error:
            response = error.response()
            if entry.outcome == "in_progress":
                entry.outcome = f"error_{error.code}"
        entry.status = response.status_code
        if entry.outcome == "in_progress":
            entry.outcome = "ok"
        return response

    return respond


def _who(twilio: TwilioWorld, request: Request, *, own_account: bool) -> Account:
    user, secret = _basic(request)
    account = twilio.accounts.get(user)
    right = account is not None and account.auth_token == secret
    if account is None and not own_account and (key := twilio.keys.get(user)) is not None:
        account, right = twilio.accounts.get(key.account_sid), key.secret == secret
    named = request.path_params.get("account", account.sid if account else "")
    if account is None or not right or named != account.sid or account.status != "active":
        raise TwilioError(20003)
    return account


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise TwilioError(20003)
    try:
        user, _, secret = b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TwilioError(20003) from error
    return user, secret


def when(moment: float | None) -> str | None:
    return None if moment is None else format_datetime(datetime.fromtimestamp(moment, UTC))


def iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def page(
    request: Request, found: Sequence[_T], token_of: Callable[[_T], str]
) -> tuple[Sequence[_T], JsonObject]:
    """One page of a 2010 list, with its links; PageToken names the last one of the page before."""
    query = request.query_params
    size, number = _page_size(query), _whole(query, "Page", 0)
    after = query.get("PageToken", "")[2:]
    start = next((i + 1 for i, one in enumerate(found) if token_of(one) == after), 0)
    shown = found[start : start + size]
    more = len(found) > start + size
    kept = {k: v for k, v in query.items() if k not in ("Page", "PageToken", "PageSize")}

    def uri(page_number: int, token: str = "") -> str:
        extra = {"PageSize": str(size), "Page": str(page_number)}
        return f"{request.url.path}?{urlencode({**kept, **extra, **({'PageToken': token} if token else {})})}"

    return shown, {
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start, start + len(shown) - 1),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1, "PA" + token_of(shown[-1])) if more else None,
        "previous_page_uri": uri(number - 1) if number else None,
        "uri": uri(number),
    }


def newer_page(
    request: Request, key: str, found: Sequence[_T], token_of: Callable[[_T], str]
) -> tuple[Sequence[_T], JsonObject]:
    """The same as lists look on Twilio's newer hosts: a `meta` with whole addresses."""
    shown, links = page(request, found, token_of)
    base = str(request.base_url).rstrip("/")

    def whole(uri: str | None) -> str | None:
        return base + uri if uri else None

    return shown, {
        "key": key,
        "page": links["page"],
        "page_size": links["page_size"],
        "first_page_url": whole(links["first_page_uri"]),
        "previous_page_url": whole(links["previous_page_uri"]),
        "next_page_url": whole(links["next_page_uri"]),
        "url": whole(links["uri"]),
    }


def _page_size(query: Mapping[str, str]) -> int:
    return max(1, min(_LARGEST_PAGE, _whole(query, "PageSize", _PAGE)))


def _whole(query: Mapping[str, str], name: str, default: int) -> int:
    value = query.get(name, str(default))
    if not value.isdigit():
        raise TwilioError(20001, name)
    return int(value)
