"""The instants at which a rule comes round in a time zone. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from schemas.recurrence import MOST_EVERY, Recurrence
from services import local_time

# The rarest rule comes once in so many months.
_FARTHEST_DAYS = (MOST_EVERY + 1) * 31


def occurrences(rule: Recurrence, zone: str, after: datetime) -> Iterator[datetime]:
    """Each in its order, in UTC, strictly after the moment; without end."""
    here = local_time.zone(zone)
    day = max((after.astimezone(here) - timedelta(days=1)).date(), rule.first_day)
    found = day
    while (day - found).days <= _FARTHEST_DAYS:
        if rule.falls_on(day):
            found = day
            at = local_time.at_wall(datetime.combine(day, rule.wall_time), zone)
            if at > after:
                yield at
        day += timedelta(days=1)


def upcoming(
    rule: Recurrence, zone: str, after: datetime, until: datetime | None, count: int
) -> list[datetime]:
    """The next ones; fewer where it ends before."""
    return [at for at in islice(occurrences(rule, zone, after), count) if not until or at <= until]


def first(rule: Recurrence, zone: str, after: datetime, until: datetime | None) -> datetime | None:
    """The next one; None: it is over."""
    return next(iter(upcoming(rule, zone, after, until, 1)), None)


def comes_round(rule: Recurrence, zone: str, at: datetime) -> bool:
    """Whether this very instant is an occurrence."""
    return next(occurrences(rule, zone, at - timedelta(seconds=1)), None) == at
