"""What the rest of the program knows about a provider of SMS, besides sending."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from providers.base import OutboundMessage, Recovery, Rejected, way_of
from schemas.accounts import RemoteNumber
from schemas.enums import DeliveryStatus
from schemas.events import InboundEvent
from schemas.sms_text import transliterate
from schemas.templates import PLACEHOLDER, FrozenTemplate, component, text_of, variables

SERVICE_PREFIX = "MG"


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks, and of which account: the account itself, or one of its API keys."""

    account_sid: str
    # AC… or SK….
    user: str
    secret: str

    @property
    def authorization(self) -> str:
        return "Basic " + b64encode(f"{self.user}:{self.secret}".encode()).decode()


@dataclass(frozen=True, slots=True)
class SmsNumber:
    """What messages go out by."""

    login: Login
    # PN… or MG….
    sid: str
    # E.164 with +; of a messaging service its name.
    phone: str

    @property
    def is_service(self) -> bool:
        """It chooses among its numbers."""
        return self.sid.startswith(SERVICE_PREFIX)


@dataclass(frozen=True, slots=True)
class SmsCampaign:
    """What a campaign says, in all its ways: the first is variant 1."""

    texts: Sequence[FrozenTemplate]
    transliterate: bool = False
    # Later than this nobody wants it any more.
    expires_at: datetime | None = None


def texts(campaign: SmsCampaign) -> Callable[[OutboundMessage], str]:
    """A function that writes what one person gets; the templates are looked at once."""
    fills = [_filler(template) for template in campaign.texts]

    def text(message: OutboundMessage) -> str:
        said = way_of(fills, message)(message.parameters)
        return transliterate(said) if campaign.transliterate else said

    return text


def _filler(template: FrozenTemplate) -> Callable[[Sequence[str]], str]:
    text = text_of(component(template.components, "BODY"))
    names = [one.name for one in variables(template.components, template.parameter_format)]

    def fill(parameters: Sequence[str]) -> str:
        if len(parameters) != len(names):
            detail = f"{len(parameters)} values for {len(names)} variables"
            raise Rejected("parameters_mismatch", detail, Recovery.PAUSE_CAMPAIGN)
        values = dict(zip(names, parameters, strict=True))
        return PLACEHOLDER.sub(lambda found: values[found[1]], text)

    return fill


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    name: str
    # "active", "suspended" or "closed".
    status: str


@dataclass(frozen=True, slots=True)
class SentSms:
    """A message of ours as the provider has it."""

    provider_id: str
    body: str
    # None: a word of the provider's that says nothing to us.
    status: DeliveryStatus | None
    error_code: str | None
    # A providers.base.Recovery; None where it did not fail.
    recovery: str | None
    created_at: datetime
    # When it became what it is.
    changed_at: datetime


class SmsManagement(Protocol):
    """An account of SMS, by one login. Every call raises one of the ProviderErrors."""

    async def account(self, login: Login) -> RemoteAccount:
        """Only the account itself may ask this, not one of its keys."""
        ...

    async def numbers(self, login: Login) -> list[RemoteNumber]:
        """Its numbers that can send SMS."""
        ...

    async def services(self, login: Login) -> list[RemoteNumber]:
        """Its messaging services, named by their names."""
        ...

    async def sent(self, number: SmsNumber, to: str, since: datetime) -> list[SentSms]:
        """What went by this number to this person since then, newest first; a bounded look."""
        ...

    async def message(self, login: Login, provider_id: str) -> SentSms | None:
        """One message as it stands; None: the provider has it no more."""
        ...


class SmsReader(Protocol):
    """Turns a provider's callbacks into events; no company is known here yet."""

    def verify(self, call: "Callback") -> bool:
        """True if any of our secrets signed exactly this call."""
        ...

    def read(self, call: "Callback", now: datetime) -> list[InboundEvent]:
        """What it tells; what is unknown comes as an OtherEvent, never an error."""
        ...


@dataclass(frozen=True, slots=True)
class Callback:
    """A call of the provider's, as it came in."""

    # The address it was told to call: public, with its query exactly as it came.
    url: str
    body: bytes
    content_type: str
    signature: str
