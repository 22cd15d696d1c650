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
    # A button beside the message, as for taking back what was done: its word, and where it posts.
    action: str = ""
    action_url: str = ""
    # Or a link, to what was made elsewhere.
    action_href: str = ""

    def shown(self) -> dict[str, object]:
        """As app.js takes it."""
        said: dict[str, object] = {"message": self.message, "tone": self.tone}
        if self.action:
            said["action"] = {
                "label": self.action,
                "url": self.action_url,
                "href": self.action_href,
            }
        return said


def trigger(response: Response, toast: Toast | None = None, **events: object) -> None:
    """Have htmx show the toast, and fire any further events, once this answer has arrived."""
    shown = {} if toast is None else {"toast": toast.shown()}
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
        toast = Toast(
            str(fields["message"]),
            fields["tone"],
            str(fields.get("action", "")),
            _own_path(str(fields.get("action_url", ""))),
            _own_path(str(fields.get("action_href", ""))),
        )
    except (ValueError, KeyError, TypeError):
        return None
    return toast if toast.tone in {"success", "info", "warning", "danger"} else None


def _own_path(address: str) -> str:
    """A cookie could name another site; only our own paths are led to."""
    return address if address.startswith("/") and not address.startswith("//") else ""
