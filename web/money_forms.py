"""Amounts as people type and read them in a form."""

from decimal import Decimal

from schemas.errors import FieldError, InvalidInput
from schemas.money import MOST_MICROS, amount, micros
from schemas.words import mark
from web.formatting import decimal, read_decimal

_WRONG = mark("Write an amount such as 1500 or 0.35, with your language's decimal sign.")


def read_amount(text: str, field: str) -> int | None:
    """Millionths; None for an empty field. Raises InvalidInput."""
    if not text.strip():
        return None
    found = read_decimal(text)
    if found is None or not 0 <= found <= amount(MOST_MICROS):
        raise InvalidInput(_WRONG, [FieldError(field, "invalid_amount", _WRONG)])
    return micros(found)


def show_amount(value: int | None) -> str:
    """What stands in the field; two decimals unless it has more."""
    if value is None:
        return ""
    found = amount(value)
    return decimal(found if found != found.to_integral_value() else Decimal(int(found)))
