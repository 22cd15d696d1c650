"""What a Twilio account is made of, in memory."""

import secrets
from dataclasses import dataclass, field

# Every path's first part, and what callbacks call ApiVersion.
API = "2010-04-01"


@dataclass(slots=True)
class Account:
    sid: str
    auth_token: str
    friendly_name: str
    status: str = "active"


@dataclass(slots=True)
class ApiKey:
    """Signs in to everything but the account's own resource."""

    sid: str
    secret: str
    account_sid: str


@dataclass(slots=True)
class Number:
    """An incoming phone number."""

    sid: str
    account_sid: str
    phone: str
    friendly_name: str
    sms_url: str = ""
    service_sid: str | None = None
    created_at: float = 0.0


@dataclass(slots=True)
class Service:
    """A messaging service: a name in front of several numbers."""

    sid: str
    account_sid: str
    friendly_name: str
    inbound_url: str = ""
    created_at: float = 0.0


@dataclass(slots=True)
class Sms:
    sid: str
    account_sid: str
    sender: str
    to: str
    body: str
    status: str
    segments: int
    created_at: float
    inbound: bool = False
    service_sid: str | None = None
    callback: str = ""
    sent_at: float | None = None
    error_code: int | None = None
    # The phone it stands on.
    wa_id: str = field(default="")


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)
