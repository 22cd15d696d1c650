"""When a wait of a cadence is over, by the clock on the contact's own wall. Pure.

Local time is worked out at the moment it is asked for, so a change of the clocks meanwhile is in it.
"""

import datetime as dt
from collections.abc import Sequence

from schemas.cadences import Wait, WaitKind
from services import local_time

_DAY = dt.timedelta(days=1)
# Whole days of a duration keep the wall's clock over a change; what is below a day is exact.
_MINUTES_OF_DAY = 24 * 60
_NINE = dt.time(9)


def due_at(
    wait: Wait, base: dt.datetime, zones: Sequence[str], field_date: dt.date | None = None
) -> dt.datetime | None:
    """The instant, in UTC, at which somebody who came to the wait at `base` goes on.

    Of several zones the contact may be in, the one where it comes last. None: it never comes (a
    date that is not known). What lies before `base` is due at once: `base` itself.
    """
    places = tuple(zones) or ("UTC",)
    start = base.astimezone(dt.UTC)
    if wait.wait is WaitKind.FIELD_DATE and field_date is None:
        return None
    found = (_in_zone(wait, start, zone, field_date) for zone in places)
    return max(start, *found)


def _in_zone(wait: Wait, base: dt.datetime, zone: str, field_date: dt.date | None) -> dt.datetime:
    wall = _wall(base, zone)
    if wait.wait is WaitKind.UNTIL:
        return _until(wait, base, wall, zone)
    if wait.wait is WaitKind.FIELD_DATE and field_date is not None:
        day = field_date + wait.offset_days * _DAY
        return local_time.at_wall(dt.datetime.combine(day, clock(wait.time)), zone)
    days, minutes = divmod(wait.minutes, _MINUTES_OF_DAY)
    rest = dt.timedelta(minutes=minutes)
    if not days:
        return base + rest
    # The seconds are not of the wall's minute.
    below = dt.timedelta(seconds=base.second, microseconds=base.microsecond)
    return local_time.at_wall(wall + days * _DAY, zone) + below + rest


def _until(wait: Wait, base: dt.datetime, wall: dt.datetime, zone: str) -> dt.datetime:
    """The first of the weekdays, today too when its time is still to come."""
    wanted = wait.weekdays or tuple(range(1, 8))
    for ahead in range(9):
        day = wall.date() + ahead * _DAY
        if day.isoweekday() in wanted:
            instant = local_time.at_wall(dt.datetime.combine(day, clock(wait.time)), zone)
            if instant >= base:
                return instant
    return base


def clock(text: str) -> dt.time:
    """A time of day written HH:MM; nine o'clock for anything else."""
    try:
        hours, minutes = text.split(":")
        return dt.time(int(hours), int(minutes))
    except ValueError:
        return _NINE


def _wall(moment: dt.datetime, zone: str) -> dt.datetime:
    here = local_time.zone(zone) or dt.UTC
    return moment.astimezone(here).replace(tzinfo=None, fold=0, second=0, microsecond=0)
