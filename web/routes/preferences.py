"""How this browser wants the console: language, and light or dark."""

import json
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response

from web import i18n
from web.render import THEME_COOKIE, THEMES, from_htmx, redirect
from web.security import require_csrf

router = APIRouter(prefix="/preferences", dependencies=[Depends(require_csrf)])
_A_YEAR = 31_536_000


@router.post("/theme", name="set_theme", include_in_schema=False)
async def set_theme(request: Request, theme: Annotated[str, Form()]) -> Response:
    chosen = theme if theme in THEMES else "system"
    if from_htmx(request):
        response = Response(status_code=204, headers={"HX-Trigger": json.dumps({"theme": chosen})})
    else:
        response = redirect(request, _back(request))
    _remember(request, response, THEME_COOKIE, chosen)
    return response


@router.post("/language", name="set_language", include_in_schema=False)
async def set_language(request: Request, locale: Annotated[str, Form()]) -> Response:
    response = redirect(request, _back(request))
    if locale in i18n.LOCALES:
        _remember(request, response, i18n.LOCALE_COOKIE, locale)
    return response


def _back(request: Request) -> str:
    """The path the person was on. Only its path: the header could name another site."""
    parts = urlsplit(request.headers.get("Referer", "/"))
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def _remember(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_A_YEAR, samesite="lax", secure=request.url.scheme == "https"
    )
