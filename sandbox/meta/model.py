"""What a Meta business portfolio and its customers' phones are made of, in memory."""

import base64
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

JsonObject = dict[str, Any]

# Meta drops the ninth digit of Brazilian mobiles from this area code upwards.
_FIRST_DDD_WITHOUT_NINE = 31
_BR_WITH_NINE = 13
_BR_WITHOUT_NINE = 12
DAY = 24 * 60 * 60
_NO_DIGIT = re.compile(r"[^0-9]+")


@dataclass(slots=True)
class Account:
    """A WhatsApp Business Account (WABA)."""

    id: str
    name: str
    subscribed: bool = True
    override_callback_uri: str | None = None
    # The portfolio it belongs to; "" for one of its own.
    business_id: str = ""

    @property
    def business(self) -> str:
        return self.business_id or f"7{self.id}"


@dataclass(slots=True)
class Portfolio:
    """A business: all numbers of its accounts share one limit of people a day."""

    id: str
    # People outside the 24-hour window in a rolling day; None is unlimited.
    daily_limit: int | None = 100_000
    # Who counts, and since when; the oldest first.
    people: dict[str, float] = field(default_factory=dict)

    @property
    def tier(self) -> str:
        """As Meta names the limit."""
        if self.daily_limit is None:
            return "TIER_UNLIMITED"
        thousands, rest = divmod(self.daily_limit, 1_000)
        return f"TIER_{thousands}K" if thousands and not rest else f"TIER_{self.daily_limit}"

    def admits(self, wa_id: str, now: float) -> bool:
        """Count this person, if there is room for them."""
        while self.people and next(iter(self.people.values())) <= now - DAY:
            del self.people[next(iter(self.people))]
        known = self.people.pop(wa_id, None) is not None
        full = self.daily_limit is not None and len(self.people) >= self.daily_limit
        if full and not known:
            return False
        self.people[wa_id] = now
        return True


@dataclass(slots=True)
class Number:
    id: str
    account_id: str
    display: str
    verified_name: str
    quality: str = "GREEN"
    registered: bool = True
    throughput: float | None = None
    profile: JsonObject = field(default_factory=dict)

    @property
    def digits(self) -> str:
        return digits_of(self.display)


@dataclass(slots=True)
class Token:
    value: str
    scopes: tuple[str, ...] = ("whatsapp_business_management", "whatsapp_business_messaging")
    # None reaches every account.
    accounts: tuple[str, ...] | None = None
    issued_at: int = 0
    # 0 never expires, as Meta answers for a system user's token.
    expires_at: int = 0
    revoked: bool = False

    def reaches(self, account_id: str) -> bool:
        return self.accounts is None or account_id in self.accounts


@dataclass(slots=True)
class Template:
    id: str
    account_id: str
    name: str
    language: str
    category: str
    components: list[JsonObject]
    status: str = "PENDING"
    parameter_format: str = "POSITIONAL"
    rejected_reason: str = "NONE"
    previous_category: str | None = None
    quality: str = "UNKNOWN"


@dataclass(slots=True)
class Message:
    """One message on a phone, sent by the business or (inbound) by the customer."""

    id: str
    wa_id: str
    number_id: str
    inbound: bool
    at: float
    type: str
    # The request as it arrived: a hundred thousand parsed bodies would not fit as well.
    raw: bytes
    status: str = "accepted"
    callback: str | None = None
    template_id: str | None = None
    category: str = "service"
    error_code: int | None = None
    reaction: str | None = None
    edited: bool = False
    revoked: bool = False
    business_read: bool = False


@dataclass(slots=True)
class Phone:
    """A customer's WhatsApp, as far as the business can know or guess it."""

    wa_id: str
    name: str
    on: bool = True
    blocks: bool = False
    # The customer stopped marketing messages: they fail with 131050.
    stopped: bool = False
    messages: list[str] = field(default_factory=list)
    last_at: float = 0.0
    unread: int = 0
    # Messages that wait for the phone to be turned on.
    held: list[str] = field(default_factory=list)
    # Number id to the moment of the customer's last message: the 24-hour window.
    wrote_at: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Media:
    id: str
    number_id: str
    mime_type: str
    content: bytes
    sha256: str
    account_id: str


def digits_of(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def whatsapp_id(address: str) -> str:
    """The id WhatsApp knows an address by, which in Brazil is not always what was dialled."""
    digits = digits_of(address)
    if not digits.startswith("55") or len(digits) not in (_BR_WITH_NINE, _BR_WITHOUT_NINE):
        return digits
    short = int(digits[2:4]) >= _FIRST_DDD_WITHOUT_NINE
    if short and len(digits) == _BR_WITH_NINE and digits[4] == "9":
        return digits[:4] + digits[5:]
    if not short and len(digits) == _BR_WITHOUT_NINE and digits[4] in "6789":
        return digits[:4] + "9" + digits[4:]
    return digits


def new_message_id(wa_id: str, *, inbound: bool) -> str:
    """A wamid of the real shape: the phone and a random part, in base64."""
    person = wa_id.encode()
    size, mark = (10, b"\x15\x02\x00\x12\x18\x14") if inbound else (9, b"\x15\x02\x00\x11\x18\x12")
    unique = secrets.token_hex(size).upper().encode()
    packed = b"\x1c\x18" + bytes([len(person)]) + person + mark + unique + b"\x00"
    return "wamid." + base64.b64encode(packed).decode()
