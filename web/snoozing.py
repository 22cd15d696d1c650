"""Moments until which a conversation may sleep, in the company's time."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from web.formatting import read_local_input, zone_name
from web.i18n import gettext, mark

_MORNING = time(9)
_EVENING = time(18)
_LATER = timedelta(hours=3)
_WORDS = {
    "later": mark("Later today"),
    "tomorrow": mark("Tomorrow morning"),
    "monday": mark("Next week"),
}


def presets(now: datetime) -> dict[str, datetime]:
    """Later today (while there is an evening left), tomorrow morning, next Monday morning."""
    local = now.astimezone(ZoneInfo(zone_name()))
    today = local.date()
    soon = (local + _LATER).replace(minute=0, second=0, microsecond=0)
    moments = {
        "tomorrow": _at(today + timedelta(days=1), local),
        "monday": _at(today + timedelta(days=7 - today.weekday()), local),
    }
    if soon.date() == today and soon.time() <= _EVENING:
        moments = {"later": soon, **moments}
    return moments


def choices(now: datetime) -> list[tuple[str, str, datetime]]:
    """(key, words, moment) of each preset; on a Sunday next week is tomorrow already."""
    found = presets(now)
    if found["monday"] == found["tomorrow"]:
        del found["monday"]
    return [(key, gettext(_WORDS[key]), moment) for key, moment in found.items()]


def moment(preset: str, typed: str, now: datetime) -> datetime:
    """What was chosen, or typed in a date-time field. Raises InvalidInput."""
    found = presets(now).get(preset)
    return found if found is not None else read_local_input(typed)


def _at(day: date, local: datetime) -> datetime:
    return datetime.combine(day, _MORNING, tzinfo=local.tzinfo)
