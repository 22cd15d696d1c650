"""Settings: one webhook with the log of its deliveries, each with its tries, and sending again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.events import WebhookEndpoint
from db.queries import delivery_log as log_rows
from db.queries import webhook_endpoints as rows
from db.queries.delivery_log import Logged, Wanted
from db.session import Session
from schemas.cursors import Cursor
from schemas.enums import DeliveryState, Role
from schemas.event_types import CHOICES, EVENT_TYPES, TEST
from services import delivery_log
from web import webhook_words
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.flash import Toast
from web.formatting import read_local_input
from web.i18n import gettext, mark, ngettext
from web.render import done, page, redirect
from web.statuses import Look

router = APIRouter(prefix="/settings/webhooks", dependencies=[Depends(require_role(Role.OWNER))])
_HERE = "/settings/webhooks"
_PAGE = 25
_FILTERS: dict[str, tuple[str, tuple[DeliveryState, ...]]] = {
    "": (mark("All"), ()),
    "waiting": (mark("Waiting"), (DeliveryState.PENDING, DeliveryState.SENDING)),
    "arrived": (mark("Arrived"), (DeliveryState.DELIVERED,)),
    "given_up": (mark("Given up"), (DeliveryState.GIVEN_UP,)),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery as the log shows it."""

    row: Logged
    look: Look
    trouble: str
    # When a failure is tried again; None where that is at hand.
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What the address asks for."""

    show: str
    type: str
    after: UUID | None

    def address(self, endpoint_id: UUID, **changes: str) -> str:
        asked = {"show": self.show, "type": self.type} | changes
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{_HERE}/{endpoint_id}" + (f"?{query}" if query else "")


def _log_filter(
    show: Annotated[str, Query(max_length=20)] = "",
    type: Annotated[str, Query(max_length=100)] = "",  # noqa: A002 - the event's own word
    after: UUID | None = None,
) -> LogFilter:
    return LogFilter(show if show in _FILTERS else "", type if type in CHOICES else "", after)


FilterDep = Annotated[LogFilter, Depends(_log_filter)]


@router.get("/{endpoint_id}", name="webhook_endpoint")
async def show_endpoint(
    request: Request, endpoint_id: UUID, user: SignedIn, database: DatabaseDep, asked: FilterDep
) -> Response:
    async with database.company(user.company_id) as session:
        endpoint = await rows.get(session, endpoint_id)
        context = await _log(session, endpoint, asked)
    return page(request, "settings/webhook.html", context, fragment="delivery_log")


@router.get("/{endpoint_id}/deliveries/{delivery_id}", name="webhook_delivery")
async def show_delivery(
    request: Request, endpoint_id: UUID, delivery_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        endpoint = await rows.get(session, endpoint_id)
        found = await delivery_log.one(session, endpoint_id, delivery_id)
    context = {
        "endpoint": endpoint,
        "found": found,
        "body": webhook_words.readable(found.body),
        "shown": _shown(found.line),
        "words": _words(found.line.type),
        "attempts": [
            (attempt, webhook_words.trouble(attempt.error, attempt.status))
            for attempt in reversed(found.attempts)
        ],
    }
    return page(request, "settings/webhook_delivery.html", context, fragment="delivery")


@router.post("/{endpoint_id}/deliveries/{delivery_id}/replay", name="replay_webhook_delivery")
async def replay_delivery(
    *,
    request: Request,
    endpoint_id: UUID,
    delivery_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
) -> Response:
    async with database.company(user.company_id) as session:
        await delivery_log.replay(session, user.company_id, endpoint_id, delivery_id)
    hints.changed(user.company_id, "endpoint", endpoint_id)
    if "HX-Request" in request.headers:
        return done(Toast(gettext("It is being sent again.")))
    address = f"{_HERE}/{endpoint_id}/deliveries/{delivery_id}"
    return redirect(request, address, toast=Toast(gettext("It is being sent again.")))


@router.post("/{endpoint_id}/replay-since", name="replay_webhook_since")
async def replay_since(
    *,
    request: Request,
    endpoint_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    since: Annotated[str, Form(max_length=40)] = "",
    only_failed: Annotated[bool, Form()] = False,
) -> Response:
    count = await delivery_log.replay_since(
        database,
        user.company_id,
        endpoint_id,
        read_local_input(since),
        only_failed=only_failed,
    )
    hints.changed(user.company_id, "endpoint", endpoint_id)
    said = ngettext(
        "One event is being sent again.", "%(num)s events are being sent again.", count
    ) % {"num": count}
    return redirect(request, f"{_HERE}/{endpoint_id}", toast=Toast(said))


async def _log(session: Session, endpoint: WebhookEndpoint, asked: LogFilter) -> dict[str, object]:
    wanted = Wanted(states=_FILTERS[asked.show][1], type=asked.type or None)
    # A delivery's id is in the order of time: it alone says where the list goes on.
    after = Cursor(endpoint.created_at, asked.after) if asked.after else None
    found = await log_rows.page(session, endpoint.id, wanted, after=after, limit=_PAGE + 1)
    shown = found[:_PAGE]
    older = asked.address(endpoint.id, after=str(shown[-1].id)) if len(found) > _PAGE else None
    return {
        "endpoint": endpoint,
        "health": webhook_words.health(endpoint),
        "events": [(name, _words(name)) for name in endpoint.types],
        "asked": asked,
        "here": asked.address(endpoint.id, after=str(asked.after or "")),
        "tabs": [
            (gettext(words), asked.address(endpoint.id, show=name), name == asked.show, None)
            for name, (words, _) in _FILTERS.items()
        ],
        "choices": [(name, name) for name in endpoint.types or CHOICES],
        "tests": [(name, name) for name in (TEST, *CHOICES)],
        "lines": _lines(shown),
        "newer": asked.address(endpoint.id) if asked.after else None,
        "older": older,
    }


def _lines(found: Sequence[Logged]) -> list[Shown]:
    return [_shown(row) for row in found]


def _shown(row: Logged) -> Shown:
    return Shown(
        row,
        webhook_words.state(row.state.value, row.attempts),
        webhook_words.trouble(row.last_error, row.last_status),
        _next_at(row),
    )


def _next_at(row: Logged) -> datetime | None:
    waits = row.state is DeliveryState.PENDING and row.attempts
    return row.due_at if waits and row.due_at and row.due_at > datetime.now(UTC) else None


def _words(name: str) -> str:
    kind = EVENT_TYPES.get(name)
    return gettext(kind.words) if kind else ""
