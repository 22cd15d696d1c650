"""How often something comes round: on which days, at what local time. Standard library only."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from schemas.errors import FieldError
from schemas.words import mark

MOST_EVERY = 30
# Of a month, whichever number it has.
LAST_DAY = -1
# Beyond it calendars end, and no campaign begins.
LAST_YEAR = 2199
_MONDAY_TO_SUNDAY = range(1, 8)
_LONGEST_MONTH = 31
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every so many days, weeks or months, counted from the day it starts on."""

    frequency: str = Frequency.WEEKLY
    every: int = 1
    # WEEKLY: 1 is Monday, 7 is Sunday.
    weekdays: tuple[int, ...] = ()
    # MONTHLY: a day the month does not have is its last; so is LAST_DAY.
    month_day: int = 1
    # HH:MM on the wall of the series' zone.
    at: str = "09:00"
    starts_on: str = ""

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> "Recurrence":
        """Read what is stored or sent; `check` tells what of it is wrong."""
        weekdays = value.get("weekdays")
        listed = weekdays if isinstance(weekdays, list | tuple) else ()
        return cls(
            str(value.get("frequency", "")),
            _whole(value.get("every", 1)),
            tuple(sorted({_whole(day) for day in listed})),
            _whole(value.get("month_day", 1)),
            str(value.get("at", "")),
            str(value.get("starts_on", "")),
        )

    def as_json(self) -> dict[str, object]:
        return {
            "frequency": self.frequency,
            "every": self.every,
            "weekdays": list(self.weekdays),
            "month_day": self.month_day,
            "at": self.at,
            "starts_on": self.starts_on,
        }

    def check(self) -> list[FieldError]:
        """Each wrong field; none: the other methods can be asked."""
        found = {
            "frequency": self.frequency not in set(Frequency),
            "every": not 1 <= self.every <= MOST_EVERY,
            "weekdays": self.frequency == Frequency.WEEKLY
            and not (self.weekdays and set(self.weekdays) <= set(_MONDAY_TO_SUNDAY)),
            "month_day": self.frequency == Frequency.MONTHLY
            and not (1 <= self.month_day <= _LONGEST_MONTH or self.month_day == LAST_DAY),
            "at": not _CLOCK.fullmatch(self.at),
            "starts_on": not _is_date(self.starts_on),
        }
        return [
            FieldError(f"rule/{name}", "invalid", _WRONG[name]) for name in found if found[name]
        ]

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.starts_on)

    @property
    def wall_time(self) -> time:
        return time.fromisoformat(self.at)

    def falls_on(self, day: date) -> bool:
        """Whether it comes round on this day of the local calendar."""
        first = self.first_day
        if day < first:
            return False
        if self.frequency == Frequency.DAILY:
            return (day - first).days % self.every == 0
        if self.frequency == Frequency.WEEKLY:
            weeks = (_monday(day) - _monday(first)).days // 7
            return weeks % self.every == 0 and day.isoweekday() in self.weekdays
        months = (day.year - first.year) * 12 + day.month - first.month
        return months % self.every == 0 and day.day == self._day_of(day)

    def _day_of(self, day: date) -> int:
        length = monthrange(day.year, day.month)[1]
        return length if self.month_day == LAST_DAY else min(self.month_day, length)


_WRONG = {
    "frequency": mark("Choose daily, weekly or monthly."),
    "every": mark("Give a number from 1 to 30."),
    "weekdays": mark("Choose at least one day."),
    "month_day": mark("Choose a day from 1 to 31, or the last one."),
    "at": mark("Give a time from 00:00 to 23:59."),
    "starts_on": mark("Give a date."),
}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _whole(value: object) -> int:
    """What is no whole number becomes 0, which `check` refuses."""
    return value if type(value) is int else 0


def _is_date(text: str) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and day.year <= LAST_YEAR
