"""The page's routes: the wall, its cards, live changes, and the customer's actions."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.meta import inbound
from sandbox.meta.control import same_site
from sandbox.meta.control_phones import newest_phones
from sandbox.meta.model import Number, Phone
from sandbox.meta.outcomes import OUTCOMES
from sandbox.meta.receipts import Receipts
from sandbox.meta.views import phone_json
from sandbox.meta.world import World
from sandbox.pages import formatting
from sandbox.pages.words import (
    ENDINGS_PT,
    LANGUAGES,
    SMS_ENDINGS_PT,
    failures,
    language_of,
    words,
)
from sandbox.twilio import inbound as sms_inbound
from sandbox.twilio.control import of as twilio_of
from sandbox.twilio.outcomes import OUTCOMES as SMS_OUTCOMES

_HERE = Path(__file__).parent
_PAGE = 60
_ON_CARD, _ON_PAGE = 8, 200
_COOKIE = "sandbox_language"
_SHOWN = ("image/png", "image/jpeg", "image/webp", "image/gif", "audio/", "video/")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_pages = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters["whatsapp"] = formatting.whatsapp_text
_pages.filters["phone"] = formatting.phone_number
_pages.filters["hue"] = formatting.hue


async def _wall(request: Request) -> Response:
    world: World = request.app.state.world
    if (chosen := request.query_params.get("lang")) in LANGUAGES:
        answer = RedirectResponse(str(request.url.remove_query_params("lang")), 303)
        answer.set_cookie(_COOKIE, str(chosen), max_age=31_536_000, samesite="lax")
        return answer
    query, start = request.query_params.get("q", ""), _start(request)
    found = newest_phones(world, query, start, _PAGE + 1)
    return _page(
        request,
        "wall.html",
        phones=_shown(world, found[:_PAGE]),
        q=query,
        start=start,
        older=start + _PAGE if len(found) > _PAGE else None,
        newer=max(0, start - _PAGE) if start else None,
        totals=totals(world),
        endings=_endings(request),
        sms_endings=_sms_endings(request),
        behaviour=world.behaviour,
        live=not query and not start,
    )


async def _phone(request: Request) -> Response:
    world: World = request.app.state.world
    phone = world.phones.get(request.path_params["wa_id"])
    if phone is None:
        return RedirectResponse("/", 303)
    shown = _shown(world, [phone], newest=_ON_PAGE)
    return _page(request, "phone.html", phone=shown[0], totals=totals(world), live=False)


async def _cards(request: Request) -> Response:
    """The cards named, or the newest ones: what a page swaps in when something changed."""
    world: World = request.app.state.world
    names = request.query_params.get("ids")
    if names is None:
        found = newest_phones(world, "", 0, _PAGE)
    else:
        found = [world.phones[name] for name in names.split(",") if name in world.phones]
    return _swap(request, found[:_PAGE], whole=bool(request.query_params.get("long")))


async def _act(request: Request) -> Response:
    """Something the customer does; the changed card for the script, the page without one."""
    world: World = request.app.state.world
    if not same_site(request):
        return PlainTextResponse("Only from this page.", 403)
    phone = world.phones.get(request.path_params["wa_id"])
    number = _last_number(world, phone) if phone else None
    if phone is None or number is None:
        return PlainTextResponse("No such phone.", 404)
    form = await _filled(request)
    _do(world, phone, number, form)
    if request.headers.get("x-requested-with") != "fetch":
        return RedirectResponse(request.headers.get("referer") or "/", 303)
    return _swap(request, [phone], whole=bool(form.get("long")))


async def _filled(request: Request) -> dict[str, str]:
    """The form's fields; a chosen file becomes what the control API takes."""
    async with request.form() as form:
        filled = {key: str(value) for key, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        if isinstance(file, UploadFile):
            filled |= {
                "type": _kind_of(file.content_type or ""),
                "mime_type": file.content_type or "application/octet-stream",
                "filename": file.filename or "file",
                "data": base64.b64encode(await file.read()).decode(),
            }
    return filled


def _kind_of(mime_type: str) -> str:
    if mime_type == "image/webp":
        return "sticker"
    kind = mime_type.partition("/")[0]
    return kind if kind in ("image", "video", "audio") else "document"


def _swap(request: Request, phones: list[Phone], *, whole: bool) -> Response:
    """Cards alone; whole ones are those of a phone's own page."""
    newest = _ON_PAGE if whole else _ON_CARD
    shown = _shown(request.app.state.world, phones, newest=newest)
    return _page(request, "cards.html", phones=shown, long=whole)


def _do(world: World, phone: Phone, number: Number, form: dict[str, str]) -> None:
    action = form.get("action", "send")
    over = twilio_of(world).number_of(phone)
    if over is not None and action == "send":
        if body := form.get("body", "").strip():
            sms_inbound.receive(twilio_of(world), phone, over, body)
        return
    if action == "read":
        Receipts(world).read(phone)
    elif action == "power":
        Receipts(world).power(phone, on=not phone.on)
    elif action == "block":
        phone.blocks = not phone.blocks
        world.changes.phone(phone.wa_id)
    elif action == "preference":
        inbound.prefer(world, phone, number, "resume" if phone.stopped else "stop")
    elif form.get("type", "text") != "text" or form.get("body", "").strip():
        # Whoever answers has the chat open.
        Receipts(world).read(phone)
        inbound.receive(world, phone, number, form.get("type", "text"), dict(form))


async def _events(request: Request) -> Response:
    world: World = request.app.state.world

    async def stream() -> AsyncIterator[str]:
        yield "retry: 2000\n\n"
        async for changed in world.changes.follow():
            newest = None if changed is None else changed[-_PAGE:]
            told = {"changed": newest, "totals": totals(world)}
            yield f"data: {json.dumps(told)}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers=_HEADERS)


async def _media(request: Request) -> Response:
    world: World = request.app.state.world
    media = world.media.get(request.path_params["media_id"])
    if media is None:
        return PlainTextResponse("Not found.", 404)
    if not media.mime_type.startswith(_SHOWN):
        # A page somebody sent as a file runs nowhere, least of all here.
        headers = _HEADERS | {"Content-Disposition": "attachment"}
        return Response(media.content, media_type="application/octet-stream", headers=headers)
    return Response(media.content, media_type=media.mime_type, headers=_HEADERS)


def totals(world: World) -> dict[str, int]:
    names = ("accepted", "sent", "delivered", "read", "failed", "received")
    return {
        "phones": len(world.phones),
        **{name: world.tally[name] for name in names},
        "waiting": world.webhooks.pending,
    }


def _shown(world: World, phones: list[Phone], *, newest: int = _ON_CARD) -> list[dict[str, Any]]:
    shown = []
    for phone in phones:
        card = phone_json(world, phone, newest=newest)
        number = _last_number(world, phone)
        over = twilio_of(world).number_of(phone)
        card["sms"] = over is not None
        card["business"] = over.phone if over else number.verified_name if number else ""
        card["several"] = len({m["number_id"] for m in card["newest"]}) > 1
        card["names"] = {n.id: n.verified_name for n in world.numbers.values()}
        card["names"] |= {n.sid: f"SMS {n.phone}" for n in twilio_of(world).numbers.values()}
        card["pictures"] = {m["media"] for m in card["newest"] if m.get("media") in world.media}
        shown.append(card)
    return shown


def _last_number(world: World, phone: Phone) -> Number | None:
    last = world.messages.get(phone.messages[-1]) if phone.messages else None
    if last is not None and last.number_id in world.numbers:
        return world.numbers[last.number_id]
    return next(iter(world.numbers.values()), None)


def _page(request: Request, name: str, **context: object) -> Response:
    language = _language(request)
    text = _pages.get_template(name).render(
        t=words(language),
        failures=failures(language),
        lang="pt-BR" if language == "pt" else "en",
        other="en" if language == "pt" else "pt",
        **context,
    )
    return HTMLResponse(text, headers=_HEADERS | {"Vary": "Accept-Language, Cookie"})


def _endings(request: Request) -> list[tuple[str, str]]:
    if _language(request) == "pt":
        return [(ending, ENDINGS_PT[ending]) for ending in OUTCOMES]
    return [(ending, outcome.words) for ending, outcome in OUTCOMES.items()]


def _sms_endings(request: Request) -> list[tuple[str, str]]:
    if _language(request) == "pt":
        return [(ending, SMS_ENDINGS_PT[ending]) for ending in SMS_OUTCOMES]
    return [(ending, outcome.words) for ending, outcome in SMS_OUTCOMES.items()]


def _language(request: Request) -> str:
    """What was chosen on the page, else what the browser asks for."""
    chosen = request.cookies.get(_COOKIE)
    accepted = request.headers.get("accept-language", "")
    return chosen if chosen in LANGUAGES else language_of(accepted)


def _start(request: Request) -> int:
    start = request.query_params.get("start", "0")
    return int(start) if start.isdigit() else 0


def routes() -> list[BaseRoute]:
    return [
        Route("/", _wall),
        Route("/phones/{wa_id}", _phone),
        Route("/phones/{wa_id}/act", _act, methods=["POST"]),
        Route("/sandbox/cards", _cards),
        Route("/sandbox/events", _events),
        Route("/sandbox/media/{media_id}", _media),
        Mount("/sandbox/static", StaticFiles(directory=_HERE / "static")),
    ]
