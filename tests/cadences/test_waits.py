"""Waits by the wall's clock, over changes of the clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schemas.cadences import Wait, WaitKind
from services.cadence_waits import due_at

_NEW_YORK = "America/New_York"
# Hypothesis adds the zone itself.
_MOMENTS = st.datetimes(
    dt.datetime(2024, 1, 1),  # noqa: DTZ001
    dt.datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
)
_ZONES = ("America/Sao_Paulo", _NEW_YORK, "Europe/Lisbon", "America/Rio_Branco", "Asia/Kolkata")


def _at(text: str, zone: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_a_day_later_is_the_same_time_on_the_wall_when_the_clocks_change() -> None:
    # New York's clocks go forward on 14 March 2027 at two.
    before = _at("2027-03-13T10:30", _NEW_YORK)
    assert due_at(Wait("w", minutes=24 * 60), before, [_NEW_YORK]) == _at(
        "2027-03-14T10:30", _NEW_YORK
    )


def test_hours_are_exact_when_the_clocks_change() -> None:
    before = _at("2027-03-13T23:30", _NEW_YORK)
    assert due_at(Wait("w", minutes=4 * 60), before, [_NEW_YORK]) == _at(
        "2027-03-14T04:30", _NEW_YORK
    )


def test_a_time_that_does_not_exist_is_the_next_one_that_does() -> None:
    wait = Wait("w", WaitKind.UNTIL, weekdays=(7,), time="02:30")
    found = due_at(wait, _at("2027-03-13T12:00", _NEW_YORK), [_NEW_YORK])
    assert found == _at("2027-03-14T03:00", _NEW_YORK)


def test_until_a_weekday_is_today_while_its_time_is_to_come() -> None:
    wait = Wait("w", WaitKind.UNTIL, weekdays=(1,), time="09:00")
    zone = "America/Sao_Paulo"
    monday = _at("2026-11-23T08:59", zone)
    assert due_at(wait, monday, [zone]) == _at("2026-11-23T09:00", zone)
    assert due_at(wait, _at("2026-11-23T09:01", zone), [zone]) == _at("2026-11-30T09:00", zone)


def test_days_before_a_date_of_the_contacts() -> None:
    wait = Wait("w", WaitKind.FIELD_DATE, time="10:00", field="fields.birthday", offset_days=-2)
    zone = "America/Manaus"
    base = _at("2026-11-01T00:00", zone)
    found = due_at(wait, base, [zone], dt.date(2026, 12, 1))
    assert found == _at("2026-11-29T10:00", zone)


def test_a_date_that_has_passed_is_due_at_once_and_an_unknown_one_never() -> None:
    wait = Wait("w", WaitKind.FIELD_DATE, field="fields.birthday")
    base = _at("2026-11-01T00:00", "UTC")
    assert due_at(wait, base, ["UTC"], dt.date(2026, 1, 1)) == base
    assert due_at(wait, base, ["UTC"], None) is None


def test_of_several_zones_the_last_counts() -> None:
    wait = Wait("w", WaitKind.UNTIL, time="09:00")
    base = _at("2026-11-23T05:00", "America/Sao_Paulo")
    zones = ["America/Sao_Paulo", "America/Rio_Branco"]
    assert due_at(wait, base, zones) == _at("2026-11-23T09:00", "America/Rio_Branco")


@given(
    base=_MOMENTS,
    minutes=st.integers(0, 60 * 24 * 90),
    zone=st.sampled_from(_ZONES),
)
def test_a_duration_is_kept_but_for_the_clocks_change(
    base: dt.datetime, minutes: int, zone: str
) -> None:
    found = due_at(Wait("w", minutes=minutes), base, [zone])
    assert found is not None
    shift = abs((found - base) - dt.timedelta(minutes=minutes))
    assert shift <= dt.timedelta(hours=1)
    if minutes < 24 * 60:
        assert shift == dt.timedelta()


@given(
    base=_MOMENTS,
    weekdays=st.sets(st.integers(1, 7), max_size=7),
    hour=st.integers(0, 23),
    zone=st.sampled_from(_ZONES),
)
def test_until_comes_within_eight_days_on_a_wanted_day(
    base: dt.datetime, weekdays: set[int], hour: int, zone: str
) -> None:
    wait = Wait("w", WaitKind.UNTIL, weekdays=tuple(sorted(weekdays)), time=f"{hour:02}:00")
    found = due_at(wait, base, [zone])
    assert found is not None
    assert base <= found <= base + dt.timedelta(days=8)
    wall = found.astimezone(ZoneInfo(zone))
    assert not weekdays or wall.isoweekday() in weekdays
    assert wall.hour in (hour, hour + 1)
