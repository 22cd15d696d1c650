"""What we manage at a messaging provider: accounts, their numbers, their templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from providers.base import Recovery, Rejected
from schemas.accounts import RemoteNumber, RemotePortfolio, RemoteTemplate


class Refused(Rejected):
    """The provider said no to a management call, with its words for people."""

    def __init__(
        self, code: str, detail: str, recovery: Recovery, *, subcode: str = "", trace_id: str = ""
    ) -> None:
        super().__init__(code, detail, recovery)
        self.subcode = subcode
        self.trace_id = trace_id


@dataclass(frozen=True, slots=True)
class AppCredentials:
    """The provider's application our tokens and webhooks belong to."""

    app_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class TokenFacts:
    valid: bool
    app_id: str
    scopes: tuple[str, ...]
    # None: never.
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """What is sent for review; `provider_id` when it is known there already."""

    provider_id: str | None
    name: str
    language: str
    category: str
    components: list[object]
    parameter_format: str


@dataclass(frozen=True, slots=True)
class Submitted:
    provider_id: str
    status: str
    # The provider may put it in another category than we asked for.
    category: str


class AccountAccess(Protocol):
    """One business account, by one token."""

    async def name(self) -> str: ...

    async def numbers(self) -> list[RemoteNumber]: ...

    async def portfolio(self) -> RemotePortfolio | None:
        """The business whose numbers share a limit; None when it cannot be told."""
        ...

    async def subscribe(self, callback: str | None = None, verify_token: str = "") -> None:
        """Have the account's events sent to us, or to the callback given."""
        ...


class TemplateStore(Protocol):
    async def all(self) -> list[RemoteTemplate]: ...

    async def submit(self, draft: TemplateDraft) -> Submitted: ...

    async def delete(self, name: str, provider_id: str) -> None:
        """One language of one template; one that is gone already is no error."""
        ...


class Management(Protocol):
    def account(self, account_id: str, token: str) -> AccountAccess: ...

    def templates(self, account_id: str, token: str) -> TemplateStore: ...

    async def inspect(self, token: str, app: AppCredentials) -> TokenFacts: ...


class Uploads(Protocol):
    async def upload(self, token: str, app_id: str, name: str, kind: str, content: bytes) -> str:
        """Hand over an example file; returns the handle to name it by."""
        ...
