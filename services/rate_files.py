"""The rate card as a CSV file, out and in."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from schemas.errors import FieldError, InvalidInput
from schemas.money import amount, micros
from schemas.rates import RateRow
from schemas.words import mark

COLUMNS = ("channel", "country", "category", "price", "valid_from")
MOST_ROWS = 5_000
MOST_BYTES = 2 * 1024 * 1024
_SHOWN_ERRORS = 20
# Of a price in the company's currency; what has more is no price.
_MOST_DIGITS = 12
_PRICE = mark("Give a price of 0 or more.")
_DAY = mark("Give a day as 2026-12-31.")
_HEADER = mark("The first line must name channel, country, category, price and valid_from.")
_LONG = mark("The file has too many lines; it may have 5,000.")
_LARGE = mark("The file is too large; it may have 2 MB.")


def write(rows: Iterable[RateRow], separator: str = ",") -> str:
    """Prices with a point, whatever the language: what is exported can be imported."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        price = format(amount(row.price_micros).normalize(), "f")
        writer.writerow((row.channel, row.country, row.category, price, row.valid_from.isoformat()))
    return out.getvalue()


def read(data: bytes) -> list[RateRow]:
    """Every row, or InvalidInput that names the wrong ones by their line. Takes , ; and tab."""
    text = _text(data)
    try:
        return _rows(csv.DictReader(io.StringIO(text, newline=None), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise _wrong(_HEADER) from error


def _rows(reader: "csv.DictReader[str]") -> list[RateRow]:
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if not set(COLUMNS) <= set(names):
        raise _wrong(_HEADER)
    reader.fieldnames = names
    rows: list[RateRow] = []
    errors: list[FieldError] = []
    for line, cells in enumerate(reader, start=2):
        if len(rows) + len(errors) >= MOST_ROWS:
            raise _wrong(_LONG)
        row, wrong = _row(cells)
        rows += [row] if row else []
        errors += [FieldError(f"{line}/{one.field}", one.code, one.message) for one in wrong]
    if errors:
        raise InvalidInput("Some prices of the file are wrong.", errors[:_SHOWN_ERRORS])
    return rows


def read_price(text: str) -> Decimal | None:
    """A price with a point or a comma before its decimals; the last of both parts them."""
    cleaned = text.strip().replace(" ", "")
    point = max(cleaned.rfind("."), cleaned.rfind(","))
    if point >= 0:
        whole = cleaned[:point].replace(".", "").replace(",", "")
        cleaned = f"{whole}.{cleaned[point + 1 :]}"
    try:
        found = Decimal(cleaned)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() <= _MOST_DIGITS else None


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _wrong(_LARGE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _row(cells: Mapping[str, str | None]) -> tuple[RateRow | None, list[FieldError]]:
    value = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    price = read_price(value["price"])
    errors = [] if price is not None else [FieldError("price", "invalid", _PRICE)]
    try:
        day = date.fromisoformat(value["valid_from"])
    except ValueError:
        return None, [*errors, FieldError("valid_from", "invalid", _DAY)]
    row = RateRow(
        value["channel"].lower(),
        value["country"].upper(),
        value["category"].lower(),
        micros(price) if price is not None else 0,
        day,
    )
    errors += row.check()
    return (None if errors else row), errors


def _wrong(message: str) -> InvalidInput:
    return InvalidInput(message, [FieldError("file", "invalid", message)])
