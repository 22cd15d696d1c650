"""How often something comes round, in words."""

from datetime import datetime

from babel import dates

from schemas.recurrence import LAST_DAY, Frequency, Recurrence
from web.hours_words import days_words
from web.i18n import babel_locale, gettext, mark, ngettext

FREQUENCIES = {
    Frequency.DAILY: mark("Days"),
    Frequency.WEEKLY: mark("Weeks"),
    Frequency.MONTHLY: mark("Months"),
}


def rule_words(rule: Recurrence) -> str:
    """In one line: "Every 2 weeks, Mon, Thu, at 09:00"."""
    at = gettext("at %(time)s") % {"time": rule.at}
    return ", ".join([*_days(rule), at])


def moment_words(at: datetime, zone: str) -> str:
    """A day and time on the wall of the zone: "Mon, Nov 23, 2026, 09:00"."""
    day, clock = (
        dates.format_skeleton(skeleton, at, tzinfo=dates.get_timezone(zone), locale=babel_locale())
        for skeleton in ("yMMMEd", "Hm")
    )
    return f"{day}, {clock}"


def _days(rule: Recurrence) -> list[str]:
    count = {"count": rule.every}
    if rule.frequency == Frequency.DAILY:
        return [ngettext("Every day", "Every %(count)s days", rule.every) % count]
    if rule.frequency == Frequency.WEEKLY:
        often = ngettext("Every week", "Every %(count)s weeks", rule.every) % count
        return [often, days_words(rule.weekdays)]
    often = ngettext("Every month", "Every %(count)s months", rule.every) % count
    if rule.month_day == LAST_DAY:
        return [often, gettext("on the last day")]
    return [often, gettext("on day %(day)s") % {"day": rule.month_day}]
