"""The form of a recurring campaign: what it shows, and what a person sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from starlette.datastructures import FormData

from db.models.series import CampaignSeries
from schemas.errors import FieldError, InvalidInput
from schemas.recurrence import LAST_DAY, MOST_EVERY, Frequency, Recurrence
from schemas.words import mark
from services import local_time, series
from services.series import SeriesFields
from web import time_zones
from web.hours_words import day_names, read_days
from web.i18n import gettext
from web.recurrence_words import FREQUENCIES

_LAST = "last"
_LONGEST_MONTH = 31
# Minutes an occurrence may be late.
_LATENESS = (15, 60, 120, 360, 1_440, 10_080)
_SOURCE = mark("Choose the campaign that is to be repeated.")
_NO_DATE = mark("Give a date.")


@dataclass(frozen=True, slots=True)
class SeriesValues:
    """As the form shows it; texts, since they may be wrong."""

    name: str
    source: str
    rule: Recurrence
    time_zone: str
    lateness: str
    ends_on: str = ""


def empty(zone: str, source: str = "") -> SeriesValues:
    """Every Monday at nine."""
    today = datetime.now(local_time.zone(zone) or UTC).date()
    rule = Recurrence(Frequency.WEEKLY, 1, (1,), 1, "09:00", today.isoformat())
    return SeriesValues("", _plain_id(source), rule, zone, "120")


def of(row: CampaignSeries) -> SeriesValues:
    ends = row.ends_at.astimezone(local_time.zone(row.time_zone)) if row.ends_at else None
    return SeriesValues(
        row.name,
        row.source_campaign_id.hex,
        series.rule_of(row),
        row.time_zone,
        str(row.lateness_minutes),
        ends.date().isoformat() if ends else "",
    )


def typed(form: FormData) -> SeriesValues:
    def text(name: str) -> str:
        value = form.get(name)
        return value.strip()[:200] if isinstance(value, str) else ""

    month_day = LAST_DAY if text("month_day") == _LAST else _whole(text("month_day"))
    rule = Recurrence(
        text("frequency"),
        _whole(text("every")),
        read_days(form),
        month_day,
        text("at")[:5],
        text("starts_on"),
    )
    zone, lateness, ends = text("time_zone"), text("lateness_minutes"), text("ends_on")
    return SeriesValues(text("name"), text("source"), rule, zone, lateness, ends)


def fields(values: SeriesValues) -> SeriesFields:
    """What services.series takes. Raises InvalidInput for what is not even of the right kind."""
    return SeriesFields(
        values.name,
        _source(values.source),
        values.rule,
        values.time_zone,
        _whole(values.lateness),
        _end(values.ends_on, values.time_zone),
    )


def options(values: SeriesValues) -> dict[str, object]:
    """What there is to choose from."""
    lateness = sorted({*_LATENESS, _whole(values.lateness) or 120})
    days = [(str(day), str(day)) for day in range(1, _LONGEST_MONTH + 1)]
    return {
        "frequencies": [(key.value, gettext(word)) for key, word in FREQUENCIES.items()],
        "day_names": day_names(),
        "month_days": [*days, (_LAST, gettext("Last day"))],
        "month_day": _LAST if values.rule.month_day == LAST_DAY else str(values.rule.month_day),
        "time_zones": time_zones.choices(values.time_zone),
        "lateness": lateness,
        "most_every": MOST_EVERY,
    }


def _plain_id(text: str) -> str:
    """An id as the list has it; an address somebody edited chooses nothing."""
    try:
        return UUID(text).hex
    except ValueError:
        return ""


def _source(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError as error:
        raise InvalidInput(
            _SOURCE, [FieldError("source_campaign_id", "missing", _SOURCE)]
        ) from error


def _end(text: str, zone: str) -> datetime | None:
    """The last moment of a local day."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(_NO_DATE, [FieldError("ends_at", "invalid", _NO_DATE)]) from error
    midnight = datetime.combine(day, datetime.min.time())
    return local_time.at_wall(midnight, zone) - timedelta(seconds=1)


def _whole(text: str) -> int:
    """What is no number is 0, which the check refuses."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("10080") else 0
