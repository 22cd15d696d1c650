"""What a person is told: the bell, its page, their wishes and their devices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse

from db.queries import notifications as rows
from db.queries.notifications import Shown, Subject
from providers.web_push import WebPush
from schemas.cursors import Cursor
from schemas.enums import NotificationKind
from services import notifications, push
from services.live import LiveHints
from services.notifications import Wish, Wishes
from web.dependencies import DatabaseDep, SignedIn
from web.flash import Toast
from web.forms import FieldErrors
from web.i18n import active_locale, gettext, mark
from web.notification_words import LOOKS, Look, body, title
from web.render import done, page, redirect

router = APIRouter()
_PAGE = 30
_IN_PANEL = 8
_HERE = "/notifications"
# Where what is about no conversation and no campaign leads.
_PLACES = {
    NotificationKind.BUDGET_THRESHOLD: "/settings/money",
    NotificationKind.CADENCE_STOPPED: "/cadences",
    NotificationKind.ENDPOINT_DISABLED: "/settings/webhooks",
    NotificationKind.RULE: "/automation",
}
# Where work that ended is looked at, by what it was.
_WORK = {
    "contacts": "/imports/{id}",
    "suppressions": "/opt-outs/lists/{id}",
    "cadence": "/cadences/{id}/people",
}
_WISHES = {
    Wish.PUSH: mark("In the bell and on my devices"),
    Wish.BELL: mark("In the bell"),
    Wish.OFF: mark("Not at all"),
}
Text = Annotated[str, Form()]


def _web_push(request: Request) -> WebPush:
    web_push: WebPush = request.app.state.web_push
    return web_push


def _hints(request: Request) -> LiveHints:
    hints: LiveHints = request.app.state.hints
    return hints


WebPushDep = Annotated[WebPush, Depends(_web_push)]
HintsDep = Annotated[LiveHints, Depends(_hints)]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown."""

    id: UUID
    title: str
    body: str
    look: Look
    created_at: datetime
    is_unread: bool


@router.get(_HERE, name="notifications")
async def show(
    request: Request, user: SignedIn, database: DatabaseDep, after: str = ""
) -> Response:
    async with database.company(user.company_id) as session:
        found = await rows.page(session, user.user_id, after=_place(after), limit=_PAGE + 1)
    shown = found[:_PAGE]
    context = {
        "lines": [_line(row) for row in shown],
        "newer": _HERE if after else None,
        "older": f"{_HERE}?after={_place_of(shown[-1])}" if len(found) > _PAGE else None,
    }
    return page(request, "notifications/index.html", context, fragment="notification_list")


@router.get(f"{_HERE}/panel", name="notifications_panel")
async def panel(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    """What opens below the bell: the newest few."""
    async with database.company(user.company_id) as session:
        found = await rows.page(session, user.user_id, after=None, limit=_IN_PANEL)
    return page(request, "notifications/panel.html", {"lines": [_line(row) for row in found]})


@router.get(f"{_HERE}/count", name="notifications_count")
async def count(user: SignedIn, database: DatabaseDep) -> Response:
    """How many are unread, for the bell and for the app's own sign on a phone."""
    async with database.company(user.company_id) as session:
        unread = await notifications.unread(session, user.user_id)
    return JSONResponse({"unread": unread}, headers={"Cache-Control": "no-store"})


@router.get(f"{_HERE}/{{notification_id}}", name="open_notification")
async def open_one(
    request: Request,
    notification_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
) -> Response:
    """Whoever follows it has read it; on to what it is about."""
    async with database.company(user.company_id) as session:
        subject = await notifications.mark_read(session, user.user_id, notification_id)
        if subject.conversation_id is not None:
            await notifications.seen(session, user.user_id, subject.conversation_id)
    hints.changed(user.company_id, "notification", notification_id, user=user.user_id)
    return redirect(request, _leads_to(subject))


def _leads_to(subject: Subject) -> str:
    if subject.conversation_id is not None:
        return f"/inbox/{subject.conversation_id}"
    if subject.campaign_id is not None:
        return f"/campaigns/{subject.campaign_id}"
    if subject.kind is NotificationKind.WORK_ENDED:
        return _WORK[str(subject.data["of"])].format(id=subject.data["id"])
    return _PLACES.get(subject.kind, _HERE)


@router.post(f"{_HERE}/read", name="read_notifications")
async def read_all(
    request: Request, user: SignedIn, database: DatabaseDep, hints: HintsDep
) -> Response:
    async with database.company(user.company_id) as session:
        await notifications.mark_all_read(session, user.user_id)
    hints.changed(user.company_id, "notification", user.user_id, user=user.user_id)
    return redirect(request, _HERE)


@router.post(f"{_HERE}/devices", name="add_device")
async def add_device(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    web_push: WebPushDep,
    endpoint: Text = "",
    p256dh: Text = "",
    auth: Text = "",
) -> Response:
    """Push to this browser from now on, while it is signed in."""
    await push.subscribe(
        database,
        web_push,
        company_id=user.company_id,
        user_id=user.user_id,
        session_hash=bytes.fromhex(user.session_id),
        given=push.subscription(endpoint, p256dh, auth),
        user_agent=request.headers.get("User-Agent", "")[:300],
    )
    return done()


@router.post(f"{_HERE}/devices/forget", name="forget_device")
async def forget_device(user: SignedIn, database: DatabaseDep, endpoint: Text = "") -> Response:
    async with database.company(user.company_id) as session:
        await push.unsubscribe(session, user.user_id, endpoint)
    return done()


@router.post(f"{_HERE}/devices/test", name="try_devices")
async def try_devices(user: SignedIn, database: DatabaseDep, web_push: WebPushDep) -> Response:
    reached = await push.greet(
        database,
        web_push,
        company_id=user.company_id,
        user_id=user.user_id,
        title=gettext("It works"),
        text=gettext("This is how Master IA will tell you."),
    )
    if reached:
        return done(Toast(gettext("Sent. It should appear on your device in a moment.")))
    return done(Toast(gettext("No device of yours took it. Turn it off and on again."), "warning"))


@router.get("/settings/notifications", name="notification_settings")
async def settings(
    request: Request, user: SignedIn, database: DatabaseDep, web_push: WebPushDep
) -> Response:
    async with database.company(user.company_id) as session:
        chosen = await notifications.wishes(session, user.company_id, user.user_id)
    context = {
        "kinds": [(kind.value, LOOKS[kind], chosen.kinds[kind].value) for kind in LOOKS],
        "choices": [(wish.value, gettext(label)) for wish, label in _WISHES.items()],
        "hide_text": chosen.hide_text,
        "public_key": web_push.public_key,
        "errors": FieldErrors(),
    }
    return page(request, "settings/notifications.html", context)


@router.post("/settings/notifications", name="save_notification_settings")
async def save_settings(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    form = await request.form()
    kinds = {kind: _chosen(form.get(kind.value)) for kind in NotificationKind}
    async with database.company(user.company_id) as session:
        await notifications.change_wishes(
            session, user.company_id, user.user_id, Wishes(kinds, "hide_text" in form)
        )
    return redirect(request, "/settings/notifications", toast=Toast(gettext("Saved.")))


def _chosen(value: object) -> Wish:
    return next((wish for wish in Wish if wish == value), Wish.BELL)


def _line(row: Shown) -> Line:
    return Line(
        id=row.id,
        title=title(row, active_locale()),
        body=body(row, active_locale()),
        look=LOOKS[row.kind],
        created_at=row.created_at,
        is_unread=row.read_at is None,
    )


def _place_of(row: Shown) -> str:
    return f"{row.created_at.isoformat()}_{row.id.hex}".replace("+", "%2B")


def _place(text: str) -> Cursor | None:
    """Where the page before ended; an address somebody edited begins at the top."""
    moment, _, key = text.partition("_")
    try:
        found = Cursor(datetime.fromisoformat(moment), UUID(hex=key))
    except ValueError:
        return None
    return found if found.created_at.tzinfo else None
