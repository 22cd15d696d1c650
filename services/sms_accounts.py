"""The credentials of a connection to a provider of SMS: who signs in, and who signs callbacks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from providers.sms import Login, SmsNumber
from services.credentials import place_of
from services.keyring import Keyring

# While a token is being replaced, some calls are still signed with the one before.
_STILL_SIGNS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """All of them in clear; an account signs in itself where it has no key."""

    account_sid: str
    auth_token: str
    key_sid: str = ""
    key_secret: str = ""

    @property
    def own(self) -> Login:
        """The account itself, which may ask what its keys may not."""
        return Login(self.account_sid, self.account_sid, self.auth_token)

    @property
    def login(self) -> Login:
        if not self.key_sid:
            return self.own
        return Login(self.account_sid, self.key_sid, self.key_secret)


class SmsWay(Protocol):
    """A row that names a number of SMS with its connection's sign-in."""

    @property
    def connection_id(self) -> UUID: ...

    @property
    def provider_number_id(self) -> str: ...

    @property
    def display_phone(self) -> str: ...

    @property
    def access_token(self) -> bytes: ...

    @property
    def account_id(self) -> str: ...

    @property
    def app_id(self) -> str: ...


def number_of(keyring: Keyring, company_id: UUID, way: SmsWay) -> SmsNumber:
    """Raises SecretUnreadable."""
    place = place_of(company_id, way.connection_id, "access_token")
    secret = keyring.decrypt(way.access_token, place)
    login = Login(way.account_id, way.app_id or way.account_id, secret)
    return SmsNumber(login, way.provider_number_id, way.display_phone)


def retired(token: str, now: datetime) -> str:
    """What is kept of an auth token that was replaced: itself, and until when it counts."""
    return f"{(now + _STILL_SIGNS).isoformat()} {token}"


def still_signs(kept: str, now: datetime) -> str | None:
    """The token, unless its time is over."""
    until, _, token = kept.partition(" ")
    return token if now < datetime.fromisoformat(until).astimezone(UTC) else None
