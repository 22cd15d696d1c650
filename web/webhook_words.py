"""How webhooks read: groups of events, how an endpoint is doing, what went wrong with a try."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.models.events import WebhookEndpoint
from schemas.enums import EndpointStatus
from schemas.event_types import CHOICES, EVENT_TYPES
from web.i18n import gettext, mark
from web.statuses import Look

_GROUPS = {
    "message": mark("Messages"),
    "conversation": mark("Conversations"),
    "contact": mark("Contacts"),
    "appointment": mark("Meetings"),
    "lead": mark("Pipeline"),
    "campaign": mark("Campaigns"),
    "cadence": mark("Cadences"),
    "rule": mark("Rules"),
    "template": mark("Templates"),
    "channel": mark("Numbers and connections"),
    "import": mark("Imports"),
    "budget": mark("Budget"),
    "call": mark("Calls"),
    "endpoint": mark("Tests"),
}
_HEALTH = {
    "working": Look(mark("Working"), "success", "circle-check"),
    "new": Look(mark("Nothing sent yet"), "neutral", "circle-dashed"),
    "failing": Look(mark("Failing"), "warning", "triangle-alert"),
    "resting": Look(mark("Taking a break"), "warning", "hourglass"),
    "secret_unreadable": Look(
        mark("Its secret cannot be read: change it"), "danger", "octagon-alert"
    ),
    "off": Look(mark("Switched off"), "neutral", "circle-pause"),
    "dead": Look(mark("Switched off: five days of failures"), "danger", "octagon-alert"),
    "gone": Look(mark("Switched off: the address is gone"), "danger", "octagon-alert"),
}
STATES = {
    "pending": Look(mark("Waiting"), "neutral", "clock"),
    "sending": Look(mark("On its way"), "brand", "send"),
    "delivered": Look(mark("Arrived"), "success", "circle-check"),
    "given_up": Look(mark("Given up"), "danger", "circle-x"),
    "retrying": Look(mark("Will be tried again"), "warning", "refresh-cw"),
}
_ERRORS = {
    "timeout": mark("No answer within 15 seconds."),
    "redirect": mark("It answered with a redirect. We follow none: enter the final address."),
    "refused_address": mark("The name leads into a private network. Only public ones are called."),
    "unknown_host": mark("Nobody knows a host of this name."),
    "tls": mark("Its certificate is not valid for this name."),
    "connection": mark("The connection was refused or broken off."),
    "protocol": mark("What it answered is not HTTP."),
    "endpoint_disabled": mark("Left out when the webhook was switched on again."),
}


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    words: str
    # (type, what it tells, whether it is chosen)
    events: Sequence[tuple[str, str, bool]]

    @property
    def chosen(self) -> int:
        return sum(1 for _, _, chosen in self.events if chosen)


def groups(chosen: Collection[str]) -> list[Group]:
    """Every event an endpoint can hear of, in the order of the catalogue."""
    by_name: dict[str, list[tuple[str, str, bool]]] = {}
    for name in CHOICES:
        kind = EVENT_TYPES[name]
        by_name.setdefault(kind.group, []).append((name, gettext(kind.words), name in chosen))
    return [Group(name, group_words(name), events) for name, events in by_name.items()]


def group_words(name: str) -> str:
    """What the first part of an event's name stands for."""
    return gettext(_GROUPS.get(name, name.capitalize()))


def health(endpoint: WebhookEndpoint) -> Look:
    if endpoint.status is EndpointStatus.DISABLED:
        return _HEALTH.get(endpoint.disabled_reason or "", _HEALTH["off"])
    if endpoint.problem is not None:
        return _HEALTH[endpoint.problem]
    if endpoint.rest_until is not None and endpoint.rest_until > datetime.now(UTC):
        return _HEALTH["resting"]
    if endpoint.failing_since is not None:
        return _HEALTH["failing"]
    return _HEALTH["working" if endpoint.last_success_at else "new"]


def state(name: str, attempts: int) -> Look:
    """Of a delivery: one that failed and waits is told apart from one that is new."""
    return STATES["retrying" if name == "pending" and attempts else name]


def trouble(error: str | None, status: int | None) -> str:
    """What went wrong, and what to do about it; empty when nothing did."""
    if error is None:
        return ""
    if error in _ERRORS:
        return gettext(_ERRORS[error])
    return gettext("It answered %(status)s instead of 2xx.") % {"status": status}


def readable(body: str) -> str:
    """JSON as people read it."""
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
