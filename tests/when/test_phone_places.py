"""Where a number is at home: all of Brazil's area codes, and what is not known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import local_time
from services.phone_places import places

DEFAULT = "America/Sao_Paulo"
# The 67 area codes, by offset from UTC without summer time.
THREE_BEHIND = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
    "21",
    "22",
    "24",
    "27",
    "28",
    "31",
    "32",
    "33",
    "34",
    "35",
    "37",
    "38",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "47",
    "48",
    "49",
    "51",
    "53",
    "54",
    "55",
    "61",
    "62",
    "63",
    "64",
    "71",
    "73",
    "74",
    "75",
    "77",
    "79",
    "81",
    "82",
    "83",
    "84",
    "85",
    "86",
    "87",
    "88",
    "89",
    "91",
    "93",
    "94",
    "96",
    "98",
    "99",
]
FOUR_BEHIND = ["65", "66", "67", "69", "92", "95"]


def zones_of(prefix: str) -> tuple[str, ...]:
    return places([prefix], DEFAULT)[0].zones


@pytest.mark.parametrize(
    ("prefix", "country", "zones"),
    [
        ("+551198", "BR", ("America/Sao_Paulo",)),
        ("+559298", "BR", ("America/Manaus",)),
        ("+556899", "BR", ("America/Rio_Branco",)),
        ("+556599", "BR", ("America/Cuiaba",)),
        ("+556799", "BR", ("America/Campo_Grande",)),
        # Mobile numbers under 81 are Recife's; only one exchange is the island's.
        ("+558199", "BR", ("America/Recife",)),
        ("+558130", "BR", ("America/Recife",)),
        ("+55813619", "BR", ("America/Noronha",)),
        # Seven characters do not tell the island from the city: both have to be open.
        ("+558136", "BR", ("America/Recife", "America/Noronha")),
        # The west of Amazonas is an hour behind Manaus.
        ("+559798", "BR", ("America/Manaus", "America/Eirunepe")),
        # No such area code.
        ("+552099", "BR", (DEFAULT,)),
        ("+121255", "US", ("America/New_York",)),
        ("+131055", "US", ("America/Los_Angeles",)),
        ("+180855", "US", ("Pacific/Honolulu",)),
        ("+141655", "CA", ("America/Toronto",)),
        ("+178755", "PR", ("America/Puerto_Rico",)),
        ("+351912", "PT", ("Atlantic/Azores", "Europe/Lisbon")),
        ("+541155", "AR", ("America/Buenos_Aires",)),
    ],
)
def test_place_of_a_number(prefix: str, country: str, zones: tuple[str, ...]) -> None:
    place = places([prefix], DEFAULT)[0]
    assert (place.country, place.zones) == (country, zones)


@pytest.mark.parametrize("area", [*THREE_BEHIND, *FOUR_BEHIND, "68", "97"])
def test_every_brazilian_area_code_has_the_offset_of_its_state(area: str) -> None:
    noon = datetime(2027, 1, 15, 12, tzinfo=UTC)
    offsets = {
        noon.astimezone(local_time.zone(zone)).utcoffset() for zone in zones_of(f"+55{area}99")
    }
    expected = {"68": {-5}, "97": {-4, -5}}.get(area, {-4} if area in FOUR_BEHIND else {-3})
    assert offsets == {timedelta(hours=hours) for hours in expected}


def test_an_unknown_area_of_the_united_states_has_all_its_zones_and_no_others() -> None:
    place = places(["+199955"], DEFAULT)[0]
    assert place.country == "US"
    assert {"America/New_York", "America/Los_Angeles", "Pacific/Honolulu"} <= set(place.zones)
    assert "America/Toronto" not in place.zones
    assert "Pacific/Guam" not in place.zones


@pytest.mark.parametrize("text", ["", "+", "abc", "+01", "+999123", "٣٣٣٣٣"])
def test_what_is_no_number_has_the_default_zone(text: str) -> None:
    assert places([text], DEFAULT)[0].zones == (DEFAULT,)


@given(st.from_regex(r"\+[0-9]{0,12}", fullmatch=True))
def test_every_number_has_at_least_one_zone_that_exists(prefix: str) -> None:
    zones = zones_of(prefix)
    assert zones
    assert all(local_time.zone(zone) is not None for zone in zones)


@given(st.from_regex(r"\+(1|55|44|7|61|351)[0-9]{9,10}", fullmatch=True))
def test_fewer_digits_never_exclude_a_zone(number: str) -> None:
    """What is held by seven characters is right for the whole number as well."""
    assert set(zones_of(number)) <= {*zones_of(number[:7]), DEFAULT}
