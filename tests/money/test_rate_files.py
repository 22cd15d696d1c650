"""The rate card as a file: what is exported can be imported, and what is wrong is named."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidInput
from schemas.rates import RateRow
from services import rate_files

_rows = st.lists(
    st.builds(
        RateRow,
        channel=st.sampled_from(["whatsapp", "sms"]),
        country=st.sampled_from(["", "BR", "US", "PT"]),
        category=st.sampled_from(["", "marketing", "utility", "authentication"]),
        price_micros=st.integers(0, 10**9),
        valid_from=st.dates(),
    ),
    max_size=20,
)


@given(rows=_rows, separator=st.sampled_from([",", ";", "\t"]))
def test_what_is_written_is_read_back(rows: list[RateRow], separator: str) -> None:
    assert rate_files.read(rate_files.write(rows, separator).encode()) == rows


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        rate_files.read(data)
    except InvalidInput:
        return


@given(st.text(max_size=40))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    head = ",".join(rate_files.COLUMNS)
    try:
        rate_files.read(f"{head}\nsms,BR,,{cell},2026-01-01".encode())
    except InvalidInput:
        return


@pytest.mark.parametrize(
    ("written", "price"),
    [("0,34", "0.34"), ("0.34", "0.34"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56")],
)
def test_prices_are_read_as_either_language_writes_them(written: str, price: str) -> None:
    assert rate_files.read_price(written) == Decimal(price)


@pytest.mark.parametrize("written", ["", "abc", "NaN", "inf", "--1"])
def test_what_is_no_price_is_none(written: str) -> None:
    assert rate_files.read_price(written) is None


def test_a_file_of_a_brazilian_spreadsheet_is_taken() -> None:
    data = "channel;country;category;price;valid_from\nWhatsApp;br;Marketing;0,34;2026-07-01\n"
    assert rate_files.read(data.encode("utf-8-sig")) == [
        RateRow("whatsapp", "BR", "marketing", 340_000, date(2026, 7, 1))
    ]


def test_wrong_lines_are_named_and_nothing_is_taken() -> None:
    data = (
        "channel,country,category,price,valid_from\n"
        "sms,BR,,0.1,2026-07-01\n"
        "pigeon,XX,,-1,2026-07-01\n"
        "sms,BR,,0.1,soon\n"
    )
    with pytest.raises(InvalidInput) as refused:
        rate_files.read(data.encode())
    assert [error.field for error in refused.value.errors] == [
        "3/channel",
        "3/country",
        "3/price",
        "4/valid_from",
    ]


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        rate_files.read(b"name,phone\nAna,1\n")
    assert refused.value.errors[0].field == "file"
