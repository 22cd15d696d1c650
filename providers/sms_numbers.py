"""What the rest of the program knows about numbers that can be bought from a provider of SMS."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from providers.sms import Login

# Of a number that we do not own, or no longer.
NOT_FOUND = "20404"
# Before the order's id, in the name the provider keeps: whose purchase it was.
ORDER_MARK = "Master IA order "


class NumberKind(StrEnum):
    LOCAL = "local"
    MOBILE = "mobile"
    TOLL_FREE = "toll_free"


@dataclass(frozen=True, slots=True)
class NumberSearch:
    # ISO 3166, such as BR.
    country: str
    kind: NumberKind = NumberKind.LOCAL
    # An area code, or digits that stand anywhere in it.
    digits: str = ""


@dataclass(frozen=True, slots=True)
class AvailableNumber:
    # E.164 with +.
    phone: str
    town: str
    region: str
    # Its country asks who buys: it is sold only with an address kept at the provider.
    needs_address: bool


@dataclass(frozen=True, slots=True)
class Purchase:
    order_id: UUID
    phone: str
    address_id: str | None = None
    bundle_id: str | None = None

    @property
    def name(self) -> str:
        """What the provider is to call the number, so that it is found by its order."""
        return f"{ORDER_MARK}{self.order_id}"


@dataclass(frozen=True, slots=True)
class OwnedNumber:
    sid: str
    phone: str
    name: str
    # Segments a second it may send.
    rate_per_second: int


class NumberMarket(Protocol):
    """Numbers for sale and numbers of an account. Every call raises one of the ProviderErrors."""

    async def search(self, login: Login, wanted: NumberSearch) -> list[AvailableNumber]:
        """Some that can send SMS; none where the country has none of this kind."""
        ...

    async def owned(self, login: Login, phone: str) -> OwnedNumber | None:
        """The number, if the account has it."""
        ...

    async def buy(self, login: Login, purchase: Purchase) -> OwnedNumber:
        """Costs money. After OutcomeUnknown it may be ours: ask `owned`, never once more."""
        ...

    async def configure(self, login: Login, sid: str) -> None:
        """Have what customers write brought to us; safe to repeat."""
        ...

    async def join(self, login: Login, sid: str, service_id: str) -> None:
        """Put it into a messaging service; safe to repeat."""
        ...

    async def release(self, login: Login, sid: str) -> None:
        """Give it back. One that is gone already is given back."""
        ...
