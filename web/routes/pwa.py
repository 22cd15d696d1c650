"""What makes the console an app: manifest, service worker, the page without a network."""

import json
from hashlib import sha256

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from providers.web_push import WebPush
from web.accounts import NOBODY
from web.i18n import active_locale, gettext
from web.render import page
from web.security import csrf_subject, csrf_token
from web.static_files import STATIC_FOLDER, asset

router = APIRouter(include_in_schema=False)
_WORKER = "service-worker.js"
_THEME, _BACKGROUND = "#4a3fd6", "#fbfbfd"
# Fonts are named by the stylesheet, without a hash.
_FONTS = ("fonts/inter-latin-wght-normal.woff2",)
_ICONS = (("any", "192"), ("any", "512"), ("maskable", "192"), ("maskable", "512"))


@router.get("/manifest.webmanifest", name="manifest")
async def manifest() -> Response:
    """Names and short ways in the reader's language; see the Web App Manifest."""
    icons = [
        {
            "src": asset(f"icons/{purpose}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for purpose, size in _ICONS
    ]
    body = {
        "id": "/",
        "name": "Master IA",
        "short_name": "Master IA",
        "description": gettext("Every conversation with your customers, in one place."),
        "lang": active_locale().replace("_", "-"),
        "dir": "ltr",
        "start_url": "/inbox",
        "scope": "/",
        "display": "standalone",
        "theme_color": _THEME,
        "background_color": _BACKGROUND,
        "categories": ["business", "productivity"],
        "icons": icons,
        "shortcuts": [
            {"name": gettext("Inbox"), "url": "/inbox"},
            {"name": gettext("Contacts"), "url": "/contacts"},
            {"name": gettext("Campaigns"), "url": "/campaigns"},
        ],
    }
    return Response(
        json.dumps(body, ensure_ascii=False),
        media_type="application/manifest+json",
        # In the reader's language: nobody else's.
        headers={"Cache-Control": "private, max-age=600", "Vary": "Accept-Language, Cookie"},
    )


@router.get(f"/{_WORKER}", name="service_worker")
async def service_worker() -> Response:
    """Served from the root, whose pages it looks after; it changes with any file of the shell."""
    assets = [asset(name) for name in _shell()] + [f"/static/{name}" for name in _FONTS]
    code = (STATIC_FOLDER / _WORKER).read_text()
    shell = {
        "version": sha256("".join([*assets, code]).encode()).hexdigest()[:12],
        "assets": assets,
        "queue": asset("offline-queue.js"),
        "icon": asset("icons/any-192.png"),
        "badge": asset("icons/badge-96.png"),
    }
    return Response(
        f"self.SHELL = {json.dumps(shell)};\n{code}",
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"},
    )


@router.get("/offline", name="offline")
async def offline(request: Request) -> Response:
    """Kept by every browser: what it shows without a network when it has nothing else."""
    return page(request, "pwa/offline.html", {})


@router.get("/pwa/session", name="pwa_session")
async def session(request: Request) -> Response:
    """Who this browser is signed in as, for what it does while no page is open."""
    web_push: WebPush = request.app.state.web_push
    signed_in = request.state.account != NOBODY
    token = csrf_token(request.app.state.csrf_key, csrf_subject(request)) if signed_in else ""
    body = {"account": request.state.account, "token": token, "key": web_push.public_key}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _shell() -> tuple[str, ...]:
    """Every script, stylesheet and drawing of ours."""
    found = (
        path.relative_to(STATIC_FOLDER).as_posix()
        for path in sorted(STATIC_FOLDER.rglob("*"))
        if path.suffix in {".js", ".css", ".svg"} and path.name != _WORKER
    )
    return tuple(found)
