"""Time zones by the names people call them: the city, its country and how far it is from UTC."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from services import local_time
from web import place_names
from web.i18n import babel_locale

_UTC = "UTC"


def name(zone: str) -> str:
    """As in "São Paulo (Brasil)", in the reader's language; what has no place as it is kept."""
    return _name(zone, str(babel_locale()))


def choices(kept: str | None) -> list[tuple[str, str]]:
    """(zone, words) of each place, by its words; and of `kept`, under whatever name it is kept."""
    now = dt.datetime.now(dt.UTC)
    zones = _places() | ({kept or _UTC} & local_time.names())
    words = [(zone, f"{name(zone)} · {_offset(zone, now)}") for zone in zones]
    return place_names.in_order(words)


@lru_cache
def _places() -> frozenset[str]:
    """One name a place, as Unicode's CLDR has them, without the aliases of old."""
    territories = get_global("zone_territories")
    found = (zone for zone in territories if "/" in zone and not zone.startswith("Etc/"))
    return local_time.names() & {_UTC, *found}


@lru_cache(maxsize=2_000)
def _name(zone: str, locale: str) -> str:
    territory = get_global("zone_territories").get(zone)
    if territory is None or zone not in _places():
        return zone.replace("_", " ")
    city = get_timezone_location(zone, locale=locale, return_city=True).rsplit("/", 1)[-1]
    country = Locale.parse(locale).territories.get(territory)
    return f"{city} ({country})" if country and country != city else city


def _offset(zone: str, now: dt.datetime) -> str:
    """As in "UTC-3" and "UTC+5:30", by a true minus sign."""
    shift = now.astimezone(ZoneInfo(zone)).utcoffset() or dt.timedelta()
    hours, minutes = divmod(abs(shift) // dt.timedelta(minutes=1), 60)
    sign = "−" if shift < dt.timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
