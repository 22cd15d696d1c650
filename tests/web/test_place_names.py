"""Lists of countries, in the order in which their reader looks for them."""

from collections.abc import Iterator

import pytest

from web import i18n, place_names, segment_forms


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = i18n.active_locale()
    i18n.activate("pt_BR")
    yield
    i18n.activate(before)


def test_a_country_with_an_accent_stands_where_its_letter_is_looked_for() -> None:
    codes = ["BR", "US", "ZA", "AT", "AF", "AL", "IN", "IR"]
    assert [name for _, name in place_names.countries(codes)] == [
        "Afeganistão",
        "África do Sul",
        "Albânia",
        "Áustria",
        "Brasil",
        "Estados Unidos",
        "Índia",
        "Irã",
    ]


def test_the_order_is_the_readers_language() -> None:
    i18n.activate("en")
    assert place_names.countries(["ZA", "US", "BR"])[-1] == ("US", "United States")


def test_every_country_with_telephone_numbers_is_named() -> None:
    found = dict(place_names.countries())
    assert found["BR"] == "Brasil"
    assert not [code for code, name in found.items() if code == name]


def test_calling_codes_are_listed_the_same_way() -> None:
    codes = [code for code, _ in segment_forms._calling_codes()]
    assert codes.index("27") < codes.index("355") < codes.index("55")
