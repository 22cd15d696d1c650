"""A line of the rate card."""

from dataclasses import dataclass
from datetime import date

import phonenumbers

from schemas.enums import Channel, Purpose
from schemas.errors import FieldError
from schemas.money import MOST_MICROS
from schemas.words import mark

_CHANNELS = frozenset(Channel)
_CATEGORIES = frozenset({"", *Purpose})


@dataclass(frozen=True, slots=True)
class RateRow:
    """What one message costs from a day on; for SMS, one segment."""

    channel: str
    # ISO 3166 alpha-2; "" for every other country.
    country: str
    # "" for any.
    category: str
    # Millionths of the company's currency.
    price_micros: int
    valid_from: date

    @property
    def key(self) -> tuple[str, str, str, date]:
        """Two rows of one key are one price."""
        return self.channel, self.country, self.category, self.valid_from

    def check(self) -> list[FieldError]:
        """Each wrong field."""
        known = phonenumbers.SUPPORTED_REGIONS
        wrong = {
            "channel": (self.channel not in _CHANNELS, mark("Choose WhatsApp or SMS.")),
            "country": (
                bool(self.country) and self.country not in known,
                mark("Give a country by its two letters, or none for every other country."),
            ),
            "category": (
                self.category not in _CATEGORIES,
                mark("Choose marketing, utility or authentication, or none for any."),
            ),
            "price": (
                not 0 <= self.price_micros <= MOST_MICROS,
                mark("Give a price of 0 or more."),
            ),
        }
        return [
            FieldError(field, "invalid", message) for field, (bad, message) in wrong.items() if bad
        ]
