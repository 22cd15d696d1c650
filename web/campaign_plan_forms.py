"""When a campaign goes out and within which limits: what those two steps show and send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from babel import numbers
from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.models.contacts import ContactField
from schemas import money
from schemas.campaign_fields import DraftFields
from schemas.errors import FieldError, InvalidInput
from schemas.fallbacks import Fallback
from schemas.hours import EVERY_DAY, Hours
from schemas.templates import variables
from web.campaign_forms import read_id, read_moment, read_number, read_text
from web.hours_words import read_days
from web.i18n import babel_locale, gettext, mark, ngettext
from web.variable_forms import read_bindings

# No quiet time, no day off.
ANY_TIME = Hours("00:00", "00:00", EVERY_DAY, observe_holidays=False)
# Minutes a campaign may begin late.
_LATENESS = (0, 15, 60, 120, 360, 1_440, 10_080)
_HOUR, _DAY = 60, 1_440
_BEGIN = mark("Choose the day and time.")


@dataclass(frozen=True, slots=True)
class WhenValues:
    start: str
    at: datetime | None
    local: str
    which: str
    hours: Hours
    time_zone: str
    expires_at: datetime | None
    lateness: int


def when_values(campaign: Campaign, company: Hours | None) -> WhenValues:
    stored = Hours.from_json(campaign.hours) if campaign.hours else None
    which = "company" if stored is None else "any" if stored == ANY_TIME else "own"
    local = campaign.send_at_local
    start = "local" if local else "at" if campaign.scheduled_at else "now"
    return WhenValues(
        start=start,
        at=campaign.scheduled_at,
        local=local.strftime("%Y-%m-%dT%H:%M") if local else "",
        which=which,
        hours=stored if stored is not None and which == "own" else company or Hours(),
        time_zone=campaign.time_zone or "",
        expires_at=campaign.expires_at,
        lateness=campaign.lateness_minutes,
    )


def typed_when(form: FormData, company: Hours | None) -> WhenValues:
    """What was typed, to be shown again with what is wrong of it."""
    which = read_text(form, "hours") or "company"
    hours = _hours(form) if which == "own" else None
    return WhenValues(
        start=read_text(form, "start") or "now",
        at=_or_none(form, "scheduled_at"),
        local=read_text(form, "send_at_local"),
        which=which,
        hours=hours or company or Hours(),
        time_zone=read_text(form, "time_zone"),
        expires_at=_or_none(form, "expires_at"),
        lateness=read_number(form, "lateness") or 0,
    )


def _or_none(form: FormData, name: str) -> datetime | None:
    try:
        return read_moment(form, name)
    except InvalidInput:
        return None


def read_when(form: FormData) -> DraftFields:
    """Raises InvalidInput for what is no moment."""
    start = form.get("start")
    values: DraftFields = {
        "scheduled_at": _moment(form, "scheduled_at") if start == "at" else None,
        "send_at_local": _local(form) if start == "local" else None,
        "hours": _hours(form),
        "time_zone": read_text(form, "time_zone") or None,
        "expires_at": read_moment(form, "expires_at"),
        "lateness_minutes": read_number(form, "lateness") or 0,
    }
    return values


def _moment(form: FormData, name: str) -> datetime:
    moment = read_moment(form, name)
    if moment is None:
        raise InvalidInput(_BEGIN, [FieldError(name, "missing", _BEGIN)])
    return moment


def _local(form: FormData) -> datetime:
    try:
        return datetime.fromisoformat(read_text(form, "send_at_local")).replace(tzinfo=None)
    except ValueError as error:
        raise InvalidInput(_BEGIN, [FieldError("send_at_local", "missing", _BEGIN)]) from error


def _hours(form: FormData) -> Hours | None:
    which = form.get("hours")
    if which == "any":
        return ANY_TIME
    if which != "own":
        return None
    return Hours(
        read_text(form, "quiet_start")[:5],
        read_text(form, "quiet_end")[:5],
        read_days(form, "weekday"),
        observe_holidays=bool(form.get("observe_holidays")),
    )


def lateness(current: int) -> list[tuple[int, str]]:
    return [(minutes, _late(minutes)) for minutes in sorted({*_LATENESS, current})]


def _late(minutes: int) -> str:
    if minutes == 0:
        return gettext("Ask me, however little it is")
    if minutes % _DAY == 0:
        count, text = (
            minutes // _DAY,
            ngettext("Up to %(num)s day", "Up to %(num)s days", minutes // _DAY),
        )
    elif minutes % _HOUR == 0:
        count = minutes // _HOUR
        text = ngettext("Up to %(num)s hour", "Up to %(num)s hours", count)
    else:
        count, text = minutes, ngettext("Up to %(num)s minute", "Up to %(num)s minutes", minutes)
    return text % {"num": count}


@dataclass(frozen=True, slots=True)
class LimitValues:
    budget: str
    rate: str
    auto_resume: bool
    falls_back: bool
    fallback: Fallback


def limit_values(campaign: Campaign) -> LimitValues:
    budget = campaign.budget_micros
    return LimitValues(
        budget=_written(money.amount(budget)) if budget is not None else "",
        rate=str(campaign.rate_per_second or ""),
        auto_resume=campaign.auto_resume,
        falls_back=bool(campaign.fallback),
        fallback=Fallback.from_json(campaign.fallback or {}),
    )


def typed_limits(form: FormData, custom: Sequence[ContactField]) -> LimitValues:
    """What was typed, to be shown again with what is wrong of it."""
    return LimitValues(
        budget=read_text(form, "budget"),
        rate=read_text(form, "rate"),
        auto_resume=bool(form.get("auto_resume")),
        falls_back=bool(form.get("falls_back")),
        fallback=read_fallback(form, custom, begun=True),
    )


def read_limits(form: FormData, custom: Sequence[ContactField]) -> DraftFields:
    values: DraftFields = {
        "budget_micros": _budget(form),
        "rate_per_second": _rate(form),
        "auto_resume": bool(form.get("auto_resume")),
    }
    if "may_fall_back" in form:
        falls_back = bool(form.get("falls_back"))
        values["fallback"] = read_fallback(form, custom) if falls_back else None
    return values


def read_fallback(
    form: FormData, custom: Sequence[ContactField], *, begun: bool = False
) -> Fallback:
    text = read_text(form, "fallback_text").replace("\r\n", "\n")
    found = variables([{"type": "BODY", "text": text}], "named")
    number_id: UUID | None = read_id(form, "fallback_number")
    return Fallback(
        number_id,
        text,
        read_bindings(form, found, custom, begun=begun),
        read_number(form, "after_hours") or 0,
        read_text(form, "fallback_footer"),
    )


def _budget(form: FormData) -> int | None:
    """Written as the reader writes money; what is no amount is one nobody allows."""
    text = read_text(form, "budget")
    if not text:
        return None
    try:
        found = numbers.parse_decimal(text.replace(" ", ""), locale=babel_locale())
    except numbers.NumberFormatError:
        return -1
    return (
        money.micros(found) if found.is_finite() and found < money.amount(money.MOST_MICROS) else -1
    )


def _written(amount: Decimal) -> str:
    return str(numbers.format_decimal(amount, "#,##0.00", locale=babel_locale()))


def _rate(form: FormData) -> int | None:
    text = read_text(form, "rate")
    found = read_number(form, "rate")
    return (0 if found is None else found) if text else None
