"""Numbers, dates and phone numbers as the reader writes them: the filters of every template."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel import dates, numbers
from phonenumbers import PhoneNumberFormat

from schemas.errors import FieldError, InvalidInput
from schemas.money import amount
from web import time_zones
from web.i18n import babel_locale, mark

_UTC = ZoneInfo("UTC")
_zone: ContextVar[ZoneInfo] = ContextVar("zone", default=_UTC)
_KILO = 1024
_WEEK = 7
# Outside of these a moment has no date in every time zone.
_FIRST, _LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)


def use_time_zone(name: str | None) -> None:
    """Show instants of this request in the company's time zone; an unknown one shows UTC."""
    try:
        _zone.set(ZoneInfo(name) if name else _UTC)
    except (ZoneInfoNotFoundError, ValueError):
        _zone.set(_UTC)


def number(value: float) -> str:
    return str(numbers.format_decimal(value, locale=babel_locale()))


def percent(share: float, digits: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return numbers.format_percent(share, format=pattern, locale=babel_locale())


def money(amount: Decimal, currency: str) -> str:
    """In the reader's way of writing; a currency nobody knows stands before its amount."""
    return str(numbers.format_currency(amount, currency, locale=babel_locale())).strip()


def cost(micros: int, currency: str) -> str:
    """A sum of millionths, to the currency's own smallest coin."""
    return money(amount(micros), currency)


def price(micros: int, currency: str) -> str:
    """What one message costs: with as many decimals as it has."""
    written = numbers.format_currency(
        amount(micros), currency, locale=babel_locale(), decimal_quantization=False
    )
    return str(written).strip()


def decimal(value: Decimal | float) -> str:
    """As a person would type it."""
    return str(numbers.format_decimal(value, locale=babel_locale(), decimal_quantization=False))


def read_decimal(text: str) -> Decimal | None:
    """An amount as the reader's language writes it, also without its grouping; None: no amount."""
    cleaned = text.strip().replace("\u00a0", "").replace(" ", "")
    try:
        found = numbers.parse_decimal(cleaned, locale=babel_locale(), strict=True)
    except numbers.NumberFormatError:
        return None
    return found if found.is_finite() else None


def local_day(value: datetime) -> date:
    """The date it is then in the company's time zone."""
    return value.astimezone(_zone.get()).date()


def weekday(value: date) -> str:
    """A day near enough by its name, another by its date."""
    locale = babel_locale()
    days = (value - datetime.now(_zone.get()).date()).days
    if 0 <= days < _WEEK:
        return dates.format_date(value, "EEEE", locale=locale)
    return dates.format_date(value, "medium", locale=locale)


def moment(value: datetime) -> str:
    """A moment to come: the time today, with the weekday within a week, else with the date."""
    local = value.astimezone(_zone.get())
    time = dates.format_time(local, "short", tzinfo=_zone.get(), locale=babel_locale())
    if local.date() == datetime.now(_zone.get()).date():
        return time
    return f"{weekday(local.date())} {time}"


def date_time(value: datetime | None) -> str:
    if value is None:
        return "—"
    return dates.format_datetime(value, "medium", tzinfo=_zone.get(), locale=babel_locale())


def day(value: date | None) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(_zone.get()).date()
    return dates.format_date(value, "medium", locale=babel_locale())


def clock(value: datetime | None) -> str:
    if value is None:
        return "—"
    return dates.format_time(value, "short", tzinfo=_zone.get(), locale=babel_locale())


def relative(value: datetime | None) -> str:
    """How long ago, or in how long, in words."""
    if value is None:
        return "—"
    delta = value - datetime.now(UTC)
    return dates.format_timedelta(delta, add_direction=True, locale=babel_locale())


def duration(seconds: float) -> str:
    return dates.format_timedelta(int(seconds), threshold=1.2, locale=babel_locale())


def brief(seconds: float) -> str:
    """A length of time in as few letters as possible: 5m, 2h, 3d."""
    return dates.format_timedelta(
        int(seconds),
        granularity="minute",
        format="narrow",
        threshold=1.2,
        locale=babel_locale(),
    )


def recent(value: datetime | None) -> str:
    """When, as a list of messages says it: the time today, the weekday this week, else the day."""
    if value is None:
        return ""
    zone, locale = _zone.get(), babel_locale()
    local = value.astimezone(zone)
    days = (datetime.now(zone).date() - local.date()).days
    if days <= 0:
        return dates.format_time(local, "short", tzinfo=zone, locale=locale)
    if days < _WEEK:
        return dates.format_date(local, "EEE", locale=locale)
    return dates.format_date(local, "short", locale=locale)


def soon(value: datetime | None) -> str:
    """A moment to come: the time today, with the weekday this week, else the day."""
    if value is None:
        return ""
    zone, locale = _zone.get(), babel_locale()
    local = value.astimezone(zone)
    days = (local.date() - datetime.now(zone).date()).days
    time = dates.format_time(local, "short", tzinfo=zone, locale=locale)
    if days <= 0:
        return time
    if days < _WEEK:
        return f"{dates.format_date(local, 'EEE', locale=locale)} {time}"
    return dates.format_date(local, "short", locale=locale)


def local_input(value: datetime | None) -> str:
    """An instant as a date-time field wants it, in the company's time zone."""
    return "" if value is None else value.astimezone(_zone.get()).strftime("%Y-%m-%dT%H:%M")


def read_local_input(text: str) -> datetime:
    """What a date-time field sent, in the company's time zone. Raises InvalidInput."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=_zone.get())
        known = _FIRST < moment < _LAST
    except ValueError:
        known = False
    if not known:
        message = mark("Choose a day and a time.")
        raise InvalidInput(message, [FieldError("at", "invalid_moment", message)])
    return moment


def zone_name() -> str:
    return _zone.get().key


def phone(value: str | None) -> str:
    """An E.164 number spaced for reading; anything else as it came."""
    if not value:
        return "—"
    try:
        parsed = phonenumbers.parse(value if value.startswith("+") else f"+{value}")
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


def file_size(size: int) -> str:
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < _KILO:
            return f"{number(round(amount, 1) if unit != 'B' else int(amount))} {unit}"
        amount /= _KILO
    return f"{number(round(amount, 1))} GB"


def initials(name: str) -> str:
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    picked = words if len(words) < 2 else [words[0], words[-1]]  # noqa: PLR2004
    return "".join(word[0] for word in picked).upper() or "?"


FILTERS: dict[str, Callable[..., str]] = {
    "brief": brief,
    "clock": clock,
    "cost": cost,
    "date": day,
    "datetime": date_time,
    "decimal": decimal,
    "duration": duration,
    "filesize": file_size,
    "initials": initials,
    "local_input": local_input,
    "moment": lambda value: moment(value) if value else "—",
    "number": number,
    "percent": percent,
    "price": price,
    "phone": phone,
    "recent": recent,
    "relative": relative,
    "soon": soon,
    "zone": time_zones.name,
}
