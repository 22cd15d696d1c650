"""Time zones, called as people call them."""

from collections.abc import Iterator

import pytest

from services import local_time
from web import i18n, time_zones


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = i18n.active_locale()
    i18n.activate("pt_BR")
    yield
    i18n.activate(before)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Sao_Paulo", "São Paulo (Brasil)"),
        ("America/New_York", "Nova York (Estados Unidos)"),
        ("America/Argentina/Ushuaia", "Ushuaia (Argentina)"),
        ("Asia/Singapore", "Singapura"),
        ("UTC", "UTC"),
        ("Brazil/East", "Brazil/East"),
    ],
)
def test_a_zone_is_called_by_its_city_and_country(zone: str, words: str) -> None:
    assert time_zones.name(zone) == words


def test_the_words_are_the_readers() -> None:
    i18n.activate("en")
    assert time_zones.name("America/New_York") == "New York (United States)"


def test_every_choice_may_be_kept_and_each_place_is_there_once() -> None:
    found = time_zones.choices(None)
    assert {zone for zone, _ in found} <= local_time.names()
    assert len({words for _, words in found}) == len(found)
    words = dict(found)
    assert words["America/Sao_Paulo"] == "São Paulo (Brasil) · UTC−3"
    assert words["Asia/Kolkata"] == "Kolkata (Índia) · UTC+5:30"
    assert "Brazil/East" not in words


def test_what_was_kept_under_another_name_stays_a_choice() -> None:
    assert dict(time_zones.choices("Brazil/East"))["Brazil/East"] == "Brazil/East · UTC−3"
    assert time_zones.choices("Mars/Olympus") == time_zones.choices(None)
