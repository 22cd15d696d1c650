"""When it is next allowed to write to somebody, by the clock on their own wall.

Local time is worked out from the time-zone database at the moment it is asked for. Pure.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from schemas.hours import Hours

# So far is looked for an opening; where hours never meet, the answer is "not before then".
HORIZON = dt.timedelta(days=60)
_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo | None:
    """The zone of this IANA name; None for anything else, which then counts as not given."""
    return ZoneInfo(name) if name in names() else None


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    return frozenset(available_timezones())


def next_opening(
    zones: Sequence[str],
    now: dt.datetime,
    hours: Hours | None,
    holidays: Collection[dt.date],
    send_at_local: dt.datetime | None,
) -> dt.datetime | None:
    """The first minute, in UTC, in which all the zones are open; None: it is this one.

    `holidays` are dates of the local calendar; `send_at_local` is a wall-clock time before which
    nobody is written to in their zone. A local time that does not exist is the next one that
    does; one that comes twice is the first. Zones that do not exist are left out.
    """
    if hours is None and send_at_local is None:
        return None
    minute = now.astimezone(dt.UTC).replace(second=0, microsecond=0)
    days = holidays if isinstance(holidays, frozenset) else frozenset(holidays)
    return _opening(tuple(zones), minute, hours, days, send_at_local)


def at_wall(wall: dt.datetime, name: str) -> dt.datetime:
    """The instant, in UTC, at which a clock in the zone first shows this naive time or later."""
    here = zone(name) or ZoneInfo("UTC")
    instant = wall.replace(tzinfo=here, fold=0).astimezone(dt.UTC)
    if _wall(instant, here) == wall.replace(fold=0):
        return instant
    before = wall.replace(tzinfo=here, fold=1).astimezone(dt.UTC)
    return _change(before, instant, here)


@lru_cache(maxsize=8192)
def _opening(
    zones: tuple[str, ...],
    minute: dt.datetime,
    hours: Hours | None,
    holidays: frozenset[dt.date],
    send_at_local: dt.datetime | None,
) -> dt.datetime | None:
    start = max([minute, *_floors(zones, send_at_local)])
    found = start if hours is None else _shared(zones, start, hours, holidays)
    return None if found == minute else found


def _floors(zones: tuple[str, ...], send_at_local: dt.datetime | None) -> Iterator[dt.datetime]:
    if send_at_local is None:
        return
    whole = send_at_local.replace(second=0, microsecond=0)
    if whole < send_at_local:
        whole += _MINUTE
    for name in zones:
        if zone(name) is not None:
            yield at_wall(whole, name)


def _shared(
    zones: tuple[str, ...], start: dt.datetime, hours: Hours, holidays: frozenset[dt.date]
) -> dt.datetime:
    """Go from zone to zone, each time to where that one opens, until all agree."""
    here = tuple(found for found in map(zone, zones) if found is not None) or (ZoneInfo("UTC"),)
    closed = holidays if hours.observe_holidays else frozenset()
    moment, agreed = start, 0
    while agreed < len(here) and moment < start + HORIZON:
        for one in here:
            opens = _opens(one, moment, hours, closed)
            agreed = agreed + 1 if opens == moment else 1
            moment = opens
            if agreed == len(here):
                break
    return min(moment, start + HORIZON)


def _opens(
    here: ZoneInfo, moment: dt.datetime, hours: Hours, holidays: frozenset[dt.date]
) -> dt.datetime:
    """The first open minute of one zone that is not before the moment."""
    if _is_open(moment, here, hours, holidays):
        return moment
    day = _wall(moment, here).date()
    # From the day before: a clock set back over midnight comes to it again.
    for ahead in range(-1, HORIZON.days + 1):
        for instant in _candidates(day + ahead * _DAY, here, hours, holidays):
            if instant > moment and _is_open(instant, here, hours, holidays):
                return instant
    return moment + HORIZON


def _is_open(
    moment: dt.datetime, here: ZoneInfo, hours: Hours, holidays: frozenset[dt.date]
) -> bool:
    wall = _wall(moment, here)
    minutes = wall.hour * 60 + wall.minute
    return _day_is_open(wall.date(), hours, holidays) and any(
        start <= minutes < end for start, end in hours.open_spans()
    )


def _day_is_open(day: dt.date, hours: Hours, holidays: frozenset[dt.date]) -> bool:
    return day.isoweekday() in hours.weekdays and day not in holidays


def _candidates(
    day: dt.date, here: ZoneInfo, hours: Hours, holidays: frozenset[dt.date]
) -> list[dt.datetime]:
    """The instants of a local day at which a closed zone can become open, in their order."""
    if not _day_is_open(day, hours, holidays):
        return []
    midnight = dt.datetime.combine(day, dt.time())
    found = {
        (midnight + start * _MINUTE).replace(tzinfo=here, fold=fold).astimezone(dt.UTC)
        for start, _ in hours.open_spans()
        for fold in (0, 1)
    }
    first, last = (
        (midnight + shift).replace(tzinfo=here).astimezone(dt.UTC) for shift in (-_DAY, 2 * _DAY)
    )
    if _offset(first, here) != _offset(last, here):
        found.add(_change(first, last, here))
    return sorted(instant for instant in found if _wall(instant, here).date() == day)


def _change(first: dt.datetime, last: dt.datetime, here: ZoneInfo) -> dt.datetime:
    """The minute in which the clock is changed between two instants of different offset."""
    before = _offset(first, here)
    span = int((last - first) / _MINUTE)
    low, high = 0, span
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(first + middle * _MINUTE, here) == before:
            low = middle
        else:
            high = middle
    return first + high * _MINUTE


def _offset(moment: dt.datetime, here: ZoneInfo) -> dt.timedelta | None:
    return moment.astimezone(here).utcoffset()


def _wall(moment: dt.datetime, here: ZoneInfo) -> dt.datetime:
    return moment.astimezone(here).replace(tzinfo=None, fold=0)
