"""What the rest of the program knows about a provider of SMS, besides sending."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from schemas.accounts import RemoteNumber
from schemas.templates import FrozenTemplate

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
    # The provider's word for where it stands, and why it failed.
    status: str
    error_code: str | None
    created_at: datetime


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
