"""Webhooks as they arrive: verified before a word of them is believed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

__all__ = ["Event", "WebhookVerificationError", "verify"]


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is the same however often the event is delivered: keep it, and do nothing twice."""

    id: str
    type: str
    occurred_at: datetime
    data: dict[str, Any]
    # All that was sent.
    body: dict[str, Any]


def verify(body: bytes, headers: Mapping[str, str], secret: str) -> Event:
    """The event in a request; raises WebhookVerificationError when it is not from Master IA.

    `body` is the request's body as it came, not parsed and written again; `secret` is the
    endpoint's, `whsec_…`. A request of more than five minutes ago is refused, too.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    Webhook(secret).verify(body, lower)
    told = json.loads(body)
    moment = datetime.fromisoformat(told["occurred_at"])
    return Event(told["id"], told["type"], moment, told["data"], told)
