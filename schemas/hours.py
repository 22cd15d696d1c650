"""When people may be written to, in their own local time. Standard library only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.errors import FieldError

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Nobody is written to from quiet_start until quiet_end, nor on a day that is not named.

    The quiet time may cross midnight, or lie within a day so that the open time does. Begin and
    end alike: no quiet time at all. A moment belongs to the day its own calendar shows.
    """

    quiet_start: str = "20:00"
    quiet_end: str = "08:00"
    # 1 is Monday, 7 is Sunday.
    weekdays: tuple[int, ...] = EVERY_DAY
    observe_holidays: bool = True

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> "Hours":
        """Read what is stored or sent; `check` tells what of it is wrong."""
        weekdays = value.get("weekdays", EVERY_DAY)
        observe = value.get("observe_holidays", True)
        return cls(
            str(value.get("quiet_start", cls().quiet_start)),
            str(value.get("quiet_end", cls().quiet_end)),
            _days(weekdays),
            observe if isinstance(observe, bool) else True,
        )

    def as_json(self) -> dict[str, object]:
        return {
            "quiet_start": self.quiet_start,
            "quiet_end": self.quiet_end,
            "weekdays": list(self.weekdays),
            "observe_holidays": self.observe_holidays,
        }

    def check(self) -> list[FieldError]:
        """Each wrong field; none: the other methods can be asked."""
        errors = [
            FieldError(field, "invalid_time", "Give a time from 00:00 to 23:59.")
            for field in ("quiet_start", "quiet_end")
            if not _CLOCK.fullmatch(getattr(self, field))
        ]
        if not self.weekdays:
            errors.append(FieldError("weekdays", "required", "Choose at least one day."))
        elif not set(self.weekdays) <= set(EVERY_DAY):
            errors.append(
                FieldError("weekdays", "invalid_day", "A day is a number from 1 to 7, from Monday.")
            )
        return errors

    def open_spans(self) -> tuple[tuple[int, int], ...]:
        """The open parts of an allowed day, in minutes from its midnight; ends are not part."""
        start, end = _minutes(self.quiet_start), _minutes(self.quiet_end)
        if start == end:
            return ((0, _DAY_MINUTES),)
        if start > end:
            return ((end, start),)
        return tuple(span for span in ((0, start), (end, _DAY_MINUTES)) if span[0] < span[1])


def _days(value: object) -> tuple[int, ...]:
    """Days in their order, each once; what is no number becomes 0, which `check` refuses."""
    if not isinstance(value, list | tuple):
        return ()
    whole = {day if type(day) is int else 0 for day in value}
    return tuple(sorted(whole))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
