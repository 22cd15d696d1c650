"""Hours and days of the week in words, and as forms send them."""

from typing import Literal

from babel import dates
from starlette.datastructures import FormData

from schemas.hours import EVERY_DAY, Hours
from web.i18n import babel_locale, gettext

_WORKDAYS = (1, 2, 3, 4, 5)


def day_names(width: Literal["abbreviated", "wide"] = "abbreviated") -> list[tuple[int, str]]:
    """Monday first, as (1, "Mon"), in the reader's language."""
    names = dates.get_day_names(width, "stand-alone", babel_locale())
    return [(day, str(names[day - 1]).removesuffix(".").capitalize()) for day in EVERY_DAY]


def hours_words(hours: Hours | None) -> str:
    """When people are written to, in one line."""
    if hours is None:
        return gettext("At any time")
    parts = [_clock_words(hours), days_words(hours.weekdays)]
    if hours.observe_holidays:
        parts.append(gettext("not on holidays"))
    return ", ".join(parts)


def days_words(days: tuple[int, ...]) -> str:
    """A run of days by its ends, others one by one."""
    if days == EVERY_DAY:
        return gettext("every day")
    if days == _WORKDAYS:
        return gettext("Monday to Friday")
    names = dict(day_names("wide" if len(days) == 1 else "abbreviated"))
    return ", ".join(names[day] for day in days if day in names)


def _clock_words(hours: Hours) -> str:
    if hours.quiet_start == hours.quiet_end:
        return gettext("All day")
    words = gettext("%(opens)s to %(closes)s")
    return words % {"opens": hours.quiet_end, "closes": hours.quiet_start}


def read_days(form: FormData, name: str = "weekdays") -> tuple[int, ...]:
    """The ticked days; what is no day is left to the check."""
    texts = (text for text in form.getlist(name) if isinstance(text, str))
    return tuple(sorted({int(text) if text in set("1234567") else 0 for text in texts}))
