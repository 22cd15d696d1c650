"""What keeps a signed-in browser from being used by another site: headers and CSRF tokens."""

import hmac
import secrets
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import MutableHeaders, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemas.errors import Forbidden
from web.i18n import mark

CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf_token"
# Stands in for a session while nobody is signed in, so that the sign-in form is covered too.
SEED_COOKIE = "csrf_seed"

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# data: for the small icons inside Basecoat's stylesheet, blob: for previews of uploads.
# The last place is of a store that gives files out itself.
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:{0}; media-src 'self' blob:{0}; "
    "worker-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
# Browsers heed these two over https only.
_SECURE_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Puts the headers on every response that did not choose its own."""

    def __init__(self, app: ASGIApp, *, media_origin: str | None = None) -> None:
        self._app = app
        policy = _POLICY.format(f" {media_origin}" if media_origin else "")
        self._headers = {"Content-Security-Policy": policy, **_HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        secure = _SECURE_HEADERS if scope.get("scheme") == "https" else {}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**self._headers, **secure}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def new_seed() -> str:
    return secrets.token_urlsafe(24)


def csrf_token(key: bytes, subject: str) -> str:
    """A token for one session (or seed). Salted, so that no two pages carry the same text."""
    salt = secrets.token_urlsafe(9)
    return f"{salt}.{_sign(key, salt, subject)}"


def csrf_subject(request: Request) -> str:
    """Whom a token belongs to: the session, or the seed of a browser nobody signed in with."""
    session_id = getattr(request.state, "session_id", None)
    return f"session:{session_id}" if session_id else f"seed:{request.cookies.get(SEED_COOKIE, '')}"


async def require_csrf(request: Request) -> None:
    """Refuse a write that did not come from one of our own pages."""
    if request.method in _SAFE_METHODS:
        return
    if not _same_site(request) or not await _token_matches(request):
        raise Forbidden(mark("This page is out of date. Reload it and try again."))


def _same_site(request: Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


async def _token_matches(request: Request) -> bool:
    salt, _, signature = (await _sent_token(request)).partition(".")
    subject = csrf_subject(request)
    if not salt or subject == "seed:":
        return False
    expected = _sign(request.app.state.csrf_key, salt, subject)
    return hmac.compare_digest(expected.encode(), signature.encode())


async def _sent_token(request: Request) -> str:
    """The header wins, so that an upload sent by script is never read just to find its token."""
    header = request.headers.get(CSRF_HEADER)
    if header is not None or not request.headers.get("Content-Type", "").startswith(_FORM_TYPES):
        return header or ""
    field = (await request.form()).get(CSRF_FIELD, "")
    return "" if isinstance(field, UploadFile) else field


def _sign(key: bytes, salt: str, subject: str) -> str:
    return hmac.new(key, f"{salt}|{subject}".encode(), sha256).hexdigest()


CsrfChecked = Annotated[None, Depends(require_csrf)]
