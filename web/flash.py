"""Toasts: one line that tells what happened, now or on the page a redirect leads to."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

FLASH_COOKIE = "flash"
_FLASH_SECONDS = 60

Tone = Literal["success", "info", "warning", "danger"]


@dataclass(frozen=True, slots=True)
class Toast:
    """A message already in the reader's language."""

    message: str
    tone: Tone = "success"


def trigger(response: Response, toast: Toast | None = None, **events: object) -> None:
    """Have htmx show the toast, and fire any further events, once this answer has arrived."""
    shown = {} if toast is None else {"toast": asdict(toast)}
    response.headers["HX-Trigger"] = json.dumps({**shown, **events})


def keep(request: Request, response: Response, toast: Toast) -> None:
    """Show the toast on the next whole page of this browser."""
    value = urlsafe_b64encode(json.dumps(asdict(toast)).encode()).decode()
    response.set_cookie(
        FLASH_COOKIE,
        value,
        max_age=_FLASH_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def kept(request: Request) -> Toast | None:
    """The toast left by the page before; a cookie somebody edited is no toast."""
    try:
        fields = json.loads(urlsafe_b64decode(request.cookies.get(FLASH_COOKIE, "")))
        toast = Toast(str(fields["message"]), fields["tone"])
    except (ValueError, KeyError, TypeError):
        return None
    return toast if toast.tone in {"success", "info", "warning", "danger"} else None
