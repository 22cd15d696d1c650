"""Where a phone number is at home: its country and time zones, told by its first digits. Pure.

The numbering plan is phonenumbers' own. Brazil is read by area code here, because that data
takes the mobile numbers of Recife for those of Fernando de Noronha.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import phonenumbers
from phonenumbers.tzdata import TIMEZONE_DATA

from services import local_time

_SORTED = sorted(TIMEZONE_DATA)
_LONGEST = max(map(len, _SORTED))
_BRAZIL = "55"
_NORONHA = "55813619"
# The area codes of each zone.
_AREAS = {
    ("America/Sao_Paulo",): (
        "11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 "
        "51 53 54 55 61 62 64"
    ),
    ("America/Araguaina",): "63",
    ("America/Bahia",): "71 73 74 75 77",
    ("America/Maceio",): "79 82",
    ("America/Recife",): "81 87",
    ("America/Fortaleza",): "83 84 85 86 88 89 98 99",
    ("America/Belem",): "91 94 96",
    ("America/Santarem",): "93",
    ("America/Manaus",): "92",
    # The west of the state is an hour behind, and no digit tells which it is.
    ("America/Manaus", "America/Eirunepe"): "97",
    ("America/Boa_Vista",): "95",
    ("America/Porto_Velho",): "69",
    ("America/Cuiaba",): "65 66",
    ("America/Campo_Grande",): "67",
    ("America/Rio_Branco",): "68",
}
_BRAZIL_ZONES = {area: zones for zones, areas in _AREAS.items() for area in areas.split()}


@dataclass(frozen=True, slots=True)
class Place:
    """`country` is ISO 3166 alpha-2, or empty where the digits name none."""

    country: str
    # Where they are all open, the person may be written to.
    zones: tuple[str, ...]


def places(prefixes: Sequence[str], default_zone: str) -> list[Place]:
    """The place of each number, by its first digits with "+": seven characters tell enough.

    A number that may be in several zones has them all: a mobile number of a large country, an
    area code we do not know. What is no number has the default zone.
    """
    return [_place(prefix, default_zone) for prefix in prefixes]


@lru_cache(maxsize=65536)
def _place(prefix: str, default_zone: str) -> Place:
    digits = prefix.removeprefix("+")
    calling_code = _calling_code(digits)
    if calling_code is None:
        return Place("", (default_zone,))
    if str(calling_code) == _BRAZIL:
        return Place("BR", _brazilian(digits) or (default_zone,))
    country = _country(digits, calling_code)
    return Place(country, _zones(digits, str(calling_code), country) or (default_zone,))


def _calling_code(digits: str) -> int | None:
    if not digits.isdecimal() or not digits.isascii() or digits.startswith("0"):
        return None
    for length in (1, 2, 3):
        code = int(digits[:length] or 0)
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return code
    return None


def _brazilian(digits: str) -> tuple[str, ...]:
    area = digits[2:4]
    zones = _BRAZIL_ZONES.get(area, ())
    if digits.startswith(_NORONHA):
        return ("America/Noronha",)
    # The digits given may end before they tell the island from the city.
    island = len(digits) > len("5581") and _NORONHA.startswith(digits)
    return (*zones, "America/Noronha") if island else zones


def _country(digits: str, calling_code: int) -> str:
    """The country whose numbers begin so; of several under one code, the code's main one."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[calling_code]
    main = regions[0]
    if len(regions) > 1:
        for length in _lengths(main):
            number = phonenumbers.PhoneNumber(
                country_code=calling_code,
                national_number=int(digits[len(str(calling_code)) :].ljust(length, "5") or 0),
            )
            region = phonenumbers.region_code_for_number(number)
            if region is not None:
                return region
    return main if len(main) == len("BR") else ""


def _lengths(region: str) -> tuple[int, ...]:
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    description = metadata.general_desc if metadata else None
    return tuple(description.possible_length) if description else ()


def _zones(digits: str, calling_code: str, country: str) -> tuple[str, ...]:
    """Those of the longest beginning that is known, and of what could still follow."""
    beginnings = (digits[:end] for end in range(min(len(digits), _LONGEST), 0, -1))
    known = next((one for one in beginnings if one in TIMEZONE_DATA), "")
    if known in {"", calling_code}:
        return _zones_of(country, TIMEZONE_DATA.get(calling_code, ()))
    found = dict.fromkeys(TIMEZONE_DATA[known])
    for longer in _SORTED[bisect_left(_SORTED, digits) :]:
        if not longer.startswith(digits):
            break
        found.update(dict.fromkeys(TIMEZONE_DATA[longer]))
    return _existing(found)


def _zones_of(country: str, zones: Sequence[str]) -> tuple[str, ...]:
    """Of a calling code's zones those of the country, if it shares the code with others."""
    own = [zone for zone in zones if zone in _zones_by_country().get(country, frozenset())]
    return _existing(own or zones)


def _existing(zones: Sequence[str] | dict[str, None]) -> tuple[str, ...]:
    return tuple(zone for zone in zones if local_time.zone(zone) is not None)


@lru_cache(maxsize=1)
def _zones_by_country() -> dict[str, frozenset[str]]:
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, set()).add(zone)
    return {country: frozenset(zones) for country, zones in found.items()}
