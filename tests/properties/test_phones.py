"""Phone numbers as people type them: 40 spellings, and the quick reading equals the library's."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.phones import (
    PROBLEMS,
    PhoneNumber,
    PhoneProblem,
    match_key,
    parse,
    parse_column,
    variants,
)

FORTY_SPELLINGS = (
    "+5561987654321", "5561987654321", "61987654321", "061987654321", "61 98765-4321",
    "(61) 98765-4321", "(061) 98765-4321", "61 9 8765-4321", "61 9 8765 4321", "61.98765.4321",
    "61-98765-4321", "+55 61 98765-4321", "+55 (61) 98765-4321", "+55 (061) 98765-4321",
    "+55 61 9 8765-4321", "55 61 98765-4321", "55 (61) 9 8765 4321", "0055 61 98765-4321",
    "005561987654321", "0 61 98765-4321", "0 15 61 98765-4321", "015 61 98765-4321",
    "0xx61 98765-4321".replace("xx", ""), "90 61 98765-4321", "tel: 61 98765-4321",
    "whatsapp:+5561987654321", "Cel. 61 98765-4321", "5561987654321@s.whatsapp.net",
    "556187654321@c.us", "61987654321.0", "6187654321", "(61) 8765-4321", "61 8765 4321",
    "+55 61 8765-4321", "556187654321", "+556187654321", "0 61 8765-4321", "55 61 8765-4321",
    "\t61 98765-4321 \u00a0", "６１ ９８７６５−４３２１",
)  # fmt: skip


@pytest.mark.parametrize("spelling", FORTY_SPELLINGS)
def test_forty_spellings_are_one_number(spelling: str) -> None:
    assert parse(spelling, "BR") == PhoneNumber("+5561987654321", "556187654321")


def test_there_are_forty_spellings() -> None:
    assert len(set(FORTY_SPELLINGS)) == 40


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", PhoneProblem.MISSING),
        ("   ", PhoneProblem.MISSING),
        ("não tem", PhoneProblem.LETTERS),
        ("61 98765-43A1", PhoneProblem.LETTERS),
        ("98765-4321", PhoneProblem.NO_AREA_CODE),
        ("3322-4455", PhoneProblem.NO_AREA_CODE),
        ("123", PhoneProblem.TOO_SHORT),
        ("61 98765-43210987", PhoneProblem.TOO_LONG),
        ("+999 123456789", PhoneProblem.UNKNOWN_COUNTRY),
        ("5,56199E+12", PhoneProblem.SCIENTIFIC),
        ("61 98765-4321 / 61 3322-4455", PhoneProblem.SEVERAL),
        ("20 98765-4321", PhoneProblem.NOT_VALID),
        ("+1 415 055 2671", PhoneProblem.NOT_VALID),
    ],
)
def test_a_wrong_number_says_what_is_wrong(text: str, problem: PhoneProblem) -> None:
    assert parse(text, "BR") is problem


def test_every_problem_has_words() -> None:
    assert set(PROBLEMS) == set(PhoneProblem)


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("(415) 555-2671", "US", "+14155552671"),
        ("+44 20 7946 0958", "BR", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("11 3322-4455", "BR", "+551133224455"),
        ("11 7712-3456", "BR", "+551177123456"),
        ("0800 123 4567", "BR", "+558001234567"),
    ],
)
def test_other_numbers_are_read_too(text: str, country: str, e164: str) -> None:
    number = parse(text, country)
    assert isinstance(number, PhoneNumber)
    assert number.e164 == e164


def test_a_landline_and_a_mobile_that_share_eight_digits_stay_two_people() -> None:
    landline, mobile = parse("11 4765-4321", "BR"), parse("11 94765-4321", "BR")
    assert isinstance(landline, PhoneNumber)
    assert isinstance(mobile, PhoneNumber)
    assert landline.key != mobile.key


typed = st.one_of(
    st.text(alphabet="0123456789 ()-.+", max_size=24),
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "0", "55", "+55", "+55 ", "0 15 ", "0055", "(", "90", "+1"]),
        st.integers(0, 99),
        st.sampled_from(["", " ", ") ", "-", "9", " 9 "]),
        st.integers(0, 999_999_999),
    ),
)


@given(st.lists(typed, max_size=8))
def test_the_quick_reading_is_the_librarys(texts: list[str]) -> None:
    column = parse_column(texts, "BR")
    for position, text in enumerate(texts):
        number = parse(text, "BR")
        if isinstance(number, PhoneNumber):
            assert (column.e164s[position], column.keys[position]) == (number.e164, number.key)
            assert position not in column.problems
        else:
            assert column.problems[position] is number


@given(st.integers(11, 99), st.integers(10_000_000, 99_999_999), st.booleans())
def test_what_is_accepted_is_valid_and_reads_as_itself(area: int, local: int, nine: bool) -> None:
    number = parse(f"{area} {'9' if nine else ''}{local}", "BR")
    if isinstance(number, PhoneNumber):
        assert phonenumbers.is_valid_number(phonenumbers.parse(number.e164))
        assert parse(number.e164, "US") == number
        assert match_key(number.key) == number.key
        assert {match_key(spelling) for spelling in variants(number.e164)} == {number.key}


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_a_number_of_any_country_reads_as_itself(region: str) -> None:
    example = phonenumbers.example_number(region)
    if example is not None:
        e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        number = parse(e164, "BR")
        assert isinstance(number, PhoneNumber)
        assert number.e164 == e164
