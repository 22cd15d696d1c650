"""What a new cadence can begin with: steps in an order that has proved itself, to be filled in."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.cadences import Condition, Definition, End, Message, TestKind, Wait, WaitKind
from schemas.campaign_fields import SmsOptions
from web.campaign_content_forms import USUAL_FOOTER
from web.i18n import gettext, mark

_DAY = 24 * 60
_WEEKDAYS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Recipe:
    key: str
    name: str
    hint: str
    icon: str
    steps: Callable[[], Definition]


def _message(key: str) -> Message:
    return Message(key, sms=SmsOptions(footer=gettext(USUAL_FOOTER)))


def _follow_up() -> Definition:
    return Definition(
        (
            _message("first"),
            Wait("two-days", minutes=2 * _DAY),
            Condition("has-read", TestKind.READ, yes=(_message("nudge"),), no=(_message("other"),)),
            Wait("workday", WaitKind.UNTIL, weekdays=_WEEKDAYS, time="10:00"),
            _message("last"),
        )
    )


def _before_a_date() -> Definition:
    return Definition(
        (
            Wait("week-before", WaitKind.FIELD_DATE, time="09:00", offset_days=-7),
            _message("coming"),
            Wait("day-before", WaitKind.FIELD_DATE, time="09:00", offset_days=-1),
            _message("tomorrow"),
        )
    )


def _two_channels() -> Definition:
    other = (_message("by-sms"),)
    return Definition(
        (
            _message("by-whatsapp"),
            Wait("a-day", minutes=_DAY),
            Condition("arrived", TestKind.DELIVERED, yes=(End("done"),), no=other),
        )
    )


RECIPES = (
    Recipe("empty", mark("Empty"), mark("Step by step, as you like."), "plus", Definition),
    Recipe(
        "follow_up",
        mark("Follow up"),
        mark("A first message, and three more until they answer."),
        "message-circle",
        _follow_up,
    ),
    Recipe(
        "before_a_date",
        mark("Before a date"),
        mark("A week and a day before a renewal or an appointment."),
        "calendar-clock",
        _before_a_date,
    ),
    Recipe(
        "two_channels",
        mark("WhatsApp, else SMS"),
        mark("By SMS to whom WhatsApp did not reach."),
        "smartphone",
        _two_channels,
    ),
)


def steps(key: str) -> Definition:
    """Those of a recipe; none for a word that is no recipe."""
    return next((one.steps() for one in RECIPES if one.key == key), Definition())
