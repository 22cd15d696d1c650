"""Money as the program keeps it: whole millionths of the company's currency, never a float."""

from decimal import ROUND_HALF_UP, Decimal

# An amount as large as this is a mistake, and still fits the column.
MOST_MICROS = 10**15
_MICRO = 1_000_000


def amount(micros: int) -> Decimal:
    """The amount a person reads."""
    return Decimal(micros) / _MICRO


def micros(value: Decimal) -> int:
    """The nearest millionth."""
    return int((value * _MICRO).to_integral_value(rounding=ROUND_HALF_UP))
