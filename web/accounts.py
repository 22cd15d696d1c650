"""Names the account of each answer, so that a browser never keeps one's pages for another."""

import hmac
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Account"
NOBODY = "none"


class Account:
    """Puts the header on every page and answer; templates read `request.state.account`."""

    def __init__(self, app: ASGIApp, key: bytes) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        account = self._of(Request(scope))

        async def send_with_account(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault(HEADER, account)
            await send(message)

        await self._app(scope, receive, send_with_account)

    def _of(self, request: Request) -> str:
        """A person in a company, as a word that says nothing of either."""
        user = getattr(request.state, "user", None)
        account = NOBODY
        if user is not None:
            said = f"account:{user.user_id}:{user.company_id}".encode()
            account = hmac.new(self._key, said, sha256).hexdigest()[:32]
        request.state.account = account
        return account
