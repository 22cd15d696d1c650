"""Short links, in front of everything else: on a company's own host name, and at /l/ on ours.

Nothing on a company's host name leads into the console: whoever opens it is a customer's customer.
"""

import time
from http import HTTPStatus
from types import SimpleNamespace
from uuid import UUID

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from schemas.errors import ServiceAway
from services.clicks import Clicks
from services.link_domains import LinkHosts, host_of
from web import i18n
from web.i18n import gettext
from web.render import templates
from web.robots import is_robot

OUR_PREFIX = "/l/"
PROOF_PATH = "/.well-known/master-ia-links"
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
# Codes that are none, from one address: enough for a badly copied link, not for guessing.
_MOST_WRONG = 60
_WINDOW_SECONDS = 600.0
_MOST_ADDRESSES = 10_000
# What logs and metrics call it: a code says who somebody is.
_SHOWN_PATH = "/l/…"
_ROUTE = SimpleNamespace(path="/l/{code}")


class ShortLinks:
    """Everything else goes on to the application behind."""

    def __init__(self, app: ASGIApp, *, clicks: Clicks, hosts: LinkHosts, our_host: str) -> None:
        self._app = app
        self._clicks = clicks
        self._hosts = hosts
        self._our_host = our_host
        self._wrong: dict[str, tuple[int, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(scope) if scope["type"] == "http" else None
        await (response or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        """None for what is no short link."""
        path, host = str(scope["path"]), host_of(Headers(scope=scope).get("Host", ""))
        owner = await self._hosts.owner(host) if host != self._our_host else None
        if path == PROOF_PATH and host != self._our_host:
            return await self._prove(host)
        if path.startswith("/static/"):
            return None
        if owner is not None:
            return await self._follow(scope, path.removeprefix("/"), owner)
        if path.startswith(OUR_PREFIX):
            return await self._follow(scope, path.removeprefix(OUR_PREFIX), None)
        return None

    async def _prove(self, host: str) -> Response:
        proof = await self._hosts.proof(host)
        if proof is None:
            return PlainTextResponse("", int(HTTPStatus.NOT_FOUND), _HEADERS)
        return PlainTextResponse(proof, headers=_HEADERS)

    async def _follow(self, scope: Scope, code: str, owner: UUID | None) -> Response:
        scope["path"], scope["route"] = _SHOWN_PATH, _ROUTE
        method = str(scope["method"])
        if method not in {"GET", "HEAD"}:
            return _page(scope, HTTPStatus.METHOD_NOT_ALLOWED)
        try:
            followed = await self._clicks.follow(code)
        except ServiceAway:
            return _page(scope, HTTPStatus.SERVICE_UNAVAILABLE)
        if followed is None or owner not in {None, followed.target.company_id}:
            return _page(scope, self._status_of_wrong(scope))
        self._clicks.note(followed, robot=is_robot(method, Headers(scope=scope)))
        return RedirectResponse(followed.target.url, int(HTTPStatus.FOUND), _HEADERS)

    def _status_of_wrong(self, scope: Scope) -> HTTPStatus:
        """Too many from one address is told so; a code that leads somewhere is never refused."""
        address, now = str((scope.get("client") or ("",))[0]), time.monotonic()
        if len(self._wrong) >= _MOST_ADDRESSES:
            self._wrong.clear()
        tries, until = self._wrong.get(address, (0, 0.0))
        if until <= now:
            tries, until = 0, now + _WINDOW_SECONDS
        self._wrong[address] = (tries + 1, until)
        return HTTPStatus.TOO_MANY_REQUESTS if tries >= _MOST_WRONG else HTTPStatus.NOT_FOUND


def _page(scope: Scope, status: HTTPStatus) -> Response:
    """For people, in their language; it says nothing of whose link it is or was."""
    i18n.activate(i18n.negotiate(Request(scope)))
    title, message = (
        (gettext("Try again in a moment"), gettext("This link cannot be opened right now."))
        if status is HTTPStatus.SERVICE_UNAVAILABLE
        else (
            gettext("This link leads nowhere"),
            gettext("Perhaps it was copied without its end, or it is no longer in use."),
        )
    )
    page = templates.env.get_template("links/gone.html").render(
        title=title, message=message, locale=i18n.active_locale()
    )
    return HTMLResponse(page, int(status), _HEADERS)
